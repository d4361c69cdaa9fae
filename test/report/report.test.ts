import assert from "node:assert/strict";
import type { ReportedFinding } from "../../report/finding";
import { shortName } from "../../report/message";
import { controlsOf, reportOf } from "../../report/report";
import type { Verdict } from "../../report/verdict";

const finding = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  ...{ policy: "no-x", pack: "pack", level: "mandatory", description: "No x.", message: "x is here" },
  urn: "urn:pulumi:dev::app::aws:ec2/instance:Instance::web",
  ...more,
});

const reported = (findings: ReportedFinding[], more: Partial<Verdict> = {}) =>
  reportOf(
    { findings, resources: 1, unjudged: [], assumptions: [], notes: [], ...more },
    { tool: { name: "network-guard", version: "1.0.0" }, root: "/repository", fails: () => true },
  );

describe("a report", () => {
  for (const [file, path] of [
    ["/repository/infra/index.ts", "infra/index.ts"],
    ["/repository/..infra/index.ts", "..infra/index.ts"],
    ["/elsewhere/index.ts", undefined],
    ["/repository", undefined],
    ["/", undefined],
    ["index.ts", undefined],
  ] as const)
    it(`places ${file} ${path === undefined ? "nowhere" : `at ${path}`} in the repository`, () => {
      const [told] = reported([finding({ source: { file, line: 7, column: 3 } })]).findings;
      assert.deepEqual(told?.place, path && { path, line: 7, column: 3 });
      const isAbsolute = file.startsWith("/");
      if (isAbsolute) assert.equal(reported([finding({ program: file })]).findings[0]?.home, path);
    });

  it("says nothing of where a finding lies that tells it not", () => {
    const [told] = reported([finding()]).findings;
    for (const field of ["place", "home", "target", "remediationSteps"])
      assert.ok(told !== undefined && !(field in told), field);
  });

  it("lists policies by name, and fails by nothing that was known before", () => {
    const judged = ["b", "a", "c"].map((name) => ({
      ...{ name, pack: "pack", description: "It must.", level: "mandatory" as const },
    }));
    const report = reported([finding()], {
      policies: judged,
      baseline: { known: [finding({ message: "y" })], fixed: [] },
    });
    assert.deepEqual(
      report.policies.map(({ name }) => name),
      ["a", "b", "c"],
    );
    assert.deepEqual(
      [...report.findings, ...report.known].map(({ fails }) => fails),
      [true, false],
    );
    assert.deepEqual(reported([]).failures, []);
    assert.deepEqual(reported([]).policies, []);
  });

  it("shows what names and texts hold, and lists the comparison with recorded flows as a policy", () => {
    const unseen = "a\u001b\nb";
    const given = {
      policy: unseen,
      pack: unseen,
      description: unseen,
      remediationSteps: unseen,
      target: unseen,
    };
    const { policy: name, target: _, ...told } = given;
    const flows = [{ file: unseen, opened: [], closed: [] }];
    const report = reported([finding({ ...given, message: unseen, program: `/repository/${unseen}` })], {
      policies: [{ ...told, name, level: "advisory" }],
      ...{ flows, assumptions: [unseen], notes: [unseen] },
    });
    const [one] = report.findings;
    const [line, lines] = ["a\uFFFD b", "a\uFFFD\nb"];
    const shown = { pack: line, description: lines, remediationSteps: lines };
    const { urn, level, fingerprint } = one ?? {};
    assert.deepEqual(one, {
      ...{ urn, level, fingerprint, ...shown, policy: line, target: lines, home: lines, fails: true },
      ...{ message: lines, text: lines, program: `/repository/${unseen}` },
    });
    assert.deepEqual(
      report.policies.map(({ description: _, ...policy }) => policy),
      [
        { name: line, pack: line, remediationSteps: lines, level: "advisory" },
        {
          ...{ name: "recorded-exposures", pack: "network-guard", level: "mandatory", severity: "high" },
          tags: ["reachability"],
        },
      ],
    );
    const { verdict } = report;
    assert.deepEqual(
      [verdict.flows?.[0]?.file, verdict.assumptions, verdict.notes],
      [line, [lines], [lines]],
    );
  });

  it("reads exemptions from the policy that reviews them alone", () => {
    const message = 'the exemption of "*" from no-x (It moves) is in use for Instance web.';
    const of = (policy: string, text = message) => reported([finding({ policy, message: text })]).exemptions;
    assert.deepEqual(of("review-exemptions"), [
      { policy: "no-x", resource: "*", reason: "It moves", state: "used", of: "Instance web" },
    ]);
    assert.deepEqual(of("no-x"), []);
    assert.deepEqual(of("review-exemptions", "Bucket a is not judged."), []);
  });
});

describe("the controls of a policy", () => {
  const framework = { name: "CIS", version: "3.0", reference: "5.1", specification: "Say." };
  for (const [what, policy, controls] of [
    ["its tags that are controls", { tags: ["data", "FSBP EC2.2"], framework }, ["FSBP EC2.2"]],
    ["its framework where it has no such tag", { tags: ["data"], framework }, ["CIS v3.0 5.1"]],
    ["its framework without a version", { framework: { ...framework, version: "" } }, ["CIS 5.1"]],
    ["none where it tells none", {}, []],
  ] as const)
    it(`are ${what}`, () => assert.deepEqual(controlsOf(policy as never), controls));
});

describe("the short name of a resource", () => {
  for (const [urn, name] of [
    ["urn:pulumi:dev::app::my:Group$aws:ec2/instance:Instance::web", "Instance web"],
    ["urn:pulumi:dev::app::aws:ec2/instance:Instance::a\nb", "Instance a b"],
    ["urn:pulumi:dev::app::aws:ec2/instance:Instance::", "Instance"],
    ["web", "web"],
    ["", ""],
  ] as const)
    it(`of ${JSON.stringify(urn)} is ${JSON.stringify(name)}`, () => assert.equal(shortName(urn), name));
});
