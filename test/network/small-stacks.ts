import type { Values } from "../../stack/value";

/** A value that is not known before one of these resources is made. */
export class Later {
  readonly names: readonly string[];

  constructor(...names: readonly string[]) {
    this.names = names;
  }
}

/** The type, what the program says and, where it differs from the name, what the cloud settles; resources point at each other by name. */
type Entry = readonly [type: string, declared: object, settled?: Values];
export type SmallStack = Readonly<Record<string, Entry>>;

const later = (...names: readonly string[]) => new Later(...names);

/** A VPC with a public and a private subnet, and a machine that everybody gets to. */
const AWS: SmallStack = {
  vpc: ["ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { defaultNetworkAclId: "acl-default" }],
  igw: ["ec2/internetGateway:InternetGateway", { vpcId: "vpc" }],
  routes: [
    "ec2/routeTable:RouteTable",
    { vpcId: "vpc", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw" }] },
  ],
  public: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.1.0/24" }],
  private: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
  routed: ["ec2/routeTableAssociation:RouteTableAssociation", { subnetId: "public", routeTableId: "routes" }],
  open: [
    "ec2/securityGroup:SecurityGroup",
    {
      vpcId: "vpc",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    },
  ],
  web: [
    "ec2/instance:Instance",
    { subnetId: "public", vpcSecurityGroupIds: ["open"], associatePublicIpAddress: true },
  ],
};

const template = (encrypted?: string): Entry => [
  "ec2/launchTemplate:LaunchTemplate",
  { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: encrypted === undefined ? {} : { encrypted } }] },
];

const image = (...devices: object[]): Entry => [
  "ec2/ami:Ami",
  { rootDeviceName: "/dev/sda2", ebsBlockDevices: devices },
];

const lifecycle = (policyDetails: object, more: object = {}): Entry => [
  "dlm/lifecyclePolicy:LifecyclePolicy",
  { policyDetails, ...more },
];

const forwarding = (
  loadBalancerArn: string,
  port: number,
  protocol: string,
  targetGroupArn: string,
): Entry => [
  "lb/listener:Listener",
  { loadBalancerArn, port, protocol, defaultActions: [{ type: "forward", targetGroupArn }] },
];

const policyOn = (resource: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: resource }] });

const entry = (ruleNo: number, action: string, port: number, protocol = "tcp") => ({
  ...{ ruleNo, action, protocol, fromPort: port, toPort: port, cidrBlock: "0.0.0.0/0" },
});

const rule = (protocol: string, fromPort: unknown, toPort: unknown, cidrBlocks = ["0.0.0.0/0"]) => ({
  ...{ protocol, fromPort, toPort, cidrBlocks },
});

const endpoint = (more: object) => ({
  ...{ vpcId: "vpc", serviceName: "com.amazonaws.us-east-1.ssm", vpcEndpointType: "Interface" },
  ...{ subnetIds: ["private"], securityGroupIds: ["open"] },
  ...more,
});

