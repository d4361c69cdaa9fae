import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tcp } from "./sites";

export const WORLD = "0.0.0.0/0";
export const SALES = "111111111111";
export const LAB = "222222222222";

/** Where things are made: by their own `region`, by a provider's, or as a role of an account. */
export interface Where {
  readonly args: { readonly region?: string };
  readonly opts: pulumi.CustomResourceOptions;
}

export const HERE: Where = { args: {}, opts: {} };
export const own = (region: string): Where => ({ args: { region }, opts: {} });
export const OHIO = own("us-east-2");
export const TOKYO = own("ap-northeast-1");

export function by(name: string, args: aws.ProviderArgs): Where {
  return { args: {}, opts: { provider: new aws.Provider(name, args) } };
}

export const inAccount = (name: string, account: string, region = "us-east-2") =>
  by(name, { region, assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deploy` }] });

export const host = (name: string, { args, opts }: Where, more: object = {}) =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args, ...more }, opts);

export const defaultVpc = (name: string, { args, opts }: Where) =>
  new aws.ec2.DefaultVpc(name, { ...args }, opts);

export const defaultGroup = (name: string, { args, opts }: Where, more: object = {}) =>
  new aws.ec2.DefaultSecurityGroup(name, { ingress: [], egress: [], ...args, ...more }, opts);

/** A VPC whose subnet leads to the internet. */
export function net(name: string, { args, opts }: Where, isOpen = true) {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, ...args }, opts);
  const gateway = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id, ...args }, opts);
  const subnet = new aws.ec2.Subnet(
    `${name}-subnet`,
    { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", ...args },
    opts,
  );
  const routes = isOpen ? [{ cidrBlock: WORLD, gatewayId: gateway.id }] : [];
  const table = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id, routes, ...args }, opts);
  new aws.ec2.RouteTableAssociation(
    `${name}-association`,
    { subnetId: subnet.id, routeTableId: table.id, ...args },
    opts,
  );
  return { vpc, subnet, table };
}

export const group = (
  name: string,
  { args, opts }: Where,
  vpcId: pulumi.Input<string> | undefined,
  port = 22,
) =>
  new aws.ec2.SecurityGroup(
    name,
    { ...(vpcId === undefined ? {} : { vpcId }), ingress: [tcp(port, WORLD)] as never, ...args },
    opts,
  );
