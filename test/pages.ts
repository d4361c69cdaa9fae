import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { handwritten } from "../scripts/marked";

const { transpile } = require("./transpile.cjs") as { transpile(source: string, file: string): string };

/** What a page must say by hand, in this order. */
export const SECTIONS = ["Why", "Bad", "Good", "Limits"] as const;

/** What a page says besides of a policy that judges Alibaba Cloud too, before its limits. */
export const ON_ALIBABA_CLOUD = "On Alibaba Cloud";

/** That part of a page as a page of its own, with Bad and Good of its own. */
export function alicloudPartOf(page: string): string {
  return (sectionsOf(page).get(ON_ALIBABA_CLOUD) ?? "").replace(/^### /gm, "## ");
}

/** The text under each heading of the second level that people wrote, by heading, in the page's order. */
export function sectionsOf(page: string): Map<string, string> {
  const [, ...sections] = handwritten(page).split(/^## +/m);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf("\n");
      return end < 0 ? [section.trim(), ""] : [section.slice(0, end).trim(), section.slice(end + 1).trim()];
    }),
  );
}

/**
 * The one TypeScript program under a heading of a page.
 * @throws Error when there is none, or more than one
 */
export function programUnder(page: string, heading: string): string {
  const blocks = [...(sectionsOf(page).get(heading) ?? "").matchAll(/^```ts\n(.*?)^```$/gms)];
  const [program] = blocks.map(([, code = ""]) => code);
  if (program === undefined || blocks.length > 1) {
    throw new Error(`"${heading}" must hold one \`\`\`ts block; it holds ${blocks.length}.`);
  }
  return program;
}

/** What a policy says of the program under a heading of a page, as the page shows it: by resource, a finding each. */
export function findingsUnder(page: string, heading: string): string {
  return /^```text\n(.*?)\n```$/ms.exec(sectionsOf(page).get(heading) ?? "")?.[1] ?? "";
}

/** The configuration file under a heading of a page, if it shows one: by policy, its options. */
export function configurationUnder(page: string, heading: string): Record<string, Record<string, unknown>> {
  const [, text = "{}"] = /^```json\n(.*?)^```$/ms.exec(sectionsOf(page).get(heading) ?? "") ?? [];
  return JSON.parse(text);
}

/**
 * The program under a heading of a page, to be run as the module it is, each time anew.
 * @param page the page's path from the root of the repository
 */
export function programOf(page: string, text: string, heading: string): () => unknown {
  const filename = `${page} (${heading})`;
  const code = transpile(programUnder(text, heading), filename);
  const run = compileFunction(code, ["exports", "require"], { filename });
  return () => run({}, createRequire(join(__dirname, "..", page)));
}
