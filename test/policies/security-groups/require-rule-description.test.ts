import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/require-rule-description";
import { judge, judgeProgram, told, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "require-rule-description";
const WEB = [`${NAME}: web`];
const RULE = [`${NAME}: rule`];

const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

const group = (description: unknown, ...ingress: unknown[]) =>
  new aws.ec2.SecurityGroup("web", { description, ingress } as never);

describe(NAME, () => {
  const texts: [unknown, boolean][] = [
    [undefined, true],
    ["", true],
    ["  ", true],
    ["Managed by Pulumi", true],
    ["managed by terraform", true],
    ["Managed by Pulumi for the web team", false],
    ["HTTPS", false],
  ];
  for (const [description, isFlagged] of texts) {
    it(`${isFlagged ? "flags" : "passes"} ${JSON.stringify(description)}, on a group and on every kind of rule`, async () => {
      assert.deepEqual(await verdict([policy], () => void group(description)), isFlagged ? WEB : [], "group");
      const inline = () => void group("Web servers", { ...HTTPS, description });
      assert.deepEqual(await verdict([policy], inline), isFlagged ? WEB : [], "inline");
      const outward = () =>
        new aws.ec2.SecurityGroup("web", {
          description: "Web",
          egress: [{ ...HTTPS, description }],
        } as never);
      assert.deepEqual(await verdict([policy], outward), isFlagged ? WEB : [], "egress");
      const adopted = () =>
        new aws.ec2.DefaultSecurityGroup("web", { ingress: [{ ...HTTPS, description }] } as never);
      assert.deepEqual(await verdict([policy], adopted), isFlagged ? WEB : [], "default group");
      const legacy = () =>
        new aws.ec2.SecurityGroupRule("rule", {
          ...HTTPS,
          type: "ingress",
          securityGroupId: "sg-1",
          description,
        } as never);
      assert.deepEqual(await verdict([policy], legacy), isFlagged ? RULE : [], "SecurityGroupRule");
      const args = { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "10.0.0.0/8", description };
      const inward = () => new aws.vpc.SecurityGroupIngressRule("rule", args as never);
      assert.deepEqual(await verdict([policy], inward), isFlagged ? RULE : [], "SecurityGroupIngressRule");
      const out = () => new aws.vpc.SecurityGroupEgressRule("rule", args as never);
      assert.deepEqual(await verdict([policy], out), isFlagged ? RULE : [], "SecurityGroupEgressRule");
    });
  }

  it("asks no description of what cannot have one", async () => {
    const program = () => {
      new aws.ec2.DefaultSecurityGroup("closed", { ingress: [], egress: [] });
      group("Web servers", { protocol: "tcp", fromPort: 443, toPort: 443 });
      const portInfos = [{ protocol: "tcp", fromPort: 443, toPort: 443 }];
      new aws.lightsail.InstancePublicPorts("ports", { instanceName: "web", portInfos });
    };
    assert.deepEqual(await verdict([policy], program), []);
  });

  it("says once what a resource lacks", async () => {
    const violations = await judgeProgram([policy], () => void group(undefined, HTTPS, HTTPS), "preview");
    assert.equal(violations.length, 1);
    assert.deepEqual(violations.map(told), ["it, ingress[0] and ingress[1] have no description."]);
    const undescribed = { protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8"] };
    const alone = () =>
      new aws.ec2.SecurityGroup("web", { description: "Web servers", ingress: [undescribed] });
    assert.deepEqual(await messages(policy, alone), ["ingress[0] has no description."]);
  });

  it("passes a description that is not known yet, and flags a rule without one beside it", async () => {
    const program =
      (...ingress: unknown[]) =>
      () =>
        group(new aws.ec2.Eip("later", {}).id, ...ingress);
    assert.deepEqual(await verdict([policy], program()), []);
    assert.deepEqual(await verdict([policy], program(HTTPS)), WEB);
  });

  it("flags a description of another type, and in an audit an empty one", async () => {
    assert.deepEqual(await verdict([policy], () => void group({ what: "web" })), WEB);
    const update = await runProgram(() => void group("Web servers", { ...HTTPS, description: "" }), "update");
    assert.equal((await judge([policy], update, { outputsAlone: true })).length, 1);
  });
});
