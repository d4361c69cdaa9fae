import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/require-private-dns-on-endpoints";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { type Registered, runProgram } from "../../harness/program";
import { remediated } from "../../harness/remediate";
import { later } from "./managed";

const FLAGGED = ["require-private-dns-on-endpoints: ssm"];

type Args = Partial<aws.ec2.VpcEndpointArgs>;

const make = (args: Args = {}) =>
  new aws.ec2.VpcEndpoint("ssm", {
    vpcId: "vpc-1",
    vpcEndpointType: "Interface",
    serviceName: "com.amazonaws.eu-west-1.ssm",
    ...args,
  });
const endpoint = (args?: Args) => () => make(args);
const phases = async (program: () => unknown) => [
  (await judgeProgram([policy], program, "preview")).length,
  (await judgeProgram([policy], program, "update")).length,
];

describe("require-private-dns-on-endpoints", () => {
  it("flags an interface endpoint without private DNS, and passes one with it", async () => {
    assert.deepEqual(await verdict([policy], endpoint()), FLAGGED);
    assert.deepEqual(await messages(policy, endpoint()), [
      "privateDnsEnabled is left out, which means false, so that the names of ssm lead past the endpoint.",
    ]);
    assert.deepEqual(await messages(policy, endpoint({ privateDnsEnabled: false })), [
      "privateDnsEnabled is false, so that the names of ssm lead past the endpoint.",
    ]);
    assert.deepEqual(await verdict([policy], endpoint({ privateDnsEnabled: false })), FLAGGED);
    assert.deepEqual(await verdict([policy], endpoint({ privateDnsEnabled: "false" as never })), FLAGGED);
    assert.deepEqual(await verdict([policy], endpoint({ privateDnsEnabled: null as never })), FLAGGED);
    assert.deepEqual(await verdict([policy], endpoint({ privateDnsEnabled: true })), []);
    assert.deepEqual(await verdict([policy], endpoint({ privateDnsEnabled: "true" as never })), []);
  });

  it("passes what another endpoint of the VPC, or a hosted zone of one's own, has the name of", async () => {
    const beside = (args: Args) => () => {
      make({ privateDnsEnabled: false });
      new aws.ec2.VpcEndpoint("other", {
        vpcId: "vpc-1",
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ssm",
        privateDnsEnabled: true,
        ...args,
      });
    };
    assert.deepEqual(await verdict([policy], beside({})), []);
    assert.deepEqual(await verdict([policy], beside({ vpcId: "vpc-2" })), FLAGGED);
    assert.deepEqual(
      await verdict([policy], beside({ serviceName: "com.amazonaws.eu-west-1.sqs" })),
      FLAGGED,
    );
    const zone =
      (name: string, isOfVpc: boolean, associated = false) =>
      () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const vpcs = [{ vpcId: isOfVpc ? vpc.id : "vpc-2" }];
        const made = new aws.route53.Zone("zone", { name, vpcs: associated ? [{ vpcId: "vpc-2" }] : vpcs });
        if (associated) new aws.route53.ZoneAssociation("zone", { zoneId: made.zoneId, vpcId: vpc.id });
        make({ vpcId: vpc.id, privateDnsEnabled: false });
      };
    assert.deepEqual(await verdict([policy], zone("ssm.eu-west-1.amazonaws.com", true)), []);
    assert.deepEqual(await verdict([policy], zone("ssm.eu-west-1.amazonaws.com.", true, true)), []);
    assert.deepEqual(await verdict([policy], zone("ssm.eu-west-1.amazonaws.com", false)), FLAGGED);
    assert.deepEqual(await verdict([policy], zone("sqs.eu-west-1.amazonaws.com", true)), FLAGGED);
    assert.deepEqual(await verdict([policy], zone("ssm.eu-central-1.amazonaws.com", true)), FLAGGED);
    const otherZone = () => {
      zone("sqs.eu-west-1.amazonaws.com", true, true)();
      new aws.route53.Zone("ssm", { name: "ssm.eu-west-1.amazonaws.com", vpcs: [{ vpcId: "vpc-2" }] });
    };
    assert.deepEqual(await verdict([policy], otherZone), FLAGGED);
    const elsewhere = (region: string) => () => {
      const vpcId = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", region: "eu-west-1" }).id;
      make({ vpcId, region: "eu-west-1", privateDnsEnabled: false });
      new aws.ec2.VpcEndpoint("other", {
        ...{ vpcId: later("vpc-1"), region, vpcEndpointType: "Interface", privateDnsEnabled: true },
        serviceName: "com.amazonaws.eu-west-1.ssm",
      });
    };
    assert.deepEqual(await phases(elsewhere("eu-west-1")), [0, 1]);
    assert.deepEqual(await phases(elsewhere("eu-central-1")), [1, 1]);
    const ofAnotherRegion = (serviceRegion: string) => () => {
      const vpcId = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", region: "eu-west-1" }).id;
      const common = { vpcId, region: "eu-west-1", vpcEndpointType: "Interface" };
      new aws.ec2.VpcEndpoint("ssm", { ...common, serviceName: "com.amazonaws.eu-west-1.ssm" });
      const serviceName = `com.amazonaws.${serviceRegion}.ssm`;
      new aws.ec2.VpcEndpoint("other", { ...common, serviceName, serviceRegion, privateDnsEnabled: true });
    };
    assert.deepEqual(await phases(ofAnotherRegion("eu-central-1")), [2, 2]);
    assert.deepEqual(await phases(ofAnotherRegion("eu-west-1")), [1, 1]);
  });

  it("flags private DNS in a VPC that AWS refuses it in", async () => {
    const within = (args: aws.ec2.VpcArgs) => () =>
      make({
        vpcId: new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", ...args }).id,
        privateDnsEnabled: true,
      });
    assert.deepEqual(await verdict([policy], within({ enableDnsHostnames: true })), []);
    assert.deepEqual(await verdict([policy], within({})), FLAGGED);
    assert.deepEqual(
      await verdict([policy], within({ enableDnsHostnames: true, enableDnsSupport: false })),
      FLAGGED,
    );
    const refused = "privateDnsEnabled is true, which AWS refuses while";
    assert.deepEqual(await messages(policy, within({ enableDnsSupport: false })), [
      `${refused} enableDnsSupport and enableDnsHostnames of Vpc main are false.`,
    ]);
    assert.deepEqual(await messages(policy, within({})), [
      `${refused} enableDnsHostnames of Vpc main is false.`,
    ]);
  });

  it("passes what a resource of its own turns on", async () => {
    const program = (privateDnsEnabled: boolean) => () =>
      new aws.vpc.EndpointPrivateDns("dns", { vpcEndpointId: make().id, privateDnsEnabled });
    assert.deepEqual(await verdict([policy], program(true)), []);
    assert.deepEqual(await verdict([policy], program(false)), FLAGGED);
    const other = () => {
      make();
      new aws.vpc.EndpointPrivateDns("dns", { vpcEndpointId: "vpce-1", privateDnsEnabled: true });
    };
    assert.deepEqual(await verdict([policy], other), FLAGGED);
  });

  it("passes other types of endpoint", async () => {
    for (const vpcEndpointType of ["Gateway", "GatewayLoadBalancer", undefined, null as never]) {
      assert.deepEqual(await verdict([policy], endpoint({ vpcEndpointType })), []);
    }
  });

  it("passes services of others, and those of AWS that cannot have it", async () => {
    for (const [serviceName, isFlagged] of [
      ["com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", false],
      ["com.amazonaws.eu-west-1.dynamodb", false],
      ["com.amazonaws.eu-west-1.iot.data", false],
      ["com.amazonaws.eu-west-1.iot.api", true],
      ["com.amazonaws.eu-west-1.s3", true],
      ["com.amazonaws.eu-west-1.ecr.dkr", true],
      ["com.amazonaws.iam", true],
      ["aws.sagemaker.eu-west-1.notebook", true],
      ["cn.com.amazonaws.cn-north-1.ec2", true],
    ] as const) {
      assert.deepEqual(
        await verdict([policy], endpoint({ serviceName })),
        isFlagged ? FLAGGED : [],
        serviceName,
      );
    }
    const own = (isOwn: boolean) => () => {
      const service = new aws.ec2.VpcEndpointService("own", { acceptanceRequired: false });
      make(isOwn ? { serviceName: service.serviceName } : {});
    };
    assert.deepEqual(await verdict([policy], own(true)), []);
    assert.deepEqual(await verdict([policy], own(false)), FLAGGED);
    const except = configured(policy, { servicesWithoutPrivateDns: ["ssm"] });
    assert.deepEqual(await verdict([except], endpoint()), []);
    assert.deepEqual(
      await verdict([except], endpoint({ serviceName: "com.amazonaws.eu-west-1.dynamodb" })),
      FLAGGED,
    );
  });

  it("leaves unknown types, services and flags to the update", async () => {
    assert.deepEqual(await phases(() => make({ vpcEndpointType: later("Interface") })), [0, 1]);
    assert.deepEqual(await phases(() => make({ vpcEndpointType: later("Gateway") })), [0, 0]);
    assert.deepEqual(await phases(() => make({ serviceName: later("com.amazonaws.eu-west-1.kms") })), [0, 1]);
    assert.deepEqual(await phases(() => make({ privateDnsEnabled: later(false) })), [0, 1]);
    assert.deepEqual(await phases(() => make({ privateDnsEnabled: later(true) })), [0, 0]);
    assert.deepEqual(await verdict([policy], () => make({ vpcId: later("vpc-1") })), FLAGGED);
    assert.deepEqual(
      await verdict([policy], () => make({ vpcId: later("vpc-1"), privateDnsEnabled: true })),
      [],
    );
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::ssm", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], endpoint()), []);
  });

  it("turns it on, but for S3 and where it is undecided", async () => {
    for (const args of [{}, { privateDnsEnabled: false }]) {
      const before = await registered(endpoint(args));
      assert.deepEqual(await remediated(policy, before), { ...before.inputs, privateDnsEnabled: true });
    }
    for (const args of [
      { privateDnsEnabled: true },
      { vpcEndpointType: "Gateway" },
      { serviceName: "com.amazonaws.eu-west-1.s3" },
    ]) {
      assert.equal(await remediated(policy, await registered(endpoint(args))), undefined);
    }
    const another = await registered(() => new aws.ec2.Vpc("ssm", { cidrBlock: "10.0.0.0/16" }));
    assert.equal(await remediated(policy, another), undefined);
    const undecided = () => make({ privateDnsEnabled: later(false) });
    assert.equal(await remediated(policy, await registered(undecided)), undefined);
  });
});

async function registered(program: () => unknown): Promise<Registered> {
  const found = (await runProgram(program, "preview")).find(({ name }) => name === "ssm");
  assert.ok(found !== undefined);
  return found;
}
