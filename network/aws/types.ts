/** The type tokens that several readers need. */

export const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";
export const SUBNETS = ["aws:ec2/subnet:Subnet", DEFAULT_SUBNET] as const;

export const VPC = "aws:ec2/vpc:Vpc";
export const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";
export const VPCS = [VPC, DEFAULT_VPC] as const;

export const INSTANCE = "aws:ec2/instance:Instance";
export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
