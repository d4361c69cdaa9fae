/** The type tokens that several readers need, with the older tokens of the same resources. */

export const SECURITY_GROUP = "alicloud:ecs/securityGroup:SecurityGroup";
export const SECURITY_GROUP_RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule";

export const VPCS = ["alicloud:vpc/network:Network"] as const;
export const VSWITCHES = ["alicloud:vpc/switch:Switch", "alicloud:vpc/subnet:Subnet"] as const;

export const INSTANCE = "alicloud:ecs/instance:Instance";
export const INSTANCE_SET = "alicloud:ecs/ecsInstanceSet:EcsInstanceSet";
export const EDGE_INSTANCE = "alicloud:ens/instance:Instance";
/** What is meant where a machine is named: an instance, or a set by the id of one of its machines. */
export const MACHINES_NAMED = [INSTANCE, INSTANCE_SET];
export const MACHINE_HANDLES = ["id", "instanceIds"];
export const SCALING_CONFIGURATION = "alicloud:ess/scalingConfiguration:ScalingConfiguration";
export const CONTAINER_SCALING = "alicloud:ess/eciScalingConfiguration:EciScalingConfiguration";
export const LAUNCH_TEMPLATES = [
  "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate",
  "alicloud:ecs/launchTemplate:LaunchTemplate",
] as const;
export const NETWORK_INTERFACES = [
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
  "alicloud:vpc/networkInterface:NetworkInterface",
] as const;
export const EIPS = ["alicloud:ecs/eipAddress:EipAddress", "alicloud:ecs/eip:Eip"] as const;
export const EIP_ASSOCIATION = "alicloud:ecs/eipAssociation:EipAssociation";
export const NAT_GATEWAY = "alicloud:vpc/natGateway:NatGateway";
export const PREFIX_LISTS = [
  "alicloud:ecs/ecsPrefixList:EcsPrefixList",
  "alicloud:vpc/prefixList:PrefixList",
] as const;
export const NODE_POOL = "alicloud:cs/nodePool:NodePool";
export const SCALING_GROUP = "alicloud:ess/scalingGroup:ScalingGroup";
export const ROUTE_TABLE = "alicloud:vpc/routeTable:RouteTable";
export const BUCKET = "alicloud:oss/bucket:Bucket";
export const DISKS = ["alicloud:ecs/ecsDisk:EcsDisk", "alicloud:ecs/disk:Disk"] as const;

/** What makes resources by templates of another kind, which nobody reads. */
export const MAKING_OTHERS = [
  "alicloud:cloudcontrol/resource:Resource",
  "alicloud:compute/nestServiceInstance:NestServiceInstance",
  "alicloud:ros/changeSet:ChangeSet",
  "alicloud:ros/stack:Stack",
  "alicloud:ros/stackGroup:StackGroup",
  "alicloud:ros/stackInstance:StackInstance",
  "alicloud:ros/stackInstances:StackInstances",
  "alicloud:servicecatalog/provisionedProduct:ProvisionedProduct",
];

/** What gives a role to machines, how it names these, and the role. */
export const ROLE_ATTACHMENTS = [
  ["alicloud:ecs/ramRoleAttachment:RamRoleAttachment", "instanceId", "ramRoleName"],
  ["alicloud:ram/roleAttachment:RoleAttachment", "instanceIds", "roleName"],
] as const;
