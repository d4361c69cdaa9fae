import * as alicloud from "@pulumi/alicloud";
import { tags, vpcId } from "./network";

type GroupArgs = alicloud.ecs.SecurityGroupArgs;
const group = (name: string, description: string, more: GroupArgs = {}) =>
  new alicloud.ecs.SecurityGroup(name, { vpcId, description, innerAccessPolicy: "Drop", tags, ...more });

type RuleArgs = Partial<alicloud.ecs.SecurityGroupRuleArgs>;
const rule = (name: string, { id }: alicloud.ecs.SecurityGroup, more: RuleArgs) =>
  new alicloud.ecs.SecurityGroupRule(name, {
    type: "ingress",
    ipProtocol: "tcp",
    securityGroupId: id,
    description: name,
    ...more,
  });
const nothingElseOut = (name: string, of: alicloud.ecs.SecurityGroup) =>
  rule(`${name}-nothing-else-out`, of, {
    type: "egress",
    ipProtocol: "all",
    policy: "drop",
    priority: 2,
    cidrIp: "0.0.0.0/0",
  });

// The console's proposal of a name: it says neither where the group belongs nor what it is for.
// no-unrestricted-egress: sg-20240517. Nobody dropped what a basic group lets out by itself.
// require-environment-in-security-group-name: sg-20240517
// require-purpose-in-security-group-name: sg-20240517
export const administration = group("sg-20240517", "Administration");
// The drop that was to close it comes too late: the accept goes first, by its default priority of 1.
// no-public-ingress-beyond-web-ports: administration
// no-public-ssh-rdp: administration
rule("administration", administration, { portRange: "22/22", cidrIp: "0.0.0.0/0" });
rule("nobody", administration, { portRange: "22/22", cidrIp: "0.0.0.0/0", policy: "drop", priority: 100 });

export const web = group("web-dev", "Web servers");
rule("web-https", web, { portRange: "443/443", cidrIp: "0.0.0.0/0" });
// require-rule-description: web-http
rule("web-http", web, { portRange: "80/80", cidrIp: "0.0.0.0/0", description: "" });
// no-public-icmp: web-ping
rule("web-ping", web, { ipProtocol: "icmp", portRange: "-1/-1", cidrIp: "0.0.0.0/0" });
nothingElseOut("web", web);

// Its members reach each other on every port, since nothing says that they must not: one that is broken into is a way to all.
// no-open-intra-group-traffic: application-dev
export const application = group("application-dev", "Application servers", { innerAccessPolicy: "Accept" });
// no-all-traffic-ingress: application-everything
rule("application-everything", application, {
  ipProtocol: "all",
  portRange: "-1/-1",
  sourceSecurityGroupId: web.id,
});
// no-redundant-rule: application-api
rule("application-api", application, { portRange: "8080/8080", sourceSecurityGroupId: web.id });
// no-cidr-source-inside-vpc: application-job
rule("application-job", application, { portRange: "8081/8081", cidrIp: "10.0.0.0/16" });
// no-wide-port-range: application-transfers
rule("application-transfers", application, { portRange: "50000/65000", cidrIp: "203.0.113.0/24" });
nothingElseOut("application", application);

// Production's group, pasted with its tags into the development stack …
// no-conflicting-environment: reports-prod
const reports = group("reports-prod", "Reports of production", { tags: { Environment: "prod" } });
nothingElseOut("reports", reports);

export const database = group("database-dev", "Database");
// The office's addresses: whoever sits behind them, not only the analysts.
// require-security-group-source-for-database-ports: database-analysts
rule("database-analysts", database, { portRange: "3306/3306", cidrIp: "203.0.113.0/24" });
// … and let into its database.
// no-cross-environment-access: database-reports
rule("database-reports", database, { portRange: "3306/3306", sourceSecurityGroupId: reports.id });
nothingElseOut("database", database);

// Its partner is gone since spring.
// no-unused-security-group: partners-dev
const partners = group("partners-dev", "Partners");
// Whatever the partner puts on it gets in, and nobody has approved of that.
// no-unapproved-cross-account-source: partners-servers
rule("partners-servers", partners, {
  portRange: "443/443",
  sourceSecurityGroupId: "sg-bp174yoe2ib1sqj5abcd",
  sourceGroupOwnerId: "1609982529920000",
});
// TCP takes 1/65535 at the most.
// no-malformed-rule: partners-everything
rule("partners-everything", partners, { portRange: "-1/-1", cidrIp: "203.0.113.0/24" });
nothingElseOut("partners", partners);

const OFFICE = "203.0.113.0/24";

// One group for hosts that are administered by SSH and for those by RDP.
// no-mixed-purpose-security-group: support-dev
export const support = group("support-dev", "Support");
rule("support-linux", support, { portRange: "22/22", cidrIp: OFFICE });
rule("support-windows", support, { portRange: "3389/3389", cidrIp: OFFICE });
nothingElseOut("support", support);

// Address by address, as they came: a prefix list would hold them.
// no-oversized-security-group: resellers-dev
export const resellers = group("resellers-dev", "Resellers");
for (let i = 1; i <= 21; i++) {
  rule(`resellers-${i}`, resellers, { portRange: "443/443", cidrIp: `198.51.100.${i}` });
}
nothingElseOut("resellers", resellers);

export const payments = group("payments-dev", "Endpoint of the payment provider");
// require-scoped-endpoint-ingress: payments-office
rule("payments-office", payments, { portRange: "443/443", cidrIp: OFFICE });
// no-endpoint-egress: payments-calls
rule("payments-calls", payments, { type: "egress", portRange: "443/443", cidrIp: OFFICE });
nothingElseOut("payments", payments);

// A group for each experiment of a machine.
export const experiments = ["search", "prices", "images", "offers", "mails", "ratings"].map((name) => {
  const one = group(`${name}-dev`, name);
  nothingElseOut(name, one);
  return one;
});
