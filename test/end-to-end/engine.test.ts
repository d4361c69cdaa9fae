import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN } from "./aws-stand-in/cloud";
import { describeWithPulumi, Stack } from "./pulumi";

const packs = [join(__dirname, "fixtures/pack")];

const group = "urn:pulumi:dev::program::aws:ec2/securityGroup:SecurityGroup::web";

const source = `
  const provider = new aws.Provider("tagging", { region: "eu-west-1", defaultTags: { tags: { Stage: "dev" } } });
  const found = aws.ec2.Subnet.get("found", "subnet-0123");
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
  const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, tags: { Name: "web" } }, { provider });
  new aws.vpc.SecurityGroupIngressRule("https", {
    securityGroupId: group.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0",
  });
  new aws.ec2.Instance("instance", {
    ami: aws.ec2.getAmiOutput({ mostRecent: true }).id,
    instanceType: "t3.micro",
    subnetId: subnet.id,
    vpcSecurityGroupIds: [group.id],
    metadataOptions: { httpTokens: "required" },
  });
`;

describeWithPulumi("the engine with a small policy pack and the stand-in for AWS", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.of({ source });
  });

  after(() => stack?.remove());

  it("stops the preview of a program that breaks a mandatory policy", async () => {
    const run = await stack.preview({ packs });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(run.findings, [
      {
        policy: "require-owner",
        level: "mandatory",
        urn: group,
        message: "A security group says who owns it.\nweb has no tag Owner.",
      },
    ]);
    assert.deepEqual(stack.resources(), []);
  });

  it("stops the update before what breaks a mandatory resource policy is created", async () => {
    const run = await stack.upSkippingPreview({ packs });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      run.findings.map(({ policy, urn }) => [policy, urn]),
      [["require-owner", group]],
    );
    const created = stack.resources().map(nameOf);
    for (const name of ["web", "https", "instance"])
      assert.ok(!created.includes(name), `${name} was created`);
  });

  it("takes levels and options from the configuration file", async () => {
    const config = { "require-owner": { enforcementLevel: "advisory", tag: "Team" } };
    const { exitCode, findings } = await stack.preview({ packs, config });
    assert.equal(exitCode, 0);
    assert.deepEqual(
      findings.map(({ level, message }) => [level, message]),
      [["advisory", "A security group says who owns it.\nweb has no tag Team."]],
    );
  });

  it("says what is wrong with an option of the wrong type, and runs nothing", async () => {
    const { exitCode, diagnostics, created } = await stack.preview({
      packs,
      config: { "require-owner": { tag: 7 } },
    });
    assert.notEqual(exitCode, 0);
    assert.match(diagnostics.join(), /require-owner: tag: Invalid type\. Expected: string, given: integer/);
    assert.deepEqual(created, []);
  });
});

