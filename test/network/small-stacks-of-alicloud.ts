import { type Entry, later, type SmallStack } from "./small-stack";

/** A VPC with a vSwitch, and a machine that everybody gets to. */
export const ALICLOUD: SmallStack = {
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
export const OF_ALICLOUD: Readonly<Record<string, SmallStack>> = {
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
  "ways out by SNAT of blocks, by addresses that a gateway has, and of machines that may lie anywhere": {
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { snatTableIds: "snat" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.7" }],
    bound: ["ecs/eipAssociation:EipAssociation", { allocationId: "address", instanceId: "nat" }],
    out: route("0.0.0.0/0", "nat", "system"),
    block: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceCidr: "10.0.1.0/25", snatIp: "203.0.113.7" },
    ],
    other: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceVswitchId: "vsw-1", snatIp: "203.0.113.7" },
    ],
    low: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], privateIp: "10.0.1.7" }],
    high: [
      "ecs/instance:Instance",
      { vswitchId: "switch", securityGroups: ["open"], privateIp: "10.0.1.200" },
    ],
    stray: ["ecs/instance:Instance", { vswitchId: later(), securityGroups: ["open"] }],
  },
  "ways out by SNAT of a vSwitch that is not known yet, by addresses of which some are elsewhere": {
    nat: [
      "vpc/natGateway:NatGateway",
      { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" },
      { snatTableIds: "snat" },
    ],
    address: ["ecs/eipAddress:EipAddress", {}, { ipAddress: "203.0.113.7" }],
    bound: ["ecs/eipAssociation:EipAssociation", { allocationId: "address", instanceId: "nat" }],
    out: route("0.0.0.0/0", "nat", "system"),
    entry: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceVswitchId: later(), snatIp: "203.0.113.7" },
    ],
    partly: [
      "vpc/snatEntry:SnatEntry",
      { snatTableId: "snat", sourceVswitchId: "further", snatIp: "203.0.113.7,203.0.113.8" },
    ],
    further: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
    second: ["ecs/instance:Instance", { vswitchId: "further", securityGroups: ["open"] }],
    stray: ["ecs/instance:Instance", { vswitchId: "vsw-1", securityGroups: ["open"] }],
  },
  "IPv6 addresses that only their machines tell apart": {
    first: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], ipv6AddressCount: 1 }],
    second: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"], ipv6AddressCount: 1 }],
    bandwidth: ["vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth", { ipv6AddressId: later("first") }],
    another: ["vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth", { ipv6AddressId: later("second") }],
    oneWay: [
      "vpc/ipv6EgressRule:Ipv6EgressRule",
      { instanceId: later("second"), instanceType: "Ipv6Address" },
    ],
  },
  "rules of protocols beside ports of all kinds": {
    inner: ["ecs/securityGroup:SecurityGroup", { vpcId: "vpc" }],
    ...Object.fromEntries(
      [
        { ipProtocol: "icmp", portRange: later("vpc") },
        { ipProtocol: "icmp", portRange: undefined },
        { ipProtocol: "icmp", portRange: "22/22" },
        { ipProtocol: "gre", portRange: "-1/-1" },
        { portRange: later("vpc") },
        { portRange: undefined },
        { portRange: "0/22" },
        { portRange: "22/0" },
        { portRange: "22/65536" },
        { portRange: "65536/22" },
        { portRange: "23/22" },
        { portRange: " 1/65535 " },
        { ipProtocol: later("vpc") },
        { ipProtocol: undefined },
        { ipProtocol: " TCP " },
        { ipProtocol: "sctp" },
      ].map((more, i) => [`rule-${i}`, permission(more)]),
    ),
  },
  "routes of what is not known yet, by the tables that two VPCs have": {
    second: ["vpc/network:Network", { cidrBlock: "172.16.0.0/12" }, { routeTableId: "table" }],
    nat: ["vpc/natGateway:NatGateway", { vpcId: "vpc", vswitchId: "switch", natType: "Enhanced" }],
    ofSecond: route("192.168.0.0/16", "nat", later("second")),
    ofFirst: route("192.168.1.0/24", "nat", later("vpc")),
    unclear: [
      "vpc/routeEntry:RouteEntry",
      { routeTableId: "system", destinationCidrblock: later(), nexthopId: "nat" },
    ],
    unclearToo: [
      "vpc/routeEntry:RouteEntry",
      { routeTableId: "system", destinationCidrblock: later(), nexthopId: "nat" },
    ],
  },
  "what balancers serve for certain, and endpoints of VPCs": {
    balancer: [
      "slb/applicationLoadBalancer:ApplicationLoadBalancer",
      { addressType: "internet", addressIpVersion: later("vpc") },
    ],
    listener: listener({ port: 443 }),
    servers: [
      "slb/backendServer:BackendServer",
      { loadBalancerId: "balancer", backendServers: [{ serverId: "web" }] },
    ],
    second: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    third: ["ecs/instance:Instance", { vswitchId: "switch", securityGroups: ["open"] }],
    abroad: [
      "slb/backendServer:BackendServer",
      { loadBalancerId: "lb-1", backendServers: [{ serverId: "i-1" }] },
    ],
    other: ["vpc/network:Network", { cidrBlock: "172.16.0.0/12" }],
    endpoint: ["privatelink/vpcEndpoint:VpcEndpoint", { vpcId: "vpc", serviceId: "epsrv-1" }],
    stray: ["privatelink/vpcEndpoint:VpcEndpoint", { vpcId: later("vpc", "other"), serviceId: "epsrv-1" }],
  },
  "a network ACL whose vSwitches only the cloud has told": {
    further: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.2.0/24" }],
    third: ["vpc/switch:Switch", { vpcId: "vpc", cidrBlock: "10.0.3.0/24" }],
    acl: ["vpc/networkAcl:NetworkAcl", { vpcId: "vpc" }],
    put: [
      "vpc/networkAclAttachment:NetworkAclAttachment",
      { networkAclId: "acl", resources: later() },
      { resources: [{ resourceId: "further" }, { resourceId: "third" }] },
    ],
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
