import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-mixed-rule-management";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { type Registered, runProgram } from "../../harness/program";

const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };
const FLAGGED = ["no-mixed-rule-management: web"];

type Args = aws.ec2.SecurityGroupArgs;

const standalone = (securityGroupId: aws.ec2.SecurityGroup["id"] | string, type = "ingress", name = "rule") =>
  new aws.ec2.SecurityGroupRule(name, { ...HTTPS, type, securityGroupId });

const mixed = (args: Args, type?: string) => () =>
  void standalone(new aws.ec2.SecurityGroup("web", args).id, type);

describe("no-mixed-rule-management", () => {
  it("flags inline rules beside standalone ones, and passes either alone", async () => {
    assert.deepEqual(await verdict([policy], mixed({ ingress: [HTTPS] })), FLAGGED);
    assert.deepEqual(await verdict([policy], mixed({})), []);
    const inline = () => new aws.ec2.SecurityGroup("web", { ingress: [HTTPS] });
    assert.deepEqual(await verdict([policy], inline), []);
  });

  it("takes an empty inline list for inline management", async () => {
    assert.deepEqual(await verdict([policy], mixed({ ingress: [] })), FLAGGED);
  });

  it("judges each direction by itself", async () => {
    assert.deepEqual(await verdict([policy], mixed({ egress: [HTTPS] })), []);
    assert.deepEqual(await verdict([policy], mixed({ ingress: [HTTPS] }, "egress")), []);
    assert.deepEqual(await verdict([policy], mixed({ egress: [HTTPS] }, "egress")), FLAGGED);
  });

  it("sees the rules of the VPC service too, and flags them beside SecurityGroupRules of one direction", async () => {
    const program = (args: Args, type?: string) => () => {
      const web = new aws.ec2.SecurityGroup("web", args);
      const rule = {
        securityGroupId: web.id,
        ipProtocol: "tcp",
        fromPort: 80,
        toPort: 80,
        cidrIpv4: "10.0.0.0/8",
      };
      new aws.vpc.SecurityGroupIngressRule("ingress", rule);
      new aws.vpc.SecurityGroupEgressRule("egress", rule);
      if (type !== undefined) standalone(web.id, type);
    };
    assert.deepEqual(await verdict([policy], program({ ingress: [HTTPS] })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({ egress: [HTTPS] })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({})), []);
    assert.deepEqual(await verdict([policy], program({}, "ingress")), FLAGGED);
    assert.deepEqual(await verdict([policy], program({}, "egress")), FLAGGED);
  });

  it("flags what lists a group's only rules beside one that it does not list", async () => {
    const program =
      (listsBoth: boolean, args: Args = {}) =>
      () => {
        const web = new aws.ec2.SecurityGroup("web", args);
        const [first, second] = [80, 443].map(
          (port) =>
            new aws.vpc.SecurityGroupIngressRule(`rule-${port}`, {
              securityGroupId: web.id,
              ipProtocol: "tcp",
              fromPort: port,
              toPort: port,
              cidrIpv4: "10.0.0.0/8",
            }),
        ) as [aws.vpc.SecurityGroupIngressRule, aws.vpc.SecurityGroupIngressRule];
        new aws.ec2.VpcSecurityGroupRulesExclusive("only", {
          securityGroupId: web.id,
          ingressRuleIds: [first, ...(listsBoth ? [second] : [])].map((rule) => rule.securityGroupRuleId),
          egressRuleIds: [],
        });
      };
    const only = ["no-mixed-rule-management: only"];
    assert.deepEqual(await verdict([policy], program(false)), only);
    assert.deepEqual(await verdict([policy], program(true)), []);
    assert.deepEqual(await verdict([policy], program(true, { egress: [HTTPS] })), only);
  });

  it("flags a table's inline routes beside a route of its own, and passes either alone", async () => {
    const program = (routes: object[] | undefined, isBeside: boolean) => () => {
      const table = new aws.ec2.RouteTable("table", { vpcId: "vpc-1", ...(routes && { routes }) });
      const route = { destinationCidrBlock: "10.1.0.0/16", natGatewayId: "nat-1" };
      if (isBeside) new aws.ec2.Route("route", { routeTableId: table.id, ...route });
    };
    const inline = [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }];
    assert.deepEqual(await verdict([policy], program(inline, true)), ["no-mixed-rule-management: table"]);
    const [violation] = await judgeProgram([policy], program(inline, true), "preview");
    assert.match(
      violation?.message ?? "",
      /manages its routes inline and so removes those of Route route, which put them back at their next update\./,
    );
    assert.deepEqual(await verdict([policy], program(inline, false)), []);
    assert.deepEqual(await verdict([policy], program(undefined, true)), []);
  });

  it("flags an ACL's inline entries beside an entry of its own, by direction", async () => {
    const entry = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "10.0.0.0/8" };
    const program = (direction: "ingress" | "egress", egress: boolean) => () => {
      const inline = [{ ...entry, ruleNo: 100, action: "allow" }];
      const { id: networkAclId } = new aws.ec2.NetworkAcl("acl", { vpcId: "vpc-1", [direction]: inline });
      new aws.ec2.NetworkAclRule("rule", {
        ...entry,
        networkAclId,
        egress,
        ruleNumber: 200,
        ruleAction: "allow",
      });
    };
    const flagged = ["no-mixed-rule-management: acl"];
    assert.deepEqual(await verdict([policy], program("ingress", false)), flagged);
    assert.deepEqual(await verdict([policy], program("egress", true)), flagged);
    assert.deepEqual(await verdict([policy], program("ingress", true)), []);
  });

  it("flags the second of two ACLs and of two tables of one subnet", async () => {
    const program = (count: number) => () => {
      const subnets = ["a", "b"].map(
        (name, i) => new aws.ec2.Subnet(name, { vpcId: "vpc-1", cidrBlock: `10.0.${i}.0/24` }),
      );
      for (const [i, subnet] of [subnets[0], subnets[count === 2 ? 0 : 1]].entries()) {
        const { id: subnetId } = subnet as aws.ec2.Subnet;
        const table = new aws.ec2.RouteTable(`table-${i}`, { vpcId: "vpc-1" });
        new aws.ec2.RouteTableAssociation(`routes-${i}`, { subnetId, routeTableId: table.id });
        new aws.ec2.NetworkAcl(`acl-${i}`, { vpcId: "vpc-1", subnetIds: [subnetId] });
      }
    };
    assert.deepEqual(await verdict([policy], program(2)), [
      "no-mixed-rule-management: acl-1",
      "no-mixed-rule-management: routes-1",
    ]);
    assert.deepEqual(await verdict([policy], program(1)), []);
  });

  it("names group, direction and rules, on the group", async () => {
    const program = () => {
      const web = new aws.ec2.SecurityGroup("web", { ingress: [HTTPS] });
      for (const name of ["one", "two"]) standalone(web.id, "ingress", name);
    };
    const [violation, ...others] = await judgeProgram([policy], program, "preview");
    assert.deepEqual(others, []);
    assert.match(
      violation?.message ?? "",
      /manages its ingress rules inline and so removes those of SecurityGroupRule one and SecurityGroupRule two,/,
    );
  });

  it("counts an adopted default group, which removes what it does not list", async () => {
    const program = (isAdopted: boolean) => () => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      if (isAdopted) new aws.ec2.DefaultSecurityGroup("web", { vpcId: vpc.id });
      standalone(vpc.defaultSecurityGroupId);
    };
    assert.deepEqual(await verdict([policy], program(false)), []);
    assert.deepEqual(await verdict([policy], program(true)), FLAGGED);
  });

  it("counts an adopted default ACL, which removes what it does not list", async () => {
    const program = (isAdopted: boolean) => () => {
      const { defaultNetworkAclId } = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      if (isAdopted) new aws.ec2.DefaultNetworkAcl("web", { defaultNetworkAclId });
      const entry = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "10.0.0.0/8" };
      const networkAclId = defaultNetworkAclId;
      new aws.ec2.NetworkAclRule("rule", { ...entry, networkAclId, ruleNumber: 200, ruleAction: "allow" });
    };
    assert.deepEqual(await verdict([policy], program(false)), []);
    assert.deepEqual(await verdict([policy], program(true)), FLAGGED);
  });

  it("passes rules of another group and of one not known", async () => {
    const program = (own: boolean) => () => {
      const web = new aws.ec2.SecurityGroup("web", { ingress: [HTTPS] });
      standalone(own ? web.id : "sg-0123456789abcdef0");
    };
    assert.deepEqual(await verdict([policy], program(false)), []);
    assert.deepEqual(await verdict([policy], program(true)), FLAGGED);
  });

  it("leaves an inline list that is unknown as a whole to the update", async () => {
    const unknown = () => {
      const ingress = new aws.ec2.Instance("host", {}).privateIp.apply(() => [HTTPS]);
      standalone(new aws.ec2.SecurityGroup("web", { ingress }).id);
    };
    assert.deepEqual(await judgeProgram([policy], unknown, "preview"), []);
    assert.equal((await judgeProgram([policy], unknown, "update")).length, 1);
  });

  it("passes a group whose outputs, after a refresh, hold what standalone resources and others made", async () => {
    const refreshed = async (args: Args): Promise<Registered[]> => {
      const echoes = [HTTPS, { ...HTTPS, fromPort: 8443, toPort: 8443, description: "by hand" }];
      return (await runProgram(mixed(args), "update")).map((resource) =>
        resource.name === "web"
          ? { ...resource, outputs: { ...resource.outputs, ingress: echoes, egress: echoes } }
          : resource,
      );
    };
    assert.deepEqual(await judge([policy], await refreshed({})), []);
    assert.equal((await judge([policy], await refreshed({ ingress: [HTTPS] }))).length, 1);
  });
});
