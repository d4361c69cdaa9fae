import type { Resource } from "../../../stack/resource";
import type { Value } from "../../../stack/value";
import type { Naming } from "../../names/naming";
import { Tags } from "../../names/tags";
import { LAUNCH_TEMPLATES } from "../types";

const NAME = ["name"];

/** By type, the properties of its own name, the newer before the older; `name` elsewhere. */
const OWN_NAME_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "alicloud:ecs/securityGroup:SecurityGroup": ["securityGroupName", "name"],
  "alicloud:ecs/instance:Instance": ["instanceName"],
  "alicloud:ecs/ecsInstanceSet:EcsInstanceSet": ["instanceName"],
  "alicloud:cs/nodePool:NodePool": ["nodePoolName", "name"],
  "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate": ["launchTemplateName", "name"],
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface": ["networkInterfaceName", "name"],
  "alicloud:ecs/eipAddress:EipAddress": ["addressName", "name"],
  "alicloud:vpc/network:Network": ["vpcName", "name"],
  "alicloud:vpc/switch:Switch": ["vswitchName", "name"],
  "alicloud:vpc/natGateway:NatGateway": ["natGatewayName", "name"],
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": ["loadBalancerName", "name"],
  "alicloud:alb/loadBalancer:LoadBalancer": ["loadBalancerName"],
  "alicloud:nlb/loadBalancer:LoadBalancer": ["loadBalancerName"],
  "alicloud:rds/instance:Instance": ["instanceName"],
  "alicloud:kvstore/instance:Instance": ["dbInstanceName", "instanceName"],
  "alicloud:mongodb/instance:Instance": ["name"],
  "alicloud:mongodb/shardingInstance:ShardingInstance": ["name"],
  "alicloud:polardb/cluster:Cluster": ["description"],
  "alicloud:privatelink/vpcEndpoint:VpcEndpoint": ["vpcEndpointName"],
  "alicloud:ess/scalingGroup:ScalingGroup": ["scalingGroupName"],
  "alicloud:ess/scalingConfiguration:ScalingConfiguration": ["scalingConfigurationName", "instanceName"],
};

/** The tokens under which the SDK offers a resource once more, and those that older programs left in states. */
const CANONICAL_TYPES: Readonly<Record<string, string>> = {
  "alicloud:vpc/subnet:Subnet": "alicloud:vpc/switch:Switch",
  "alicloud:ecs/eip:Eip": "alicloud:ecs/eipAddress:EipAddress",
  "alicloud:ecs/launchTemplate:LaunchTemplate": "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate",
  "alicloud:vpc/networkInterface:NetworkInterface": "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
  "alicloud:slb/loadBalancer:LoadBalancer": "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
};

const canonicalType = (type: string): string => CANONICAL_TYPES[type] ?? type;

/** What a template launches has `tags`, which come first; the template itself has `templateTags`. */
const TEMPLATE_TAGS = ["templateTags", "tags"];

export const ALICLOUD_NAMING: Naming = {
  hasTagList: () => false,
  tagPropertiesOf: (type) =>
    (LAUNCH_TEMPLATES as readonly string[]).includes(type) ? TEMPLATE_TAGS : ["tags"],
  namePropertiesOf: (type) => OWN_NAME_PROPERTIES[canonicalType(type)] ?? NAME,
  canonicalType,
};

/** The tags of a resource, and over them those of a part of it, such as a launch template's instance tags. */
export function tagsOf(resource: Resource, ...ofPart: readonly Value[]): Tags {
  return Tags.of(resource, ALICLOUD_NAMING, ...ofPart);
}
