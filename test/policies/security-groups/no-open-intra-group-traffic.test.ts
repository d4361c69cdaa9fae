import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/no-open-intra-group-traffic";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "no-open-intra-group-traffic";
const WEB = [`${NAME}: web`];
const RULE = [`${NAME}: rule`];

const EVERY = { protocol: "-1", fromPort: 0, toPort: 0 };
const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as never });

describe(NAME, () => {
  const rows: [string, object, boolean][] = [
    ["every protocol from the group itself", { ...EVERY, self: true }, true],
    ["the protocol by its word, the switch as text", { ...EVERY, protocol: "ALL", self: "true" }, true],
    ["ports beside it, which it ignores", { ...EVERY, fromPort: 443, toPort: 443, self: true }, true],
    ["every port of TCP", { protocol: "tcp", fromPort: 0, toPort: 65535, self: true }, false],
    [
      "every protocol, but not from the group itself",
      { ...EVERY, self: false, cidrBlocks: ["10.0.0.0/8"] },
      false,
    ],
    ["the group itself beside another source", { ...EVERY, self: true, cidrBlocks: ["10.0.0.0/8"] }, true],
  ];
  for (const [what, ingress, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}`, async () => {
      assert.deepEqual(await verdict([policy], () => void group(ingress)), isFlagged ? WEB : []);
      const adopted = () => new aws.ec2.DefaultSecurityGroup("web", { ingress: [ingress] as never });
      assert.deepEqual(await verdict([policy], adopted), isFlagged ? WEB : []);
    });
  }

  it("passes it outward", async () => {
    const program = () => new aws.ec2.SecurityGroup("web", { egress: [{ ...EVERY, self: true }] });
    assert.deepEqual(await verdict([policy], program), []);
  });

  it("sees rules of their own, by self and by id", async () => {
    const legacy = (type: string, source: (id: aws.ec2.SecurityGroup["id"]) => object) => () => {
      const securityGroupId = group().id;
      new aws.ec2.SecurityGroupRule("rule", {
        ...EVERY,
        type,
        securityGroupId,
        ...source(securityGroupId),
      } as never);
    };
    const other = () => ({ sourceSecurityGroupId: new aws.ec2.SecurityGroup("other", {}).id });
    assert.deepEqual(
      await verdict(
        [policy],
        legacy("ingress", () => ({ self: true })),
      ),
      RULE,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        legacy("egress", () => ({ self: true })),
      ),
      [],
    );
    assert.deepEqual(
      await verdict(
        [policy],
        legacy("ingress", (id) => ({ sourceSecurityGroupId: id })),
      ),
      RULE,
    );
    const said = "admits every protocol and port from the group itself.";
    assert.deepEqual(
      await messages(
        policy,
        legacy("ingress", () => ({ self: true })),
      ),
      [`it ${said}`],
    );
    assert.deepEqual(await messages(policy, () => group({ ...EVERY, self: true })), [`ingress[0] ${said}`]);
    assert.deepEqual(await verdict([policy], legacy("ingress", other)), []);
    const vpcRule = (isOwn: boolean) => () => {
      const referencedSecurityGroupId = isOwn ? group().id : "sg-0123456789abcdef0";
      const securityGroupId = isOwn ? referencedSecurityGroupId : group().id;
      new aws.vpc.SecurityGroupIngressRule("rule", {
        securityGroupId,
        ipProtocol: "-1",
        referencedSecurityGroupId,
      });
    };
    assert.deepEqual(await verdict([policy], vpcRule(true)), RULE);
    assert.deepEqual(await verdict([policy], vpcRule(false)), []);
  });

  it("says it once", async () => {
    for (const phase of ["preview", "update"] as const) {
      assert.equal(
        (await judgeProgram([policy], () => void group({ ...EVERY, self: true }), phase)).length,
        1,
      );
    }
  });

  it("passes a switch that is not known yet, and flags one beside it", async () => {
    const program =
      (...more: object[]) =>
      () => {
        const self = new aws.ec2.Eip("later", {}).id.apply(() => true);
        group({ ...EVERY, self }, ...more);
      };
    assert.deepEqual(await judgeProgram([policy], program(), "preview"), []);
    assert.equal((await judgeProgram([policy], program(), "update")).length, 1);
    assert.deepEqual(await verdict([policy], program({ ...EVERY, self: true })), WEB);
  });

  it("leaves what is malformed to no-malformed-rule", async () => {
    assert.deepEqual(await verdict([policy], () => void group({ ...EVERY, self: "perhaps" })), []);
    assert.deepEqual(await verdict([policy], () => void group("all", { ...EVERY, self: true })), WEB);
  });
});
