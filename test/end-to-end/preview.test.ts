import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, type Finding, repository, Stack, sorted } from "./pulumi";

/** Two groups that anyone may reach by SSH, in a network that something only read lies beside. */
const program = (cidr: string, more = "") => `
  const found = aws.ec2.SecurityGroup.get("found", "sg-0123456789abcdef0");
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsSupport: true });
  const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
  const admin = new aws.ec2.SecurityGroup("admin", { vpcId: vpc.id, description: "Administration" });
  new aws.vpc.SecurityGroupIngressRule("ssh", {
    securityGroupId: admin.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "${cidr}",
  });
  const web = new aws.ec2.SecurityGroup("web", {
    vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["${cidr}"] }],
    tags: { Token: pulumi.secret("hush") },
  });
  class Host extends pulumi.ComponentResource {
    constructor(name) {
      super("shop:index:Host", name);
      new aws.ec2.Instance(name, {
        ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: subnet.id,
        vpcSecurityGroupIds: [admin.id, web.id, found.id],
      }, { parent: this });
    }
  }
  new Host("host");
  ${more}
`;

const theirs = 'aws.ec2.Vpc.get("theirs", "vpc-0123456789abcdef0");';

const imports = 'const aws = require("@pulumi/aws");\nconst pulumi = require("@pulumi/pulumi");\n';

const config = { all: "advisory" };

interface BothWays {
  readonly engine: readonly Finding[];
  readonly offline: readonly Finding[];
  readonly stderr: string;
}

describeWithPulumi("a preview that network-guard check reads", () => {
  let pack: Compiled;
  let stack: Stack;
  let first: BothWays;

  before(async () => {
    pack = compile();
    stack = await Stack.of({ source: program("0.0.0.0/0", `new aws.ec2.Eip("gone", {}); ${theirs}`) });
    first = await bothWays(stack);
  });

  after(() => stack?.remove());

  /** What a stack exports decides these, and the CLI prints no outputs of it. */
  const BY_EXPORTS = ["no-unused-security-group", "no-unattached-elastic-ip"];

  const withoutExports = (findings: readonly Finding[]) =>
    findings.filter(({ policy }) => !BY_EXPORTS.includes(policy));

  /** The CLI does not print which of a resource's own inputs its provider has filled in. */
  const withoutOrigin = ({ message, ...finding }: Finding): Finding => ({
    ...finding,
    message: message.replace(/ is (?:left out, which means )?"?(\w+)"?(?=[.,])/g, " is $1"),
  });

  /** What the engine finds at a preview, and what is found in what the CLI prints of it. */
  async function bothWays(of: Stack): Promise<BothWays> {
    const { stdout, findings } = await of.previewJson(["--show-sames"], { packs: [pack.folder], config });
    const file = join(pack.folder, "preview.json");
    writeFileSync(file, stdout);
    const { findings: offline, stderr } = await check(file, { config });
    const [engine, printed] = [findings, offline].map((all) => sorted(all.map(withoutOrigin)));
    return { engine: engine ?? [], offline: printed ?? [], stderr };
  }

  it("gives the engine's findings of a first preview", () => {
    const { engine, offline, stderr } = first;
    assert.ok(
      engine.some(({ policy }) => policy === "no-public-ssh-rdp"),
      stderr,
    );
    assert.deepEqual(offline, withoutExports(engine));
    assert.match(stderr, /findings? in \d+ resources; not judged: 1 encrypted value; assumed: /);
  });

  it("shows nothing of what a program only reads, of which network-guard check finds nothing, but all that the engine does beside it", async () => {
    const { findings, stderr } = await check(stack.folder, { config });
    const said = new Set(findings.map(({ policy, urn }) => `${policy} ${urn}`));
    const missing = first.engine.filter(({ policy, urn }) => !said.has(`${policy} ${urn}`));
    assert.deepEqual(missing, [], stderr);
    assert.deepEqual(
      findings.filter(({ urn }) => /::(found|theirs)$/.test(urn)),
      [],
    );
  });

  it("gives the engine's findings of a stack that is there, and of one that changes", async () => {
    assert.equal((await stack.upSkippingPreview()).exitCode, 0);
    const same = await bothWays(stack);
    assert.deepEqual(same.offline, withoutExports(same.engine));
    assert.ok(same.engine.length > 0);

    const changed = program("10.0.0.0/8", `new aws.ec2.Eip("new", {}); ${theirs}`);
    writeFileSync(join(stack.folder, "index.js"), imports + changed);
    const update = await bothWays(stack);
    assert.deepEqual(update.offline, withoutExports(update.engine));
    assert.ok(!update.engine.some(({ policy }) => policy === "no-public-ssh-rdp"));
  });

  it("gives the engine's findings of examples/leaky, but for what it exports and what the CLI hides", async () => {
    const leaky = await Stack.of({ folder: join(repository, "examples/leaky") });
    try {
      const { engine, offline } = await bothWays(leaky);
      // The CLI prints no value of a parameter, as it is a secret.
      const isHidden = ({ urn }: Finding) => urn.includes("aws:ssm/parameter:Parameter");
      for (const policy of BY_EXPORTS) assert.ok(engine.some((found) => found.policy === policy));
      assert.deepEqual(
        offline,
        withoutExports(engine).filter((found) => !isHidden(found)),
      );
    } finally {
      leaky.remove();
    }
  });

  it("is refused where it leaves out what does not change", async () => {
    const file = join(pack.folder, "short.json");
    writeFileSync(file, (await stack.previewJson()).stdout);
    const { exitCode, stderr } = await check(file);
    assert.equal(exitCode, 2);
    assert.match(stderr, /leaves out \d+ resources? that .*\n {2}pulumi preview --json --show-sames/);
  });
});

describeWithPulumi("what a program makes or only reads", () => {
  const make = 'new aws.ec2.Vpc("twice", { cidrBlock: "10.0.0.0/16" });';
  const read = 'aws.ec2.Vpc.get("twice", "vpc-0123456789abcdef0");';
  for (const [order, source] of Object.entries({
    "made and made": [make, make],
    "made and read": [make, read],
    "read and made": [read, make],
    "read and read": [read, read],
  })) {
    it(`may not have the URN of something else: ${order}`, async () => {
      const stack = await Stack.of({ source: source.join("\n") });
      try {
        const [engine, checked] = [await stack.preview(), await check(stack.folder)];
        assert.notEqual(engine.exitCode, 0);
        assert.match(engine.diagnostics.join(), /Duplicate resource URN/);
        assert.equal(checked.exitCode, 2);
        assert.match(checked.stderr, /Duplicate resource URN '.*::twice'; try giving it a unique name/);
      } finally {
        stack.remove();
      }
    });
  }
});
