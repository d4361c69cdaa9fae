import assert from "node:assert/strict";
import { policies } from "../../policies";
import { MEANINGS } from "../../scripts/alicloud-meanings";
import { configured } from "../harness/configured";
import { verdict } from "../harness/judge";
import { OPTIONS, ROWS } from "./meanings";

/** What judges no resource of a cloud. */
const OF_NO_CLOUD = ["review-exemptions"];

describe("what each policy means on Alibaba Cloud", () => {
  it("is said of every policy", () => {
    assert.deepEqual(Object.keys(MEANINGS).sort(), policies.map(({ name }) => name).sort());
  });

  it("has a program that breaks it and one that does not", () => {
    const judging = Object.entries(MEANINGS).flatMap(([name, meaning]) =>
      "judges" in meaning ? [name] : [],
    );
    assert.deepEqual([...Object.keys(ROWS), ...OF_NO_CLOUD].sort(), judging.sort());
  });

  for (const [name, [breaks, keeps]] of Object.entries(ROWS)) {
    const chosen = policies
      .filter((policy) => policy.name === name)
      .map((policy) => configured(policy, OPTIONS[name] ?? {}));
    it(`is found by ${name}, and missed one change away`, async () => {
      assert.notDeepEqual(await verdict(chosen, breaks), []);
      assert.deepEqual(await verdict(chosen, keeps), []);
    });
  }

  it("is nothing where a policy has none there", async () => {
    const silent = policies.filter(({ name }) => !("judges" in (MEANINGS[name] ?? {})));
    const everything = Object.values(ROWS);
    for (const [breaks] of everything) assert.deepEqual(await verdict(silent, breaks), []);
  });
});
