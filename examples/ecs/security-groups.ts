import * as alicloud from "@pulumi/alicloud";
import { vpc } from "./network";
import { named, options, tagged } from "./settings";

/** A basic group, whose members are kept apart: by default they would reach each other on every port. */
function group(purpose: string, description: string): alicloud.ecs.SecurityGroup {
  return new alicloud.ecs.SecurityGroup(
    purpose,
    {
      vpcId: vpc.id,
      securityGroupName: named(purpose),
      description,
      innerAccessPolicy: "Drop",
      tags: tagged(),
    },
    options,
  );
}

export const web = group("web", "The web servers");
export const database = group("database", "The database of orders");

type RuleArgs = Omit<alicloud.ecs.SecurityGroupRuleArgs, "securityGroupId">;

function rule(name: string, of: alicloud.ecs.SecurityGroup, args: RuleArgs): void {
  new alicloud.ecs.SecurityGroupRule(name, { securityGroupId: of.id, ...args }, options);
}

/** Where Alibaba Cloud's own services stand: balancers of layer 7, Cloud Assistant, mirrors of packages. */
const SERVICES = "100.64.0.0/10";

rule("balancer-to-web", web, {
  type: "ingress",
  description: "Pages, from the balancer to the web servers",
  ipProtocol: "tcp",
  portRange: "8443/8443",
  cidrIp: SERVICES,
});
rule("web-to-database", web, {
  type: "egress",
  description: "Queries, from the web servers to the database",
  ipProtocol: "tcp",
  portRange: "3306/3306",
  sourceSecurityGroupId: database.id,
});
rule("database-from-web", database, {
  type: "ingress",
  description: "Queries, from the web servers to the database",
  ipProtocol: "tcp",
  portRange: "3306/3306",
  sourceSecurityGroupId: web.id,
});
rule("web-payments", web, {
  type: "egress",
  description: "API of the payment provider",
  ipProtocol: "tcp",
  portRange: "443/443",
  cidrIp: "203.0.113.0/24",
});

for (const [name, of] of [
  ["web", web],
  ["database", database],
] as const) {
  rule(`${name}-services`, of, {
    type: "egress",
    description: "Cloud Assistant, by which Session Manager reaches the machine, and packages",
    ipProtocol: "tcp",
    portRange: "443/443",
    cidrIp: SERVICES,
  });
  // A lower number goes first: what is accepted above, by the default 1, is all that leaves.
  rule(`${name}-nothing-else-out`, of, {
    type: "egress",
    description: "Nothing else leaves",
    ipProtocol: "all",
    policy: "drop",
    priority: 2,
    cidrIp: "0.0.0.0/0",
  });
  // A drop wins a tie, so that no rule that somebody adds in a hurry opens these.
  for (const [service, port] of [
    ["ssh", 22],
    ["rdp", 3389],
  ] as const) {
    rule(`${name}-no-${service}`, of, {
      type: "ingress",
      description: "Operators come by Session Manager alone",
      ipProtocol: "tcp",
      portRange: `${port}/${port}`,
      policy: "drop",
      cidrIp: "0.0.0.0/0",
    });
  }
}
