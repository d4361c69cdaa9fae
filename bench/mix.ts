import { UNKNOWN_STRING } from "../stack/signatures";
import type { Values } from "../stack/value";

/** A resource as a program declares it: inputs, and the resources behind its properties by their URNs. */
export interface Declared {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly parent?: string;
}

export const UNKNOWN = UNKNOWN_STRING;
export const PROVIDER = "urn:pulumi:prod::shop::pulumi:providers:aws::default";

/** Gathers the resources of a stack. */
export class Stack {
  readonly resources: Declared[] = [];

  /** @param behind the URNs behind each property, whose value is then unknown */
  add(
    token: string,
    name: string,
    known: Values,
    behind: Readonly<Record<string, readonly string[]>> = {},
    parent?: string,
  ): string {
    const type = /^(shop|alicloud):/.test(token) ? token : `aws:${token}`;
    const urn = `urn:pulumi:prod::shop::${type}::${name}`;
    const unknowns = Object.entries(behind)
      .filter(([property]) => !(property in known))
      .map(([property, urns]) => [property, property.endsWith("s") ? urns.map(() => UNKNOWN) : UNKNOWN]);
    const inputs = { ...known, ...Object.fromEntries(unknowns) };
    this.resources.push({ urn, type, name, inputs, dependencies: behind, ...(parent && { parent }) });
    return urn;
  }
}

const TAGS = { Environment: "prod", Owner: "payments", CostCenter: "4711" };
const ANYWHERE = "0.0.0.0/0";

/** A stack as teams have them: of a hundred resources thirty are of the network, the others names, rights, queues, logs and alarms. */
export function mix(size: number): Declared[] {
  const stack = new Stack();
  let vpc = "";
  for (let unit = 0; stack.resources.length < size; unit++) {
    if (unit % 20 === 0)
      vpc = stack.add("ec2/vpc:Vpc", `vpc-${unit}`, { cidrBlock: "10.0.0.0/8", tags: TAGS });
    networkOf(stack, unit, vpc);
    besides(stack, unit);
  }
  return stack.resources.slice(0, size);
}

function networkOf(stack: Stack, unit: number, vpc: string): void {
  const net = (third: number) => `10.${unit % 250}.${third}.0/24`;
  const gateway = stack.add(
    "ec2/internetGateway:InternetGateway",
    `igw-${unit}`,
    { tags: TAGS },
    { vpcId: [vpc] },
  );
  const table = stack.add(
    "ec2/routeTable:RouteTable",
    `public-${unit}`,
    { routes: [{ cidrBlock: ANYWHERE, gatewayId: UNKNOWN }], tags: TAGS },
    { vpcId: [vpc], routes: [gateway] },
  );
  const subnets = [0, 1, 2].map((i) => {
    const subnet = stack.add(
      "ec2/subnet:Subnet",
      `subnet-${unit}-${i}`,
      { cidrBlock: net(i), tags: TAGS },
      { vpcId: [vpc] },
    );
    stack.add(
      "ec2/routeTableAssociation:RouteTableAssociation",
      `routes-${unit}-${i}`,
      {},
      { subnetId: [subnet], routeTableId: [table] },
    );
    return subnet;
  });
  const groups = ["web", "app", "db"].map((purpose) =>
    stack.add(
      "ec2/securityGroup:SecurityGroup",
      `${purpose}-prod-${unit}`,
      { description: purpose, tags: TAGS },
      { vpcId: [vpc] },
    ),
  );
  const [web = "", app = "", db = ""] = groups;
  const ports: [string, string, number, string | undefined][] = [
    ["https", web, 443, undefined],
    ["http", web, 80, undefined],
    ["api", app, 8080, web],
    ["metrics", app, 9100, web],
    ["postgres", db, 5432, app],
  ];
  for (const [name, group, port, peer] of ports)
    stack.add(
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      `${name}-${unit}`,
      {
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: name,
        tags: TAGS,
        ...(peer ? {} : { cidrIpv4: ANYWHERE }),
      },
      { securityGroupId: [group], ...(peer && { referencedSecurityGroupId: [peer] }) },
    );
  const balancer = stack.add(
    "lb/loadBalancer:LoadBalancer",
    `alb-${unit}`,
    { loadBalancerType: "application", tags: TAGS },
    { subnets, securityGroups: [web] },
  );
  const target = stack.add(
    "lb/targetGroup:TargetGroup",
    `tg-${unit}`,
    { port: 8080, protocol: "HTTP", tags: TAGS },
    { vpcId: [vpc] },
  );
  stack.add(
    "lb/listener:Listener",
    `listener-${unit}`,
    { port: 443, protocol: "HTTPS", defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }] },
    { loadBalancerArn: [balancer], defaultActions: [target] },
  );
  for (const i of [0, 1])
    stack.add(
      "ec2/instance:Instance",
      `app-${unit}-${i}`,
      {
        ami: "ami-0123456789abcdef0",
        instanceType: "m7g.large",
        metadataOptions: { httpTokens: "required" },
        tags: TAGS,
      },
      { subnetId: [subnets[i] ?? ""], vpcSecurityGroupIds: [app] },
    );
  stack.add(
    "rds/instance:Instance",
    `db-${unit}`,
    { engine: "postgres", instanceClass: "db.r7g.large", storageEncrypted: true, tags: TAGS },
    { vpcSecurityGroupIds: [db] },
  );
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const rights = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::shop-prod/*" }],
});

function besides(stack: Stack, unit: number): void {
  for (let i = 0; i < 8; i++) {
    const name = `${unit}-${i}`;
    const role = stack.add("iam/role:Role", `role-${name}`, { assumeRolePolicy: trust, tags: TAGS });
    stack.add("iam/rolePolicy:RolePolicy", `rights-${name}`, { policy: rights }, { role: [role] });
    stack.add("cloudwatch/logGroup:LogGroup", `logs-${name}`, {
      name: `/aws/lambda/${name}`,
      retentionInDays: 30,
      tags: TAGS,
    });
    stack.add(
      "lambda/function:Function",
      `function-${name}`,
      {
        runtime: "nodejs22.x",
        handler: "index.handler",
        memorySize: 512,
        environment: { variables: { TABLE: "orders", STAGE: "prod" } },
        tags: TAGS,
      },
      { role: [role] },
    );
    stack.add("cloudwatch/metricAlarm:MetricAlarm", `alarm-${name}`, {
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 2,
      metricName: "Errors",
      namespace: "AWS/Lambda",
      period: 60,
      statistic: "Sum",
      threshold: 1,
      dimensions: { FunctionName: name },
      tags: TAGS,
    });
    stack.add("sqs/queue:Queue", `queue-${name}`, {
      messageRetentionSeconds: 1209600,
      sqsManagedSseEnabled: true,
      tags: TAGS,
    });
    stack.add("route53/record:Record", `record-${name}`, {
      name: `${name}.example.com`,
      type: "CNAME",
      ttl: 300,
      records: ["example.com"],
      zoneId: "Z1",
    });
    stack.add("ssm/parameter:Parameter", `parameter-${name}`, {
      type: "String",
      value: "42",
      name: `/shop/${name}`,
      tags: TAGS,
    });
  }
}
