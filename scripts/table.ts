/** A table in Markdown, each column as wide as its widest cell, as Biome formats it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(inCell));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const [first = "", ...others] = cells.map((row) =>
    line(widths.map((width, column) => (row[column] ?? "").padEnd(width))),
  );
  return [first, line(widths.map((width) => "-".repeat(width))), ...others].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text in which Markdown sees no emphasis. */
export function escaped(text: string): string {
  return text.replaceAll("*", "\\*");
}

/** A `|` would end the cell, even inside a code span. */
function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
