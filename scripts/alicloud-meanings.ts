/** What a policy means on Alibaba Cloud: what it judges there, by the stack alone where other resources count, or why it has no meaning. */
export type Meaning = { readonly judges: string; readonly by?: "stack" } | { readonly silent: string };

const NO_ENDPOINT = "Cloud Assistant and Session Manager need no endpoint, and OSS has one inside every VPC.";

/** By policy. Each that judges has a program that breaks it and one that does not, in the tests. */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  "no-public-ssh-rdp": {
    judges:
      "What a group admits on the internet's side once its drops have decided; firewalls of simple application servers, groups of edge nodes, rules of desktops, and SSH to the masters of ACK.",
    by: "stack",
  },
  "require-security-group-source-for-database-ports": {
    judges:
      "Rules of ECS groups on either side; a managed database's whitelist is no-public-database's affair.",
    by: "stack",
  },
  "no-public-ingress-beyond-web-ports": {
    judges:
      "What a group admits on the internet's side once its drops have decided; GRE counts, ICMP does not.",
    by: "stack",
  },
  "no-all-traffic-ingress": {
    judges: "What is left of a permission after drops, source by source.",
    by: "stack",
  },
  "no-wide-port-range": { judges: "Accepts of TCP and UDP, as written." },
  "no-public-icmp": { judges: "ICMP and ICMPv6 after drops.", by: "stack" },
  "no-cidr-source-inside-vpc": { judges: "Accepts of private blocks." },
  "no-unrestricted-egress": {
    judges:
      "A basic group lets everything out until a rule drops, an advanced one nothing until a rule accepts.",
    by: "stack",
  },
  "no-malformed-rule": {
    judges:
      "Block, range, protocol, direction, priority from 1 to 100, policy and source; ports beside what has none, and groups that an advanced group's rule names.",
  },
  "require-rule-description": { judges: "The description of a group and of each rule." },
  "no-default-security-group-use": {
    judges:
      "A machine that names no group, nor does its template or a given interface: Alibaba Cloud makes an open one.",
  },
  "require-closed-default-security-group": { silent: "No stack can adopt the group that is made on demand." },
  "no-mixed-rule-management": {
    judges: "An ACL's entries or bindings in two places; two ACLs or two tables on one vSwitch.",
  },
  "no-redundant-rule": { judges: "Rules without which a group admits and drops the same." },
  "no-oversized-security-group": { judges: "Accepts and drops; the quota is one for the group, groupQuota." },
  "no-mixed-purpose-security-group": { judges: "Accepts." },
  "no-open-intra-group-traffic": {
    judges:
      "A basic group whose innerAccessPolicy is not Drop, or a rule for everything from the group itself.",
  },
  "no-unapproved-cross-account-source": {
    judges: "sourceGroupOwnerId, or the older sourceGroupOwnerAccount.",
  },
  "no-unused-security-group": { judges: "Groups that nothing is on or refers to." },
  "no-excess-security-groups": { judges: "securityGroups of an instance, securityGroupIds elsewhere." },
  "no-cross-environment-access": { judges: "Accepts, and groups on resources of several environments." },
  "no-security-group-shared-across-exposure": { judges: "As on AWS; a balancer on the internet is public." },
  "no-security-group-shared-across-applications": { judges: "As on AWS." },
  "require-environment-in-security-group-name": {
    judges: "securityGroupName, else name, else the logical name.",
  },
  "require-purpose-in-security-group-name": {
    judges: "securityGroupName, else name, else the logical name.",
  },
  "require-environment-tag": { judges: "Networks, machines, balancers, databases and endpoints." },
  "no-conflicting-environment": { judges: "Names and tags, as on AWS." },
  "no-public-ip-on-private-instance": {
    judges:
      "internetMaxBandwidthOut above 0, or allocatePublicIp, of instances, templates, sets, scaling configurations and node pools of ACK; " +
      "autoCreateEip of container groups and their scaling; public addresses of EMR and of edge nodes, which have them by themselves.",
  },
  "no-public-address-path-to-private-instance": {
    judges:
      "An Elastic or Anycast IP on an instance, one of a set or at the edge, or on an interface of one.",
  },
  "no-automatic-public-ip-subnet": { silent: "A vSwitch hands out no public addresses." },
  "require-load-balancer-for-public-instances": { judges: "Backends of CLB, ALB and NLB." },
  "require-instance-profile": { judges: "roleName, ramRoleName or a RamRoleAttachment." },
  "no-embedded-credentials": {
    judges: "AccessKey ids, and what looks like a secret, in user data, variables and tags.",
  },
  "no-role-shared-across-exposure": { judges: "One RAM role on a public and on a private machine." },
  "no-default-vpc-use": {
    judges: "A machine that names no vSwitch, nor does its template or a given interface.",
  },
  "no-unattached-elastic-ip": {
    judges: "Elastic and Anycast IPs that no association, balancer's zone or container group takes.",
  },
  "no-public-service-endpoint": {
    judges:
      "slbInternetEnabled of ACK clusters; public addresses of Elasticsearch, Kibana, Kafka, RabbitMQ, RocketMQ, MSE, " +
      "bastion hosts, meshes and applications of RDS and PolarDB, and blocks that Container Registry lets in.",
  },
  "no-public-data-sharing": {
    judges:
      "OSS access lists and policies, policies of keys, secrets and logs, logs that anyone writes, metrics without a password, public repositories, charts and layers, roles, " +
      "functions that ask nobody who calls, endpoint services for everybody.",
  },
  "require-storage-encryption": {
    judges:
      "NAS, DBFS, Elasticsearch, message queues, tables of Tablestore, projects of MaxCompute, and stores of logs and metrics.",
  },
  "require-network-change-alarms": {
    silent: "Nothing is mapped yet; the policy is off until it is enabled.",
  },
  "no-user-attached-policy": {
    judges: "ram.UserPolicyAttachment, and a PolicyAttachment of a resource group to a user.",
  },
  "no-long-term-access-key": { judges: "ram.AccessKey, unless it is Inactive." },
  "require-imdsv2": {
    judges: "httpTokens of instances, templates and node pools of ACK, the template's inherited.",
  },
  "require-ssm-endpoints": { silent: NO_ENDPOINT },
  "require-private-dns-on-endpoints": { silent: NO_ENDPOINT },
  "require-ssm-managed-instance-policy": { silent: NO_ENDPOINT },
  "no-inbound-on-ssm-instances": { silent: NO_ENDPOINT },
  "require-gateway-endpoints": { silent: NO_ENDPOINT },
  "require-scoped-endpoint-ingress": {
    judges: "Groups of a PrivateLink VpcEndpoint: only groups may be a source.",
  },
  "no-endpoint-egress": { judges: "Rules outward of a PrivateLink VpcEndpoint's own group." },
  "no-internet-route-in-private-subnet": { judges: "Routes to an IPv4 gateway." },
  "no-internet-path-to-private-instance": {
    judges:
      "Address, DNAT or a basic accelerator, a route where an IPv4 gateway is active, ACL both ways, all groups of the interface together.",
  },
  "no-internet-path-to-database": {
    judges: "A public connection and a whitelist that lets in a public address.",
  },
  "no-unrecorded-exposure": {
    judges: "What gets to ECS instances and databases, through CLB, ALB and NLB as well, and between them.",
  },
  "no-public-ssh-rdp-in-network-acl": { judges: "Entries in the order of their list." },
  "require-return-traffic-in-network-acl": { judges: "Entries in the order of their list, both ways." },
  "no-shadowed-network-acl-entry": { judges: "Entries in the order of their list." },
  "no-public-database": { judges: "A public connection, or a whitelist open to the internet." },
  "no-database-in-public-subnet": { judges: "A vSwitch that has a route to an IPv4 gateway." },
  "require-vpc-flow-logs": {
    judges: "vpc.FlowLog of all or of dropped traffic, of a VPC or each of its vSwitches.",
  },
  "require-cloudtrail": { judges: "ActionTrail: every region, events of both kinds, not disabled." },
  "require-ebs-encryption": {
    judges:
      "Disks, and those of instances, at the edge too, templates, scaling configurations, node pools of ACK, and clusters of EMR and of the edge.",
  },
  "require-ebs-backup": {
    judges:
      "Disks, and those of instances: automatic snapshot policies, by attachment, by name or by instance tags, and plans of Cloud Backup.",
  },
  "require-s3-public-access-block": {
    judges: "blockPublicAccess of OSS, the bucket's or the account's: one flag, on in new buckets.",
  },
  "require-s3-versioning": { judges: "BucketVersioning, or versioning of the OSS bucket." },
  "require-s3-encryption": {
    judges: "BucketServerSideEncryption, or serverSideEncryptionRule of the OSS bucket.",
  },
  "require-s3-replication": { judges: "BucketReplication, for a bucket that is not itself a destination." },
  "require-tls-in-transit": {
    judges:
      "Plain listeners of CLB, and of ALB and Global Accelerator whose rules do not redirect all; listeners that take TLS 1.0 or 1.1, as those do that name no policy, " +
      "and policies of one's own; databases that close TLS; domains of Function Compute, API Gateway, OSS and delivery; listeners of applications and of RabbitMQ, and firewalls of sites.",
  },
  "require-kms-key-rotation": { judges: "Symmetric keys without automaticRotation." },
  "require-database-encryption": {
    judges:
      "encryptionKey or tdeStatus of RDS, Redis, MongoDB and PolarDB, and disks of AnalyticDB, ClickHouse, StarRocks and Milvus.",
  },
  "require-database-backup": {
    judges:
      "Days of rds.BackupPolicy and polardb.BackupPolicy, and of MongoDB's own; RDS and PolarDB keep seven by themselves, MongoDB thirty, ClickHouse none.",
    by: "stack",
  },
  "no-administrator-policy": {
    judges: "Documents of RAM policies, and the system's AdministratorAccess; of CloudSSO as well.",
  },
  "review-exemptions": { judges: "Exemptions, whatever cloud their resources are of." },
};
