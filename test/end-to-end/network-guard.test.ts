import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeExemptions } from "../../cli/exempting";
import { policies } from "../../policies";
import type { FindingLevel } from "../../report/finding";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, type Finding, type Run, repository, Stack, sorted } from "./pulumi";

const tags = `{ Environment: "dev" }`;

/** Which resources of the program below break which mandatory resource policy, by the resources' logical names. */
const byResource: Record<string, readonly string[]> = {
  "no-public-ssh-rdp": ["admin-dev", "ssh-low", "ssh-high"],
  "require-security-group-source-for-database-ports": ["database-dev"],
  "no-public-ingress-beyond-web-ports": ["admin-dev", "metrics-dev", "ssh-low", "ssh-high"],
  "no-all-traffic-ingress": ["open-dev"],
  "no-malformed-rule": ["malformed-dev"],
  "no-automatic-public-ip-subnet": ["subnet"],
  "no-public-ip-on-private-instance": ["host"],
  "require-environment-in-security-group-name": ["nameless"],
  "require-environment-tag": ["untagged-dev"],
  // The stack is named dev.
  "no-conflicting-environment": ["conflict-dev", "inward-prod"],
};

/** The same of policies that stop nothing: by default advisory, or asked of the whole stack. */
const besides: Record<string, readonly string[]> = {
  "require-purpose-in-security-group-name": ["dev-sg"],
  "no-mixed-rule-management": ["mixed-dev"],
  "no-cross-environment-access": ["inward-prod"],
};

const violating = `
  const tags = ${tags};
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags });
  const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true, tags });
  const group = (name, ingress, more = {}) =>
    new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, description: "For the test", tags, ingress, ...more });
  const tcp = (port, more) => ({ description: "For the test", protocol: "tcp", fromPort: port, toPort: port, ...more });

  const admin = group("admin-dev", [tcp(22, { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] })]);
  const standalone = group("standalone-dev");
  for (const [name, cidrIpv4] of [["ssh-low", "0.0.0.0/1"], ["ssh-high", "128.0.0.0/1"]]) {
    new aws.vpc.SecurityGroupIngressRule(name, {
      securityGroupId: standalone.id, description: "For the test", ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4, tags,
    });
  }
  group("database-dev", [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })]);
  group("metrics-dev", [tcp(9090, { ipv6CidrBlocks: ["::/0"] })]);
  group("open-dev", [{ ...tcp(0, { securityGroups: [admin.id] }), protocol: "-1" }]);
  group("malformed-dev", [tcp(443, { cidrBlocks: ["10.0.0.0/33"] })]);
  group("nameless", []);
  group("dev-sg", []);
  group("untagged-dev", [], { tags: {} });
  group("conflict-dev", [], { tags: { Environment: "prod" } });
  const mixed = group("mixed-dev", [tcp(443, { securityGroups: [admin.id] })]);
  new aws.ec2.SecurityGroupRule("beside", {
    ...tcp(8443), type: "ingress", securityGroupId: mixed.id, sourceSecurityGroupId: admin.id,
  });
  const production = { tags: { Environment: "prod" } };
  group("inward-prod", [tcp(443, { securityGroups: [admin.id] })], production);
  new aws.ec2.Instance("host", {
    ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [admin.id],
    associatePublicIpAddress: true, tags,
  });
`;

type Written = Record<string, { exemptions: { fingerprint: string }[] }>;

/** What `check --write-exemptions` writes of findings. */
function exemptionsOf(findings: readonly Finding[]): Written {
  const file = join(mkdtempSync(join(tmpdir(), "network-guard-exempt-")), "policy.json");
  const found = findings.map(({ policy, urn, level, message }) => {
    const { description = "", remediationSteps = "" } = policies.find(({ name }) => name === policy) ?? {};
    const text = message.slice(description.length + 1);
    return {
      ...{ policy, urn, level: level as FindingLevel, description, remediationSteps },
      ...{ pack: "network-guard", message: text },
    };
  });
  writeExemptions(file, found, { reason: "Old" });
  return JSON.parse(readFileSync(file, "utf8"));
}

const nameAndPolicy = ({ policy, urn }: Finding) => `${policy} ${nameOf(urn)}`;

