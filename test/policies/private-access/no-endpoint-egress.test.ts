import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/no-endpoint-egress";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "no-endpoint-egress";
const GROUP = [`${NAME}: endpoints`];
const RULE = [`${NAME}: rule`];

const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] };

/** A group and an endpoint on it. */
function endpoint(args: object = {}, vpcEndpointType = "Interface"): aws.ec2.SecurityGroup {
  const vpcId = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" }).id;
  const group = new aws.ec2.SecurityGroup("endpoints", { vpcId, ...args });
  const serviceName = "com.amazonaws.eu-west-1.ssm";
  new aws.ec2.VpcEndpoint("ssm", { vpcId, vpcEndpointType, serviceName, securityGroupIds: [group.id] });
  return group;
}

describe(NAME, () => {
  it("flags a rule that lets anything out of an endpoint's group, and passes a group with ingress alone", async () => {
    assert.deepEqual(await verdict([policy], () => void endpoint({ egress: [HTTPS] })), GROUP);
    assert.deepEqual(await verdict([policy], () => void endpoint({ ingress: [HTTPS] })), []);
    assert.deepEqual(await verdict([policy], () => void endpoint({ egress: [] })), []);
    assert.deepEqual(
      await verdict([policy], () => void endpoint({ egress: [{ ...HTTPS, cidrBlocks: [] }] })),
      [],
    );
  });

  it("sees rules of their own, of both kinds", async () => {
    const legacy = (type: string) => () =>
      new aws.ec2.SecurityGroupRule("rule", { ...HTTPS, type, securityGroupId: endpoint().id });
    assert.deepEqual(await verdict([policy], legacy("egress")), RULE);
    assert.deepEqual(await verdict([policy], legacy("ingress")), []);
    const rule = () =>
      new aws.vpc.SecurityGroupEgressRule("rule", {
        securityGroupId: endpoint().id,
        ipProtocol: "-1",
        referencedSecurityGroupId: "sg-0123456789abcdef0",
      });
    assert.deepEqual(await verdict([policy], rule), RULE);
  });

  it("passes a group that is on a machine as well, and one that is on no endpoint", async () => {
    const shared = (isShared: boolean) => () => {
      const { id } = endpoint({ egress: [HTTPS] });
      const vpcSecurityGroupIds = isShared ? [id] : ["sg-0123456789abcdef0"];
      new aws.ec2.Instance("web", { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds });
    };
    assert.deepEqual(await verdict([policy], shared(true)), []);
    assert.deepEqual(await verdict([policy], shared(false)), GROUP);
    assert.deepEqual(await verdict([policy], () => void endpoint({ egress: [HTTPS] }, "Gateway")), []);
  });

  it("flags ports that are not known yet, and passes a list of rules that may turn out empty", async () => {
    const later = <T>(value: T) => new aws.ec2.Eip("later", {}).id.apply(() => value);
    assert.deepEqual(
      await verdict([policy], () => void endpoint({ egress: [{ ...HTTPS, toPort: later(443) }] })),
      GROUP,
    );
    const whole = () => void endpoint({ egress: later([HTTPS]) });
    assert.deepEqual(await judgeProgram([policy], whole, "preview"), []);
    assert.equal((await judgeProgram([policy], whole, "update")).length, 1);
  });

  it("passes what leads nowhere", async () => {
    const to = (block: string) => () => void endpoint({ egress: [{ ...HTTPS, cidrBlocks: [block] }] });
    assert.deepEqual(await verdict([policy], to("127.0.0.1/32")), []);
    assert.deepEqual(await verdict([policy], to("128.0.0.1/32")), GROUP);
  });

  it("leaves what is malformed to no-malformed-rule", async () => {
    assert.deepEqual(
      await verdict([policy], () => void endpoint({ egress: [{ ...HTTPS, cidrBlocks: ["all"] }] })),
      [],
    );
    assert.deepEqual(await verdict([policy], () => void endpoint({ egress: ["all", HTTPS] })), GROUP);
    const beside = { ...HTTPS, cidrBlocks: ["all", "10.0.0.0/16"] };
    assert.deepEqual(await verdict([policy], () => void endpoint({ egress: [beside] })), GROUP);
  });

  it("names the rules and the endpoints", async () => {
    assert.deepEqual(await messages(policy, () => void endpoint({ egress: [HTTPS, HTTPS] })), [
      "egress[0] and egress[1] let traffic out of VpcEndpoint ssm.",
    ]);
    const apart = () => {
      const { id: securityGroupId, vpcId } = endpoint();
      const serviceName = "com.amazonaws.eu-west-1.kms";
      const securityGroupIds = [securityGroupId];
      new aws.ec2.VpcEndpoint("kms", { vpcId, vpcEndpointType: "Interface", serviceName, securityGroupIds });
      new aws.ec2.SecurityGroupRule("rule", { ...HTTPS, type: "egress", securityGroupId });
    };
    assert.deepEqual(await messages(policy, apart), [
      "it lets traffic out of VpcEndpoint kms and VpcEndpoint ssm.",
    ]);
  });
});
