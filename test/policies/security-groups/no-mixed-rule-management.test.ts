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

  it("sees the rules of the VPC service too, and lets them stand beside SecurityGroupRules", async () => {
    const program = (args: Args) => () => {
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
      standalone(web.id);
    };
    assert.deepEqual(await verdict([policy], program({ ingress: [HTTPS] })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({ egress: [HTTPS] })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({})), []);
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
      /SecurityGroup web: manages its ingress rules inline and so removes those of SecurityGroupRule one and SecurityGroupRule two,/,
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
