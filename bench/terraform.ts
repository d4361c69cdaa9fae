import type { Declared } from "./mix";
import { settledBy } from "./state";

/** The mix as Terraform plans it, for what reads that. The provider of Pulumi is made of Terraform's, so that names differ in form alone. */
export function planOf(resources: readonly Declared[]): string {
  const ids = new Map(resources.map(({ urn, name }) => [urn, name]));
  const planned = resources.map(({ type, name, inputs, dependencies }) => {
    const own = typeOf(type);
    const values = snaked(settledBy(ids, inputs, dependencies)) as object;
    const address = `${own}.${name}`;
    return { address, mode: "managed", type: own, name, provider_name: PROVIDER, schema_version: 1, values };
  });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, schema_version: _, ...resource }) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ address, mode, type, name }) => ({
          ...{ address, mode, type, name, provider_config_key: "aws", expressions: {} },
        })),
      },
    },
  });
}

const PROVIDER = "registry.terraform.io/hashicorp/aws";

/** Where Terraform's name is not Pulumi's last part with `aws_` before it. */
const TYPES: Readonly<Record<string, string>> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "aws_vpc_security_group_ingress_rule",
  "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
  "aws:lb/targetGroup:TargetGroup": "aws_lb_target_group",
  "aws:lb/listener:Listener": "aws_lb_listener",
  "aws:rds/instance:Instance": "aws_db_instance",
  "aws:iam/role:Role": "aws_iam_role",
  "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
  "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
  "aws:lambda/function:Function": "aws_lambda_function",
  "aws:sqs/queue:Queue": "aws_sqs_queue",
  "aws:route53/record:Record": "aws_route53_record",
  "aws:ssm/parameter:Parameter": "aws_ssm_parameter",
};

function typeOf(type: string): string {
  return TYPES[type] ?? `aws_${snake(type.split(":").at(-1) ?? "")}`;
}

const snake = (name: string) => name.replace(/(?<=.)[A-Z]/g, "_$&").toLowerCase();

/** Where Terraform repeats a block, Pulumi's list has a plural. */
const BLOCKS: Readonly<Record<string, string>> = { routes: "route", defaultActions: "default_action" };

/** Objects become blocks, of which Terraform lists even one; but for tags and the like, which are maps. */
const MAPS = new Set(["tags", "variables", "dimensions"]);

function snaked(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((one) => snaked(one));
  if (typeof value !== "object" || value === null || isMap) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isBlock = typeof inner === "object" && inner !== null && !Array.isArray(inner) && !MAPS.has(key);
      const own = snaked(inner, MAPS.has(key));
      return [BLOCKS[key] ?? snake(key), isBlock ? [own] : own];
    }),
  );
}
