import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { policies } from "../policies";
import { generatedIn, withMarked } from "../scripts/marked";
import { PARTS } from "./parts";

/**
 * Measures by the compiled package and writes docs/benchmarks.md, each part as soon as it is measured: `npm run bench`, or `npm run bench -- growth`
 * for some parts alone.
 */

const page = join(__dirname, "../docs/benchmarks.md");

/** What the page says by heading, of the parts that there are. */
function sectionsIn(text: string): Map<string, string> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => [section.slice(0, section.indexOf("\n")), `## ${section.trim()}`]),
  );
}

function write(title: string, text: string): void {
  const document = readFileSync(page, "utf8");
  const sections = sectionsIn(generatedIn(document, page)).set(title, `## ${title}\n\n${text}`);
  const inOrder = PARTS.flatMap((part) => sections.get(part.title) ?? []);
  writeFileSync(page, withMarked(document, `\n${inOrder.join("\n\n")}\n\n`, page));
}

function circumstances(): string {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const load = loadavg()[0]?.toFixed(1);
  return `Node.js ${process.version}, ${availableParallelism()} processors, load ${load}, commit ${commit}, ${policies.length} policies.`;
}

async function measure(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no part ${unknown.join(", ")}; the parts are ${PARTS.map(({ name }) => name).join(", ")}`,
    );
  for (const { name, title, measure } of PARTS) {
    if (names.length > 0 && !names.includes(name)) continue;
    const began = circumstances();
    const text = await measure((line) => console.log(`${name}: ${line}`));
    write(title, `${text}\n\n${began}`);
    console.log(`${name}: written to ${page}\n${text}`);
  }
}

measure(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
