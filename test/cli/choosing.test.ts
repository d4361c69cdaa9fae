import assert from "node:assert/strict";
import { thresholds as allThresholds, reaches, type Threshold } from "../../cli/fail-on";
import { type Choice, choosing, frameworksOf, refuseUnknown } from "../../cli/pack/choice";
import type { PackPolicy } from "../../cli/pack/policy";
import type { PolicyLevel } from "../../pack/entries";
import type { ReportedFinding } from "../../report/finding";
import { check, fixture, jsonFile, run, server, stateOf } from "./run";

const policies = (
  [
    ["open", "mandatory", ["FSBP EC2.19", "AWS Config restricted-ssh"]],
    ["crowd", "advisory", ["CIS AWS Foundations Benchmark v5.0.0 5.3"]],
    ["off", "disabled", ["FSBP EC2.2"]],
    ["plain", "mandatory", ["servers"]],
  ] as const
).map(
  ([name, level, tags]): PackPolicy => ({
    ...{ name, level, tags: [...tags], description: "", options: {}, required: [] },
  }),
);

const leaky = stateOf(server("web", { port: 22 }), server("db", { port: 5432 }));
const clean = stateOf(server("web", { port: 443, owner: "me" }));

const all: Choice = { only: [], skip: [], frameworks: [] };

function levels(choice: Partial<Choice>): Record<string, PolicyLevel> {
  const settings = new Map(policies.map(({ name, level }) => [name, { level, options: {} }]));
  const chosen = choosing(settings, policies, { ...all, ...choice });
  return Object.fromEntries([...chosen].map(([name, { level }]) => [name, level]));
}

describe("choosing policies", () => {
  const rows: [string, Partial<Choice>, Record<string, PolicyLevel>][] = [
    ["nothing leaves all as they are", {}, { open: "mandatory", crowd: "advisory", off: "disabled" }],
    ["--only leaves one", { only: ["open"] }, { open: "mandatory", crowd: "disabled", plain: "disabled" }],
    [
      "--only lets one speak that is off by default",
      { only: ["off"] },
      { off: "advisory", open: "disabled" },
    ],
    [
      "--skip leaves the others",
      { skip: ["open"] },
      { open: "disabled", crowd: "advisory", off: "disabled" },
    ],
    [
      "--skip wins over --only",
      { only: ["open", "crowd"], skip: ["open"] },
      { open: "disabled", crowd: "advisory" },
    ],
    [
      "--framework in short",
      { frameworks: ["fsbp"] },
      { open: "mandatory", off: "advisory", crowd: "disabled" },
    ],
    [
      "--framework in full",
      { frameworks: ["CIS AWS Foundations Benchmark"] },
      { crowd: "advisory", open: "disabled" },
    ],
    [
      "--framework beside --only",
      { frameworks: ["cis"], only: ["plain"] },
      { crowd: "advisory", plain: "mandatory" },
    ],
  ];
  for (const [what, choice, expected] of rows) {
    it(what, () => {
      const chosen = levels(choice);
      for (const [name, level] of Object.entries(expected)) assert.equal(chosen[name], level, name);
    });
  }

  const configured: [string, PolicyLevel, PolicyLevel][] = [
    ["open", "disabled", "disabled"],
    ["open", "advisory", "advisory"],
    ["off", "mandatory", "mandatory"],
    ["off", "disabled", "advisory"],
  ];
  for (const [name, level, expected] of configured)
    it(`--only lets a file say how loudly: ${name}, ${level}`, () => {
      const settings = new Map([[name, { level, options: { port: 22 } }]]);
      const chosen = choosing(settings, policies, { ...all, only: [name] });
      assert.deepEqual([...chosen], [[name, { level: expected, options: { port: 22 } }]]);
    });

  const MINE = { name: "My Rules", version: "1", reference: "1", specification: "" };
  it("knows the frameworks of a policy by every name", () => {
    assert.deepEqual(frameworksOf({}), []);
    assert.deepEqual(frameworksOf({ tags: ["servers"], framework: MINE }), ["my rules"]);
    assert.deepEqual(frameworksOf({ tags: ["FSBP EC2.19", "FSBP EC2.2"] }), [
      "aws foundational security best practices",
      "fsbp",
    ]);
  });

  const unknown: [Partial<Choice>, RegExp][] = [
    [{ only: ["opn"] }, /^--only opn: there is no such policy\. Did you mean "open"\?$/],
    [{ skip: ["crwd"] }, /^--skip crwd: there is no such policy\. Did you mean "crowd"\?$/],
    [{ frameworks: ["fbsp"] }, /^--framework fbsp: there is no such framework\. Did you mean "fsbp"\?$/],
    [
      { only: ["moonlight"] },
      /^--only moonlight: there is no such policy\. `network-guard list` names them\.$/,
    ],
    [{ frameworks: ["x"] }, /^--framework x: there is no such framework\. They are .*\bfsbp, .*\bcis\.$/],
  ];
  for (const [choice, said] of unknown) {
    it(`refuses ${JSON.stringify(choice)}`, () =>
      assert.throws(() => refuseUnknown({ ...all, ...choice }, policies), { message: said }));
  }
  it("refuses each name by itself", () =>
    assert.throws(() => refuseUnknown({ only: ["opn"], skip: ["crwd"], frameworks: ["cis"] }, policies), {
      message:
        '--only opn: there is no such policy. Did you mean "open"?\n--skip crwd: there is no such policy. Did you mean "crowd"?',
    }));
  it("refuses nothing that there is", () =>
    refuseUnknown({ only: ["open"], skip: ["off"], frameworks: ["FSBP", "aws-config"] }, policies));

  it("judges several targets by what is chosen, names each, and ends as the worst does", async () => {
    const { code, out, err } = await check(
      leaky,
      ...[clean, "--json", "--only", "no-open-port,require-owner", "--fail-on", "never"],
    );
    const findings = JSON.parse(out) as ReportedFinding[];
    assert.deepEqual(
      findings.map(({ target, policy, urn }) => [target, policy, urn.split("::").at(-1)]),
      [
        [leaky, "no-open-port", "web"],
        [leaky, "require-owner", "db"],
        [leaky, "require-owner", "web"],
      ],
    );
    assert.match(err, /^3 findings in \d+ resources of 2 targets/m);
    assert.equal(code, 0);
  });

  it("judges the others where one cannot be, and says so", async () => {
    const broken = jsonFile("{");
    const { code, out, err } = await check(leaky, "nowhere", broken, "--framework", "fsbp");
    assert.match(out, new RegExp(`^== ${leaky}$`, "m"));
    assert.match(out, /^1 mandatory in 1 resource$/m);
    assert.match(err, /^error: nowhere: (?!nowhere).*no such program$/m);
    assert.deepEqual(err.split(broken).length, 2, err);
    assert.equal(code, 2);
  });

  const thresholds: [Partial<ReportedFinding>, Threshold[]][] = [
    [{ level: "advisory", severity: "low" }, ["advisory", "low"]],
    [{ level: "advisory", severity: "high" }, ["advisory", "high", "medium", "low"]],
    [{ level: "mandatory", severity: "low" }, ["mandatory", "advisory", "low"]],
    [{ level: "mandatory" }, ["mandatory", "advisory", "critical", "high", "medium", "low"]],
    [{ level: "advisory" }, ["advisory"]],
    [{ level: "remediated", severity: "critical" }, []],
  ];
  for (const [finding, expected] of thresholds) {
    it(`fails for ${JSON.stringify(finding)} on ${expected.join(", ") || "nothing"}`, () => {
      const reached = allThresholds.filter((threshold) => reaches(finding as ReportedFinding, threshold));
      assert.deepEqual(reached.toSorted(), expected.toSorted());
    });
  }

  it("--fail-on low exits with 1 for an advisory finding of low severity", async () => {
    const { code } = await check(leaky, "--only", "require-owner", "--fail-on", "low");
    assert.equal(code, 1);
  });

  it("names the nearest threshold", async () => {
    const { code, err } = await check(leaky, "--fail-on", "hihg");
    assert.equal(code, 2);
    assert.match(err, /Did you mean "high"\?/);
  });
});

