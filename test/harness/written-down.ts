import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A file of rows under headings, each heading a test's, which UPDATE_GOLDEN=1 writes anew. */
export class WrittenDown {
  private readonly sections = new Map<string, readonly string[]>();

  constructor(file: string) {
    if (process.env.UPDATE_GOLDEN) after(() => writeFileSync(file, this.text()));
    else if (existsSync(file)) this.read(readFileSync(file, "utf8"));
  }

  /** Whether the rows stand under the heading. */
  holds(heading: string, rows: readonly string[]): void {
    if (process.env.UPDATE_GOLDEN) this.sections.set(heading, rows);
    assert.deepEqual(
      rows,
      this.sections.get(heading),
      `${heading} is not as written down; where it should be, UPDATE_GOLDEN=1 writes it anew`,
    );
  }

  private read(text: string): void {
    for (const section of text.split(/^# /m).slice(1)) {
      const [heading = "", ...rows] = section.trimEnd().split("\n");
      this.sections.set(heading, rows);
    }
  }

  private text(): string {
    return [...this.sections].map(([heading, rows]) => [`# ${heading}`, ...rows, ""].join("\n")).join("\n");
  }
}