describeWithPulumi("network-guard on the real engine", () => {
  let pack: Compiled;
  let packs: readonly string[];

  before(() => {
    pack = compile();
    packs = [pack.folder];
  });

  describe("with a program that breaks its policies", () => {
    let stack: Stack;
    let preview: Run;

    before(async () => {
      stack = await Stack.of({ source: violating });
      preview = await stack.preview({ packs });
    });

    after(() => stack?.remove());

    const withProjectFile = async (text: string, running: () => Promise<Run>): Promise<Run> => {
      const file = join(stack.folder, "network-guard.yaml");
      writeFileSync(file, text);
      return running().finally(() => rmSync(file));
    };

    for (const [policy, names] of Object.entries({ ...byResource, ...besides })) {
      it(`finds at the preview what breaks ${policy}`, () => {
        assert.deepEqual(resourcesOf(preview, policy), names.toSorted());
      });
    }

    it("stops the preview", () => {
      assert.notEqual(preview.exitCode, 0);
      assert.deepEqual(stack.resources(), []);
    });

    it("names the resource, the rule, a packet and the fix", () => {
      const found = preview.findings.find(
        ({ policy, urn }) => policy === "no-public-ssh-rdp" && nameOf(urn) === "admin-dev",
      );
      assert.equal(found?.level, "mandatory");
      assert.equal(found?.severity, "critical");
      assert.match(
        found?.message ?? "",
        /\ningress\[0\] .*tcp 22 from \d+\.\d+\.\d+\.\d+\.\n.*Session Manager\.$/,
      );
      assert.ok(preview.stdout.includes(found?.message.split("\n").at(-1) ?? "?"), "the user sees it");
    });

    it("creates nothing that a mandatory resource policy forbids, with no preview before", async () => {
      const { exitCode } = await stack.upSkippingPreview({ packs });
      assert.notEqual(exitCode, 0);
      const created = stack.resources().map(nameOf);
      assert.deepEqual(
        Object.values(byResource)
          .flat()
          .filter((name) => created.includes(name)),
        [],
      );
    });

    it("finds the same by network-guard check", async () => {
      const checked = await check(stack.folder);
      assert.equal(checked.exitCode, 1, checked.stderr);
      assert.deepEqual(sorted(checked.findings), sorted(preview.findings));
    });

    it("finds the same at the update, after a refresh and in the exported state", async () => {
      const config = { all: "advisory" };
      const expected = sorted(preview.findings.map((finding) => ({ ...finding, level: "advisory" })));
      const update = await stack.upSkippingPreview({ packs, config });
      assert.equal(update.exitCode, 0, update.stdout);
      assert.deepEqual(sorted(update.findings), expected);
      assert.equal((await stack.refresh()).exitCode, 0);
      assert.deepEqual(sorted((await stack.preview({ packs, config })).findings), expected);
      const analysis = await stack.analyze({ packs, config });
      assert.deepEqual(sorted(analysis.findings), expected);
    });

    it("takes levels, options and exemptions from the configuration file, and what the project's own file tightens", async () => {
      const byHand = {
        "no-public-ssh-rdp": {
          enforcementLevel: "advisory",
          ports: [22, 9090],
          exemptions: [{ resource: "*::ssh-*", reason: "For the test" }],
        },
        "no-malformed-rule": "disabled",
        "require-environment-tag": {
          exemptions: [{ resource: "*::untagged-dev", reason: "for the test" }],
        },
        "require-purpose-in-security-group-name": "advisory",
        "review-exemptions": { projectConfiguration: "tighten" },
      };
      const others = ({ policy }: Finding) => !(policy in byHand);
      const written = exemptionsOf(preview.findings.filter(others));
      // As if it were another finding of the same resource that is exempt.
      for (const exemption of written["no-all-traffic-ingress"]?.exemptions ?? [])
        exemption.fingerprint = "0123456789abcdef";
      const { findings } = await withProjectFile(
        "policies: { require-purpose-in-security-group-name: mandatory }\n",
        // Where the project lies, a pack tells by what has started it.
        () => stack.preview({ packs, config: { ...written, ...byHand }, isStartedAnew: true }),
      );
      const of = (name: string) =>
        findings
          .filter(({ policy }) => policy === name)
          .map(({ level, urn }) => [level, nameOf(urn)])
          .sort();
      assert.deepEqual(of("no-public-ssh-rdp"), [
        ["advisory", "admin-dev"],
        ["advisory", "metrics-dev"],
      ]);
      assert.deepEqual(of("no-malformed-rule"), []);
      assert.deepEqual(of("require-environment-tag"), []);
      assert.deepEqual(of("require-purpose-in-security-group-name"), [["mandatory", "dev-sg"]]);
      assert.deepEqual(findings.filter(others).map(nameAndPolicy), ["no-all-traffic-ingress open-dev"]);
      const reviewed = of("review-exemptions").map(([, name]) => name);
      for (const name of ["ssh-high", "untagged-dev", "open-dev", "database-dev", "metrics-dev"])
        assert.ok(reviewed.includes(name), name);
    });

    describe("and a configuration with mistakes", () => {
      let refused: Run;

      before(async () => {
        const config = {
          "no-public-shh-rdp": "advisory",
          "no-public-ssh-rdp": { port: [22], ports: "22", allowedCidrs: ["10.0.0.0/33"] },
        };
        refused = await stack.preview({ packs, config });
      });

      const mistakes: [string, RegExp][] = [
        ["an unknown policy", /there is no policy "no-public-shh-rdp"\. Did you mean "no-public-ssh-rdp"\?/],
        ["an unknown option", /no-public-ssh-rdp: there is no option "port"\. Did you mean "ports"\?/],
        ["a value of another type", /no-public-ssh-rdp: "ports" must be array\./],
        ["what is no CIDR block", /no-public-ssh-rdp: "allowedCidrs\.0" must be a CIDR block/],
      ];
      for (const [mistake, expected] of mistakes) {
        it(`is told of ${mistake}`, () => assert.match(refused.stdout + refused.stderr, expected));
      }

      it("is refused before anything runs, with no stack trace", () => refusedAtOnce(refused));

      it("is refused where the project's own file would loosen it", async () => {
        const config = { "review-exemptions": { projectConfiguration: "tighten" } };
        const loosened = await withProjectFile("policies: { no-public-ssh-rdp: advisory }\n", () =>
          stack.preview({ packs, config }),
        );
        refusedAtOnce(loosened);
        assert.match(
          loosened.stdout + loosened.stderr,
          /network-guard\.yaml: no-public-ssh-rdp: "advisory" in place of "mandatory" is refused/,
        );
      });
    });
  });

  describe("with the examples", () => {
    for (const [example, isStartedAnew] of [
      ["three-tier", false],
      ["private-ssm", true],
    ] as const) {
      it(`creates examples/${example} without a word of policies`, async () => {
        const folder = join(repository, "examples", example);
        const stack = await Stack.of({ folder });
        try {
          const runs = [
            await stack.preview({ packs }),
            await stack.upSkippingPreview({ packs, isStartedAnew }),
          ];
          for (const run of runs) {
            assert.equal(run.exitCode, 0, run.stdout);
            assert.deepEqual(run.findings, []);
            assert.ok(run.created.length > 0);
          }
        } finally {
          stack.remove();
        }
      });
    }

    it("stops examples/leaky with what network-guard check finds, and creates nothing that one resource settles", async () => {
      const stack = await Stack.of({ folder: join(repository, "examples/leaky") });
      try {
        const [run, checked] = [await stack.preview({ packs }), await check(stack.folder)];
        assert.notEqual(run.exitCode, 0);
        assert.ok(run.findings.length > 0, run.stdout);
        assert.deepEqual(sorted(run.findings), sorted(checked.findings));

        const forbidden = run.findings.filter(({ policy }) => policy in byResource).map(({ urn }) => urn);
        assert.ok(forbidden.length > 0);
        const update = await stack.upSkippingPreview({ packs });
        assert.notEqual(update.exitCode, 0);
        const created = stack.resources();
        assert.deepEqual(
          forbidden.filter((urn) => created.includes(urn)),
          [],
        );
      } finally {
        stack.remove();
      }
    });
  });

  describe("with policies that remediate", () => {
    it("mends what is remediable, and the result passes", async () => {
      const stack = await Stack.of({
        source: `
        const tags = ${tags};
        const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags });
        const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true, tags });
        const group = new aws.ec2.SecurityGroup("web-dev", { vpcId: vpc.id, description: "Web", tags });
        new aws.ec2.Instance("host", {
          ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [group.id],
          associatePublicIpAddress: true, tags,
        });
      `,
      });
      try {
        const config = {
          all: "advisory",
          "no-automatic-public-ip-subnet": "remediate",
          "no-public-ip-on-private-instance": { enforcementLevel: "remediate", allowReplacement: true },
        };
        const run = await stack.up({ packs, config });
        assert.equal(run.exitCode, 0, run.stdout);
        for (const policy of ["no-automatic-public-ip-subnet", "no-public-ip-on-private-instance"]) {
          assert.deepEqual(resourcesOf(run, policy), []);
        }
        const { deployment } = stack.state();
        const inputs = (name: string) =>
          deployment.resources?.find(({ urn }) => nameOf(urn) === name)?.inputs ?? {};
        assert.equal(inputs("subnet").mapPublicIpOnLaunch, false);
        assert.equal(inputs("host").associatePublicIpAddress, false);
      } finally {
        stack.remove();
      }
    });
  });
});

function refusedAtOnce({ exitCode, stdout, stderr, findings, created }: Run): void {
  assert.notEqual(exitCode, 0);
  assert.doesNotMatch(stdout + stderr, /\n\s+at /, "a stack trace is shown");
  assert.deepEqual([findings, created], [[], []]);
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

function resourcesOf({ findings }: Run, name: string): string[] {
  return [...new Set(findings.filter(({ policy }) => policy === name).map(({ urn }) => nameOf(urn)))].sort();
}
