import assert from "node:assert/strict";
import { labelOf } from "../../../report/picture/labels";

const flow = (services: string, more: object = {}) => ({
  ...{ from: "internet", to: "Instance web", services, isUncertain: false },
  ...more,
});
const unsure = { isUncertain: true };

describe("the label of a line", () => {
  for (const [title, flows, expected] of [
    ["the services of one flow", [flow("tcp 443")], ["tcp 443"]],
    ["the services of several flows as one", [flow("tcp 443"), flow("tcp 80")], ["tcp 80, 443"]],
    ["touching ports as one range", [flow("tcp 1-79"), flow("tcp 80-90")], ["tcp 1-90"]],
    ["the same services once", [flow("tcp 443"), flow("tcp 443")], ["tcp 443"]],
    ["services that it cannot read as they are", [flow("tcp 443"), flow("some")], ["tcp 443; some"]],
    [
      "a mark behind those alone that are open",
      [flow("tcp 443"), flow("tcp 80", unsure)],
      ["tcp 443; tcp 80 ?"],
    ],
  ] as const)
    it(`holds ${title}`, () =>
      assert.deepEqual(
        labelOf(flows, () => ""),
        expected,
      ));

  it("says whose they are where that is told, those of the same services together", () => {
    const flows = ["a", "b", "c"].map((from) => flow(from === "c" ? "tcp 22" : "tcp 443", { from }));
    assert.deepEqual(
      labelOf(flows, ({ from }) => from),
      ["a, b: tcp 443", "c: tcp 22"],
    );
  });
});