/** What is asked of AWS beside its site. */
const OF_AWS: Readonly<Record<string, SmallStack>> = {
  "a volume of a copied snapshot of a copied volume that is encrypted": {
    source: ["ebs/volume:Volume", { encrypted: true }],
    copy: ["ebs/volumeCopy:VolumeCopy", { sourceVolumeId: "source" }],
    snapshot: ["ebs/snapshot:Snapshot", { volumeId: "copy" }],
    further: ["ebs/snapshotCopy:SnapshotCopy", { sourceSnapshotId: "snapshot" }],
    one: ["ebs/volume:Volume", { snapshotId: "further" }],
  },
  "a volume of a snapshot that may be one of two": {
    first: ["ebs/snapshot:Snapshot", { encrypted: true }],
    second: ["ebs/snapshot:Snapshot", {}],
    one: ["ebs/volume:Volume", { snapshotId: later("first", "second") }],
    other: ["ebs/volume:Volume", { snapshotId: later("second", "first") }],
  },
  "a volume of snapshots of each other": {
    first: ["ebs/snapshotCopy:SnapshotCopy", { sourceSnapshotId: "second" }],
    second: ["ebs/snapshotCopy:SnapshotCopy", { sourceSnapshotId: "first" }],
    one: ["ebs/volume:Volume", { snapshotId: "first" }],
  },
  "a machine of an image that is made of a machine whose root is encrypted": {
    source: [
      "ec2/instance:Instance",
      { ami: "ami-1", subnetId: "public", rootBlockDevice: { encrypted: true } },
    ],
    image: ["ec2/amiFromInstance:AmiFromInstance", { sourceInstanceId: "source" }],
    one: ["ec2/instance:Instance", { ami: "image", subnetId: "public", rootBlockDevice: { volumeSize: 8 } }],
  },
  "machines of images that name their root": {
    data: image({ deviceName: "/dev/sdb", encrypted: true }, { deviceName: "/dev/sda2" }),
    root: image({ deviceName: "/dev/sdb" }, { deviceName: "/dev/sda2", encrypted: true }),
    one: ["ec2/instance:Instance", { ami: "data", subnetId: "public", rootBlockDevice: { volumeSize: 8 } }],
    other: ["ec2/instance:Instance", { ami: "root", subnetId: "public", rootBlockDevice: { volumeSize: 8 } }],
  },
  "machines of a template that may be one of two, and of one that says nothing": {
    first: template("true"),
    second: template("false"),
    silent: template(),
    one: [
      "ec2/instance:Instance",
      {
        ami: "ami-1",
        subnetId: "public",
        rootBlockDevice: { volumeSize: 8 },
        launchTemplate: { id: later("first", "second") },
      },
    ],
    other: [
      "ec2/instance:Instance",
      {
        ami: "ami-1",
        subnetId: "public",
        ebsBlockDevices: [{ deviceName: "/dev/xvda" }, { deviceName: "/dev/sdb" }],
        launchTemplate: { name: "first" },
      },
    ],
    third: [
      "ec2/instance:Instance",
      {
        ami: "ami-1",
        subnetId: "public",
        rootBlockDevice: { volumeSize: 8 },
        launchTemplate: { id: "silent" },
      },
    ],
  },
  "roles by a profile of the machine, of its template, of both, and of what the stack does not have": {
    role: ["iam/role:Role", { assumeRolePolicy: "{}" }],
    second: ["iam/role:Role", { assumeRolePolicy: "{}" }],
    profile: ["iam/instanceProfile:InstanceProfile", { role: "role" }],
    another: ["iam/instanceProfile:InstanceProfile", { role: "second" }],
    template: ["ec2/launchTemplate:LaunchTemplate", { iamInstanceProfile: { name: "another" } }],
    own: ["ec2/instance:Instance", { iamInstanceProfile: "profile", subnetId: "public" }],
    templated: ["ec2/instance:Instance", { launchTemplate: { id: "template" }, subnetId: "public" }],
    both: [
      "ec2/instance:Instance",
      { iamInstanceProfile: "profile", launchTemplate: { id: "template" }, subnetId: "public" },
    ],
    unclear: [
      "ec2/instance:Instance",
      { iamInstanceProfile: later("profile", "another"), subnetId: "public" },
    ],
    outside: ["ec2/instance:Instance", { iamInstanceProfile: "elsewhere", subnetId: "public" }],
    foreign: ["ec2/instance:Instance", { launchTemplate: { id: "lt-1" }, subnetId: "public" }],
    task: ["ecs/taskDefinition:TaskDefinition", { taskRoleArn: "role" }],
    service: [
      "ecs/service:Service",
      {
        taskDefinition: "task",
        networkConfiguration: { subnets: ["public"], securityGroups: ["open"], assignPublicIp: true },
      },
    ],
    function: ["lambda/function:Function", { role: "second", vpcConfig: { subnetIds: ["private"] } }],
  },
  "accelerators before a balancer and a machine": {
    apart: [
      "lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "application", internal: true, subnets: ["public"], securityGroups: ["open"] },
    ],
    itsDoor: forwarding("apart", 443, "HTTPS", "targets"),
    balancer: [
      "lb/loadBalancer:LoadBalancer",
      {
        loadBalancerType: "application",
        internal: true,
        subnets: ["public", "private"],
        securityGroups: ["open"],
      },
    ],
    targets: ["lb/targetGroup:TargetGroup", { port: 443, protocol: "HTTPS", vpcId: "vpc" }],
    listener: [
      "lb/listener:Listener",
      {
        loadBalancerArn: "balancer",
        port: 443,
        protocol: "HTTPS",
        defaultActions: [{ type: "forward", targetGroupArn: "targets" }],
      },
    ],
    target: [
      "lb/targetGroupAttachment:TargetGroupAttachment",
      { targetGroupArn: "targets", targetId: "inner" },
    ],
    inner: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["open"] }],
    dual: ["globalaccelerator/accelerator:Accelerator", { ipAddressType: "DUAL_STACK" }],
    plain: ["globalaccelerator/accelerator:Accelerator", { ipAddressType: "IPV4" }],
    dualDoor: [
      "globalaccelerator/listener:Listener",
      { acceleratorArn: "dual", protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 444 }] },
    ],
    plainDoor: [
      "globalaccelerator/listener:Listener",
      { acceleratorArn: "plain", protocol: "UDP", portRanges: [{ fromPort: 53, toPort: later("vpc") }] },
    ],
    ends: [
      "globalaccelerator/endpointGroup:EndpointGroup",
      {
        listenerArn: "dualDoor",
        endpointConfigurations: [{ endpointId: "balancer", clientIpPreservationEnabled: true }],
        portOverrides: [{ listenerPort: 443, endpointPort: 443 }],
      },
    ],
    others: [
      "globalaccelerator/endpointGroup:EndpointGroup",
      {
        listenerArn: "plainDoor",
        endpointConfigurations: [{ endpointId: "inner" }],
        portOverrides: [{ listenerPort: later("vpc"), endpointPort: 53 }],
      },
    ],
  },
  "a database in a subnet group, its replica, its cluster, and others": {
    subnets: ["rds/subnetGroup:SubnetGroup", { subnetIds: ["public", "private"] }],
    cluster: [
      "rds/cluster:Cluster",
      { dbSubnetGroupName: "subnets", vpcSecurityGroupIds: ["open"], port: 443 },
    ],
    member: [
      "rds/clusterInstance:ClusterInstance",
      { clusterIdentifier: "cluster", publiclyAccessible: true },
    ],
    first: [
      "rds/instance:Instance",
      {
        dbSubnetGroupName: "subnets",
        vpcSecurityGroupIds: ["open"],
        publiclyAccessible: true,
        engine: "mysql",
      },
    ],
    replica: ["rds/instance:Instance", { replicateSourceDb: "first", publiclyAccessible: true, port: 443 }],
    ofReplica: ["rds/instance:Instance", { replicateSourceDb: "replica", publiclyAccessible: later("vpc") }],
    unclear: ["rds/instance:Instance", { dbSubnetGroupName: later("subnets"), publiclyAccessible: true }],
    prefixed: ["rds/subnetGroup:SubnetGroup", { namePrefix: "subnets", subnetIds: ["public"] }],
    store: ["redshift/cluster:Cluster", { clusterSubnetGroupName: "reds", publiclyAccessible: true }],
    reds: ["redshift/subnetGroup:SubnetGroup", { subnetIds: ["public"] }],
    shards: ["elasticache/subnetGroup:SubnetGroup", { subnetIds: ["private"] }],
    cache: [
      "elasticache/replicationGroup:ReplicationGroup",
      { subnetGroupName: "shards", securityGroupIds: ["open"] },
    ],
    serverless: [
      "redshiftserverless/workgroup:Workgroup",
      { subnetIds: ["public"], securityGroupIds: ["open"], publiclyAccessible: true, port: 443 },
    ],
  },

  "a lifecycle that copies volumes by their tags, by those of machines and by default": {
    tagged: ["ebs/volume:Volume", { tags: { backup: "daily" } }],
    other: ["ebs/volume:Volume", { tags: { backup: "never" } }],
    excluded: ["ebs/volume:Volume", { tags: { scratch: "yes" } }],
    unclear: ["ebs/volume:Volume", { tags: { backup: later("vpc") } }],
    mine: ["ebs/volume:Volume", {}],
    machine: ["ec2/instance:Instance", { subnetId: "private", tags: { backup: "weekly" } }],
    put: ["ec2/volumeAttachment:VolumeAttachment", { volumeId: "mine", instanceId: "machine" }],
    byTag: lifecycle({ resourceTypes: ["VOLUME"], targetTags: { backup: "daily" } }),
    byMachine: lifecycle({ resourceTypes: ["INSTANCE"], targetTags: { backup: "weekly" } }),
    off: lifecycle({ resourceTypes: ["VOLUME"], targetTags: { backup: "never" } }, { state: "DISABLED" }),
    events: lifecycle({
      policyType: "EVENT_BASED_POLICY",
      resourceTypes: ["VOLUME"],
      targetTags: { backup: "never" },
    }),
  },
  "a lifecycle that copies every volume but some": {
    tagged: ["ebs/volume:Volume", { tags: { backup: "daily" } }],
    excluded: ["ebs/volume:Volume", { tags: { scratch: "yes" } }],
    byDefault: lifecycle({ exclusions: { excludeTags: { scratch: "yes" } } }, { defaultPolicy: "VOLUME" }),
  },
  "a lifecycle of which nothing is known yet, and one that is off": {
    one: ["ebs/volume:Volume", {}],
    unclear: ["dlm/lifecyclePolicy:LifecyclePolicy", { policyDetails: later("vpc") }],
  },
  "a lifecycle that is off and not known yet": {
    one: ["ebs/volume:Volume", {}],
    off: ["dlm/lifecyclePolicy:LifecyclePolicy", { policyDetails: later("vpc"), state: "DISABLED" }],
  },
  "a balancer behind a balancer, by what it is and by what is not known yet": {
    outer: [
      "lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "network", internal: false, subnetMappings: [{ subnetId: "public" }] },
    ],
    toInner: ["lb/targetGroup:TargetGroup", { port: 80, protocol: "TCP", targetType: "alb", vpcId: "vpc" }],
    door: forwarding("outer", 80, "TCP", "toInner"),
    put: ["lb/targetGroupAttachment:TargetGroupAttachment", { targetGroupArn: "toInner", targetId: "inner" }],
    inner: [
      "lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "application", internal: true, subnets: ["private"], securityGroups: ["plain"] },
    ],
    plain: [
      "ec2/securityGroup:SecurityGroup",
      {
        vpcId: "vpc",
        ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      },
    ],
    further: forwarding("inner", 80, "HTTP", "targets"),
    targets: ["lb/targetGroup:TargetGroup", { port: later("vpc"), protocol: "HTTP", vpcId: "vpc" }],
    target: [
      "lb/targetGroupAttachment:TargetGroupAttachment",
      { targetGroupArn: "targets", targetId: "behind" },
    ],
    behind: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["open"] }],
    unclear: [
      "lb/loadBalancer:LoadBalancer",
      {
        loadBalancerType: "application",
        internal: later("vpc"),
        subnets: ["public"],
        securityGroups: ["open"],
      },
    ],
    its: forwarding("unclear", 443, "HTTPS", "targets"),
  },
  "policies that name what they are about, and others": {
    topic: ["sns/topic:Topic", { name: "news", policy: policyOn("arn:aws:sns:eu-west-1:123456789012:news") }],
    another: [
      "sns/topic:Topic",
      { name: "news", policy: policyOn("arn:aws:sns:eu-west-1:123456789012:other") },
    ],
    queue: [
      "sqs/queuePolicy:QueuePolicy",
      { queueUrl: "https://sqs/1/jobs", policy: policyOn("arn:aws:sqs:*:*:jobs") },
    ],
    bucket: [
      "s3/bucketPolicy:BucketPolicy",
      { bucket: "files", policy: policyOn("arn:aws-cn:s3:::files/*") },
    ],
    key: ["kms/keyPolicy:KeyPolicy", { keyId: later("vpc"), policy: policyOn("*") }],
    secret: [
      "secretsmanager/secretPolicy:SecretPolicy",
      {
        secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:one",
        policy: policyOn("arn:aws:secretsmanager:eu-west-1:123456789012:secret:two-*"),
      },
    ],
  },
  "a group of machines by several templates, and by one that is not known yet": {
    first: ["ec2/launchTemplate:LaunchTemplate", { vpcSecurityGroupIds: ["open"], tags: { a: "b" } }],
    second: [
      "ec2/launchTemplate:LaunchTemplate",
      {
        networkInterfaces: [
          { subnetId: "public", securityGroups: ["open"], associatePublicIpAddress: "true" },
        ],
      },
    ],
    group: [
      "autoscaling/group:Group",
      {
        vpcZoneIdentifiers: ["public", "private"],
        mixedInstancesPolicy: {
          launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: "first" },
            overrides: [{ launchTemplateSpecification: { launchTemplateId: "second" } }, {}],
          },
        },
      },
    ],
    unclear: [
      "autoscaling/group:Group",
      { vpcZoneIdentifiers: ["private"], launchTemplate: { id: later("first", "second") } },
    ],
    fleet: [
      "ec2/fleet:Fleet",
      {
        launchTemplateConfigs: [
          {
            launchTemplateSpecification: { launchTemplateId: later("first") },
            overrides: [{ subnetId: "public" }, { subnetId: "private" }],
          },
          {
            launchTemplateSpecification: { launchTemplateId: later("second") },
            overrides: [{ subnetId: "private" }],
          },
        ],
      },
    ],
    old: [
      "autoscaling/group:Group",
      { vpcZoneIdentifiers: ["public"], launchConfiguration: "configuration" },
    ],
    configuration: [
      "ec2/launchConfiguration:LaunchConfiguration",
      { securityGroups: ["open"], associatePublicIpAddress: true, imageId: "ami-1" },
    ],
  },
  "subnets that lead nowhere, and by NAT gateways": {
    lonely: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    empty: ["ec2/routeTable:RouteTable", { vpcId: "vpc", routes: [] }],
    routedLonely: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "lonely", routeTableId: "empty" },
    ],
    inside: ["ec2/instance:Instance", { subnetId: "lonely", vpcSecurityGroupIds: ["open"] }],
    nat: ["ec2/natGateway:NatGateway", { subnetId: "public", allocationId: "address" }],
    blind: ["ec2/natGateway:NatGateway", { subnetId: "lonely", connectivityType: "private" }],
    address: ["ec2/eip:Eip", {}],
    natted: [
      "ec2/routeTable:RouteTable",
      { vpcId: "vpc", routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat" }] },
    ],
    routedPrivate: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "private", routeTableId: "natted" },
    ],
    second: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["open"] }],
    dead: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.4.0/24" }],
    deadEnd: [
      "ec2/routeTable:RouteTable",
      { vpcId: "vpc", routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "blind" }] },
    ],
    routedDead: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "dead", routeTableId: "deadEnd" },
    ],
    third: ["ec2/instance:Instance", { subnetId: "dead", vpcSecurityGroupIds: ["open"] }],
    near: ["ec2/instance:Instance", { subnetId: "public", associatePublicIpAddress: false }],
    manager: [
      "ssm/serviceSetting:ServiceSetting",
      {
        settingId:
          "arn:aws:ssm:us-east-1:123456789012:servicesetting/ssm/managed-instance/default-ec2-instance-management-role",
        settingValue: "service-role/Default",
      },
    ],
  },
  "network ACLs of numbers twice, of entries apart and by default": {
    listed: [
      "ec2/networkAcl:NetworkAcl",
      {
        vpcId: "vpc",
        subnetIds: ["public"],
        ingress: [entry(100, "allow", 443), entry(100, "deny", 22), entry(90, "deny", 80)],
      },
    ],
    apart: [
      "ec2/networkAclRule:NetworkAclRule",
      {
        networkAclId: "listed",
        egress: true,
        ruleNumber: 100,
        protocol: "-1",
        ruleAction: "allow",
        cidrBlock: "0.0.0.0/0",
      },
    ],
    again: [
      "ec2/networkAclRule:NetworkAclRule",
      {
        networkAclId: "listed",
        egress: true,
        ruleNumber: 100,
        protocol: "tcp",
        fromPort: 1,
        toPort: 2,
        ruleAction: "deny",
        cidrBlock: "0.0.0.0/0",
      },
    ],
    usual: [
      "ec2/defaultNetworkAcl:DefaultNetworkAcl",
      { defaultNetworkAclId: "acl-default", egress: [entry(100, "allow", 0, "-1")] },
    ],
    unclear: ["ec2/networkAcl:NetworkAcl", { vpcId: "vpc", ingress: later("vpc") }],
    bound: [
      "ec2/networkAclAssociation:NetworkAclAssociation",
      { networkAclId: "unclear", subnetId: "private" },
    ],
    second: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["open"] }],
  },

  "the default VPC and its subnets, as the stack adopts them and as AWS made them": {
    adopted: ["ec2/defaultVpc:DefaultVpc", {}],
    first: ["ec2/defaultSubnet:DefaultSubnet", { availabilityZone: "us-east-1a" }],
    second: ["ec2/defaultSubnet:DefaultSubnet", {}, { vpcId: "adopted", cidrBlock: "172.31.0.0/20" }],
    third: ["ec2/defaultSubnet:DefaultSubnet", {}, { vpcId: "vpc-elsewhere", cidrBlock: "172.31.16.0/20" }],
    one: ["ec2/instance:Instance", { vpcSecurityGroupIds: ["open"] }],
    two: ["ec2/instance:Instance", { subnetId: "first" }],
    three: ["ec2/instance:Instance", { subnetId: later("first", "second") }],
    four: ["ec2/instance:Instance", { subnetId: later("public", "private") }],
    gateway: ["ec2/internetGateway:InternetGateway", {}],
    attached: [
      "ec2/internetGatewayAttachment:InternetGatewayAttachment",
      { internetGatewayId: "gateway", vpcId: later("private") },
    ],
  },
  "what lies where something else does, of which nothing else is known": {
    group: ["ec2/securityGroup:SecurityGroup", { vpcId: later("public") }],
    table: ["ec2/routeTable:RouteTable", { vpcId: later("public"), routes: later("igw") }],
    bound: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "private", routeTableId: later("table") },
    ],
    acl: ["ec2/networkAcl:NetworkAcl", { vpcId: later("open"), subnetIds: later("private") }],
    rule: [
      "ec2/securityGroupRule:SecurityGroupRule",
      {
        ...{ type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
        securityGroupId: later("web"),
      },
    ],
    card: [
      "ec2/networkInterface:NetworkInterface",
      { subnetId: later("web"), securityGroups: later("open") },
    ],
    put: [
      "ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
      { securityGroupId: "open", networkInterfaceId: later("web") },
    ],
    stray: [
      "ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
      { securityGroupId: "open", networkInterfaceId: later() },
    ],
    inner: ["ec2/instance:Instance", { subnetId: later("web"), vpcSecurityGroupIds: [later("open")] }],
    aclRule: [
      "ec2/networkAclRule:NetworkAclRule",
      {
        networkAclId: later("vpc"),
        ruleNumber: 7,
        protocol: "-1",
        ruleAction: "deny",
        cidrBlock: "0.0.0.0/0",
      },
    ],
  },
  "machines of several network cards": {
    cards: [
      "ec2/launchTemplate:LaunchTemplate",
      {
        networkInterfaces: [
          { deviceIndex: 1, subnetId: "private", securityGroups: ["open"] },
          { deviceIndex: 0, subnetId: "public", securityGroups: ["open"], associatePublicIpAddress: "true" },
          { subnetId: "public" },
        ],
      },
    ],
    card: [
      "ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ deviceIndex: 1, subnetId: "public" }] },
    ],
    taking: ["ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{ networkInterfaceId: "own" }] }],
    own: ["ec2/networkInterface:NetworkInterface", { subnetId: "public", securityGroups: ["open"] }],
    one: ["ec2/instance:Instance", { launchTemplate: { id: "cards" } }],
    two: ["ec2/instance:Instance", { launchTemplate: { id: "card" } }],
    three: ["ec2/instance:Instance", { launchTemplate: { id: "taking" } }],
    four: [
      "ec2/instance:Instance",
      { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "second" }] },
    ],
    second: ["ec2/networkInterface:NetworkInterface", { subnetId: "private", securityGroups: ["open"] }],
    five: ["ec2/instance:Instance", { subnetId: "public", vpcSecurityGroupIds: ["open"] }],
    third: [
      "ec2/networkInterface:NetworkInterface",
      { subnetId: "private", securityGroups: ["open"], attachments: [{ instance: "five", deviceIndex: 1 }] },
    ],
    address: ["ec2/eip:Eip", { networkInterface: "third" }],
  },
  "rules that are not as they must be": {
    wrong: [
      "ec2/securityGroup:SecurityGroup",
      {
        vpcId: "vpc",
        ingress: [
          rule("-1", 22, 80),
          rule("-1", 0, 0),
          rule("tcp", 80, 22),
          rule("tcp", 22, 70000),
          rule("udp", "ssh", 22),
          rule("icmp", -1, 3),
          rule("icmp", 8, 0),
          rule("icmpv6", undefined, undefined),
          rule("50", "a", 1),
          rule("tcp", 1, 2, ["10.0.0.0/33", "10.0.0.1/8", "everywhere"]),
          { protocol: "tcp", fromPort: 1, toPort: 2 },
          {
            protocol: "tcp",
            fromPort: 1,
            toPort: 2,
            self: true,
            securityGroups: ["open", "sg-1"],
            prefixListIds: ["pl-1"],
          },
          { protocol: later("vpc"), fromPort: 1, toPort: 2, cidrBlocks: later("vpc") },
          "none",
        ],
        egress: later("vpc"),
      },
    ],
    apart: [
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { securityGroupId: "open", ipProtocol: "-1", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
    ],
    both: [
      "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      {
        securityGroupId: "open",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: later("vpc"),
        cidrIpv4: "10.0.0.0/8",
        cidrIpv6: "::/0",
      },
    ],
    named: [
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      {
        securityGroupId: "wrong",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        referencedSecurityGroupId: "111122223333/sg-1",
      },
    ],
    acl: [
      "ec2/networkAcl:NetworkAcl",
      {
        vpcId: "vpc",
        ingress: [
          entry(100, "allow", 22, "-1"),
          { ...entry(0, "allow", 22), cidrBlock: undefined },
          entry(40000, "maybe", 22),
          { ...entry(7, "deny", 22), cidrBlock: "10.0.0.0/33", ipv6CidrBlock: "::/0" },
          { ...entry(8, "deny", 8, "icmp"), icmpType: 8, icmpCode: -1 },
          { ...entry(9, "allow", 80), toPort: later("vpc") },
          "none",
        ],
      },
    ],
  },
  "trails by what they select": {
    all: [
      "cloudtrail/trail:Trail",
      { s3BucketName: "b", isMultiRegionTrail: true, cloudWatchLogsGroupArn: "" },
    ],
    reading: [
      "cloudtrail/trail:Trail",
      { s3BucketName: "b", eventSelectors: [{ readWriteType: "ReadOnly" }] },
    ],
    data: [
      "cloudtrail/trail:Trail",
      { s3BucketName: "b", eventSelectors: [{ includeManagementEvents: false }] },
    ],
    writing: [
      "cloudtrail/trail:Trail",
      { s3BucketName: "b", eventSelectors: [{ readWriteType: later("vpc") }], advancedEventSelectors: [] },
    ],
    advanced: [
      "cloudtrail/trail:Trail",
      {
        s3BucketName: "b",
        eventSelectors: [{ readWriteType: "All" }],
        advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }],
      },
    ],
    managing: [
      "cloudtrail/trail:Trail",
      {
        s3BucketName: "b",
        cloudWatchLogsGroupArn: "logs",
        advancedEventSelectors: [
          {
            fieldSelectors: [
              { field: "eventCategory", equals: ["Management"] },
              { field: "readOnly", equals: ["false"] },
            ],
          },
        ],
      },
    ],
  },
  "policies of classic balancers on TLS": {
    modern: [
      "elb/sslNegotiationPolicy:SslNegotiationPolicy",
      {
        loadBalancer: "old",
        lbPort: 443,
        attributes: [
          { name: "Protocol-TLSv1", value: "false" },
          { name: "Protocol-TLSv1.2", value: "true" },
        ],
      },
    ],
    outdated: [
      "elb/sslNegotiationPolicy:SslNegotiationPolicy",
      { loadBalancer: "old", lbPort: 443, attributes: [{ name: "Protocol-TLSv1", value: "true" }] },
    ],
    unclear: [
      "elb/sslNegotiationPolicy:SslNegotiationPolicy",
      {
        loadBalancer: "old",
        lbPort: 443,
        attributes: [
          { name: "Protocol-TLSv1", value: later("vpc") },
          { name: later("vpc"), value: "true" },
        ],
      },
    ],
    named: [
      "elb/loadBalancerPolicy:LoadBalancerPolicy",
      {
        loadBalancerName: "old",
        policyTypeName: "SSLNegotiationPolicyType",
        policyAttributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-TLS-1-2-2017-01" }],
      },
    ],
    former: [
      "elb/loadBalancerPolicy:LoadBalancerPolicy",
      {
        loadBalancerName: "old",
        policyTypeName: "SSLNegotiationPolicyType",
        policyAttributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-2015-05" }],
      },
    ],
    old: [
      "elb/loadBalancer:LoadBalancer",
      {
        subnets: ["public"],
        securityGroups: ["open"],
        instances: ["web"],
        listeners: [
          { lbPort: 443, lbProtocol: "https", instancePort: 443, instanceProtocol: "http" },
          { lbPort: "80", lbProtocol: "tcp", instancePort: 80, instanceProtocol: "tcp" },
        ],
      },
    ],
  },

  "platforms of Beanstalk, by what they ask for by themselves and what is set": {
    ...Object.fromEntries(
      [
        "64bit Amazon Linux 2023 v4.3.0 running Python 3.11",
        "64bit Amazon Linux 2 v3.5.0 running Docker",
        "64bit Amazon Linux 2018.03 v2.9.0 running Java 8",
        "64bit Windows Server 2022 v2.11.0 running IIS 10.0",
        "64bit Windows Server Core 2025 v2.16.0 running IIS 10.0",
        "64bit Windows Server Core 2019 v2.5.0 running IIS 10.0",
        "64bit Windows Server 2016 v2.5.0 running IIS 10.0",
        "64bit Debian jessie v2.9.0 running Go 1.4",
      ].flatMap((solutionStackName, i) => [
        [`stack${i}`, ["elasticbeanstalk/environment:Environment", { solutionStackName }] as const],
        [
          `saved${i}`,
          ["elasticbeanstalk/environment:Environment", { solutionStackName, templateName: "saved" }] as const,
        ],
      ]),
    ),
    platform: [
      "elasticbeanstalk/environment:Environment",
      {
        platformArn:
          "arn:aws:elasticbeanstalk:us-east-1::platform/Docker running on 64bit Amazon Linux 2/3.5.0",
      },
    ],
    unclear: ["elasticbeanstalk/environment:Environment", { solutionStackName: later("vpc") }],
    set: [
      "elasticbeanstalk/environment:Environment",
      {
        solutionStackName: "64bit Amazon Linux 2023 v4.3.0 running Python 3.11",
        settings: [
          { namespace: "aws:autoscaling:launchconfiguration", name: "DisableIMDSv1", value: " False " },
        ],
      },
    ],
  },
  "tokens by the machine, its template, its image, the account and the cloud": {
    account: ["ec2/instanceMetadataDefaults:InstanceMetadataDefaults", { httpTokens: "no-preference" }],
    hops: [
      "ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
      { httpTokens: "", httpPutResponseHopLimit: -1, httpEndpoint: "disabled" },
    ],
    strict: ["ec2/launchTemplate:LaunchTemplate", { metadataOptions: { httpTokens: "required" } }],
    loose: [
      "ec2/launchTemplate:LaunchTemplate",
      { imageId: "modern", metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 3 } },
    ],
    modern: ["ec2/ami:Ami", { imdsSupport: "v2.0" }],
    former: ["ec2/ami:Ami", { imdsSupport: "v1.0" }],
    unclearImage: ["ec2/ami:Ami", { imdsSupport: later("vpc") }],
    own: ["ec2/instance:Instance", { subnetId: "public", metadataOptions: { httpTokens: "optional" } }],
    over: [
      "ec2/instance:Instance",
      {
        subnetId: "public",
        launchTemplate: { id: "strict" },
        metadataOptions: { httpTokens: "optional", httpEndpoint: "" },
      },
    ],
    byTemplate: ["ec2/instance:Instance", { subnetId: "public", launchTemplate: { id: "strict" } }],
    byImageOfTemplate: ["ec2/instance:Instance", { subnetId: "public", launchTemplate: { id: "loose" } }],
    byAnUnclearTemplate: [
      "ec2/instance:Instance",
      { subnetId: "public", launchTemplate: { id: later("strict", "loose") } },
    ],
    byImage: ["ec2/instance:Instance", { subnetId: "public", ami: "modern" }],
    byFormer: [
      "ec2/instance:Instance",
      { subnetId: "public", ami: "former", launchTemplate: { id: "loose" } },
    ],
    byUnclear: ["ec2/instance:Instance", { subnetId: "public", ami: "unclearImage" }],
    byCloud: [
      "ec2/instance:Instance",
      { subnetId: "public" },
      { metadataOptions: { httpTokens: "required" } },
    ],
    off: ["ec2/instance:Instance", { subnetId: "public", metadataOptions: { httpEndpoint: "disabled" } }],
    silent: ["ec2/launchConfiguration:LaunchConfiguration", { metadataOptions: { httpTokens: "required" } }],
    said: [
      "ec2/launchConfiguration:LaunchConfiguration",
      { metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" } },
    ],
    perhaps: [
      "ec2/launchConfiguration:LaunchConfiguration",
      { metadataOptions: { httpTokens: "required", httpEndpoint: later("vpc") } },
    ],
    spot: [
      "ec2/spotFleetRequest:SpotFleetRequest",
      { launchSpecifications: [{ subnetId: "public", ami: "modern" }, { subnetId: "private" }] },
    ],
    notebook: ["sagemaker/notebookInstance:NotebookInstance", { subnetId: "public" }],
  },
  "routes to each kind of target, by its id, its resource and what is not known yet": {
    peering: ["ec2/vpcPeeringConnection:VpcPeeringConnection", { vpcId: "vpc", peerVpcId: "vpc-other" }],
    only: ["ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", { vpcId: "vpc" }],
    transit: ["ec2transitgateway/transitGateway:TransitGateway", {}],
    attachment: [
      "ec2transitgateway/vpcAttachment:VpcAttachment",
      { vpcId: "vpc", transitGatewayId: "transit", subnetIds: ["private"] },
    ],
    list: [
      "ec2/managedPrefixList:ManagedPrefixList",
      { addressFamily: "IPv4", entries: [{ cidr: "10.9.0.0/16" }] },
    ],
    table: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "peering" },
          { cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: "pcx-1" },
          { cidrBlock: "10.3.0.0/16", transitGatewayId: "transit" },
          { cidrBlock: "10.4.0.0/16", transitGatewayId: later("attachment") },
          { ipv6CidrBlock: "::/0", egressOnlyGatewayId: "only" },
          { ipv6CidrBlock: "2001:db8::/32", egressOnlyGatewayId: "eigw-1" },
          { cidrBlock: "10.5.0.0/16", gatewayId: "vgw-1" },
          { cidrBlock: "10.6.0.0/16", gatewayId: "igw-1" },
          { cidrBlock: "10.7.0.0/16", networkInterfaceId: "eni-1" },
          { cidrBlock: "10.8.0.0/16", gatewayId: "what-1" },
          { destinationPrefixListId: "list", natGatewayId: "nat-1" },
          { destinationPrefixListId: "pl-1", natGatewayId: later("vpc") },
          { cidrBlock: later("vpc"), gatewayId: "igw" },
          { cidrBlock: "10.10.0.0/16" },
          { cidrBlock: "10.11.0.0/33", gatewayId: "local" },
        ],
      },
    ],
    routed: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "private", routeTableId: "table" },
    ],
    inner: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["open"] }],
    apart: [
      "ec2/route:Route",
      { routeTableId: "table", destinationCidrBlock: "10.12.0.0/16", gatewayId: later("igw") },
    ],
    further: [
      "ec2/route:Route",
      { routeTableId: "table", destinationPrefixListId: "list", natGatewayId: later("vpc") },
    ],
  },

  "endpoints of one service, with and without its name": {
    named: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ privateDnsEnabled: true })],
    plain: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ privateDnsEnabled: false })],
    silent: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({})],
    lonely: [
      "ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: "com.amazonaws.us-east-1.ec2messages", privateDnsEnabled: false }),
    ],
    unclear: [
      "ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: later("vpc"), privateDnsEnabled: later("vpc") }),
    ],
    gateway: [
      "ec2/vpcEndpoint:VpcEndpoint",
      {
        vpcId: "vpc",
        serviceName: "com.amazonaws.us-east-1.s3",
        vpcEndpointType: "Gateway",
        routeTableIds: ["routes"],
      },
    ],
    far: [
      "ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: "com.amazonaws.eu-west-1.ssm", serviceRegion: "eu-west-1" }),
    ],
    elsewhere: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ vpcId: "vpc-1", privateDnsEnabled: false })],
  },
  "routes to what is not known, to endpoints and within": {
    wide: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { cidrBlock: later("vpc"), gatewayId: "igw" },
          { cidrBlock: "0.0.0.0/0", gatewayId: later("igw", "vpc") },
          { cidrBlock: "10.0.0.0/33", gatewayId: "igw" },
          { destinationPrefixListId: "pl-1", vpcEndpointId: "vpce-1" },
          { ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" },
          { cidrBlock: "192.168.0.0/16", vpcPeeringConnectionId: "pcx-1" },
          { cidrBlock: "172.16.0.0/12", transitGatewayId: "tgw-1" },
          { cidrBlock: "198.51.100.0/24", networkInterfaceId: "eni-1" },
          { cidrBlock: "0.0.0.0/0", gatewayId: "igw" },
          "none",
        ],
      },
    ],
    bound: ["ec2/routeTableAssociation:RouteTableAssociation", { subnetId: "private", routeTableId: "wide" }],
    inner: [
      "ec2/instance:Instance",
      { subnetId: "private", vpcSecurityGroupIds: ["open"], associatePublicIpAddress: later("vpc") },
    ],
    apart: [
      "ec2/route:Route",
      { routeTableId: "routes", destinationIpv6CidrBlock: "::/0", gatewayId: "igw" },
    ],
    again: [
      "ec2/route:Route",
      { routeTableId: "routes", destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat" },
    ],
    nat: ["ec2/natGateway:NatGateway", { subnetId: "public", allocationId: "address" }],
    address: ["ec2/eip:Eip", {}],
    quiet: [
      "ec2/subnet:Subnet",
      {
        vpcId: "vpc",
        cidrBlock: "10.0.5.0/24",
        mapPublicIpOnLaunch: later("vpc"),
        assignIpv6AddressOnCreation: later("vpc"),
      },
    ],
    routedQuiet: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "quiet", routeTableId: "routes" },
    ],
    second: ["ec2/instance:Instance", { subnetId: "quiet", vpcSecurityGroupIds: ["open"] }],
    ending: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { destinationPrefixListId: "pl-1", vpcEndpointId: "vpce-1" },
          { cidrBlock: "10.0.0.0/33", gatewayId: "igw" },
        ],
      },
    ],
    dead: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.6.0/24" }],
    routedDead: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "dead", routeTableId: "ending" },
    ],
    third: ["ec2/instance:Instance", { subnetId: "dead", vpcSecurityGroupIds: ["open"] }],
    template: ["ec2/launchTemplate:LaunchTemplate", { vpcSecurityGroupIds: ["open"] }],
    fourth: ["ec2/instance:Instance", { subnetId: "public", launchTemplate: { id: "template" } }],
  },
  "addresses that others are told of": {
    told: ["ec2/eip:Eip", {}, { allocationId: "eipalloc-1", id: "eipalloc-1" }],
    kept: ["ec2/eip:Eip", {}, { allocationId: "eipalloc-2", id: "eipalloc-2" }],
    own: ["ec2/eip:Eip", {}, { allocationId: "eipalloc-3", id: "eipalloc-3" }],
    service: ["kubernetes:core/v1:Service", { metadata: { annotations: { allocations: "eipalloc-1" } } }],
    script: [
      "ec2/launchTemplate:LaunchTemplate",
      { userData: Buffer.from("associate eipalloc-2").toString("base64") },
    ],
    waiting: ["kubernetes:core/v1:ConfigMap", { data: later("own") }],
  },
  "groups that are used, and are not": {
    idle: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    named: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    naming: [
      "ec2/securityGroup:SecurityGroup",
      { vpcId: "vpc", ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, securityGroups: ["named"] }] },
    ],
    own: [
      "ec2/securityGroup:SecurityGroup",
      { vpcId: "vpc", ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, self: true }] },
    ],
    ruled: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    rule: [
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { securityGroupId: "ruled", ipProtocol: "-1", referencedSecurityGroupId: "ruled" },
    ],
    told: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    text: ["ssm/parameter:Parameter", { type: "String", value: "told" }],
    pending: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    teller: ["ssm/parameter:Parameter", { type: "String", value: later("pending") }],
    usual: ["ec2/defaultSecurityGroup:DefaultSecurityGroup", { vpcId: "vpc" }],
  },
};

