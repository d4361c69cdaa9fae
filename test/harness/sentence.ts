import assert from "node:assert/strict";

/** One sentence that starts with a capital and ends in a period. */
export function assertSentence(text: string, what: string): void {
  assert.match(text, /^[A-Z][^\n]*[^.\s]\.$/, what);
  assert.doesNotMatch(text, /[.!?] [A-Z]/, `${what} is more than one sentence`);
}
