import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, type Program, type Run, Stack, sorted } from "./pulumi";

const plugin = join(__dirname, "fixtures/site-plugin");

const NETWORK = `
  const network = (of) => {
    const vpc = new aws.ec2.Vpc(of, { cidrBlock: "10.0.0.0/16" });
    const group = new aws.ec2.SecurityGroup(\`\${of}-dev\`, { vpcId: vpc.id, description: "Web", ingress: [] });
    const rule = (name, more) =>
      new aws.vpc.SecurityGroupIngressRule(name, {
        securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, description: "For the test", ...more,
      });
    return { vpc, rule };
  };
`;

/** A part of a program, and what the engine says of it, as `policy: resource`, among other things. */
interface Part {
  readonly title: string;
  readonly source: string;
  readonly finds: readonly string[];
}

/** Parts that name nothing alike, so that one program has them all. */
const PARTS: readonly Part[] = [
  {
    title: "NaN in a stack output, a component's output and an input",
    source: `const { vpc, rule } = network("ratios");
      rule("ssh", { cidrIpv4: "0.0.0.0/0" });
      class Ratios extends pulumi.ComponentResource {
        constructor(name) { super("site:index:Ratios", name); this.registerOutputs({ ratio: NaN, deep: [{ ratio: NaN }] }); }
      }
      new Ratios("ratios");
      new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", ipv4NetmaskLength: Number(undefined) });
      outputs.ratio = 0 / 0;`,
    // Whether the list is written shows in its inputs alone, so that this is lost with them.
    finds: ["no-mixed-rule-management: ratios-dev", "no-public-ssh-rdp: ssh"],
  },
  {
    title: "secret addresses and ports, whose witness would give them away",
    source: `const { rule } = network("secrets");
      rule("block", { cidrIpv4: pulumi.secret("8.8.0.0/16") });
      rule("port", { cidrIpv4: "9.9.0.0/16", fromPort: pulumi.secret(3389), toPort: pulumi.secret(3389) });`,
    finds: ["no-public-ssh-rdp: block", "no-public-ssh-rdp: port"],
  },
  {
    title: "look-ups that are awaited, and what is read under a parent with aliases",
    source: `const { vpc, rule } = network("look-ups");
      const { region } = await aws.getRegion();
      const { names } = await aws.getAvailabilityZones({ state: "available" });
      const { accountId } = await aws.getCallerIdentity();
      const { json } = await aws.iam.getPolicyDocument({ statements: [{ actions: ["ec2:*"], resources: ["*"] }] });
      for (const [i, availabilityZone] of names.entries())
        new aws.ec2.Subnet(\`subnet-\${i}\`, { vpcId: vpc.id, availabilityZone, cidrBlock: \`10.0.\${i}.0/24\`, mapPublicIpOnLaunch: true });
      rule(\`ssh-\${region}-\${accountId}\`, { cidrIpv4: "0.0.0.0/0" });
      new aws.iam.Policy("policy", { policy: json });
      class Site extends pulumi.ComponentResource {
        constructor(name) {
          super("site:index:Site", name, {}, { aliases: [{ name: "old" }, { parent: pulumi.rootStackResource }] });
          aws.ec2.Vpc.get("theirs", "vpc-0123456789abcdef0", {}, { parent: this });
          new aws.ec2.SecurityGroup("inner", { vpcId: vpc.id, description: "Inner" }, { parent: this, aliases: [{ name: "outer" }] });
        }
      }
      new Site("site");`,
    finds: [
      "no-public-ssh-rdp: ssh-us-east-1-123456789012",
      ...["0", "1", "2"].map((i) => `no-automatic-public-ip-subnet: subnet-${i}`),
      "require-environment-in-security-group-name: inner",
    ],
  },
  {
    title: "a remote component, which its plugin makes",
    source: `class Network extends pulumi.ComponentResource {
        constructor(name, args) {
          super("site:index:Network", name, { ...args, subnetId: undefined, groupId: undefined }, {}, true);
        }
      }
      const { subnetId, groupId } = new Network("made", { cidrBlock: "10.0.0.0/16", port: 22 });
      new aws.ec2.Instance("host", {
        ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId, vpcSecurityGroupIds: [groupId], associatePublicIpAddress: true,
      });`,
    finds: ["no-public-ssh-rdp: made", "no-public-ip-on-private-instance: host"],
  },
  {
    title: "both clouds, and what nobody reads of one",
    source: `const { rule } = network("clouds");
      const alicloud = require("@pulumi/alicloud");
      rule("ssh-on-aws", { cidrIpv4: "0.0.0.0/0" });
      class Made extends pulumi.CustomResource {}
      new Made("aws-native:ec2:SecurityGroup", "native", { groupDescription: "Web" });
      const net = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
      const vswitch = new alicloud.vpc.Switch("inner", { vpcId: net.id, cidrBlock: "10.0.1.0/24", zoneId: "cn-hangzhou-h" });
      const group = (name) => new alicloud.ecs.SecurityGroup(name, { vpcId: net.id, securityGroupType: "enterprise" });
      const [own, shut] = [group("box-dev"), group("shut-dev")];
      const admit = (name, { id }, more) => new alicloud.ecs.SecurityGroupRule(name, {
        type: "ingress", ipProtocol: "tcp", portRange: "22/22", cidrIp: "0.0.0.0/0", securityGroupId: id, ...more,
      });
      admit("ssh-on-alicloud", own, {});
      admit("kept-out", shut, { priority: 100 });
      admit("keeps-out", shut, { policy: "drop" });
      new alicloud.ecs.Instance("box", {
        instanceType: "ecs.g7.large", imageId: "aliyun_3_x64", vswitchId: vswitch.id, securityGroups: [own.id], internetMaxBandwidthOut: 5,
      });`,
    finds: [
      "no-public-ssh-rdp: ssh-on-aws",
      "no-public-ssh-rdp: ssh-on-alicloud",
      "no-internet-path-to-private-instance: box",
      "review-exemptions: program-dev",
    ],
  },
  {
    title: "tags of the stack, which come before its name",
    source: `new aws.ec2.Vpc("tagged", { cidrBlock: "10.0.0.0/16", tags: { Environment: "dev" } });`,
    finds: ["no-conflicting-environment: tagged"],
  },
];