describe("telling of policies", () => {
  const pack = ["--policy-pack", fixture("pack")];

  it("lists those of a level, severity, framework and concern", async () => {
    const names = async (...flags: string[]) =>
      (await run("list", ...pack, ...flags)).out.split("\n").flatMap((line) => line.split(" ")[0] || []);
    assert.deepEqual(await names("--severity", "critical", "--level", "mandatory"), ["no-crowd"]);
    assert.deepEqual(await names("--framework", "fsbp", "--concern", "servers"), ["no-open-port"]);
  });

  it("refuses a concern that no policy has", async () => {
    const { code, err } = await run("list", ...pack, "--concern", "server");
    assert.deepEqual(
      [code, err],
      [2, 'error: --concern server: no policy has this tag. Did you mean "servers"?\n'],
    );
    const { err: far } = await run("list", ...pack, "--concern", "moonlight");
    assert.match(far, /no policy has this tag\. The tags are .*\bservers\b/);
    assert.doesNotMatch(far, /FSBP/);
  });

  it("explains one of any pack, and refuses one that there is not", async () => {
    const { code, out } = await run("explain", "no-open-port", ...pack);
    assert.equal(code, 0);
    for (const said of [
      /^no-open-port\n\n {2}A server must not listen on the port\.$/m,
      /^ {2}severity {4}high$/m,
      /^ {2}to mend it {2}Listen elsewhere\.$/m,
      /^ {2}FSBP EC2\.19: /m,
      /^ {2}port \(22 by default\)/m,
    ])
      assert.match(out, said);
    const wrong = await run("explain", "no-open-prot", ...pack);
    assert.deepEqual(
      [wrong.code, wrong.err],
      [2, 'error: there is no policy "no-open-prot". Did you mean "no-open-port"?\n'],
    );
  });
});
