import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/audit/require-cloudtrail";
import { configured } from "../../harness/configured";
import { judge, summary, verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const FLAGGED = ["require-cloudtrail: it"];
const GOOD = { s3BucketName: "logs", isMultiRegionTrail: true, enableLogFileValidation: true };
type Args = Partial<aws.cloudtrail.TrailArgs>;
const trail = (args: Args, name = "it", options = {}) =>
  new aws.cloudtrail.Trail(name, { ...GOOD, ...args }, options);
const selecting = (
  ...fieldSelectors: aws.types.input.cloudtrail.TrailAdvancedEventSelectorFieldSelector[]
): Args => ({
  advancedEventSelectors: [{ fieldSelectors }],
});
const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };

describe("require-cloudtrail", () => {
  it("passes a complete trail", async () => {
    assert.deepEqual(await verdict([policy], () => trail({})), []);
  });

  for (const [title, flagged, passed] of [
    ["one region alone", { isMultiRegionTrail: false }, { isMultiRegionTrail: true }],
    ["nothing said of regions", { isMultiRegionTrail: undefined }, { isMultiRegionTrail: true }],
    ["no validation", { enableLogFileValidation: false }, { enableLogFileValidation: true }],
    ["nothing said of validation", { enableLogFileValidation: undefined }, { enableLogFileValidation: true }],
    [
      "no events of global services",
      { includeGlobalServiceEvents: false },
      { includeGlobalServiceEvents: undefined },
    ],
    ["a trail that is off", { enableLogging: false }, { enableLogging: true }],
    [
      "reading calls alone",
      { eventSelectors: [{ readWriteType: "ReadOnly" }] },
      { eventSelectors: [{ readWriteType: "WriteOnly" }] },
    ],
    [
      "data events alone",
      { eventSelectors: [{ includeManagementEvents: false }] },
      { eventSelectors: [{ includeManagementEvents: false }, { includeManagementEvents: true }] },
    ],
    [
      "data events alone, by advanced selectors",
      selecting({ field: "eventCategory", equals: ["Data"] }),
      selecting(MANAGEMENT, { field: "eventSource", notEquals: ["kms.amazonaws.com"] }),
    ],
    [
      "reading calls alone, by advanced selectors",
      selecting(MANAGEMENT, { field: "readOnly", equals: ["true"] }),
      selecting(MANAGEMENT, { field: "readOnly", equals: ["false"] }),
    ],
    [
      "one service alone, by advanced selectors",
      selecting(MANAGEMENT, { field: "eventSource", equals: ["ec2.amazonaws.com"] }),
      selecting(MANAGEMENT),
    ],
  ] as const satisfies readonly (readonly [string, Args, Args])[]) {
    it(`flags ${title}`, async () => {
      assert.deepEqual(await verdict([policy], () => trail(flagged)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => trail(passed)), []);
    });
  }

  it("asks for one complete trail of the account or organization, and for validation of each", async () => {
    const two =
      (other: Args, options = {}) =>
      () => {
        trail({ isMultiRegionTrail: false });
        trail(other, "other", options);
      };
    assert.deepEqual(await verdict([policy], two({})), []);
    assert.deepEqual(await verdict([policy], two({ enableLogging: false })), [
      "require-cloudtrail: it",
      "require-cloudtrail: other",
    ]);
    assert.deepEqual(await verdict([policy], two({ enableLogFileValidation: false })), [
      "require-cloudtrail: other",
    ]);
    const inAccounts = (other: Args) => () => {
      const account = (id: string) => new aws.Provider(`account-${id}`, { allowedAccountIds: [id] });
      trail({ isMultiRegionTrail: false }, "it", { provider: account("111122223333") });
      trail(other, "other", { provider: account("444455556666") });
    };
    assert.deepEqual(await verdict([policy], inAccounts({})), FLAGGED);
    assert.deepEqual(await verdict([policy], inAccounts({ isOrganizationTrail: true })), []);
  });

  it("asks for a trail in the stack only where it is told to", async () => {
    const none = () => new aws.s3.Bucket("logs", {});
    assert.deepEqual(await verdict([policy], none), []);
    const asking = configured(policy, { requireInStack: true });
    assert.deepEqual(await verdict([asking], none), ["require-cloudtrail: shop-dev"]);
    assert.deepEqual(await verdict([asking], () => trail({})), []);
    assert.deepEqual(await judge([asking], []), []);
    assert.deepEqual(await messages(asking, none), ["the stack holds no trail."]);
    const reversed = (await runProgram(none, "update")).reverse();
    assert.deepEqual(summary(await judge([asking], reversed)), ["require-cloudtrail: shop-dev"]);
    const alone = reversed.filter(({ name }) => name === "logs");
    assert.deepEqual(summary(await judge([asking], alone)), ["require-cloudtrail: logs"]);
  });

  for (const [args, said] of [
    [
      { isMultiRegionTrail: false, enableLogFileValidation: false },
      "it records one region alone and does not show whether its files were changed.",
    ],
    [{ enableLogging: false }, "it is turned off."],
    [{ eventSelectors: [{ readWriteType: "ReadOnly" }] }, "it leaves out the calls that change something."],
  ] as const) {
    it(`says that ${said}`, async () => {
      assert.deepEqual(await messages(policy, () => trail(args as Args)), [said]);
    });
  }

  it("leaves what is not known yet to the update", async () => {
    assert.deepEqual(await phases(policy, () => trail({ isMultiRegionTrail: later(false) })), [0, 1]);
    assert.deepEqual(await phases(policy, () => trail({ isMultiRegionTrail: later(true) })), [0, 0]);
    assert.deepEqual(await phases(policy, () => trail({ enableLogFileValidation: later(false) })), [0, 1]);
    const select = (readWriteType: string) => () =>
      trail({ eventSelectors: [{ readWriteType: later(readWriteType) }] });
    assert.deepEqual(await phases(policy, select("ReadOnly")), [0, 1]);
    assert.deepEqual(await phases(policy, select("All")), [0, 0]);
  });

  it("is not stopped by selectors that are none", async () => {
    for (const eventSelectors of [null, {}, [null], ["x"], [7]]) {
      const found = await verdict([policy], () => trail({ eventSelectors } as unknown as Args));
      assert.deepEqual(found, [], JSON.stringify(eventSelectors));
    }
  });
});