/** What neither way may quote: secrets, what is only read, and what is kept out. */
const HIDDEN = [/8\.8\./, /3389/, /theirs/];

const TAGS = { environment: "prod" };

const PROGRAM: Program = {
  source: `${NETWORK} module.exports = async () => {
    const outputs = {};
    ${PARTS.map(({ source }) => `await (async () => { ${source} })();`).join("\n")}
    return outputs;
  };`,
  files: {
    "Pulumi.yaml": `name: program
runtime: { name: nodejs, options: { typescript: false } }
plugins: { providers: [{ name: site, path: ${plugin} }] }
`,
    // The command takes the tags of a stack from its configuration.
    "Pulumi.dev.yaml": `config: { "pulumi:tags": ${JSON.stringify(TAGS)} }\n`,
  },
};

const ES_MODULES: Program = {
  files: {
    "Pulumi.yaml": "name: program\nruntime: nodejs\n",
    "package.json": JSON.stringify({ type: "module", main: "index.ts" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { module: "nodenext", moduleResolution: "nodenext", target: "es2022", strict: true },
      "ts-node": { transpileOnly: true },
    }),
    // The whole of the SDK has its modules loaded at once where an ES module imports it.
    "index.ts": `import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
      import { port } from "./port.js";
      const open: string = await Promise.resolve("0.0.0.0/0");
      new SecurityGroup("web-dev", {
        description: "Web", ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [open] }],
      });`,
    "port.ts": "export const port: number = 22;",
  },
};

describeWithPulumi("the same program both ways", () => {
  let pack: Compiled;

  before(() => {
    pack = compile();
  });

  const bothWays = async (stack: Stack, isStartedAnew = false) => {
    try {
      const preview = await stack.preview({ packs: [pack.folder], isStartedAnew });
      return { preview, checked: await check(stack.folder, { region: "us-east-1" }) };
    } finally {
      stack.remove();
    }
  };

  const told = ({ findings }: Run) =>
    findings.map(({ policy, urn }) => `${policy}: ${urn.split("::").at(-1)}`);

  describe("in one with much in it", () => {
    let preview: Run;
    let checked: Awaited<ReturnType<typeof check>>;

    before(async () => {
      const stack = await Stack.of(PROGRAM);
      for (const [name, value] of Object.entries(TAGS)) await stack.tag(name, value);
      ({ preview, checked } = await bothWays(stack));
    });

    for (const { title, finds } of PARTS)
      it(`is judged by the engine: ${title}`, () => {
        const missing = finds.filter((found) => !told(preview).includes(found));
        assert.deepEqual(missing, [], preview.stdout);
      });

    it("has the engine's findings by network-guard check", () => {
      assert.deepEqual(sorted(checked.findings), sorted(preview.findings), checked.stderr);
    });

    it("has nothing quoted that is hidden", () => {
      for (const { message, urn } of preview.findings)
        for (const hidden of HIDDEN) assert.doesNotMatch(message + urn, hidden);
    });
  });

  it("has the engine's findings by network-guard check: TypeScript in ES modules", async () => {
    const { preview, checked } = await bothWays(await Stack.of(ES_MODULES), true);
    assert.ok(told(preview).includes("no-public-ssh-rdp: web-dev"), preview.stdout);
    assert.deepEqual(sorted(checked.findings), sorted(preview.findings), checked.stderr);
  });

  it("takes what an export leaves encrypted for unknown, not for malformed", async () => {
    const stack = await Stack.of({
      source: `${NETWORK}
        const { rule } = network("web");
        rule("hidden", { cidrIpv4: pulumi.secret("0.0.0.0/0") });
        rule("shown", { cidrIpv4: "0.0.0.0/0" });`,
    });
    try {
      const config = { all: "advisory" };
      assert.equal((await stack.upSkippingPreview()).exitCode, 0);
      const file = join(stack.folder, "state.json");
      writeFileSync(file, JSON.stringify(await stack.exportState()));
      const { findings } = await stack.analyzeFile(file, { packs: [pack.folder], config });
      const open = findings.filter(({ policy }) => policy === "no-public-ssh-rdp").map(({ urn }) => urn);
      assert.deepEqual(
        open.map((urn) => urn.split("::").at(-1)),
        ["shown"],
      );
      assert.ok(!findings.some(({ policy }) => policy === "no-malformed-rule"));
      const checked = await check(file, { config });
      assert.deepEqual(sorted(checked.findings), sorted(findings), checked.stderr);
      assert.match(checked.stderr, /not judged: 1 encrypted value/);
    } finally {
      stack.remove();
    }
  });
});
