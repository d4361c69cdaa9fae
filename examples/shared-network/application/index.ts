import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const environment = pulumi.getStack();
const tags = (name: string) => ({ Name: `ledger-${environment}-${name}`, Environment: environment });

/** The stack that makes the company's network. */
const network = new pulumi.StackReference(config.get("network") ?? `example/network/${environment}`);
const vpcId = network.requireOutput("vpcId");

/** In the public subnets the database would be in the wrong place, which nothing in this program alone would tell. */
const subnetIds = network.requireOutput(config.get("subnets") ?? "privateSubnetIds");

const group = (purpose: string, description: string) =>
  new aws.ec2.SecurityGroup(`${purpose}-${environment}`, { vpcId, description, tags: tags(purpose) });
const application = group("application", "The API of the ledger");
const database = group("database", "PostgreSQL of the ledger");

const postgres = { description: "PostgreSQL, for the API", ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
new aws.vpc.SecurityGroupEgressRule("application-to-database", {
  ...postgres,
  securityGroupId: application.id,
  referencedSecurityGroupId: database.id,
  tags: tags("application-to-database"),
});
new aws.vpc.SecurityGroupIngressRule("application-to-database", {
  ...postgres,
  securityGroupId: database.id,
  referencedSecurityGroupId: application.id,
  tags: tags("application-to-database"),
});
new aws.vpc.SecurityGroupEgressRule("application-to-bank", {
  description: "API of the bank",
  securityGroupId: application.id,
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "203.0.113.0/28",
  tags: tags("application-to-bank"),
});

const cluster = new aws.ecs.Cluster("ledger", { tags: tags("ledger") });
const role = new aws.iam.Role("ledger", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
  tags: tags("ledger"),
});
const task = new aws.ecs.TaskDefinition("ledger", {
  family: "ledger",
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  executionRoleArn: role.arn,
  containerDefinitions: JSON.stringify([{ name: "api", image: "example/ledger:1", essential: true }]),
  tags: tags("ledger"),
});
new aws.ecs.Service("api", {
  cluster: cluster.arn,
  taskDefinition: task.arn,
  desiredCount: 2,
  launchType: "FARGATE",
  networkConfiguration: {
    subnets: network.requireOutput("privateSubnetIds"),
    securityGroups: [application.id],
    assignPublicIp: false,
  },
  tags: tags("api"),
});

const place = new aws.rds.SubnetGroup("ledger", { subnetIds, tags: tags("ledger") });
new aws.rds.Instance("ledger", {
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  username: "ledger",
  manageMasterUserPassword: true,
  dbSubnetGroupName: place.name,
  vpcSecurityGroupIds: [database.id],
  publiclyAccessible: false,
  storageEncrypted: true,
  backupRetentionPeriod: 7,
  parameterGroupName: new aws.rds.ParameterGroup("ledger", {
    family: "postgres17",
    parameters: [{ name: "rds.force_ssl", value: "1" }],
    tags: tags("ledger"),
  }).name,
  tags: tags("ledger"),
});
