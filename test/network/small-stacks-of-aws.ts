import { type Entry, later, type SmallStack } from "./small-stack";

/** A VPC with a public and a private subnet, and a machine that everybody gets to. */
export const AWS: SmallStack = {
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

const ingressRule = (port: number) => ({
  ...{ securityGroupId: "group", ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" },
});

const endpoint = (more: object) => ({
  ...{ vpcId: "vpc", serviceName: "com.amazonaws.us-east-1.ssm", vpcEndpointType: "Interface" },
  ...{ subnetIds: ["private"], securityGroupIds: ["open"] },
  ...more,
});

/** What is asked of AWS beside its site. */
export const OF_AWS: Readonly<Record<string, SmallStack>> = {
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
  "endpoints beside hosted zones of their VPC and others, and in subnets that are not known yet": {
    named: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ privateDnsEnabled: false })],
    other: [
      "ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: "com.amazonaws.us-east-1.ecr.api", privateDnsEnabled: false }),
    ],
    third: [
      "ec2/vpcEndpoint:VpcEndpoint",
      endpoint({ serviceName: "com.amazonaws.us-east-1.sqs", privateDnsEnabled: false }),
    ],
    partly: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ subnetIds: ["private", later()] })],
    joined: ["ec2/vpcEndpoint:VpcEndpoint", endpoint({ subnetIds: undefined })],
    join: [
      "ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
      { vpcEndpointId: "joined", subnetId: "public" },
    ],
    zone: ["route53/zone:Zone", { name: "ssm.us-east-1.amazonaws.com", vpcs: [{ vpcId: "vpc" }] }],
    zoneOfOther: [
      "route53/zone:Zone",
      { name: "api.ecr.us-east-1.amazonaws.com", vpcs: [{ vpcId: "vpc-1" }] },
    ],
    zoneElsewhere: ["route53/zone:Zone", { name: "example.org", vpcs: [{ vpcId: "vpc" }] }],
    nameless: ["route53/zone:Zone", { vpcs: [{ vpcId: "vpc" }] }],
    perhaps: ["route53/zone:Zone", { name: "sqs.us-east-1.amazonaws.com", vpcs: [{ vpcId: later() }] }],
  },
  "templates that describe interfaces, some of them there already": {
    eni: ["ec2/networkInterface:NetworkInterface", { subnetId: "public" }],
    template: [
      "ec2/launchTemplate:LaunchTemplate",
      {
        networkInterfaces: [
          { networkInterfaceId: "eni" },
          { subnetId: "public" },
          { subnetId: "public", securityGroups: ["open"] },
        ],
      },
    ],
    whole: [
      "ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ subnetId: "public" }], vpcSecurityGroupIds: ["open"] },
    ],
    bare: ["ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [] }],
    ...Object.fromEntries(
      ["template", "whole", "bare"].map((id, i) => [
        `of-${i}`,
        ["ec2/instance:Instance", { subnetId: "public", launchTemplate: { id } }],
      ]),
    ),
  },
  "subnets that are alike and others, some of tables that are not known whole": {
    first: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    second: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.4.0/24" }],
    ofFirst: ["ec2/routeTable:RouteTable", { vpcId: "vpc" }],
    ofSecond: ["ec2/routeTable:RouteTable", { vpcId: "vpc" }],
    joined: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "first", routeTableId: "ofFirst" },
    ],
    joinedToo: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "second", routeTableId: "ofSecond" },
    ],
    ofOne: [
      "ec2/route:Route",
      { routeTableId: later("ofFirst", "ofSecond"), destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw" },
    ],
    third: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.5.0/24" }],
    fourth: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.6.0/24" }],
    fifth: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.7.0/24", mapPublicIpOnLaunch: true }],
    ofThird: ["ec2/networkAcl:NetworkAcl", { vpcId: "vpc", subnetIds: ["third"] }],
    ofFourth: ["ec2/networkAcl:NetworkAcl", { vpcId: "vpc", subnetIds: ["fourth"] }],
  },
  "routes to the internet beside others of blocks that are not known yet": {
    table: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { cidrBlock: "0.0.0.0/0", gatewayId: "igw" },
          { cidrBlock: later(), gatewayId: "igw" },
        ],
      },
    ],
    joined: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "private", routeTableId: "table" },
    ],
    inside: [
      "ec2/instance:Instance",
      { subnetId: "private", vpcSecurityGroupIds: ["open"], associatePublicIpAddress: true },
    ],
    diverted: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    other: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { cidrBlock: "0.0.0.0/0", gatewayId: "igw" },
          { cidrBlock: later(), transitGatewayId: "tgw" },
        ],
      },
    ],
    joinedToo: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "diverted", routeTableId: "other" },
    ],
    beside: [
      "ec2/instance:Instance",
      { subnetId: "diverted", vpcSecurityGroupIds: ["open"], associatePublicIpAddress: true },
    ],
    gateway: ["ec2/internetGateway:InternetGateway", {}],
    shared: [
      "ec2/routeTable:RouteTable",
      {
        vpcId: "vpc",
        routes: [
          { cidrBlock: "0.0.0.0/0", gatewayId: later("igw") },
          { cidrBlock: "198.51.100.0/24", natGatewayId: later() },
        ],
      },
    ],
  },
  "rules that alone are to be in a group, by their ids": {
    group: ["ec2/securityGroup:SecurityGroup", { vpcId: "vpc", ingress: [rule("tcp", 80, 80)] }],
    user: ["ec2/instance:Instance", { subnetId: "private", vpcSecurityGroupIds: ["group"] }],
    kept: ["vpc/securityGroupIngressRule:SecurityGroupIngressRule", ingressRule(22)],
    named: [
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      ingressRule(23),
      { id: "rule-23", securityGroupRuleId: "sgr-23" },
    ],
    removed: ["vpc/securityGroupIngressRule:SecurityGroupIngressRule", ingressRule(24)],
    exclusive: [
      "ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
      { securityGroupId: "group", ingressRuleIds: ["kept", "sgr-23"], egressRuleIds: [] },
    ],
  },
  "settings of Beanstalk whose names are not known yet": {
    environment: [
      "elasticbeanstalk/environment:Environment",
      {
        settings: [
          { namespace: "aws:ec2:vpc", name: "Subnets", value: "private" },
          { namespace: later(), name: "AssociatePublicIpAddress", value: "true" },
        ],
      },
    ],
    second: [
      "elasticbeanstalk/environment:Environment",
      {
        settings: [
          { namespace: "aws:ec2:vpc", name: "Subnets", value: "public" },
          { namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: "false" },
          { namespace: later(), name: "AssociatePublicIpAddress", value: "true" },
        ],
      },
    ],
  },
  "machines and interfaces with addresses of their own in their subnets": {
    second: [
      "ec2/instance:Instance",
      { subnetId: "private", vpcSecurityGroupIds: ["open"], privateIp: "10.0.2.7" },
    ],
    eni: [
      "ec2/networkInterface:NetworkInterface",
      { subnetId: "private", securityGroups: ["open"], privateIps: ["10.0.2.8", "10.0.2.9"] },
    ],
    partly: [
      "ec2/networkInterface:NetworkInterface",
      { subnetId: "private", securityGroups: ["open"], privateIps: ["10.0.2.10", later()] },
    ],
    wrong: [
      "ec2/instance:Instance",
      { subnetId: "private", vpcSecurityGroupIds: ["open"], privateIp: "ten" },
    ],
    ...Object.fromEntries(
      ["eni", "partly"].map((networkInterfaceId, i) => [
        `with-${i}`,
        ["ec2/instance:Instance", { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId }] }],
      ]),
    ),
  },
  "buckets of which one may have what is blocked, and machines that a balancer may have": {
    first: ["s3/bucket:Bucket", {}],
    second: ["s3/bucket:Bucket", {}],
    block: [
      "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      { bucket: later("first", "second"), blockPublicAcls: true, blockPublicPolicy: false },
    ],
    balancer: ["lb/loadBalancer:LoadBalancer", { subnets: ["public"], securityGroups: ["open"] }],
    plain: ["lb/loadBalancer:LoadBalancer", { subnets: ["public"], loadBalancerType: "network" }],
    targets: ["lb/targetGroup:TargetGroup", { port: 80, protocol: "HTTP", vpcId: "vpc" }],
    spare: ["lb/targetGroup:TargetGroup", { port: 80, protocol: "HTTP", vpcId: "vpc" }],
    listener: forwarding("balancer", 80, "HTTP", "targets"),
    rule: [
      "lb/listenerRule:ListenerRule",
      { listenerArn: "listener", actions: [{ type: "forward", targetGroupArn: "spare" }], conditions: [] },
    ],
    target: ["lb/targetGroupAttachment:TargetGroupAttachment", { targetGroupArn: "spare", targetId: "web" }],
  },
  "machines that the cloud manages by default, where the setting's region is known and is not": {
    role: ["iam/role:Role", { assumeRolePolicy: "{}" }],
    on: [
      "ssm/serviceSetting:ServiceSetting",
      {
        settingId: "/ssm/managed-instance/default-ec2-instance-management-role",
        settingValue: "AWSSystemsManagerDefaultEC2InstanceManagementRole",
        region: later("role"),
      },
    ],
    other: [
      "ssm/serviceSetting:ServiceSetting",
      { settingId: "/ssm/parameter-store/default-parameter-tier" },
    ],
    nameless: [
      "ssm/serviceSetting:ServiceSetting",
      { settingValue: "AWSSystemsManagerDefaultEC2InstanceManagementRole" },
    ],
  },
  "an accelerator before a machine whose VPC has no internet gateway": {
    cut: ["ec2/vpc:Vpc", { cidrBlock: "10.1.0.0/16" }],
    apart: ["ec2/subnet:Subnet", { vpcId: "cut", cidrBlock: "10.1.1.0/24" }],
    group: [
      "ec2/securityGroup:SecurityGroup",
      {
        vpcId: "cut",
        ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
      },
    ],
    behind: ["ec2/instance:Instance", { subnetId: "apart", vpcSecurityGroupIds: ["group"] }],
    accelerator: ["globalaccelerator/accelerator:Accelerator", { enabled: true }],
    listener: [
      "globalaccelerator/listener:Listener",
      { acceleratorArn: "accelerator", protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }] },
    ],
    endpoints: [
      "globalaccelerator/endpointGroup:EndpointGroup",
      { listenerArn: "listener", endpointConfigurations: [{ endpointId: "behind" }] },
    ],
  },
  "associations that pass on the table of others, two of them each other's": {
    first: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    second: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.4.0/24" }],
    third: ["ec2/subnet:Subnet", { vpcId: "vpc", cidrBlock: "10.0.5.0/24" }],
    one: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "first", routeTableId: later("other") },
    ],
    other: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "second", routeTableId: later("one") },
    ],
    passed: [
      "ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "third", routeTableId: later("routed") },
    ],
    route: [
      "ec2/route:Route",
      { routeTableId: later("routed"), destinationCidrBlock: "198.51.100.0/24", gatewayId: "igw" },
    ],
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
