import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import type { Policy } from "../../policies/kit/policy";
import noMixedRuleManagement from "../../policies/security-groups/no-mixed-rule-management";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noRedundantRule from "../../policies/security-groups/no-redundant-rule";
import { judge, judgeInputs, judgeOutputs, summary } from "../harness/judge";
import { type Registered, runProgram } from "../harness/program";

/** Stack policies, the first of which finds nothing here. */
const POLICIES: Policy[] = [noRedundantRule, noMixedRuleManagement, noPublicSshRdp];

/** A group with an empty list of inline rules beside a standalone one: whether it is written shows in its inputs alone. */
const mixed = () => {
  const group = new aws.ec2.SecurityGroup("web", { vpcId: "vpc-1", ingress: [] });
  new aws.vpc.SecurityGroupIngressRule("rule", {
    securityGroupId: group.id,
    ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/8" },
  });
};
const SDK = { through: "sdk" } as const;

const MIXED = ["no-mixed-rule-management: web"];

class Component extends pulumi.ComponentResource {
  constructor(name: string, inputs: pulumi.Inputs, outputs: pulumi.Inputs) {
    super("shop:index:Component", name, inputs, {}, false);
    this.registerOutputs(outputs);
  }
}

describe("a session", () => {
  for (const [title, nan] of [
    ["a stack output", () => ({ ratio: Number.NaN })],
    ["a component's output", () => void new Component("c", {}, { ratio: 0 / 0 })],
    ["an input", () => void new aws.ec2.Subnet("s", { vpcId: "vpc-1", ipv4NetmaskLength: Number.NaN })],
    ["a value within lists", () => ({ deep: [{ list: [1, Number.NaN] }] })],
  ] as const) {
    const program = () => {
      mixed();
      return nan();
    };

    it(`loses nothing by NaN in ${title}`, async () => {
      for (const phase of ["preview", "update"] as const) {
        const resources = await runProgram(program, phase);
        assert.deepEqual(summary(await judge(POLICIES, resources, SDK)), MIXED);
        assert.deepEqual(summary(await judge(POLICIES, resources, { through: "door" })), MIXED);
      }
    });

    it(`reads the stack once for all policies, with NaN in ${title}`, async () => {
      const networks = new Set<Network>();
      const reader = (name: string) => ({
        ...{ name, description: "Reads the network.", enforcementLevel: "advisory" as const },
        validateStack: (args: Parameters<typeof Session.ofStack>[0]) => {
          networks.add(Session.ofStack(args, name).networkOfStack(args));
        },
      });
      await judge([reader("first"), reader("second"), reader("third")], await runProgram(program, "update"));
      assert.equal(networks.size, 1);
    });
  }

  it("keeps the inputs while policies judge, even if each got a stack that looked different", async () => {
    const resources = await runProgram(mixed, "update");
    const changing = (policy: Policy): Policy => ({
      ...policy,
      validateStack: (args, report) => {
        const changed = args.resources.map((one) => ({
          ...one,
          props: { ...one.props, seenBy: policy.name },
        }));
        return policy.validateStack?.({ ...args, resources: changed }, report);
      },
    });
    const said = summary(await judge(POLICIES.map(changing), resources, SDK));
    assert.deepEqual(said, MIXED);
  });

  it("ends with no Analyze or AnalyzeStack: the same stack judged again is judged alike", async () => {
    const resources = await runProgram(mixed, "update");
    assert.deepEqual(summary(await judge(POLICIES, resources, SDK)), MIXED);
    const stackAlone = POLICIES.map(({ validateResource: _, ...policy }) => policy as Policy);
    assert.deepEqual(summary(await judge(stackAlone, resources, SDK)), MIXED);
    const [first] = resources.filter(({ name }) => name === "web");
    await judge(POLICIES, [first as Registered], SDK);
  });

  it("ends at the door with neither of them either", async () => {
    const resources = await runProgram(mixed, "update");
    Session.begin(new Map());
    for (const resource of resources) await judgeInputs(POLICIES, resource, resources, "door");
    for (const time of ["first", "second"])
      assert.deepEqual(summary(await judgeOutputs(POLICIES, resources, "door")), MIXED, time);
    Session.begin(new Map());
    assert.deepEqual(summary(await judgeOutputs(POLICIES, resources, "door")), [], "another run");
  });

  it("ends with ConfigureStack: nothing of the run before is left", async () => {
    const resources = await runProgram(mixed, "update");
    assert.deepEqual(summary(await judge(POLICIES, resources, SDK)), MIXED);
    // Outputs alone do not show whether the list was written.
    assert.deepEqual(summary(await judge(POLICIES, resources, { ...SDK, outputsAlone: true })), []);
  });

  it("takes a run's stack tags for its mark", () => {
    const [one, other] = [new Map([["environment", "prod"]]), new Map()];
    const session = Session.ofResource(one as never);
    assert.equal(Session.ofResource(one as never), session);
    assert.notEqual(Session.ofResource(other as never), session);
  });
});
