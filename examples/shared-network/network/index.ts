import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const environment = pulumi.getStack();
const tags = (name: string) => ({ Name: `network-${environment}-${name}`, Environment: environment });

const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", tags: tags("main") });

// Whatever names no group of its own gets this one, which lets nothing through.
new aws.ec2.DefaultSecurityGroup("closed", {
  vpcId: vpc.id,
  ingress: [],
  egress: [],
  tags: tags("default-closed"),
});

new aws.ec2.FlowLog("main", {
  vpcId: vpc.id,
  trafficType: "ALL",
  logDestinationType: "s3",
  logDestination: "arn:aws:s3:::example-organization-audit",
  tags: tags("main"),
});

const gateway = new aws.ec2.InternetGateway("main", { vpcId: vpc.id, tags: tags("main") });

type Routes = aws.types.input.ec2.RouteTableRoute[];

function tier(name: "public" | "private", firstBlock: number, routes: Routes) {
  const table = new aws.ec2.RouteTable(name, { vpcId: vpc.id, routes, tags: tags(name) });
  const subnets = ["a", "c"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`${name}-${zone}`, {
      vpcId: vpc.id,
      availabilityZone: `us-east-1${zone}`,
      cidrBlock: `10.0.${firstBlock + i}.0/24`,
      tags: { ...tags(`${name}-${zone}`), Tier: name },
    });
    new aws.ec2.RouteTableAssociation(`${name}-${zone}`, { subnetId: subnet.id, routeTableId: table.id });
    return subnet;
  });
  return { table, subnets };
}

const outer = tier("public", 0, [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }]);
const address = new aws.ec2.Eip("nat", { domain: "vpc", tags: tags("nat") });
const nat = new aws.ec2.NatGateway("main", {
  subnetId: outer.subnets[0]?.id ?? "",
  allocationId: address.id,
  tags: tags("main"),
});
const inner = tier("private", 16, [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }]);

for (const service of ["s3", "dynamodb"])
  new aws.ec2.VpcEndpoint(service, {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: `com.amazonaws.us-east-1.${service}`,
    routeTableIds: [inner.table.id],
    tags: tags(service),
  });

export const vpcId = vpc.id;
export const publicSubnetIds = outer.subnets.map(({ id }) => id);
export const privateSubnetIds = inner.subnets.map(({ id }) => id);