/** A VPC with a vSwitch, and a machine that everybody gets to. */
const ALICLOUD: SmallStack = {
  vpc: ["vpc/network:Network", { cidrBlock: "10.0.0.0/8" }, { routeTableId: "system" }],
  switch: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.1.0/24" }],
  open: ["ecs/securityGroup:SecurityGroup", { vpcId: "vpc" }],
  web: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
  rule: [
    "ecs/securityGroupRule:SecurityGroupRule",
    {
      ...{
        type: "ingress",
        ipProtocol: "tcp",
        portRange: "443/443",
        cidrIp: "0.0.0.0/0",
        nicType: "intranet",
      },
      ...{ policy: "accept", priority: 1, securityGroupId: "open" },
    },
  ],
};

const listener = (more: object): Entry => [
  "slb/listener:Listener",
  {
    loadBalancerId: "balancer",
    protocol: "tcp",
    frontendPort: 443,
    backendPort: 443,
    bandwidth: -1,
    ...more,
  },
];

const denial = (securityGroupId: unknown, port: number): Entry => [
  "ecs/securityGroupRule:SecurityGroupRule",
  {
    ...{ type: "ingress", ipProtocol: "tcp", portRange: `${port}/${port}`, cidrIp: "0.0.0.0/0" },
    ...{ policy: "drop", priority: 1, securityGroupId, nicType: "intranet" },
  },
];

