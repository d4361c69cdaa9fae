import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const docs = join(__dirname, "../docs");
const page = readFileSync(join(docs, "reliability.md"), "utf8");

/** What is tried, and the test that tries it. */
const rows = [...page.matchAll(/^\| (?!tried|-)(.*?) +\|.*\| \[[\w-]+\]\((.*?)\): (.*?) +\|$/gm)];

describe("the page of what a check survives", () => {
  it("has rows, each with a test", () => {
    const lines = page.split("\n").filter((line) => /^\| (?!tried |-)/.test(line));
    assert.ok(lines.length > 20);
    assert.equal(rows.length, lines.length);
  });

  for (const [, tried, file = "", title = ""] of rows) {
    it(`names a test that there is: ${tried}`, () => {
      const titles = readFileSync(join(docs, file), "utf8").match(/(?:it\(|^ +\[?)\s*["`].*/gm) ?? [];
      assert.ok(
        titles.some((line) => line.includes(title)),
        `docs/reliability.md: no test of ${file} is called "${title}"; name the one that tries it`,
      );
    });
  }
});
