import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { configure, errorsInComposed, resourcePolicy, stackPolicy } from "../../pack/compose";
import { count } from "../../policies/kit/options";
import { finding } from "../../policies/kit/policy";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { outputOf } from "../../testing";
import { judgeProgram, verdict } from "../harness/judge";

const web = (from: string) => () =>
  new aws.ec2.SecurityGroup("web", {
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [from] }],
  });

describe("a policy that is configured", () => {
  const office = configure(noPublicSshRdp, {
    allowedCidrs: ["198.51.100.0/22"],
    enforcementLevel: "advisory",
  });

  it("has its options without anybody's further doing", async () => {
    assert.deepEqual(await verdict([noPublicSshRdp], web("198.51.100.0/22")), ["no-public-ssh-rdp: web"]);
    assert.deepEqual(await verdict([office], web("198.51.100.0/22")), []);
  });

  it("has its level, and leaves the original alone", async () => {
    const [found] = await judgeProgram([office], web("0.0.0.0/0"), "preview");
    assert.equal(found?.level, "advisory");
    assert.equal(noPublicSshRdp.enforcementLevel, "mandatory");
  });

  it("tells the engine its options as defaults, which a file may change", () => {
    assert.deepEqual(office.configSchema?.properties.allowedCidrs?.default, ["198.51.100.0/22"]);
    assert.deepEqual(office.configSchema?.properties.ports?.default, [22, 3389]);
  });

  it("can be configured again, one option at a time", async () => {
    const twice = configure(office, { ports: [3389] });
    assert.equal(twice.enforcementLevel, "advisory");
    assert.deepEqual(await verdict([twice], web("0.0.0.0/0")), []);
    assert.deepEqual(twice.configSchema?.properties.allowedCidrs?.default, ["198.51.100.0/22"]);
  });

  it("takes exemptions", async () => {
    const exempt = configure(noPublicSshRdp, { exemptions: [{ resource: "*::web", reason: "Moves away" }] });
    assert.deepEqual(await verdict([exempt], web("0.0.0.0/0")), []);
  });

  for (const [what, configuration, expected] of [
    [
      "an unknown option",
      { port: [22] },
      'no-public-ssh-rdp: there is no option "port". Did you mean "ports"?',
    ],
    ["a wrong type", { ports: 22 }, 'no-public-ssh-rdp: "ports" must be array.'],
    [
      "a level that is none",
      { enforcementLevel: "blocking" },
      'no-public-ssh-rdp: "blocking" is no level; the levels are advisory, mandatory, remediate, disabled.',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => configure(noPublicSshRdp, configuration as never), {
        name: "ConfigurationError",
        message: expected,
      });
    });
  }
});

describe("a policy of one's own", () => {
  const about = {
    description: "No group may have more rules than one counts.",
    severity: "low",
    enforcementLevel: "mandatory",
    remediationSteps: "Remove some.",
    options: { most: count(1, "How many.") },
  } as const;
  const noLongGroup = resourcePolicy({
    ...about,
    name: "no-long-group",
    *check(network, { most }) {
      for (const { resource, rules } of network.securityGroups)
        if (resource && rules.length > most) yield finding(resource, `has ${rules.length} rules.`);
    },
  });
  const noEmptyVpc = stackPolicy({
    ...about,
    name: "no-empty-vpc",
    *check(network) {
      for (const { resource } of network.vpcs)
        if (resource && !network.subnets.some(({ vpc }) => vpc?.resource === resource))
          yield finding(resource, "has no subnet.");
    },
  });
  const rule = { protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8"] };
  const group = (...ports: number[]) => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "web",
    inputs: { ingress: ports.map((port) => ({ ...rule, fromPort: port, toPort: port })) },
  });

  it("judges one resource on the same network, in a list of resources", async () => {
    assert.deepEqual(await verdict([noLongGroup], [group(1, 2)]), ["no-long-group: web"]);
    assert.deepEqual(await verdict([noLongGroup], [group(1)]), []);
    assert.deepEqual(await verdict([configure(noLongGroup, { most: 2 })], [group(1, 2)]), []);
  });

  it("judges a stack whose resources are joined by reference", async () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", name: "shop", inputs: { cidrBlock: "10.0.0.0/16" } };
    const subnet = (vpcId: unknown) => ({
      type: "aws:ec2/subnet:Subnet",
      name: "servers",
      inputs: { vpcId, cidrBlock: "10.0.1.0/24" },
    });
    assert.deepEqual(await verdict([noEmptyVpc], [vpc]), ["no-empty-vpc: shop"]);
    assert.deepEqual(await verdict([noEmptyVpc], [vpc, subnet(outputOf("shop"))]), []);
    assert.deepEqual(await verdict([noEmptyVpc], [vpc, subnet("vpc-0123456789abcdef0")]), [
      "no-empty-vpc: shop",
    ]);
  });

  it("gives a resource what another tells beside its id", async () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", name: "shop", inputs: { cidrBlock: "10.0.0.0/16" } };
    const tags = { vpc: outputOf("shop", "arn") };
    const program = [vpc, { type: "aws:ec2/subnet:Subnet", name: "inner", inputs: { tags } }];
    const telling = stackPolicy({
      ...about,
      name: "telling",
      *check({ subnets }) {
        for (const { resource } of subnets)
          if (resource) yield finding(resource, `is tagged ${JSON.stringify(resource.settled?.tags)}.`);
      },
    });
    const [violation] = await judgeProgram([telling], program, "update");
    assert.match(violation?.message ?? "", /"vpc":"arn:aws:ec2:/);
  });

  it("has its configuration checked with the others', at the door", () => {
    const names = ["no-long-group", "no-public-ssh-rdp"];
    assert.deepEqual(errorsInComposed([["no-long-group", { most: 2 }]], names), []);
    assert.deepEqual(errorsInComposed([["no-long-group", { mots: 2 }]], names), [
      'no-long-group: there is no option "mots". Did you mean "most"?',
    ]);
  });

  it("names an output of a resource that does not come before it", async () => {
    const early = { ...group(), inputs: { vpcId: outputOf("later") } };
    await assert.rejects(verdict([noLongGroup], [early]), /outputOf\("later"\): no resource of that name/);
  });
});
