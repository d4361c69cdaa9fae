import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../policies/kit/policy";
import { MEANINGS } from "../scripts/alicloud-meanings";
import { policyFiles } from "../scripts/policy-files";
import { UNKNOWN } from "../testing/cloud";
import { configured } from "./harness/configured";
import { judge, judgeProgram, summary, told, type Violation, verdict } from "./harness/judge";
import { type Registered, runProgram } from "./harness/program";
import {
  alicloudPartOf,
  configurationUnder,
  findingsUnder,
  ON_ALIBABA_CLOUD,
  programOf,
  SECTIONS,
  sectionsOf,
} from "./pages";

const root = join(__dirname, "..");
const pages = policyFiles(root)
  .filter(({ page }) => existsSync(join(root, page)))
  .map((file) => ({ ...file, text: readFileSync(join(root, file.page), "utf8") }));

describe("pages", () => {
  for (const { name, policy, page, text } of pages) {
    describe(name, () => {
      it("says why, shows a bad and a good program, and states its limits", () => {
        const sections = sectionsOf(text);
        const names = [...sections.keys()].filter((one) => one !== ON_ALIBABA_CLOUD || !isShownThere(name));
        assert.deepEqual(names, [...SECTIONS]);
        assert.equal(sections.has(ON_ALIBABA_CLOUD), isShownThere(name));
        for (const [heading, said] of sections) assert.notEqual(said, "", `${page}: "${heading}" is empty`);
      });

      it("flags the bad program, at a preview and at the update, and says what the page shows", async () => {
        const bad = programOf(page, text, "Bad");
        const judging = policiesUnder(policy, text, "Bad");
        const preview = await judgeProgram(judging, bad, "preview");
        const update = await judgeProgram(judging, bad, "update");
        assert.deepEqual(
          summary(update),
          summary(preview),
          "the update's verdict differs from the preview's",
        );
        assert.equal(findingsUnder(text, "Bad"), findingsText(policy, preview));
        for (const { message, policy: name } of [...preview, ...update]) {
          if (name !== policy.name) continue;
          const [problem, ...rest] = message.split(policy.remediationSteps);
          assert.ok(problem?.endsWith("\n") && rest.join("") === "", `${page}: ${message}`);
        }
      });

      it("decides in an audit what settled values show, or says on its page what they leave open", async () => {
        const audited = async (heading: string) => {
          const resources = await runProgram(programOf(page, text, heading), "update");
          const said = await judge(policiesUnder(policy, text, heading), resources, { outputsAlone: true });
          return spokenBy(policy, summary(said));
        };
        const isLeftOpen = /^- In an audit/m.test(text);
        const other = isLeftOpen
          ? 'it is found, though a line of its limits begins with "- In an audit"'
          : 'nothing is found: let a line of its limits begin with "- In an audit"';
        assert.equal((await audited("Bad")).length === 0, isLeftOpen, `${page}: ${other}`);
        assert.deepEqual(await audited("Good"), []);
      });

      it("is stopped by no value that is wrong or not known, and tells none in the words of a program", async () => {
        const judging = policiesUnder(policy, text, "Bad");
        const resources = await runProgram(programOf(page, text, "Bad"), "update");
        for (const [title, changed] of changes(resources)) {
          const said = (await judge(judging, changed)).filter((one) => one.policy === policy.name);
          const isOdd = ({ message }: Violation) =>
            !message.includes(policy.remediationSteps) || /undefined|\bNaN\b|\[object/.test(message);
          assert.equal(said.find(isOdd)?.message, undefined, title);
        }
      });

      it("does the same on Alibaba Cloud, where the policy has a meaning there", async () => {
        if (!isShownThere(name)) return;
        const part = alicloudPartOf(text);
        const judging = policiesUnder(policy, text, ON_ALIBABA_CLOUD);
        const bad = await judgeProgram(judging, programOf(page, part, "Bad"), "preview");
        assert.equal(findingsUnder(part, "Bad"), findingsText(policy, bad));
        assert.deepEqual(spokenBy(policy, await verdict(judging, programOf(page, part, "Good"))), []);
      });

      it("passes the good program, at a preview and at the update", async () => {
        const judging = policiesUnder(policy, text, "Good");
        assert.deepEqual(spokenBy(policy, await verdict(judging, programOf(page, text, "Good"))), []);
      });
    });
  }
});

/** As a page shows them. */
function findingsText({ name }: Policy, violations: readonly Violation[]): string {
  const own = violations.filter(({ policy }) => policy === name);
  assert.notDeepEqual(own, [], `nothing is wrong with the bad program of ${name}`);
  return own.map((one) => `${one.resource}: ${told(one)}`).join("\n");
}

/** Whether a page shows programs of Alibaba Cloud: of what judges resources there. */
function isShownThere(name: string): boolean {
  return (
    "judges" in (MEANINGS[name] ?? {}) && !["review-exemptions", "no-unrecorded-exposure"].includes(name)
  );
}

/** What a program without types may write where a text, number, list or object belongs. */
const WRONG = [null, true, "text", "", -1, Number.NaN, [], {}, [null], [[]], { value: 1 }, "0.0.0.0/33"];

/** The resources with one property of one of them changed, in what is declared and what is settled, for each in turn. */
function* changes(resources: readonly Registered[]): Iterable<readonly [title: string, Registered[]]> {
  let turn = 0;
  for (const resource of resources) {
    for (const property of Object.keys(resource.inputs)) {
      for (const value of [UNKNOWN, WRONG[turn++ % WRONG.length]]) {
        const inputs = { ...resource.inputs, [property]: value };
        const outputs = { ...resource.outputs, [property]: value };
        const changed = resources.map((one) => (one === resource ? { ...one, inputs, outputs } : one));
        yield [`${property} of ${resource.name} as ${JSON.stringify(value)}`, changed];
      }
    }
  }
}

/** The policy, after the others that the configuration under a heading names, each with its options. */
function policiesUnder(policy: Policy, text: string, heading: string): Policy[] {
  const configuration = configurationUnder(text, heading);
  const others = pages.filter(({ name }) => name !== policy.name && name in configuration);
  return [...others.map((page) => page.policy), policy].map((one) =>
    configured(one, configuration[one.name] ?? {}),
  );
}

function spokenBy({ name }: Policy, spoken: readonly string[]): string[] {
  return spoken.filter((line) => line.startsWith(`${name}: `));
}
