const AUTOSCALING_GROUP = "aws:autoscaling/group:Group";

/** The types that should say which environment they belong to: network, compute, databases and balancers. */
export const ENVIRONMENT_TYPES = [
  "aws:ec2/vpc:Vpc",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/instance:Instance",
  "aws:ec2/launchTemplate:LaunchTemplate",
  AUTOSCALING_GROUP,
  "aws:ec2/networkInterface:NetworkInterface",
  "aws:ec2/eip:Eip",
  "aws:ec2/natGateway:NatGateway",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:redshift/cluster:Cluster",
  "aws:ecs/service:Service",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
] as const;

/** Other tokens of one resource: those that the SDK offers beside it, and those that older programs left in states. */
const CANONICAL_TYPES: Readonly<Record<string, string>> = {
  "aws:alb/loadBalancer:LoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
  "aws:elasticloadbalancing/loadBalancer:LoadBalancer": "aws:elb/loadBalancer:LoadBalancer",
};

/** Whether a type is one of `types`, by whatever token either names it. */
export function isOneOf(type: string, types: readonly string[]): boolean {
  const wanted = CANONICAL_TYPES[type] ?? type;
  return types.some((one) => (CANONICAL_TYPES[one] ?? one) === wanted);
}

/**
 * Whether a type's tags are a list of key and value. That is the one kind to which the provider adds no default tags:
 * https://www.hashicorp.com/blog/default-tags-in-the-terraform-aws-provider
 */
export function hasTagList(type: string): boolean {
  return type === AUTOSCALING_GROUP;
}
