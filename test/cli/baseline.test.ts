import assert from "node:assert/strict";
import { readBaseline, sinceBaseline } from "../../cli/baseline";
import type { ReportedFinding } from "../../report/finding";
import { fingerprintOf } from "../../report/fingerprint";
import type { Verdict } from "../../report/verdict";
import { jsonFile, stateOf } from "./run";

const urnOf = (name: string) => `urn:pulumi:dev::shop::aws:test/server:Server::${name}`;

const finding = (name: string, policy = "no-x"): ReportedFinding => ({
  ...{ policy, pack: "own", level: "mandatory", urn: urnOf(name) },
  ...{ description: "There must be no x.", message: `x of ${name}` },
});

const verdict = (...findings: ReportedFinding[]): Verdict => ({
  ...{ findings, unjudged: [], assumptions: [], notes: [] },
  policies: [
    { name: "no-x", pack: "own", description: "There must be no x.", level: "mandatory" },
    { name: "off", pack: "own", description: "Is off.", level: "disabled" },
  ],
});

const told = (name: string, policy?: string) => {
  const one = finding(name, policy);
  return { fingerprint: fingerprintOf(one), policy: one.policy, resource: { urn: one.urn } };
};

const nobody = () => assert.fail("nothing is to be judged");

/** By name, what a verdict on a and b has anew, knows and has no more since a file. */
async function since(content: unknown, judge: (file: string) => Promise<Verdict> = nobody) {
  const file = typeof content === "string" ? content : jsonFile(content);
  const { findings, baseline } = sinceBaseline(
    verdict(finding("a"), finding("b")),
    await readBaseline(file, judge),
  );
  const namesOf = (ones: readonly { urn: string }[] = []) => ones.map(({ urn }) => urn.split("::").at(-1));
  return { fresh: namesOf(findings), known: namesOf(baseline?.known), fixed: namesOf(baseline?.fixed) };
}

describe("a baseline", () => {
  it("is what a report in JSON tells, in either form", async () => {
    const expected = { fresh: ["b"], known: ["a"], fixed: ["c"] };
    assert.deepEqual(await since([finding("a"), finding("c")]), expected);
    assert.deepEqual(await since({ findings: [told("a"), told("c")] }), expected);
  });

  it("is the rest as well of a report of what is new alone", async () => {
    const { resource, ...rest } = told("c");
    const report = { findings: [told("a")], baseline: { unchanged: [{ ...rest, urn: resource.urn }] } };
    assert.deepEqual(await since(report), { fresh: ["b"], known: ["a"], fixed: ["c"] });
    assert.deepEqual((await since({ findings: [told("a")], baseline: {} })).known, ["a"]);
  });

  it("is what is found in a state", async () => {
    const state = stateOf();
    const judged = async (file: string) => verdict(finding(file === state ? "b" : "a"));
    assert.deepEqual(await since(state, judged), { fresh: ["a"], known: ["b"], fixed: [] });
    assert.deepEqual((await since({ findings: "none" }, async () => verdict())).known, []);
  });

  it("takes nothing for fixed of what a policy that is disabled has found", async () => {
    assert.deepEqual(await since([finding("c", "off")]), { fresh: ["a", "b"], known: [], fixed: [] });
    const { policies, ...unknown } = verdict();
    const { baseline } = sinceBaseline(unknown, await readBaseline(jsonFile([finding("c", "off")]), nobody));
    assert.deepEqual(baseline?.fixed, [{ policy: "off", urn: urnOf("c") }]);
  });

  for (const [what, content] of Object.entries({
    "a finding that is none": ["a"],
    "one without a policy": [{ urn: urnOf("a"), message: "x" }],
    "one without a URN": [{ policy: "no-x", message: "x" }],
    "one without a message": [{ policy: "no-x", urn: urnOf("a") }],
    "one of a report that is none": { findings: ["a"] },
    "one of a report without a fingerprint": { findings: [{ ...told("a"), fingerprint: 1 }] },
    "one of a report without a policy": { findings: [{ ...told("a"), policy: null }] },
    "one of a report without a resource": { findings: [{ ...told("a"), resource: undefined }] },
    "others that are no list": { findings: [], baseline: { unchanged: "none" } },
    "others of which one is none": { findings: [], baseline: { unchanged: ["a"] } },
  })) {
    it(`is not ${what}`, async () => {
      await assert.rejects(
        since(content),
        /\.json: these are no findings of network-guard; a baseline is what `check --format json`, `check --json` or `pulumi stack export` writes$/,
      );
    });
  }
});
