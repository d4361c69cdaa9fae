import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { run } from "../cli/run";
import { type Compiled, compile } from "./compiled";
import { describeWithPulumi, type Run, Stack } from "./pulumi";

const source = `
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Environment: "dev" } });
  new aws.ec2.SecurityGroup("web-dev", {
    vpcId: vpc.id, description: "Web", tags: { Environment: "dev" },
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  });
  new aws.s3.Bucket("bucket");
`;

const byScope = (...scopes: readonly string[]) =>
  policies
    .filter(({ scope, enforcementLevel }) => scopes.includes(scope) && enforcementLevel !== "disabled")
    .map(({ name }) => name)
    .sort();

const STACK_ALONE = byScope("stack");
const remediable = new Set(policies.filter((one) => one.remediateResource).map(({ name }) => name));

describeWithPulumi("what the engine counts as judged", () => {
  let pack: Compiled;
  let stack: Stack;
  let preview: Run;

  before(async () => {
    pack = compile();
    stack = await Stack.of({ source });
    preview = await stack.preview({
      packs: [pack.folder],
      config: { "require-environment-tag": "remediate" },
    });
  });

  after(() => stack?.remove());

  const judged = (name: string) => {
    const summary = preview.summaries.find(({ of, urn }) => of === "resource" && urn.endsWith(`::${name}`));
    assert.ok(summary, `nothing is said of ${name}`);
    return summary;
  };

  it("is no policy of the stack on any single resource", () => {
    const single = preview.summaries.filter(({ of }) => of !== "stack");
    assert.ok(single.length >= 6, preview.stdout);
    const counted = new Set(single.flatMap(({ passed, failed }) => [...passed, ...failed]));
    assert.deepEqual(
      STACK_ALONE.filter((name) => counted.has(name)),
      [],
    );
    assert.ok(counted.has("no-public-ssh-rdp"));
  });

  it("is a resource policy on the types that it concerns, as failed or as passed", () => {
    const group = judged("web-dev");
    assert.ok(group.failed.includes("no-public-ssh-rdp"));
    assert.ok(group.passed.includes("no-all-traffic-ingress"));
    for (const name of ["vpc", "bucket"]) {
      const { passed, failed } = judged(name);
      assert.ok(![...passed, ...failed].includes("no-public-ssh-rdp"), name);
    }
    assert.ok(judged("vpc").passed.includes("require-environment-tag"));
  });

  it("is nothing of what no policy concerns", () => {
    const provider = preview.summaries.find(
      ({ of, urn }) => of === "resource" && urn.includes("pulumi:providers"),
    );
    assert.deepEqual([provider?.passed, provider?.failed], [[], []]);
  });

  it("is a remediation where a policy is to remediate and the resource is one that it concerns", () => {
    const remediated = (name: string) =>
      preview.summaries.filter(({ of, urn }) => of === "remediation" && urn.endsWith(`::${name}`));
    for (const [name, passed] of [
      ["vpc", ["require-environment-tag"]],
      ["bucket", []],
    ] as const) {
      assert.deepEqual(
        remediated(name).map((summary) => [summary.passed, summary.failed]),
        [[passed, []]],
      );
    }
  });

  it("is every policy of the stack once the stack has been judged, each once", () => {
    const summaries = preview.summaries.filter(({ of }) => of === "stack");
    assert.equal(summaries.length, 1);
    const [{ passed = [], failed = [] } = {}] = summaries;
    assert.ok(failed.includes("require-closed-default-security-group"));
    const counted = new Set([...passed, ...failed]);
    // The engine takes whatever can remediate for a resource policy, and counts it here only where it fails.
    const expected = STACK_ALONE.filter((name) => !remediable.has(name) || counted.has(name));
    assert.deepEqual([...counted].filter((name) => STACK_ALONE.includes(name)).sort(), expected);
  });

  it("is what `network-guard report` tells of the engine's events, with every finding in it", async () => {
    const file = join(pack.folder, "events.json");
    writeFileSync(file, preview.log);
    const { code, out, err } = await run("report", "--from", file, "--format", "json");
    assert.equal(code, 1, err);
    const report = JSON.parse(out);
    assert.equal(report.summary.resourcesJudged, 3);
    assert.deepEqual(report.notJudged, []);
    const told = (report.findings as JsonFinding[]).map(
      ({ policy, level, resource, description, message, remediation }) =>
        [policy, level, resource.urn, [description, message, remediation].join("\n")].join(" "),
    );
    const said = preview.findings.map(({ policy, level, urn, message }) =>
      [policy, level, urn, message].join(" "),
    );
    assert.deepEqual(told.sort(), said.sort());
  });
});

interface JsonFinding {
  readonly policy: string;
  readonly level: string;
  readonly resource: { readonly urn: string };
  readonly description: string;
  readonly message: string;
  readonly remediation: string;
}
