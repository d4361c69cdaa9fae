import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, type Finding, type Program, Stack } from "./pulumi";

const plugin = join(__dirname, "fixtures/site-plugin");

const NETWORK = `
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  const group = new aws.ec2.SecurityGroup("web-dev", { vpcId: vpc.id, description: "Web", ingress: [] });
  const rule = (name, more) =>
    new aws.vpc.SecurityGroupIngressRule(name, {
      securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, description: "For the test", ...more,
    });
`;

const settings = (more: string) => `name: program\n${more}`;
const JAVASCRIPT = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";

/** A kind of program; what the engine says of it, as `policy: resource`, among other things; and what neither way may quote. */
interface Kind {
  readonly title: string;
  readonly program: Program;
  readonly finds: readonly string[];
  readonly hides?: RegExp;
  /** Stack tags, which `network-guard check` takes from the configuration. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Whether the list is written shows in its inputs alone, so that this is lost with them. */
const MIXED = "no-mixed-rule-management: web-dev";

const KINDS: readonly Kind[] = [
  {
    title: "NaN in a stack output, a component's output and an input",
    program: {
      source: `${NETWORK} rule("ssh", { cidrIpv4: "0.0.0.0/0" });
        class Site extends pulumi.ComponentResource {
          constructor(name) { super("site:index:Site", name); this.registerOutputs({ ratio: NaN, deep: [{ ratio: NaN }] }); }
        }
        new Site("site");
        new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", ipv4NetmaskLength: Number(undefined) });
        exports.ratio = 0 / 0;`,
    },
    finds: [MIXED, "no-public-ssh-rdp: ssh"],
  },
  {
    title: "secret addresses and ports, whose witness would give them away",
    program: {
      source: `${NETWORK}
        rule("block", { cidrIpv4: pulumi.secret("8.8.0.0/16") });
        rule("port", { cidrIpv4: "9.9.0.0/16", fromPort: pulumi.secret(3389), toPort: pulumi.secret(3389) });`,
    },
    finds: ["no-public-ssh-rdp: block", "no-public-ssh-rdp: port"],
    hides: /8\.8\.|3389/,
  },
  {
    title: "look-ups that are awaited, and what is read under a parent with aliases",
    program: {
      source: `module.exports = async () => { ${NETWORK}
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
        new Site("site");
      };`,
    },
    finds: [
      "no-public-ssh-rdp: ssh-us-east-1-123456789012",
      ...["0", "1", "2"].map((i) => `no-automatic-public-ip-subnet: subnet-${i}`),
      "require-environment-in-security-group-name: inner",
    ],
    hides: /theirs/,
  },
  {
    title: "TypeScript in ES modules",
    program: {
      files: {
        "Pulumi.yaml": settings("runtime: nodejs\n"),
        "package.json": JSON.stringify({ type: "module", main: "index.ts" }),
        "tsconfig.json": JSON.stringify({
          compilerOptions: {
            module: "nodenext",
            moduleResolution: "nodenext",
            target: "es2022",
            strict: true,
          },
        }),
        // The whole of the SDK has its types and modules loaded at once where an ES module imports it.
        "index.ts": `import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
          import { port } from "./port.js";
          const open: string = await Promise.resolve("0.0.0.0/0");
          new SecurityGroup("web-dev", {
            description: "Web", ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [open] }],
          });`,
        "port.ts": "export const port: number = 22;",
      },
    },
    finds: ["no-public-ssh-rdp: web-dev"],
  },
  {
    title: "a remote component, which its plugin makes",
    program: {
      source: `
        class Network extends pulumi.ComponentResource {
          constructor(name, args) {
            super("site:index:Network", name, { ...args, subnetId: undefined, groupId: undefined }, {}, true);
          }
        }
        const network = new Network("main", { cidrBlock: "10.0.0.0/16", port: 22 });
        new aws.ec2.Instance("host", {
          ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: network.subnetId,
          vpcSecurityGroupIds: [network.groupId], associatePublicIpAddress: true,
        });`,
      files: {
        "Pulumi.yaml": settings(
          `${JAVASCRIPT}plugins:\n  providers:\n    - name: site\n      path: ${plugin}\n`,
        ),
      },
    },
    finds: ["no-public-ssh-rdp: main", "no-public-ip-on-private-instance: host"],
  },
  {
    title: "both clouds, and what nobody reads of one",
    program: {
      source: `const alicloud = require("@pulumi/alicloud"); ${NETWORK} rule("ssh", { cidrIpv4: "0.0.0.0/0" });
        class Made extends pulumi.CustomResource {}
        new Made("aws-native:ec2:SecurityGroup", "native", { groupDescription: "Web" });
        const net = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
        const vswitch = new alicloud.vpc.Switch("inner", { vpcId: net.id, cidrBlock: "10.0.1.0/24", zoneId: "cn-hangzhou-h" });
        const own = new alicloud.ecs.SecurityGroup("box-dev", { vpcId: net.id, securityGroupType: "enterprise" });
        const admit = (name, portRange, more) => new alicloud.ecs.SecurityGroupRule(name, {
          type: "ingress", ipProtocol: "tcp", portRange, cidrIp: "0.0.0.0/0", securityGroupId: own.id, ...more,
        });
        admit("rdp", "3389/3389", {});
        admit("kept-out", "22/22", { priority: 100 });
        admit("keeps-out", "22/22", { policy: "drop" });
        new alicloud.ecs.Instance("box", {
          instanceType: "ecs.g7.large", imageId: "aliyun_3_x64", vswitchId: vswitch.id, securityGroups: [own.id], internetMaxBandwidthOut: 5,
        });`,
    },
    finds: [
      "no-public-ssh-rdp: ssh",
      "no-public-ssh-rdp: rdp",
      "no-internet-path-to-private-instance: box",
      "review-exemptions: program-dev",
    ],
  },
  {
    title: "tags of the stack, which come before its name",
    program: {
      source: `new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", tags: { Environment: "dev" } });`,
      files: { "Pulumi.dev.yaml": "config:\n  pulumi:tags:\n    environment: prod\n" },
    },
    tags: { environment: "prod" },
    finds: ["no-conflicting-environment: main"],
  },
];

describeWithPulumi("the same program both ways", () => {
  let pack: Compiled;

  before(() => {
    pack = compile();
  });

  after(() => pack?.remove());

  for (const { title, program, finds, hides, tags = {} } of KINDS) {
    it(`gives the engine's findings by network-guard check: ${title}`, async () => {
      const stack = await Stack.of(program);
      try {
        for (const [name, value] of Object.entries(tags)) await stack.tag(name, value);
        const preview = await stack.preview({ packs: [pack.folder] });
        const said = preview.findings.map(({ policy, urn }) => `${policy}: ${urn.split("::").at(-1)}`);
        for (const found of finds)
          assert.ok(said.includes(found), `${found}\n${preview.stdout}${preview.diagnostics}`);
        const checked = await check(pack, stack.folder, { region: "us-east-1" });
        assert.deepEqual(sorted(checked.findings), sorted(preview.findings), checked.stderr);
        if (hides) for (const { message, urn } of preview.findings) assert.doesNotMatch(message + urn, hides);
      } finally {
        stack.remove();
      }
    });
  }

  it("takes what an export leaves encrypted for unknown, not for malformed", async () => {
    const stack = await Stack.of({
      source: `${NETWORK}
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
      const checked = await check(pack, file, { config });
      assert.deepEqual(sorted(checked.findings), sorted(findings), checked.stderr);
      assert.match(checked.stderr, /not judged: 1 encrypted value/);
    } finally {
      stack.remove();
    }
  });
});

/** In an order that the timing of the engine does not change. */
function sorted(findings: readonly Finding[]): Finding[] {
  const key = ({ policy, urn, message }: Finding) => `${policy} ${urn} ${message}`;
  return findings.toSorted((a, b) => key(a).localeCompare(key(b)));
}
