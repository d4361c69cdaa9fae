import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Policy } from "../../policies/kit/policy";
import noAllTrafficIngress from "../../policies/security-groups/no-all-traffic-ingress";
import noMixedRuleManagement from "../../policies/security-groups/no-mixed-rule-management";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { judgeOutputs, judge as judgeThrough, summary } from "../harness/judge";
import { type Registered, runProgram } from "../harness/program";

const POLICIES = [noAllTrafficIngress, noMixedRuleManagement, noPublicSshRdp];
/** By the SDK, which hands every policy the run's stack again. */
const judge = (policies: readonly Policy[], resources: readonly Registered[]) =>
  judgeThrough(policies, resources, { through: "sdk" });

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** What a run says that shows the pack outputs alone, as one does whose targets leave resources out. */
const outputsAlone = async (resources: readonly Registered[]) =>
  summary(await judgeOutputs(POLICIES, resources));

const rule = (
  securityGroupId: aws.ec2.SecurityGroup["id"] | string,
  cidrIpv4: string,
  name = "rule",
  fromPort = 22,
  toPort = 22,
) =>
  new aws.vpc.SecurityGroupIngressRule(name, {
    securityGroupId,
    ipProtocol: "tcp",
    fromPort,
    toPort,
    cidrIpv4,
  });

const open = () => rule(new aws.ec2.SecurityGroup("web", {}).id, "0.0.0.0/0");
const OPEN = ["no-public-ssh-rdp: rule"];

/** The outputs of a group after a refresh: its rules, inline, whoever made them. */
const refreshed = (resources: readonly Registered[], ...ingress: object[]): Registered[] =>
  resources.map((resource) =>
    resource.type.startsWith("aws:ec2/securityGroup:")
      ? { ...resource, outputs: { ...resource.outputs, ingress } }
      : resource,
  );

const echo = (cidr: string, fromPort = 22, toPort = 22) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks: [cidr],
  ipv6CidrBlocks: [],
  prefixListIds: [],
  securityGroups: [],
  self: false,
  description: "",
});

describe("runs, adversarially", () => {
  it("outputs alone, at a preview and an update", async () => {
    assert.deepEqual(await outputsAlone(await runProgram(open, "preview")), OPEN);
    assert.deepEqual(await outputsAlone(await runProgram(open, "update")), OPEN);
  });

  it("outputs alone after a refresh: an echo is no inline rule, and says nothing twice", async () => {
    const resources = await runProgram(open, "update");
    assert.deepEqual(await outputsAlone(refreshed(resources, echo("0.0.0.0/0"))), OPEN);
  });

  it("outputs alone after a refresh: what no standalone rule explains is the group's", async () => {
    const resources = await runProgram(
      () => rule(new aws.ec2.SecurityGroup("web", {}).id, "10.0.0.0/8"),
      "update",
    );
    assert.deepEqual(await outputsAlone(refreshed(resources, echo("10.0.0.0/8"), echo("0.0.0.0/0"))), [
      "no-public-ssh-rdp: web",
    ]);
  });

  it("inputs and, after a refresh, echoes of standalone rules in outputs", async () => {
    const resources = await runProgram(open, "update");
    assert.deepEqual(summary(await judge(POLICIES, refreshed(resources, echo("0.0.0.0/0")))), OPEN);
  });

  it("echoes of two rules that AWS shows as one", async () => {
    const resources = await runProgram(() => {
      const { id } = new aws.ec2.SecurityGroup("web", {});
      rule(id, "8.8.8.0/24", "one");
      rule(id, "9.9.9.0/24", "two");
    }, "update");
    const merged = { ...echo(""), cidrBlocks: ["8.8.8.0/24", "9.9.9.0/24"] };
    for (const said of [
      await outputsAlone(refreshed(resources, merged)),
      summary(await judge(POLICIES, refreshed(resources, merged))),
    ])
      assert.deepEqual(said, ["no-public-ssh-rdp: web"]);
  });

  it("one stack after the other with the same URNs", async () => {
    const closed = () => rule(new aws.ec2.SecurityGroup("web", {}).id, "10.0.0.0/8");
    const inline = () =>
      new aws.ec2.SecurityGroup("web", {
        ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
      });
    for (const phase of ["preview", "update"] as const) {
      for (const [program, expected] of [
        [open, OPEN],
        [closed, []],
        [inline, ["no-public-ssh-rdp: web"]],
        [open, OPEN],
      ] as const) {
        assert.deepEqual(summary(await judge(POLICIES, await runProgram(program, phase))), expected);
      }
    }
  });

  it("outputs alone right after a stack whose inputs were shown under the same URNs", async () => {
    const inline = () =>
      new aws.ec2.SecurityGroup("web", {
        ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
      });
    await judge(POLICIES, await runProgram(inline, "update"));
    assert.deepEqual(
      await outputsAlone(await runProgram(() => new aws.ec2.SecurityGroup("web", {}), "update")),
      [],
    );
  });

  it("in any order", async () => {
    const program = () => {
      const { id } = new aws.ec2.SecurityGroup("web", { ingress: [] });
      rule(id, "8.8.8.0/24", "one");
      rule(id, "9.9.9.0/24", "two");
      rule(id, "10.0.0.0/8", "low", 0, 30000);
      rule(id, "10.0.0.0/8", "high", 30001, 65535);
    };
    const expected = [
      "no-all-traffic-ingress: web",
      "no-mixed-rule-management: web",
      "no-public-ssh-rdp: web",
    ];
    for (const phase of ["preview", "update"] as const) {
      const resources = await runProgram(program, phase);
      for (let i = 0; i < resources.length; i++) {
        const rotated = [...resources.slice(i), ...resources.slice(0, i)];
        for (const order of [rotated, [...rotated].reverse()]) {
          assert.deepEqual(summary(await judge(POLICIES, order)), expected);
        }
      }
    }
  });

  it("an id written as a literal joins once it is known", async () => {
    const resources = await runProgram(() => {
      const { id } = new aws.ec2.SecurityGroup("web", {});
      rule(id, "8.8.8.0/24", "one");
      rule(id, "9.9.9.0/24", "two");
    }, "update");
    const literal = resources.map((resource) => ({ ...resource, dependencies: {} }));
    assert.deepEqual(summary(await judge(POLICIES, literal)), ["no-public-ssh-rdp: web"]);
  });

  it("marks of secrets around values, lists and objects", async () => {
    const all = (await runProgram(() => new aws.ec2.SecurityGroup("web", {}), "update")).filter(
      ({ name }) => name === "web",
    );
    const secret = (value: unknown) => ({ ...SECRET, value });
    const ingress = secret([
      secret({ ...echo(""), fromPort: secret("22"), cidrBlocks: secret([secret("0.0.0.0/0")]) }),
    ]);
    const hidden = all.map((one) => ({
      ...one,
      inputs: { ...one.inputs, ingress },
      outputs: { ...one.outputs, ingress },
    }));

    assert.deepEqual(await outputsAlone(hidden), ["no-public-ssh-rdp: web"]);
    assert.deepEqual(summary(await judge(POLICIES, hidden)), ["no-public-ssh-rdp: web"]);
  });
});
