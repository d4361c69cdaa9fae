/** A practice of one of the guides that the policies enforce, in our own words. */
export interface Practice {
  readonly id: string;
  /** In one sentence. */
  readonly says: string;
  /** The policies that enforce it. */
  readonly policies?: readonly string[];
  /** Why no policy can enforce it, where none does. */
  readonly unenforced?: string;
}

/** A guide, named after what it is about. */
export interface Guide {
  readonly title: string;
  readonly practices: readonly Practice[];
}

const EC2: Guide = {
  title: "EC2 security and networking",
  practices: [
    {
      id: "EC2-1",
      says: "Let SSH and RDP in only from the addresses that need them.",
      policies: ["no-public-ssh-rdp", "no-public-ssh-rdp-in-network-acl"],
    },
    {
      id: "EC2-2",
      says: "Allow only the ports and protocols that are needed.",
      policies: [
        "no-public-ingress-beyond-web-ports",
        "no-all-traffic-ingress",
        "no-wide-port-range",
        "no-public-icmp",
        "no-public-service-endpoint",
      ],
    },
    {
      id: "EC2-3",
      says: "Keep the sources of a rule as narrow as they can be.",
      policies: [
        "no-public-ingress-beyond-web-ports",
        "require-security-group-source-for-database-ports",
        "no-cidr-source-inside-vpc",
      ],
    },
    {
      id: "EC2-4",
      says: "Review the rules of security groups regularly.",
      policies: [
        "no-redundant-rule",
        "no-unused-security-group",
        "no-unrecorded-exposure",
        "require-rule-description",
        "review-exemptions",
      ],
    },
    {
      id: "EC2-5",
      says: "Give a security group a name that says what it is for.",
      policies: ["require-purpose-in-security-group-name"],
    },
    {
      id: "EC2-6",
      says: "Let names tell production, development and test apart.",
      policies: ["require-environment-in-security-group-name", "no-conflicting-environment"],
    },
    {
      id: "EC2-7",
      says: "Make security groups of your own for each VPC, instead of living on the default one.",
      policies: ["no-default-security-group-use", "require-closed-default-security-group"],
    },
    {
      id: "EC2-8",
      says: "Know that the rules of all groups of an interface add up to one set.",
      policies: [
        "no-public-ingress-beyond-web-ports",
        "no-excess-security-groups",
        "no-internet-path-to-private-instance",
      ],
    },
    {
      id: "EC2-9",
      says: "Give programs on an instance the temporary credentials of a role, through an instance profile.",
      policies: ["require-instance-profile", "require-imdsv2"],
    },
    {
      id: "EC2-10",
      says: "Put no long-term credentials on instances.",
      policies: ["no-embedded-credentials", "no-long-term-access-key"],
    },
    {
      id: "EC2-11",
      says: "Let a role have the permissions that its machines need, and no more.",
      policies: ["no-administrator-policy", "no-role-shared-across-exposure"],
    },
    {
      id: "EC2-12",
      says: "Record changes of security groups with CloudTrail.",
      policies: ["require-cloudtrail", "require-network-change-alarms"],
    },
    {
      id: "EC2-13",
      says: "Watch the traffic with VPC flow logs.",
      policies: ["require-vpc-flow-logs"],
    },
    {
      id: "EC2-14",
      says: "Count on answers to pass: security groups are stateful.",
      unenforced: "So AWS works, and no declaration changes it.",
    },
  ],
};

