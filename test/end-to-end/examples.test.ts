import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { demo } from "../../scripts/demo";
import { sampleOf, shownSample } from "../../scripts/sample";
import { jsonFile, run } from "../cli/run";
import { exampleProgram } from "../examples";
import { verdict } from "../harness/judge";
import { withoutTypes } from "./compiled";
import { repository } from "./pulumi";

interface Report {
  readonly findings: readonly { readonly policy: string; readonly resource: { readonly urn: string } }[];
}

describe("the examples, as npm run demo checks and shows them", () => {
  const reports = new Map<string, string>();
  let written = "";
  let asExpected: boolean;

  before(async () => {
    const networkGuard = async (command: string, example: string, ...flags: string[]) => {
      const report = jsonFile([]);
      reports.set(example, report);
      const { code, out, err } = await withoutTypes(() =>
        run(command, example, ...flags, "--output", `json=${report}`, "--timeout", "600"),
      );
      return { exitCode: code, stdout: out, stderr: err };
    };
    asExpected = await demo(networkGuard, (text) => {
      written += text;
    });
  });

  it("leaky is found out by network-guard check", async () => {
    const { findings } = JSON.parse(readFileSync(reports.get("examples/leaky") ?? "", "utf8")) as Report;
    assert.deepEqual(
      findings.map(({ policy, resource }) => `${policy}: ${resource.urn.split("::").at(-1)}`).sort(),
      await verdict(policies, exampleProgram("leaky")),
    );
  });

  it("are as README.md shows them", () => {
    assert.ok(asExpected, written);
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    assert.equal(shownSample(readme), sampleOf(written), "run `npm run build` and `npm run demo -- --write`");
  });
});
