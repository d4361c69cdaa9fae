/** The type tokens of balancers, and of what holds the servers behind them. */

export const CLASSIC_BALANCERS = [
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  "alicloud:slb/loadBalancer:LoadBalancer",
] as const;
export const APPLICATION_BALANCER = "alicloud:alb/loadBalancer:LoadBalancer";
export const NETWORK_BALANCER = "alicloud:nlb/loadBalancer:LoadBalancer";

export const SERVER_GROUPS = [
  "alicloud:slb/serverGroup:ServerGroup",
  "alicloud:slb/masterSlaveServerGroup:MasterSlaveServerGroup",
  "alicloud:alb/serverGroup:ServerGroup",
  "alicloud:nlb/serverGroup:ServerGroup",
] as const;