describeWithPulumi("the requests that the engine makes of a policy pack", () => {
  let stack: Stack;
  let preview: Request[];
  let update: Request[];

  before(async () => {
    stack = await Stack.of({ source });
    const record = join(stack.folder, "requests");
    const config = { "require-owner": "remediate" };
    const run = await stack.up({ packs, config, env: { RECORD_TO: record }, isStartedAnew: true });
    assert.equal(run.exitCode, 0, run.stdout);
    const requests = readFileSync(record, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Request);
    preview = requests.filter(({ pid }) => pid === requests[0]?.pid);
    update = requests.filter(({ pid }) => pid !== requests[0]?.pid);
  });

  after(() => stack?.remove());

  it("configure every policy once, before anything else, with the defaults of its options", () => {
    for (const requests of [preview, update]) {
      const methods = requests.map(({ method }) => method);
      assert.equal(methods.filter((method) => method === "configure").length, 1);
      assert.ok(
        methods.indexOf("configure") < methods.findIndex((method) => /analyze|remediate/.test(method)),
      );
      const { policies = {} } = requests.find(({ method }) => method === "configure") ?? {};
      assert.deepEqual(Object.keys(policies), ["no-second-group", "require-owner"]);
      assert.match(JSON.stringify(policies["require-owner"]), /"tag".*"Owner"/);
    }
  });

  it("analyze every registered resource, then the stack, in one process", () => {
    for (const requests of [preview, update]) {
      assert.equal(requests.at(-1)?.method, "analyzeStack");
      const analyzed = requests.filter(({ method }) => method === "analyze").map(({ urn }) => urn);
      const stacked = requests.at(-1)?.resources?.map(({ urn }) => urn) ?? [];
      assert.deepEqual(analyzed.toSorted(), stacked.toSorted());
      assert.ok(analyzed.includes("urn:pulumi:dev::program::pulumi:providers:aws::tagging"));
    }
  });

  it("leave out what the program only looks up", () => {
    assert.ok([...preview, ...update].every(({ urn = "" }) => nameOf(urn) !== "found"));
  });

  it("show inputs as the program gave them, after the provider named and tagged them", () => {
    const { vpcId, name, ...inputs } = analyzed(preview, "web");
    assert.equal(vpcId, UNKNOWN);
    assert.match(String(name), /^web-[0-9a-f]{7}$/);
    assert.deepEqual(inputs, {
      description: "Managed by Pulumi",
      tags: { Name: "web", Owner: "nobody" },
      tagsAll: { Name: "web", Stage: "dev" },
    });
    assert.equal(analyzed(update, "web").name, name);
  });

  it("show the computed inputs as unknown at the preview and settled at the update", () => {
    const [groupBefore, groupAfter] = [stacked(preview, "web"), stacked(update, "web")];
    assert.deepEqual([groupBefore.ingress, groupAfter.ingress], [UNKNOWN, []]);
    assert.deepEqual([groupBefore.id, groupBefore.description], [UNKNOWN, "Managed by Pulumi"]);
    assert.match(String(groupAfter.arn), new RegExp(`:security-group/${groupAfter.id}$`));
    const [before, after] = [stacked(preview, "instance"), stacked(update, "instance")];
    assert.deepEqual([before.associatePublicIpAddress, after.associatePublicIpAddress], [UNKNOWN, true]);
    assert.deepEqual(before.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: UNKNOWN,
      instanceMetadataTags: UNKNOWN,
    });
    assert.deepEqual(before.vpcSecurityGroupIds, [UNKNOWN]);
    assert.match(String(after.vpcSecurityGroupIds), /^sg-[0-9a-f]{17}$/);
  });

  it("keep what a remediation mended", () => {
    const { deployment } = stack.state();
    const mended = deployment.resources?.find(({ urn }) => urn === group);
    assert.deepEqual(mended?.inputs?.tags, { Name: "web", Owner: "nobody" });
  });

  it("read a group's rules back from AWS whichever resource made them", async () => {
    assert.equal((await stack.refresh()).exitCode, 0);
    const { deployment } = stack.state();
    const refreshed = deployment.resources?.find(({ urn }) => urn === group);
    assert.deepEqual(refreshed?.outputs?.ingress, [
      {
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["0.0.0.0/0"],
        description: "",
        ipv6CidrBlocks: [],
        prefixListIds: [],
        securityGroups: [],
        self: false,
      },
    ]);
    assert.equal(refreshed?.inputs?.ingress, undefined);
  });
});

interface Request {
  readonly method: string;
  readonly pid: number;
  readonly urn?: string;
  readonly properties?: Record<string, unknown>;
  readonly resources?: readonly { readonly urn: string; readonly properties: Record<string, unknown> }[];
  readonly policies?: Record<string, unknown>;
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

function analyzed(requests: readonly Request[], name: string): Record<string, unknown> {
  return (
    requests.find(({ method, urn = "" }) => method === "analyze" && nameOf(urn) === name)?.properties ?? {}
  );
}

function stacked(requests: readonly Request[], name: string): Record<string, unknown> {
  return requests.at(-1)?.resources?.find(({ urn }) => nameOf(urn) === name)?.properties ?? {};
}