const GROUPS: Guide = {
  title: "Planning security groups",
  practices: [
    {
      id: "GROUPS-1",
      says: "Give what serves the internet other security groups than what serves the inside.",
      policies: ["no-security-group-shared-across-exposure", "no-role-shared-across-exposure"],
    },
    {
      id: "GROUPS-2",
      says: "Close every port and protocol but those of the service.",
      policies: ["no-public-ingress-beyond-web-ports", "no-all-traffic-ingress", "no-wide-port-range"],
    },
    {
      id: "GROUPS-3",
      says: "Keep databases and caches away from the internet, and admit particular security groups to them.",
      policies: [
        "require-security-group-source-for-database-ports",
        "no-internet-path-to-database",
        "no-public-database",
        "no-database-in-public-subnet",
      ],
    },
    {
      id: "GROUPS-4",
      says: "Put different applications into different security groups.",
      policies: ["no-security-group-shared-across-applications"],
    },
    {
      id: "GROUPS-5",
      says: "Put different operating systems into different security groups, since they are administered on different ports.",
      policies: ["no-security-group-shared-across-applications", "no-mixed-purpose-security-group"],
    },
    {
      id: "GROUPS-6",
      says: "Separate production from test, and let neither reach the other.",
      policies: ["no-cross-environment-access", "no-conflicting-environment", "require-environment-tag"],
    },
    {
      id: "GROUPS-7",
      says: "Give no public address to what needs no internet access.",
      policies: [
        "no-public-ip-on-private-instance",
        "no-public-address-path-to-private-instance",
        "no-automatic-public-ip-subnet",
        "no-unattached-elastic-ip",
      ],
    },
    {
      id: "GROUPS-8",
      says: "Administer machines by ways that need no public address, such as Session Manager.",
      policies: [
        "require-ssm-endpoints",
        "require-ssm-managed-instance-policy",
        "no-inbound-on-ssm-instances",
      ],
    },
    {
      id: "GROUPS-9",
      says: "Put several instances that serve the internet behind a load balancer.",
      policies: ["require-load-balancer-for-public-instances"],
    },
    {
      id: "GROUPS-10",
      says: "Let private machines out through NAT, instead of giving them public addresses.",
      policies: ["no-internet-route-in-private-subnet", "no-public-ip-on-private-instance"],
    },
    {
      id: "GROUPS-11",
      says: "Use security groups as lists of what may pass, with as few open ports and public addresses as possible.",
      policies: ["no-public-ingress-beyond-web-ports", "no-internet-path-to-private-instance"],
    },
    {
      id: "GROUPS-12",
      says: "Open the port of remote login to particular addresses alone.",
      policies: ["no-public-ssh-rdp"],
    },
    {
      id: "GROUPS-13",
      says: "Let everybody reach a web site on its web ports, and on nothing else.",
      policies: ["no-public-ingress-beyond-web-ports"],
    },
    {
      id: "GROUPS-14",
      says: "Isolate the members of a group from each other where they need not talk.",
      policies: ["no-open-intra-group-traffic"],
    },
    {
      id: "GROUPS-15",
      says: "Let the rules of a group serve one purpose, and keep them few.",
      policies: ["no-mixed-purpose-security-group", "no-oversized-security-group", "no-redundant-rule"],
    },
    {
      id: "GROUPS-16",
      says: "Name security groups as sources between tiers, not blocks of addresses.",
      policies: ["no-cidr-source-inside-vpc", "require-security-group-source-for-database-ports"],
    },
    {
      id: "GROUPS-17",
      says: "Check groups and rules as the business changes, and rid yourself of those that serve nothing.",
      policies: ["no-unused-security-group", "no-redundant-rule", "no-unrecorded-exposure"],
    },
    {
      id: "GROUPS-18",
      says: "Try a change of rules on a copy of the group first.",
      unenforced: "It is how people work; a preview with these policies is such a trial.",
    },
    {
      id: "GROUPS-19",
      says: "Admit ICMP only from those who test with it.",
      policies: ["no-public-icmp"],
    },
    {
      id: "GROUPS-20",
      says: "Admit security groups of other accounts only where that is meant.",
      policies: ["no-unapproved-cross-account-source"],
    },
    {
      id: "GROUPS-21",
      says: "Let instances out only to what they need.",
      policies: ["no-unrestricted-egress"],
    },
    {
      id: "GROUPS-22",
      says: "Let rules that deny stand where they take effect, before those that allow.",
      policies: ["no-shadowed-network-acl-entry", "no-public-ssh-rdp-in-network-acl"],
    },
    {
      id: "GROUPS-23",
      says: "Use no addresses as sources in a classic network.",
      unenforced: "AWS has no classic network any more.",
    },
  ],
};

