import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { groupBy } from "../../stack/multimap";

/** A file of rows under headings, each heading a test's, which UPDATE_GOLDEN=1 writes anew. Headings of the same rows stand one above the other. */
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
    for (const section of text.split(/\n\n(?=# )/)) {
      const lines = section.trimEnd().split("\n");
      const headings = lines.filter((line) => line.startsWith("# "));
      const rows = lines.slice(headings.length);
      for (const heading of headings) this.sections.set(heading.slice(2), rows);
    }
  }

  private text(): string {
    const sections = groupBy(this.sections, ([, rows]) => rows.join("\n"));
    return [...sections]
      .map(([rows, headings]) =>
        [...headings.map(([heading]) => `# ${heading}`), ...(rows === "" ? [] : [rows]), ""].join("\n"),
      )
      .join("\n");
  }
}
