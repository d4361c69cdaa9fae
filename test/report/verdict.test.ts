import assert from "node:assert/strict";
import type { ReportedFinding } from "../../report/finding";
import { closingLine, joined } from "../../report/verdict";

const nothing = { findings: [], resources: 0, unjudged: [], assumptions: [], notes: [] };
const components = { one: "component", many: "components" };
const values = { one: "encrypted value", many: "encrypted values" };

describe("several verdicts as one", () => {
  it("have nothing that none of them has", () => {
    const { resources: _, ...uncounted } = nothing;
    assert.deepEqual(joined([{ target: "a", verdict: uncounted }]), {
      ...nothing,
      ...{ targets: ["a"], policies: [] },
    });
  });
});

describe("the resources of several verdicts", () => {
  it("are counted together", () => {
    const verdicts = [2, 3].map((resources) => ({ target: "a", verdict: { ...nothing, resources } }));
    assert.equal(joined(verdicts).resources, 5);
  });
});

describe("the closing line", () => {
  it("counts findings and resources", () => {
    assert.equal(closingLine(nothing), "0 findings in 0 resources");
    const findings = [{} as ReportedFinding];
    assert.equal(closingLine({ ...nothing, findings, resources: 1 }), "1 finding in 1 resource");
    assert.equal(
      closingLine({ ...nothing, findings, targets: ["a"] }),
      "1 finding in 0 resources of 1 target",
    );
    const { resources: _, ...uncounted } = nothing;
    assert.equal(closingLine(uncounted), "0 findings");
  });

  it("counts what was not judged, by kind, and lists what was assumed", () => {
    const unjudged = [
      { kind: components, number: 3 },
      { kind: values, number: 1 },
    ];
    const assumptions = ["region us-east-1", "account 123456789012"];
    assert.equal(
      closingLine({ ...nothing, resources: 41, unjudged, assumptions }),
      "0 findings in 41 resources; not judged: 3 components, 1 encrypted value; assumed: region us-east-1, account 123456789012",
    );
  });
});