const permission = (more: object): Entry => [
  "ecs/securityGroupRule:SecurityGroupRule",
  {
    ...{ type: "ingress", ipProtocol: "tcp", portRange: "22/22", cidrIp: "0.0.0.0/0", nicType: "intranet" },
    ...{ policy: "accept", priority: 1, securityGroupId: "inner" },
    ...more,
  },
];

const route = (destinationCidrblock: string, nexthopId: unknown, routeTableId: unknown): Entry => [
  "vpc/routeEntry:RouteEntry",
  { routeTableId, destinationCidrblock, nexthopType: "NatGateway", nexthopId },
];

const door = (listenerPort: number, more: object): Entry => [
  "nlb/listener:Listener",
  { loadBalancerId: "balancer", listenerPort, listenerProtocol: "TCP", ...more },
];

/** What is asked of Alibaba Cloud beside its site. */
const OF_ALICLOUD: Readonly<Record<string, SmallStack>> = {
  "a public address on a virtual one that two machines share": {
    havip: ["vpc/hAVip:HAVip", { vswitchId: "switch" }],
    other: ["vpc/haVipv2:HaVipv2", { vswitchId: "switch" }],
    second: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    third: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    one: ["vpc/hAVipAttachment:HAVipAttachment", { havipId: "havip", instanceId: "web" }],
    two: ["vpc/hAVipAttachment:HAVipAttachment", { haVipId: "havip", instanceId: "second" }],
    stray: ["vpc/hAVipAttachment:HAVipAttachment", { haVipId: "other", instanceId: "third" }],
    lost: ["vpc/hAVipAttachment:HAVipAttachment", { haVipId: "havip", instanceId: "i-elsewhere" }],
    address: ["ecs/eipAddress:EipAddress", {}],
    association: [
      "ecs/eipAssociation:EipAssociation",
      { allocationId: "address", instanceId: "havip", instanceType: "HaVip" },
    ],
  },
  "IPv6 addresses with and without a bandwidth, and one that only asks": {
    address: ["vpc/ipv6Address:Ipv6Address", { vswitchId: "switch", ipv6Address: "2001:db8::1" }],
    quiet: ["vpc/ipv6Address:Ipv6Address", { vswitchId: "switch", ipv6Address: "2001:db8::2" }],
    bandwidth: ["vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth", { ipv6AddressId: "address" }],
    another: ["vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth", { ipv6AddressId: "quiet" }],
    oneWay: ["vpc/ipv6EgressRule:Ipv6EgressRule", { instanceId: "quiet", instanceType: "Ipv6Address" }],
    first: ["ecs/instance:Instance", { vswitchId: "switch", ipv6Addresses: ["2001:db8::1"] }],
    second: ["ecs/instance:Instance", { vswitchId: "switch", ipv6Addresses: ["2001:db8::2"] }],
  },
  "rules of a group that is not known yet": {
    second: ["ecs/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    third: ["ecs/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    ofTwo: denial(later("open", "second"), 22),
    ofOther: denial(later("second", "third"), 23),
    ofAny: denial(later(), 24),
    ofThird: denial("third", 25),
  },
  "routes of a table, twice to one place, and of a table that may be one of two": {
    table: ["vpc/routeTable:RouteTable", { vpcId: "vpc" }],
    second: ["vpc/routeTable:RouteTable", { vpcId: "vpc" }],
    bound: ["vpc/routeTableAttachment:RouteTableAttachment", { vswitchId: "switch", routeTableId: "table" }],
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { snatTableIds: "snat" },
    ],
    first: route("0.0.0.0/0", "nat", "table"),
    again: route("0.0.0.0/0", "nat", "table"),
    inner: route("192.168.0.0/16", "nat", "table"),
    unclear: route("172.16.0.0/12", "nat", later("table", "second")),
    stray: route("172.16.0.0/12", "nat", later()),
  },
  "ways out by SNAT of a vSwitch, of blocks and of what is not known yet": {
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { snatTableIds: "snat" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.7" }],
    bound: ["ecs/eipAssociation:EipAssociation", { allocationId: "address", instanceId: "nat" }],
    out: route("0.0.0.0/0", "nat", "system"),
    own: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceVswitchId: "switch", snatIp: "203.0.113.7" },
    ],
    near: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], privateIp: "10.0.1.7" }],
    further: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
    block: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceCidr: "10.0.2.0/25", snatIp: "203.0.113.7,203.0.113.8" },
    ],
    low: ["ecs/instance:Instance", { vswitchId: "further", securityGroups: ["open"], privateIp: "10.0.2.7" }],
    high: [
      "ecs/instance:Instance",
      { vswitchId: "further", securityGroups: ["open"], privateIp: "10.0.2.200" },
    ],
    later: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceCidr: later("vpc"), snatIp: "203.0.113.7" },
    ],
  },
  "network ACLs on vSwitches by lists, attachments and what is not known yet": {
    first: [
      "vpc/networkAcl:NetworkAcl",
      { vpcId: "vpc", resources: [{ resourceId: "switch", resourceType: "VSwitch" }] },
    ],
    second: [
      "vpc/networkAcl:NetworkAcl",
      {
        vpcId: "vpc",
        ingressAclEntries: [
          "none",
          { policy: "accept", protocol: "all", port: "-1/-1", sourceCidrIp: "0.0.0.0/0" },
        ],
      },
    ],
    further: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
    distant: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    put: [
      "vpc/networkAclAttachment:NetworkAclAttachment",
      { networkAclId: "second", resources: [{ resourceId: "further", resourceType: "VSwitch" }] },
    ],
    taken: [
      "vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment",
      { networkAclId: "second", resourceId: "switch", resourceType: "VSwitch" },
    ],
    unclear: [
      "vpc/networkAclAttachment:NetworkAclAttachment",
      { networkAclId: "first", resources: [{ resourceId: later("distant"), resourceType: "VSwitch" }] },
    ],
  },
  "listeners with lists of whom they take": {
    balancer: ["slb/applicationLoadBalancer:ApplicationLoadBalancer", { addressType: "internet" }],
    list: ["slb/acl:Acl", { entryLists: [{ entry: "203.0.113.0/24" }] }],
    empty: ["slb/acl:Acl", {}],
    added: ["slb/aclEntryAttachment:AclEntryAttachment", { aclId: "empty", entry: "198.51.100.0/24" }],
    admitting: listener({ aclStatus: "on", aclType: "white", aclId: "list" }),
    refusing: listener({ aclStatus: "on", aclType: "black", aclId: "empty", frontendPort: 444 }),
    unclear: listener({ aclStatus: "on", aclType: later("vpc"), aclId: "list", frontendPort: 445 }),
    off: listener({ aclStatus: "off", aclType: "white", aclId: "list", frontendPort: 446 }),
    lost: listener({ aclStatus: "on", aclType: "white", aclId: "acl-elsewhere", frontendPort: 447 }),
    attached: [
      "slb/backendServer:BackendServer",
      { loadBalancerId: "balancer", backendServers: [{ serverId: "web" }] },
    ],
    modern: [
      "alb/loadBalancer:LoadBalancer",
      { addressType: "Internet", vpcId: "vpc", zoneMappings: [{ vswitchId: "switch" }] },
    ],
    lists: ["alb/acl:Acl", { aclEntries: [{ entry: "203.0.113.0/24" }] }],
    more: ["alb/aclEntryAttachment:AclEntryAttachment", { aclId: "lists", entry: "198.51.100.0/24" }],
    servers: [
      "alb/serverGroup:ServerGroup",
      { vpcId: "vpc", servers: [{ serverId: "web", port: 443, serverType: "Ecs" }] },
    ],
    door: [
      "alb/listener:Listener",
      {
        ...{ loadBalancerId: "modern", listenerPort: 443, listenerProtocol: "HTTP" },
        aclConfig: { aclType: "White", aclRelations: [{ aclId: "lists" }] },
        defaultActions: [
          { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: "servers" }] } },
        ],
      },
    ],
    second: [
      "alb/listener:Listener",
      {
        ...{ loadBalancerId: "modern", listenerPort: 80, listenerProtocol: "HTTP" },
        defaultActions: [
          { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: "servers" }] } },
        ],
      },
    ],
    put: [
      "alb/listenerAclAttachment:ListenerAclAttachment",
      { listenerId: "second", aclId: "lists", aclType: "Black" },
    ],
  },

  "listeners of application balancers by lists that others name, put on or add to": {
    modern: [
      "alb/loadBalancer:LoadBalancer",
      { addressType: "Internet", vpcId: "vpc", zoneMappings: [{ vswitchId: "switch" }] },
    ],
    lists: ["alb/acl:Acl", { aclEntries: [{ entry: " 203.0.113.0/24 " }, { entry: later("vpc") }, {}] }],
    whole: ["alb/acl:Acl", { aclEntries: [{ entry: "203.0.113.0/24" }, { entry: "nobody" }] }],
    empty: ["alb/acl:Acl", {}],
    servers: [
      "alb/serverGroup:ServerGroup",
      {
        ...{ vpcId: "vpc", serverGroupType: "Ip", protocol: "HTTP" },
        servers: [
          { serverId: "web", port: 0, serverType: "Ecs" },
          { serverId: "web", port: 443, serverType: "Ecs" },
          { serverId: "web", port: later("vpc"), serverType: "Ecs" },
          { serverId: "web", serverType: "Ecs" },
        ],
      },
    ],
    ...Object.fromEntries(
      [
        { aclType: "White", aclRelations: [{ aclId: "lists" }] },
        { aclType: "Black", aclRelations: [{ aclId: "lists" }] },
        { aclType: "WHITE", aclRelations: [{ aclId: "whole" }, { aclId: "empty" }] },
        { aclType: "Black", aclRelations: [{ aclId: "whole" }] },
        { aclType: "White", aclRelations: [{ aclId: "empty" }] },
        { aclType: "White", aclRelations: [] },
        { aclType: "White", aclRelations: [{}] },
        { aclType: later("vpc"), aclRelations: [{ aclId: "whole" }] },
        { aclType: "White", aclRelations: later("whole", "empty") },
        { aclRelations: [{ aclId: "whole" }] },
        { aclType: "White", aclRelations: [{ aclId: "acl-elsewhere" }] },
      ].map((aclConfig, i) => [
        `door${i}`,
        [
          "alb/listener:Listener",
          {
            ...{ loadBalancerId: "modern", listenerPort: 440 + i, listenerProtocol: "HTTP", aclConfig },
            defaultActions: [
              {
                type: "ForwardGroup",
                forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: "servers" }] },
              },
            ],
          },
        ] as const,
      ]),
    ),
    put: [
      "alb/listenerAclAttachment:ListenerAclAttachment",
      { listenerId: "door5", aclId: "whole", aclType: "White" },
    ],
    putAgain: [
      "alb/listenerAclAttachment:ListenerAclAttachment",
      { listenerId: "door0", aclId: "empty", aclType: "Black" },
    ],
    putElsewhere: [
      "alb/listenerAclAttachment:ListenerAclAttachment",
      { listenerId: "lsn-elsewhere", aclId: "whole", aclType: "White" },
    ],
    added: ["alb/aclEntryAttachment:AclEntryAttachment", { aclId: "acl-elsewhere", entry: "192.0.2.0/24" }],
  },
  "machines by their roles, in RAM or outside the stack": {
    role: ["ram/role:Role", { roleName: "reader", document: "{}" }],
    other: ["ram/role:Role", { roleName: "writer", document: "{}" }],
    template: ["ecs/ecsLaunchTemplate:EcsLaunchTemplate", { ramRoleName: "writer" }],
    named: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], roleName: "reader" }],
    pointed: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], roleName: "role" }],
    outside: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], roleName: "owner" }],
    blank: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], roleName: "" }],
    unclear: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], roleName: later("role", "other") },
    ],
    later: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], roleName: later("role") },
    ],
    put: ["ram/roleAttachment:RoleAttachment", { roleName: "writer", instanceIds: ["attached"] }],
    attached: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    templated: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], launchTemplateId: "template" },
    ],
    both: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], launchTemplateId: "template", roleName: "reader" },
    ],
  },
  "how many machines are made at least": {
    group: [
      "ess/scalingGroup:ScalingGroup",
      { vswitchIds: ["switch"], minSize: 3, desiredCapacity: later("vpc") },
    ],
    small: [
      "ess/scalingGroup:ScalingGroup",
      { vswitchIds: ["switch"], minSize: 0, maxSize: 0, desiredCapacity: 0 },
    ],
    unclear: ["ess/scalingGroup:ScalingGroup", { vswitchIds: ["switch"], minSize: later("vpc") }],
    ...Object.fromEntries(
      ["group", "small", "unclear", "asg-elsewhere"].map((scalingGroupId) => [
        `of ${scalingGroupId}`,
        [
          "ess/scalingConfiguration:ScalingConfiguration",
          { scalingGroupId, securityGroupId: "open" },
        ] as const,
      ]),
    ),
    containers: [
      "ess/eciScalingConfiguration:EciScalingConfiguration",
      { scalingGroupId: "group", securityGroupId: "open" },
    ],
    one: [
      "ecs/ecsInstanceSet:EcsInstanceSet",
      { vswitchId: "switch", securityGroupIds: ["open"], amount: 1 },
    ],
    some: [
      "ecs/ecsInstanceSet:EcsInstanceSet",
      { vswitchId: "switch", securityGroupIds: ["open"], amount: later("vpc") },
    ],
  },

  "keys that rotate, cannot, and are not known yet": {
    own: ["kms/key:Key", { keySpec: "Aliyun_AES_256", automaticRotation: "Enabled" }],
    still: ["kms/key:Key", { automaticRotation: "Disabled" }],
    plain: ["kms/key:Key", { keySpec: "" }],
    foreign: ["kms/key:Key", { origin: "EXTERNAL" }],
    made: ["kms/key:Key", { origin: "Aliyun_KMS" }],
    pair: ["kms/key:Key", { keySpec: "RSA_2048" }],
    unclear: ["kms/key:Key", { origin: later("vpc"), automaticRotation: "Enabled" }],
  },
  "listeners of a balancer of the fourth layer": {
    balancer: [
      "nlb/loadBalancer:LoadBalancer",
      { addressType: "Internet", vpcId: "vpc", zoneMappings: [{ vswitchId: "switch" }] },
    ],
    servers: ["nlb/serverGroup:ServerGroup", { vpcId: "vpc", preserveClientIpEnabled: true }],
    every: ["nlb/serverGroup:ServerGroup", { vpcId: "vpc", anyPortEnabled: true }],
    byAddress: [
      "nlb/serverGroup:ServerGroup",
      { vpcId: "vpc", serverGroupType: "Ip", preserveClientIpEnabled: true },
    ],
    ...Object.fromEntries(
      ["servers", "every", "byAddress"].map((serverGroupId) => [
        `in-${serverGroupId}`,
        [
          "nlb/serverGroupServerAttachment:ServerGroupServerAttachment",
          { serverGroupId, serverId: "web", serverType: "Ecs", port: 443 },
        ] as const,
      ]),
    ),
    plain: door(443, { serverGroupId: "servers" }),
    tls: door(444, { serverGroupId: "servers", listenerProtocol: "TCPSSL" }),
    range: door(0, { serverGroupId: "every", startPort: 440, endPort: 450 }),
    lost: door(0, { serverGroupId: "every" }),
    addressed: door(445, { serverGroupId: "byAddress" }),
    datagrams: door(446, { serverGroupId: "servers", listenerProtocol: "UDP" }),
  },
  "listeners of a classic balancer by groups, rules and what they lead on to": {
    balancer: ["slb/applicationLoadBalancer:ApplicationLoadBalancer", { addressType: "internet" }],
    second: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    third: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    attached: [
      "slb/backendServer:BackendServer",
      { loadBalancerId: "balancer", backendServers: [{ serverId: "web" }, { serverId: later("third") }] },
    ],
    group: [
      "slb/serverGroup:ServerGroup",
      { loadBalancerId: "balancer", servers: [{ serverIds: ["second"], port: 443 }] },
    ],
    pair: [
      "slb/masterSlaveServerGroup:MasterSlaveServerGroup",
      { loadBalancerId: "balancer", servers: [{ serverId: "third", port: 443, serverType: "Master" }] },
    ],
    usual: listener({}),
    grouped: listener({ frontendPort: 444, serverGroupId: "group" }),
    paired: listener({ frontendPort: 445, masterSlaveServerGroupId: "pair" }),
    none: listener({ frontendPort: 446, serverGroupId: "" }),
    leading: listener({ frontendPort: 80, protocol: "http", listenerForward: "on", forwardPort: 443 }),
    ruled: listener({ frontendPort: 81, protocol: "http", listenerForward: "off" }),
    rule81: ["slb/rule:Rule", { loadBalancerId: "balancer", frontendPort: 81, serverGroupId: "group" }],
    rule82: ["slb/rule:Rule", { loadBalancerId: "balancer", frontendPort: 82, serverGroupId: "pair" }],
  },
  "snapshots by policies on disks, by tags of machines and what is not known yet": {
    policy: [
      "ecs/autoSnapshotPolicy:AutoSnapshotPolicy",
      { repeatWeekdays: ["1"], timePoints: ["1"], retentionDays: 7 },
    ],
    byTag: [
      "ecs/autoSnapshotPolicy:AutoSnapshotPolicy",
      { associationType: "AssociatedWithInstanceTag", targetTags: [{ tagKey: "backup", tagValue: "daily" }] },
    ],
    disk: ["ecs/ecsDisk:EcsDisk", {}],
    bare: ["ecs/ecsDisk:EcsDisk", {}],
    put: [
      "ecs/ecsAutoSnapshotPolicyAttachment:EcsAutoSnapshotPolicyAttachment",
      { autoSnapshotPolicyId: "policy", diskId: "disk" },
    ],
    tagged: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], tags: { backup: "daily" } },
    ],
    other: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], tags: { backup: "" } }],
    named: [
      "ecs/instance:Instance",
      {
        vswitchId: "switch",
        securityGroups: ["open"],
        systemDiskAutoSnapshotPolicyId: "policy",
        dataDisks: [
          { size: 20, autoSnapshotPolicyId: "" },
          { size: 20, autoSnapshotPolicyId: "policy" },
        ],
      },
    ],
  },

  "databases whose backups a policy of their own decides": {
    said: ["rds/instance:Instance", { vswitchId: "switch" }],
    its: ["rds/backupPolicy:BackupPolicy", { instanceId: "said", backupRetentionPeriod: 30 }],
    silent: ["rds/instance:Instance", { vswitchId: "switch" }],
    nothing: ["rds/backupPolicy:BackupPolicy", { instanceId: "silent" }],
    unsaid: ["polardb/cluster:Cluster", { vswitchId: "switch" }],
    unclear: ["clickhouse/dbCluster:DbCluster", { vswitchId: "switch" }],
    ofOne: [
      "clickhouse/backupPolicy:BackupPolicy",
      { dbClusterId: later("unclear", "another"), backupRetentionPeriod: 9 },
    ],
    another: ["clickhouse/dbCluster:DbCluster", { vswitchId: "switch" }],
    ofAny: ["mongodb/instance:Instance", { vswitchId: "switch", backupRetentionPeriod: 3 }],
  },

  "what lies where something else does, of which nothing else is known": {
    group: ["ecs/securityGroup:SecurityGroup", { vpcId: later("switch") }],
    inner: ["ecs/instance:Instance", { vswitchId: later("web"), securityGroups: [later("open")] }],
    second: ["ecs/instance:Instance", { vswitchId: later("switch"), securityGroups: later("open", "group") }],
    table: ["vpc/routeTable:RouteTable", { vpcId: later("switch") }],
    bound: [
      "vpc/routeTableAttachment:RouteTableAttachment",
      { vswitchId: later("switch"), routeTableId: later("table") },
    ],
    stray: [
      "vpc/routeTableAttachment:RouteTableAttachment",
      { vswitchId: "switch", routeTableId: later("vpc") },
    ],
    gateway: ["vpc/ipv4Gateway:Ipv4Gateway", { vpcId: later("switch"), enabled: true }],
    idle: ["vpc/ipv4Gateway:Ipv4Gateway", { vpcId: "vpc", enabled: false }],
    out: [
      "vpc/routeEntry:RouteEntry",
      {
        routeTableId: "table",
        destinationCidrblock: "0.0.0.0/0",
        nexthopType: "Ipv4Gateway",
        nexthopId: "gateway",
      },
    ],
    nowhere: [
      "vpc/routeEntry:RouteEntry",
      {
        routeTableId: "table",
        destinationCidrblock: "198.51.100.0/24",
        nexthopType: "Ipv4Gateway",
        nexthopId: "idle",
      },
    ],
    lost: [
      "vpc/routeEntry:RouteEntry",
      {
        routeTableId: "table",
        destinationCidrblock: "203.0.113.0/24",
        nexthopType: "Ipv4Gateway",
        nexthopId: "ipv4gw-1",
      },
    ],
    acl: ["vpc/networkAcl:NetworkAcl", { vpcId: later("switch"), resources: later("switch") }],
    card: [
      "ecs/ecsNetworkInterface:EcsNetworkInterface",
      { vswitchId: "switch", securityGroupIds: ["open"] },
    ],
    put: [
      "ecs/ecsNetworkInterfaceAttachment:EcsNetworkInterfaceAttachment",
      { instanceId: "web", networkInterfaceId: "card" },
    ],
    unclear: [
      "ecs/ecsNetworkInterfaceAttachment:EcsNetworkInterfaceAttachment",
      { instanceId: later("web", "inner"), networkInterfaceId: "card" },
    ],
    none: [
      "ecs/ecsNetworkInterfaceAttachment:EcsNetworkInterfaceAttachment",
      { instanceId: "web", networkInterfaceId: "eni-1" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}],
    association: [
      "ecs/eipAssociation:EipAssociation",
      { allocationId: "address", instanceId: later("web", "inner") },
    ],
  },
  "rules that are not as they must be": {
    inner: ["ecs/securityGroup:SecurityGroup", { vpcId: "vpc", innerAccessPolicy: "Drop" }],
    older: [
      "ecs/securityGroup:SecurityGroup",
      { vpcId: "vpc", innerAccess: false },
      { innerAccessPolicy: "Accept" },
    ],
    settled: [
      "ecs/securityGroup:SecurityGroup",
      { vpcId: "vpc" },
      { innerAccessPolicy: "Drop", innerAccess: false },
    ],
    classic: ["ecs/securityGroup:SecurityGroup", {}],
    ...Object.fromEntries(
      [
        { portRange: "0/80" },
        { portRange: "1/70000" },
        { portRange: "80/22" },
        { portRange: "-1/-1" },
        { portRange: "80" },
        { portRange: "0/0" },
        { ipProtocol: "all", portRange: "22/22" },
        { ipProtocol: "icmp", portRange: "1/1" },
        { ipProtocol: "sctp" },
        { policy: "allow" },
        { policy: later("vpc") },
        { priority: 0 },
        { priority: 100 },
        { priority: 101 },
        { type: "inbound" },
        { cidrIp: "10.0.0.0/33" },
        { cidrIp: undefined, ipv6CidrIp: "::/0" },
        { cidrIp: "0.0.0.0/0", ipv6CidrIp: "::/0" },
        { cidrIp: undefined, sourceSecurityGroupId: "inner" },
        { cidrIp: undefined, sourceSecurityGroupId: later("inner", "older") },
        { cidrIp: undefined, sourceSecurityGroupId: "sg-1", sourceGroupOwnerAccount: "1234567890123456" },
        { cidrIp: undefined, prefixListId: "list" },
        { cidrIp: undefined, prefixListId: "pl-1" },
        { cidrIp: undefined },
        { nicType: "internet", securityGroupId: "classic" },
        { nicType: undefined, securityGroupId: "classic" },
        { nicType: later("vpc"), securityGroupId: "classic" },
        { nicType: undefined, securityGroupId: "classic", cidrIp: undefined, sourceSecurityGroupId: "inner" },
      ].map((more, i) => [`rule-${i}`, permission(more)]),
    ),
    list: [
      "ecs/ecsPrefixList:EcsPrefixList",
      { addressFamily: "IPv4", entries: [{ cidr: "203.0.113.0/24" }, { cidr: later("vpc") }] },
    ],
  },
  "ports that NAT gateways forward": {
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { forwardTableIds: "table", snatTableIds: "snat" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.7" }],
    bound: ["ecs/eipAssociation:EipAssociation", { allocationId: "address", instanceId: "nat" }],
    near: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], privateIp: "10.0.1.7" }],
    ...Object.fromEntries(
      [
        { externalPort: "443", internalPort: "443" },
        { externalPort: "8443", internalPort: "443" },
        { externalPort: "80/81", internalPort: "443" },
        { externalPort: "80/81", internalPort: "80/81" },
        { externalPort: "82/83", internalPort: "443/444" },
        { externalPort: "any", internalPort: "any", ipProtocol: "any" },
        { externalPort: "53", internalPort: "443", ipProtocol: "UDP" },
        { externalPort: "54", internalPort: "https" },
        { externalPort: "55", internalPort: "443", ipProtocol: "gre" },
        { externalPort: "56", internalPort: "443", internalIp: "10.0.1.8" },
        { externalPort: "57", internalPort: "443", internalIp: later("near") },
        { externalPort: later("vpc"), internalPort: "443" },
      ].map((more, i) => [
        `entry-${i}`,
        [
          "vpc/forwardEntry:ForwardEntry",
          {
            forwardTableId: "table",
            externalIp: "203.0.113.7",
            ipProtocol: "tcp",
            internalIp: "10.0.1.7",
            ...more,
          },
        ] as const,
      ]),
    ),
  },
  "machines that scaling groups make": {
    group: ["ess/scalingGroup:ScalingGroup", { vswitchIds: ["switch"], minSize: 1, maxSize: 2 }],
    second: ["ess/scalingGroup:ScalingGroup", { vswitchIds: [], minSize: 0, maxSize: later("vpc") }],
    one: [
      "ess/scalingConfiguration:ScalingConfiguration",
      { scalingGroupId: "group", securityGroupId: "open", internetMaxBandwidthOut: 5 },
    ],
    two: [
      "ess/scalingConfiguration:ScalingConfiguration",
      { scalingGroupId: "second", securityGroupIds: ["open"], internetMaxBandwidthOut: 0 },
    ],
    three: [
      "ess/scalingConfiguration:ScalingConfiguration",
      { scalingGroupId: later("group", "second"), securityGroupId: "open" },
    ],
    four: [
      "ess/scalingConfiguration:ScalingConfiguration",
      { scalingGroupId: "asg-1", securityGroupId: "open" },
    ],
    five: [
      "ess/eciScalingConfiguration:EciScalingConfiguration",
      { scalingGroupId: "group", securityGroupId: "open" },
    ],
    set: [
      "ecs/ecsInstanceSet:EcsInstanceSet",
      { vswitchId: "switch", securityGroupIds: ["open"], internetMaxBandwidthOut: later("vpc"), amount: 2 },
    ],
  },

  "machines by launch templates, and what these say of addresses and vSwitches": {
    template: [
      "ecs/ecsLaunchTemplate:EcsLaunchTemplate",
      {
        vswitchId: "switch",
        securityGroupIds: ["open"],
        internetMaxBandwidthOut: 5,
        templateTags: { a: "b" },
      },
    ],
    bare: [
      "ecs/ecsLaunchTemplate:EcsLaunchTemplate",
      { securityGroupId: "open", internetMaxBandwidthOut: 0 },
    ],
    one: ["ecs/instance:Instance", { launchTemplateId: "template" }],
    two: [
      "ecs/instance:Instance",
      { launchTemplateId: "bare", vswitchId: "switch", internetMaxBandwidthOut: 5 },
    ],
    three: ["ecs/instance:Instance", { launchTemplateId: later("template", "bare") }],
    four: ["ecs/instance:Instance", { launchTemplateName: "template" }],
    five: ["ecs/instance:Instance", { launchTemplateId: "lt-1", securityGroups: ["open"] }],
    six: ["ecs/instance:Instance", { launchTemplateId: later("bare"), tags: { a: "c" } }],
  },
  "ways out of machines with addresses of their own, of vSwitches elsewhere and by several gateways": {
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { snatTableIds: "snat,snat-2" },
    ],
    second: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", networkType: "intranet" },
      { snatTableIds: "snat-3" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.7" }],
    further: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.8" }],
    bound: ["ecs/eipAssociation:EipAssociation", { allocationId: "address", instanceId: "nat" }],
    boundToo: ["ecs/eipAssociation:EipAssociation", { allocationId: "further", instanceId: "nat" }],
    out: route("0.0.0.0/0", "nat", "system"),
    twice: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceVswitchId: "switch", snatIp: "203.0.113.7, 203.0.113.8" },
    ],
    elsewhere: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat-2", sourceVswitchId: "vsw-1", snatIp: "203.0.113.7" },
    ],
    pointing: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: later("nat"), sourceVswitchId: later("switch"), snatIp: later("address") },
    ],
    unclear: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: later("nat", "second"), sourceCidr: "10.0.1.0/24", snatIp: "203.0.113.7" },
    ],
    empty: ["vpc/snatEntry:SnatEntry", { snatTableId: "snat", sourceCidr: "", snatIp: "203.0.113.7" }],
    wrong: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceCidr: "10.0.1.0/40", snatIp: "203.0.113.9" },
    ],
    own: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], internetMaxBandwidthOut: 5, privateIp: "10.0.1.9" },
    ],
    gateway: ["vpc/ipv4Gateway:Ipv4Gateway", { vpcId: "vpc", enabled: true }],
  },
  "network ACLs and route tables that two claim": {
    first: ["vpc/networkAcl:NetworkAcl", { vpcId: "vpc", resources: [{ resourceId: "switch" }] }],
    second: [
      "vpc/networkAcl:NetworkAcl",
      { vpcId: "vpc", resources: [{ resourceId: "switch" }, { resourceId: later("further") }] },
    ],
    further: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
    third: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    put: [
      "vpc/networkAclAttachment:NetworkAclAttachment",
      { networkAclId: "first", resources: [{ resourceId: "switch" }] },
    ],
    ofOne: [
      "vpc/networkAclAttachment:NetworkAclAttachment",
      { networkAclId: "first", resources: later("further", "third") },
    ],
    table: ["vpc/routeTable:RouteTable", { vpcId: "vpc" }],
    other: ["vpc/routeTable:RouteTable", { vpcId: "vpc" }],
    bound: ["vpc/routeTableAttachment:RouteTableAttachment", { vswitchId: "switch", routeTableId: "table" }],
    again: ["vpc/routeTableAttachment:RouteTableAttachment", { vswitchId: "switch", routeTableId: "other" }],
    unclear: [
      "vpc/routeTableAttachment:RouteTableAttachment",
      { vswitchId: later("further", "third"), routeTableId: "table" },
    ],
    inner: ["ecs/instance:Instance", { vswitchId: "further", securityGroups: ["open"] }],
  },
  "prefix lists of either spelling, and disks": {
    plain: [
      "ecs/ecsPrefixList:EcsPrefixList",
      { prefixListName: "plain", entries: [{ cidr: "203.0.113.0/24" }, { cidr: "x" }] },
    ],
    older: [
      "vpc/prefixList:PrefixList",
      { prefixListName: "older", entrys: [{ cidr: "2001:db8::/32" }], ipVersion: "IPv6", maxEntries: 50 },
    ],
    empty: ["ecs/ecsPrefixList:EcsPrefixList", { entries: [], addressFamily: "IPv5" }],
    byList: permission({ cidrIp: undefined, prefixListId: later("plain", "older"), securityGroupId: "open" }),
    byAny: permission({ cidrIp: undefined, prefixListId: later(), securityGroupId: "open" }),
    disk: ["ecs/ecsDisk:EcsDisk", { encrypted: true }],
    bare: ["ecs/disk:Disk", {}],
    machine: [
      "ecs/instance:Instance",
      {
        vswitchId: "switch",
        securityGroups: ["open"],
        systemDiskEncrypted: true,
        dataDisks: [{ size: 20, encrypted: later("vpc") }, { size: 20 }],
      },
    ],
  },
  "snapshots of system disks, and by tags not known yet": {
    policy: ["ecs/snapshotPolicy:SnapshotPolicy", {}],
    machine: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], systemDiskSize: 40, tags: { backup: later("vpc") } },
      { systemDiskId: "d-1" },
    ],
    put: [
      "ecs/ecsAutoSnapshotPolicyAttachment:EcsAutoSnapshotPolicyAttachment",
      { autoSnapshotPolicyId: "policy", diskId: "d-1" },
    ],
    byTag: [
      "ecs/autoSnapshotPolicy:AutoSnapshotPolicy",
      {
        associationType: "AssociatedWithInstanceTag",
        targetTags: [{ tagKey: "team", tagValue: later("vpc") }, { tagKey: "none" }],
      },
    ],
    other: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], tags: { team: "a" } }],
    disk: ["ecs/ecsDisk:EcsDisk", {}],
    attached: ["ecs/ecsDiskAttachment:EcsDiskAttachment", { diskId: "disk", instanceId: "other" }],
  },
  "disks that a region encrypts by default": {
    usual: ["ecs/diskEncryptionByDefault:DiskEncryptionByDefault", {}],
    disk: ["ecs/ecsDisk:EcsDisk", {}],
  },
};

export const SMALL_STACKS: Readonly<
  Record<string, { readonly site: SmallStack; readonly stacks: Readonly<Record<string, SmallStack>> }>
> = {
  aws: { site: AWS, stacks: OF_AWS },
  alicloud: { site: ALICLOUD, stacks: OF_ALICLOUD },
};
