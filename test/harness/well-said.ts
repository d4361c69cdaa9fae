import assert from "node:assert/strict";
import { type Breach, Judging } from "../../pack/judging";

const { judgeResource, judgeStack } = Judging.prototype;

/** Has every finding that a test comes across read: a text that is left out of a sentence leaves a gap in it. */
export function readEveryFinding(): void {
  const read: Pick<Judging, "judgeResource" | "judgeStack"> = {
    judgeResource(facts) {
      const judged = judgeResource.call(this, facts);
      for (const breach of judged.breaches) assertWellSaid(breach);
      return judged;
    },
    judgeStack(resources) {
      const breaches = judgeStack.call(this, resources);
      for (const breach of breaches) assertWellSaid(breach);
      return breaches;
    },
  };
  Object.assign(Judging.prototype, read);
}

let isRead = true;

/** Leaves the findings of some work unread: where names and values are drawn from whatever there is, they look like gaps themselves. */
export async function leavingUnread<Result>(work: () => Promise<Result>): Promise<Result> {
  isRead = false;
  try {
    return await work();
  } finally {
    isRead = true;
  }
}

/** What is left where a text, a name or a list is missing from a sentence. */
const GAP = /^[ ,.;]| {2}| $| [.,;)](?= |$)|\( |undefined|NaN|\[object|(?:^| )and(?= and |[.,]|$)/;

function assertWellSaid({ policy, message }: Breach): void {
  if (!isRead) return;
  assert.ok(message.endsWith(`\n${policy.remediationSteps}`), `${policy.name} ends otherwise: ${message}`);
  for (const line of message.split("\n")) {
    const isItem = line.startsWith("  ");
    assert.doesNotMatch(isItem ? line.slice(2) : line, GAP, `${policy.name}: ${message}`);
    if (!isItem) assert.match(line, /[.:]$/, `${policy.name}: ${message}`);
  }
}
