import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, Stack } from "./pulumi";

const source = `
  const group = new aws.ec2.SecurityGroup("web-dev", { description: "Web", ingress: [] });
  const ports = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, description: "For the test" };
  new aws.vpc.SecurityGroupIngressRule("hidden", { ...ports, cidrIpv4: pulumi.secret("8.8.0.0/16") });
  new aws.vpc.SecurityGroupIngressRule("shown", { ...ports, cidrIpv4: "9.9.0.0/16" });
`;

/** A pack of one's own: some policies of the library, and one that quotes whatever it sees. */
const composed = (library: string) => `
  const { PolicyPack } = require("@pulumi/policy");
  const { noMixedRuleManagement, noPublicSshRdp } = require(${JSON.stringify(library)});
  new PolicyPack("composed", {
    policies: [
      { ...noPublicSshRdp, enforcementLevel: "advisory" },
      { ...noMixedRuleManagement, enforcementLevel: "advisory" },
      {
        name: "no-rule",
        description: "There is no rule.",
        enforcementLevel: "advisory",
        validateResource: ({ props }, report) => props.cidrIpv4 && report("rule from " + props.cidrIpv4),
      },
    ],
  });
`;

describeWithPulumi("a pack composed of the library's policies", () => {
  let pack: Compiled;
  let packs: readonly string[];
  let stack: Stack;

  before(async () => {
    pack = compile();
    const folder = join(pack.folder, "composed");
    mkdirSync(folder);
    const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
    writeFileSync(join(folder, "PulumiPolicy.yaml"), runtime);
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "composed", version: "1.0.0", main: "index.js" }),
    );
    writeFileSync(join(folder, "index.js"), composed(join(pack.folder, "dist/pack/library.js")));
    packs = [folder];
    stack = await Stack.of({ source });
  });

  after(() => stack?.remove());

  it("finds the same by the engine and by network-guard check, and quotes no secret", async () => {
    const [preview, checked] = [await stack.preview({ packs }), await check(stack.folder, { packs })];
    const told = (findings: readonly { policy: string; urn: string; message: string }[]) =>
      findings.map(({ policy, urn, message }) => `${policy} ${urn.split("::").at(-1)}: ${message}`).sort();
    assert.equal(preview.findings.length, 5, preview.stdout);
    // What the pack's own policies quote the engine leaves as it is.
    const hidden = (line: string) => line.replace(/^(no-rule hidden: .*\nrule from ).*$/, "$1[secret]");
    assert.deepEqual(told(checked.findings), told(preview.findings).map(hidden));
    assert.doesNotMatch(told(checked.findings).join(), /8\.8\./);
    assert.match(told(checked.findings).join(), /no-rule shown: .*\nrule from 9\.9\.0\.0\/16/);
  });

  it("refuses what is wrong with its configuration, all at once, before anything runs, in the same words", async () => {
    const config = {
      "no-public-shh-rdp": "advisory",
      "no-public-ssh-rdp": { port: [22], allowedCidrs: ["10.0.0.0/33"] },
      "no-mixed-rule-management": { exemptions: [{ resource: "*" }] },
    };
    const mistakes = [
      'there is no policy "no-public-shh-rdp". Did you mean "no-public-ssh-rdp"?',
      'no-public-ssh-rdp: there is no option "port". Did you mean "ports"?',
      'no-public-ssh-rdp: "allowedCidrs.0" must be a CIDR block such as "203.0.113.0/24", not "10.0.0.0/33".',
      'no-mixed-rule-management: "exemptions.0" lacks "reason".',
    ];
    const preview = await stack.preview({ packs, config });
    assert.notEqual(preview.exitCode, 0);
    assert.deepEqual([preview.findings, preview.created], [[], []]);
    const checked = await check(stack.folder, { packs, config });
    assert.equal(checked.exitCode, 2);
    for (const mistake of mistakes) {
      assert.ok((preview.stdout + preview.stderr).includes(mistake), preview.stdout + preview.stderr);
      assert.ok(checked.stderr.includes(mistake), checked.stderr);
    }
  });
});
