import * as aws from "@pulumi/aws";
import { named, options, region } from "./settings";

export const vpc = new aws.ec2.Vpc(
  "vpc",
  {
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    enableDnsHostnames: true, // Interface endpoints answer to AWS's own names only with it.
    tags: named("vpc"),
  },
  options,
);

// Whatever names no group of its own gets this one, which lets nothing through.
new aws.ec2.DefaultSecurityGroup(
  "closed",
  { vpcId: vpc.id, ingress: [], egress: [], tags: named("default-closed") },
  options,
);

const zones = ["a", "b"];
const blockOf = (third: number) => `10.0.${third}.0/24`;
const privateBlocks = zones.map((_, i) => blockOf(10 + i));

function subnets(tier: string, firstBlock: number): aws.ec2.Subnet[] {
  return zones.map(
    (zone, i) =>
      new aws.ec2.Subnet(
        `${tier}-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: `${region}${zone}`,
          cidrBlock: blockOf(firstBlock + i),
          tags: named(`${tier}-${zone}`, { Tier: tier }),
        },
        options,
      ),
  );
}

function routeTable(name: string, tableSubnets: aws.ec2.Subnet[]): aws.ec2.RouteTable {
  const table = new aws.ec2.RouteTable(name, { vpcId: vpc.id, tags: named(name) }, options);
  for (const [i, subnet] of tableSubnets.entries()) {
    new aws.ec2.RouteTableAssociation(
      `${name}-${i}`,
      { routeTableId: table.id, subnetId: subnet.id },
      options,
    );
  }
  return table;
}

export const publicSubnets = subnets("public", 0);
export const privateSubnets = subnets("private", 10);
export const databaseSubnets = subnets("database", 20);

const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id, tags: named("internet") }, options);
new aws.ec2.Route(
  "public-internet",
  {
    routeTableId: routeTable("public", publicSubnets).id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: gateway.id,
  },
  options,
);

// A NAT gateway a zone, so that losing a zone does not cut the other one off.
const privateTables = zones.map((zone, i) => {
  const address = new aws.ec2.Eip(`nat-${zone}`, { domain: "vpc", tags: named(`nat-${zone}`) }, options);
  const nat = new aws.ec2.NatGateway(
    `nat-${zone}`,
    { allocationId: address.id, subnetId: publicSubnets[i]?.id ?? "", tags: named(`nat-${zone}`) },
    { ...options, dependsOn: gateway },
  );
  const table = routeTable(
    `private-${zone}`,
    privateSubnets.filter((_, position) => position === i),
  );
  new aws.ec2.Route(
    `private-${zone}-out`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
    options,
  );
  return table;
});

// Nothing leads out of the database's subnets, or in from anywhere but the private ones.
const databaseTable = routeTable("database", databaseSubnets);
new aws.ec2.NetworkAcl(
  "database",
  {
    vpcId: vpc.id,
    subnetIds: databaseSubnets.map(({ id }) => id),
    ingress: privateBlocks.map((cidrBlock, i) => ({
      ruleNo: 100 + i,
      action: "allow",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      cidrBlock,
    })),
    egress: privateBlocks.map((cidrBlock, i) => ({
      ruleNo: 100 + i,
      action: "allow",
      protocol: "tcp",
      fromPort: 1024, // Answers go to the ports that clients pick: network ACLs keep no state.
      toPort: 65535,
      cidrBlock,
    })),
    tags: named("database"),
  },
  options,
);

const [s3] = ["s3", "dynamodb"].map(
  (service) =>
    new aws.ec2.VpcEndpoint(
      service,
      {
        vpcId: vpc.id,
        vpcEndpointType: "Gateway",
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds: [...privateTables, databaseTable].map(({ id }) => id),
        tags: named(service),
      },
      options,
    ),
);

/** The addresses of S3 in the region. Amazon Linux keeps its packages there. */
export const s3Addresses = s3?.prefixListId ?? "";

const logs = new aws.cloudwatch.LogGroup(
  "flow-logs",
  { retentionInDays: 90, tags: named("flow-logs") },
  options,
);
const logWriter = new aws.iam.Role(
  "flow-logs",
  {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }),
    tags: named("flow-logs"),
  },
  options,
);
new aws.iam.RolePolicy(
  "flow-logs",
  {
    role: logWriter.id,
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: logs.arn.apply((arn) => `${arn}:*`),
        },
      ],
    },
  },
  options,
);
new aws.ec2.FlowLog(
  "vpc",
  {
    vpcId: vpc.id,
    trafficType: "ALL",
    logDestination: logs.arn,
    iamRoleArn: logWriter.arn,
    tags: named("vpc"),
  },
  options,
);
