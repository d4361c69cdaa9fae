import assert from "node:assert/strict";
import type { Policy } from "../../policies/kit/policy";
import { verdict } from "../harness/judge";
import type { ProgramOptions } from "../harness/program";

/** A case: what it shows, the program, and who speaks of what, such as `no-public-ssh-rdp: web`; in an audit too, unless that is given apart. */
export type Case = readonly [
  title: string,
  program: () => unknown,
  expected: readonly string[],
  audited?: readonly string[],
];

/** Runs each case at a first preview and at the update, which must agree. */
export function holds(policies: readonly Policy[], cases: readonly Case[], options?: ProgramOptions): void {
  for (const [title, program, expected] of cases) {
    it(title, async () => {
      assert.deepEqual(await verdict(policies, program, options), [...expected].sort());
    });
  }
}
