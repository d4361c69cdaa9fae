import assert from "node:assert/strict";
import { reaches, thresholds } from "../../cli/fail-on";
import type { ReportedFinding } from "../../report/finding";

describe("a finding", () => {
  const REACHED = {
    "mandatory critical": ["critical", "high", "medium", "low", "mandatory", "advisory"],
    "advisory critical": ["critical", "high", "medium", "low", "advisory"],
    "mandatory medium": ["medium", "low", "mandatory", "advisory"],
    "advisory low": ["low", "advisory"],
    "mandatory ": ["critical", "high", "medium", "low", "mandatory", "advisory"],
    "advisory ": ["advisory"],
    "remediated critical": [],
  };
  for (const [title, expected] of Object.entries(REACHED))
    it(`that is ${title.trim()} fails a check at ${expected.join(", ") || "no threshold"}`, () => {
      const [level, severity] = title.split(" ");
      const finding = { level, ...(severity && { severity }) } as ReportedFinding;
      const reached = thresholds.filter((threshold) => reaches(finding, threshold));
      assert.deepEqual([...reached].sort(), [...expected].sort());
    });
});
