import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A VPC with an internet gateway, and NAT where a case asks for it. */
export interface Site {
  readonly vpc: aws.ec2.Vpc;
  readonly gateway: aws.ec2.InternetGateway;
  /** A NAT gateway in a subnet of the same name, which leads to the internet gateway. */
  nat(name?: string): aws.ec2.NatGateway;
}

export function site(name = "vpc"): Site {
  const vpc = new aws.ec2.Vpc(name, { enableDnsHostnames: true, cidrBlock: "10.0.0.0/16" });
  const gateway = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id });
  const at: Site = {
    vpc,
    gateway,
    nat: (nat = "nat") =>
      new aws.ec2.NatGateway(nat, {
        subnetId: web(at, {}, nat).id,
        allocationId: new aws.ec2.Eip(`${nat}-ip`).allocationId,
      }),
  };
  return at;
}

export function subnet({ vpc }: Site, args: object = {}, name = "subnet"): aws.ec2.Subnet {
  return new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", ...args });
}

/** A subnet whose routes lead to the internet gateway. */
export function web(at: Site, args: object = {}, name = "web"): aws.ec2.Subnet {
  const place = subnet(at, args, name);
  const table = new aws.ec2.RouteTable(`${name}-table`, {
    vpcId: at.vpc.id,
    routes: [
      { cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id },
      { ipv6CidrBlock: "::/0", gatewayId: at.gateway.id },
    ],
  });
  new aws.ec2.RouteTableAssociation(`${name}-association`, { subnetId: place.id, routeTableId: table.id });
  return place;
}

export function acl(
  { vpc }: Site,
  place: aws.ec2.Subnet,
  ingress: object[],
  egress: object[],
): aws.ec2.NetworkAcl {
  return new aws.ec2.NetworkAcl("acl", {
    vpcId: vpc.id,
    subnetIds: [place.id],
    ingress: ingress as never,
    egress: egress as never,
  });
}

export function group(
  { vpc }: Site,
  ingress: object[],
  name = "sg",
  more: object = {},
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, ingress: ingress as never, ...more });
}

export function tcp(port: number, ...cidrBlocks: pulumi.Input<string>[]) {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks };
}
