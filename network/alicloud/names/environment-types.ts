import { INSTANCE, NAT_GATEWAY, SECURITY_GROUP } from "../types";

/** The types that should say which environment they belong to: network, compute, databases and balancers. */
export const ENVIRONMENT_TYPES = [
  "alicloud:vpc/network:Network",
  "alicloud:vpc/switch:Switch",
  NAT_GATEWAY,
  SECURITY_GROUP,
  INSTANCE,
  "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate",
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
  "alicloud:ecs/eipAddress:EipAddress",
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  "alicloud:alb/loadBalancer:LoadBalancer",
  "alicloud:nlb/loadBalancer:LoadBalancer",
  "alicloud:rds/instance:Instance",
  "alicloud:kvstore/instance:Instance",
  "alicloud:redis/tairInstance:TairInstance",
  "alicloud:mongodb/instance:Instance",
  "alicloud:polardb/cluster:Cluster",
  "alicloud:privatelink/vpcEndpoint:VpcEndpoint",
] as const;
