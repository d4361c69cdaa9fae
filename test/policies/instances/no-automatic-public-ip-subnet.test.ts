import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/no-automatic-public-ip-subnet";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { type Registered, runProgram } from "../../harness/program";
import { remediated } from "../../harness/remediate";

const FLAGGED = ["no-automatic-public-ip-subnet: app"];

const subnet = (args: Partial<aws.ec2.SubnetArgs>) => () =>
  new aws.ec2.Subnet("app", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", ...args });
const mapping = (args: Partial<aws.ec2.SubnetArgs>) => subnet({ mapPublicIpOnLaunch: true, ...args });
const defaultSubnet = (args: Partial<aws.ec2.DefaultSubnetArgs>) => () =>
  new aws.ec2.DefaultSubnet("app", { availabilityZone: "us-east-1a", ...args });

const unknown = () => new aws.ec2.Eip("other", {}).id;

describe("no-automatic-public-ip-subnet", () => {
  it("flags a subnet that maps public addresses, and passes one that does not", async () => {
    assert.deepEqual(await verdict([policy], mapping({})), FLAGGED);
    assert.deepEqual(await verdict([policy], subnet({ mapPublicIpOnLaunch: "true" as never })), FLAGGED);
    assert.deepEqual(await verdict([policy], subnet({ mapPublicIpOnLaunch: false })), []);
    assert.deepEqual(await verdict([policy], subnet({ mapPublicIpOnLaunch: "false" as never })), []);
    assert.deepEqual(await verdict([policy], subnet({ mapPublicIpOnLaunch: null as never })), []);
    assert.deepEqual(await verdict([policy], subnet({})), []);
  });

  it("passes what the provider would refuse", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(await verdict([policy], subnet({ mapPublicIpOnLaunch: nonsense as never })), []);
    }
  });

  it("flags a default subnet that leaves it out, where the provider's default is true", async () => {
    assert.deepEqual(await verdict([policy], defaultSubnet({})), FLAGGED);
    assert.deepEqual(await verdict([policy], defaultSubnet({ mapPublicIpOnLaunch: true })), FLAGGED);
    assert.deepEqual(await verdict([policy], defaultSubnet({ mapPublicIpOnLaunch: false })), []);
    assert.deepEqual(await verdict([policy], defaultSubnet({ tags: { Exposure: "public" } })), []);
  });

  it("passes what a tag declares public, and flags any other value", async () => {
    assert.deepEqual(await verdict([policy], mapping({ tags: { SubnetType: "Public" } })), []);
    assert.deepEqual(await verdict([policy], mapping({ tags: { SubnetType: "private" } })), FLAGGED);
    const words = configured(policy, { exposure: { tags: ["Name"], values: ["public"] } });
    assert.deepEqual(await verdict([words], mapping({ tags: { Name: "public" } })), []);
    assert.deepEqual(await verdict([words], mapping({ tags: { SubnetType: "public" } })), FLAGGED);
  });

  it("passes what its name declares public where no tag says otherwise", async () => {
    for (const Name of ["public", "public-a", "publicSubnetA", "internet_facing 1", "dmz01"]) {
      assert.deepEqual(await verdict([policy], mapping({ tags: { Name } })), [], Name);
      assert.deepEqual(await verdict([policy], mapping({ tags: { Name, Tier: "private" } })), FLAGGED, Name);
    }
    for (const Name of [
      "publication",
      "non-public",
      "notPublic",
      "no_public-a",
      "internet",
      "facing-internet",
    ]) {
      assert.deepEqual(await verdict([policy], mapping({ tags: { Name } })), FLAGGED, Name);
    }
    const named = (name: string, Name: string) => () =>
      new aws.ec2.Subnet(name, { vpcId: "vpc-1", mapPublicIpOnLaunch: true, tags: { Name } });
    assert.deepEqual(await verdict([policy], named("public-a", "")), []);
    assert.deepEqual(await verdict([policy], named("public-a", "app")), [
      "no-automatic-public-ip-subnet: public-a",
    ]);
  });

  it("finds a configured word in Japanese wherever it stands, but where it is negated", async () => {
    const words = configured(policy, {
      exposure: { tags: ["Tier"], values: ["公開", "踏み台"] },
    });
    for (const Name of ["公開サブネット", "本番公開-a", "shop-踏み台用", "非公開と公開"]) {
      assert.deepEqual(await verdict([words], mapping({ tags: { Name } })), [], Name);
    }
    for (const Name of ["非公開サブネット", "未公開-a", "サブネット", "public"]) {
      assert.deepEqual(await verdict([words], mapping({ tags: { Name } })), FLAGGED, Name);
    }
  });

  it("is silent on an unknown flag or tag until the update", async () => {
    const byPhase = async (program: () => unknown) => [
      (await judgeProgram([policy], program, "preview")).length,
      (await judgeProgram([policy], program, "update")).length,
    ];
    const flag = (value: boolean) => () => subnet({ mapPublicIpOnLaunch: unknown().apply(() => value) })();
    assert.deepEqual(await byPhase(flag(true)), [0, 1]);
    assert.deepEqual(await byPhase(flag(false)), [0, 0]);
    const tag = (value: string) => () => mapping({ tags: { Tier: unknown().apply(() => value) } })();
    assert.deepEqual(await byPhase(tag("private")), [0, 1]);
    assert.deepEqual(await byPhase(tag("public")), [0, 0]);
    const tags = () => mapping({ tags: unknown().apply(() => ({ Name: "app" })) })();
    assert.deepEqual(await byPhase(tags), [0, 1]);
    const name = (value: string) => () => mapping({ tags: { Name: unknown().apply(() => value) } })();
    assert.deepEqual(await byPhase(name("app")), [0, 1]);
    assert.deepEqual(await byPhase(name("public")), [0, 0]);
  });

  it("is not distracted by unknown values beside the flag", async () => {
    const program = (mapPublicIpOnLaunch: boolean) => () =>
      subnet({ vpcId: unknown(), tags: { Owner: unknown() }, mapPublicIpOnLaunch })();
    assert.deepEqual(await verdict([policy], program(true)), FLAGGED);
    assert.deepEqual(await verdict([policy], program(false)), []);
  });

  it("says what stands there, or what leaving it out means", async () => {
    const untagged = "and neither tag nor name declares the subnet public.";
    assert.deepEqual(await messages(policy, mapping({})), [`mapPublicIpOnLaunch is true, ${untagged}`]);
    assert.deepEqual(await messages(policy, defaultSubnet({})), [
      `mapPublicIpOnLaunch is left out, which means true, ${untagged}`,
    ]);
  });

  it("passes what is exempt", async () => {
    const exempt = (resource: string) => configured(policy, { exemptions: [{ resource, reason: "labs" }] });
    assert.deepEqual(await verdict([exempt("*:subnet:*::app")], mapping({})), FLAGGED);
    assert.deepEqual(await verdict([exempt("*/subnet:Subnet::app")], mapping({})), []);
  });

  describe("remediation", () => {
    it("turns the flag off in its own type, and keeps secrets and unknown values", async () => {
      const program = (flag: boolean | string) => () =>
        subnet({
          vpcId: unknown(),
          cidrBlock: pulumi.secret("10.0.0.0/24"),
          mapPublicIpOnLaunch: flag as boolean,
          tags: { Owner: pulumi.secret("team"), Stage: unknown() },
        })();
      for (const [on, off] of [
        [true, false],
        ["true", "false"],
      ] as const) {
        const [before, after] = [await theApp(program(on)), await theApp(program(off))];
        assert.deepEqual(await remediated(policy, before), after.inputs);
        assert.equal(await remediated(policy, after), undefined);
      }
    });

    it("says no where a default subnet leaves it out", async () => {
      const before = await theApp(defaultSubnet({}));
      assert.deepEqual(await remediated(policy, before), { ...before.inputs, mapPublicIpOnLaunch: false });
    });

    it("leaves alone what is public or undecided", async () => {
      assert.notEqual(await remediated(policy, await theApp(mapping({}))), undefined);
      assert.equal(await remediated(policy, await theApp(mapping({ tags: { Tier: "dmz" } }))), undefined);
      const undecided = await theApp(() => mapping({ tags: { Tier: unknown() } })());
      assert.equal(await remediated(policy, undecided), undefined);
      const unknownFlag = () => subnet({ mapPublicIpOnLaunch: unknown().apply(() => true) })();
      assert.equal(await remediated(policy, await theApp(unknownFlag)), undefined);
    });
  });
});

async function theApp(program: () => unknown): Promise<Registered> {
  const resource = (await runProgram(program, "preview")).find(({ name }) => name === "app");
  assert.ok(resource !== undefined);
  return resource;
}
