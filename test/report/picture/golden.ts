import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Holds a text to the file of a name; UPDATE_GOLDEN=1 writes that anew. */
export function isAsGolden(name: string, text: string): void {
  const file = join(__dirname, "../golden", name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}