const BASICS: Guide = {
  title: "AWS security basics",
  practices: [
    {
      id: "BASICS-1",
      says: "Put at most five security groups on an instance.",
      policies: ["no-excess-security-groups"],
    },
    {
      id: "BASICS-2",
      says: "Name security groups at launch, since whoever names none gets the VPC's default group.",
      policies: [
        "no-default-security-group-use",
        "require-closed-default-security-group",
        "no-default-vpc-use",
      ],
    },
    {
      id: "BASICS-3",
      says: "Know that a group lets everything out unless its rules say otherwise.",
      policies: ["no-unrestricted-egress", "require-closed-default-security-group"],
    },
    {
      id: "BASICS-4",
      says: "Write network ACL rules for both directions, since ACLs are stateless.",
      policies: ["require-return-traffic-in-network-acl"],
    },
    {
      id: "BASICS-5",
      says: "Number the entries of a network ACL in the order in which they shall decide.",
      policies: ["no-shadowed-network-acl-entry", "no-public-ssh-rdp-in-network-acl", "no-malformed-rule"],
    },
    {
      id: "BASICS-6",
      says: "Allow access to a resource to those who need it, by its own policy and by those of users and roles.",
      policies: ["no-public-data-sharing", "no-administrator-policy", "no-user-attached-policy"],
    },
    {
      id: "BASICS-7",
      says: "Keep and manage encryption keys with care.",
      policies: ["require-kms-key-rotation", "no-public-data-sharing"],
    },
    {
      id: "BASICS-8",
      says: "Set who may access an S3 bucket.",
      policies: ["require-s3-public-access-block", "no-public-data-sharing"],
    },
    {
      id: "BASICS-9",
      says: "Keep versions of what is in S3.",
      policies: ["require-s3-versioning"],
    },
    {
      id: "BASICS-10",
      says: "Replicate and back up what is in S3.",
      policies: ["require-s3-replication"],
    },
    {
      id: "BASICS-11",
      says: "Encrypt what is in S3 on the server.",
      policies: ["require-s3-encryption"],
    },
    {
      id: "BASICS-12",
      says: "Encrypt in the client what the cloud must not read.",
      unenforced: "It happens in the application, before anything that a program declares.",
    },
    {
      id: "BASICS-13",
      says: "Encrypt EBS volumes.",
      policies: ["require-ebs-encryption"],
    },
    {
      id: "BASICS-14",
      says: "Back up and replicate EBS volumes.",
      policies: ["require-ebs-backup"],
    },
    {
      id: "BASICS-15",
      says: "Encrypt and back up the data of managed databases and other services.",
      policies: ["require-database-encryption", "require-database-backup", "require-storage-encryption"],
    },
    {
      id: "BASICS-16",
      says: "Encrypt data in transit.",
      policies: ["require-tls-in-transit"],
    },
    {
      id: "BASICS-17",
      says: "Set the firewall rules of managed services such as RDS.",
      policies: [
        "no-public-database",
        "no-internet-path-to-database",
        "require-security-group-source-for-database-ports",
      ],
    },
    {
      id: "BASICS-18",
      says: "Let users have their permissions through groups and roles.",
      policies: ["no-user-attached-policy"],
    },
    {
      id: "BASICS-19",
      says: "Protect credentials.",
      policies: ["no-embedded-credentials", "no-long-term-access-key"],
    },
    {
      id: "BASICS-20",
      says: "Use the root user only for what no other user can do.",
      unenforced: "No program declares the root user or what it does.",
    },
    {
      id: "BASICS-21",
      says: "Ask before a penetration test, and test only what may be tested.",
      unenforced: "It is an agreement with AWS, and no resource.",
    },
    {
      id: "BASICS-22",
      says: "Care for operating systems, applications and images yourself.",
      unenforced:
        "What is on a machine is not in a declaration; require-imdsv2 and no-embedded-credentials ask for what is.",
    },
  ],
};

const SSM: Guide = {
  title: "Private instances through Systems Manager",
  practices: [
    {
      id: "SSM-1",
      says: "Give private subnets no route to an internet gateway.",
      policies: ["no-internet-route-in-private-subnet", "no-internet-path-to-private-instance"],
    },
    {
      id: "SSM-2",
      says: "Give the VPC the interface endpoints by which Systems Manager reaches its machines.",
      policies: ["require-ssm-endpoints"],
    },
    {
      id: "SSM-3",
      says: "Turn private DNS of the endpoints on.",
      policies: ["require-private-dns-on-endpoints"],
    },
    {
      id: "SSM-4",
      says: "Let an endpoint's group admit HTTPS from the instances' group, and nothing else.",
      policies: ["require-scoped-endpoint-ingress"],
    },
    {
      id: "SSM-5",
      says: "Give an endpoint's group no outbound rule.",
      policies: ["no-endpoint-egress"],
    },
    {
      id: "SSM-6",
      says: "Turn off public addresses that are given automatically.",
      policies: [
        "no-automatic-public-ip-subnet",
        "no-public-ip-on-private-instance",
        "no-public-address-path-to-private-instance",
      ],
    },
    {
      id: "SSM-7",
      says: "Attach a role with AmazonSSMManagedInstanceCore to the instance.",
      policies: ["require-ssm-managed-instance-policy", "require-instance-profile"],
    },
    {
      id: "SSM-8",
      says: "Give the instance's group no inbound rule, and only HTTPS outward.",
      policies: ["no-inbound-on-ssm-instances"],
    },
    {
      id: "SSM-9",
      says: "Reach S3 and DynamoDB through gateway endpoints, which cost nothing.",
      policies: ["require-gateway-endpoints"],
    },
    {
      id: "SSM-10",
      says: "Allow both directions in a network ACL, whose entries decide in the order of their numbers.",
      policies: ["require-return-traffic-in-network-acl", "no-shadowed-network-acl-entry"],
    },
    {
      id: "SSM-11",
      says: "Make a VPC and subnets of your own for it.",
      policies: ["no-default-vpc-use"],
    },
    {
      id: "SSM-12",
      says: "Name security groups as sources, which follow the addresses of their members by themselves.",
      policies: ["no-cidr-source-inside-vpc", "require-security-group-source-for-database-ports"],
    },
  ],
};

export const GUIDES: readonly Guide[] = [EC2, GROUPS, BASICS, SSM];
