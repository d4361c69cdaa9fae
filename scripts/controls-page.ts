import { type Control, controlOf } from "../policies/kit/controls";
import type { PolicyFile } from "./policy-files";
import { GUIDES, type Practice } from "./practices";
import { escaped } from "./table";

/** `docs/controls.md`: controls to policies and back, and practices to policies. */
export function controlsPage(files: readonly PolicyFile[]): string {
  return [
    "# Controls, practices and policies",
    "Written by `npm run generate`. Each policy's page says where it is stricter or looser than its controls.",
    "## From controls to policies",
    ...standards(files).map(({ title, url, controls }) =>
      section(`[${title}](${url})`, controls.map(controlLine)),
    ),
    "## From policies to controls",
    files.map((file) => line(`**[${file.name}]**`, file.policy.controls.join("; ") || "none")).join("\n"),
    "## From practices to policies",
    "The practices of four guides, in our own words.",
    ...GUIDES.map(({ title, practices }) =>
      section(
        title,
        practices.map((practice) =>
          line(`**${practice.id}** ${practice.says}`, enforcementText(practice, files)),
        ),
      ),
    ),
    files.map(({ name, page }) => `[${name}]: ../${page}`).join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

function enforcementText({ policies = [], unenforced = "" }: Practice, files: readonly PolicyFile[]): string {
  const known = files.filter(({ name }) => policies.includes(name));
  return known.length > 0 ? linksTo(known) : `None. ${unenforced}`;
}

interface StandardSection {
  readonly title: string;
  readonly url: string;
  readonly controls: readonly (Control & { readonly members: readonly PolicyFile[] })[];
}

/** The standards of the policies' controls by name, each with its controls in the order of their numbers. */
function standards(files: readonly PolicyFile[]): StandardSection[] {
  const ids = [...new Set(files.flatMap(({ policy }) => policy.controls))].sort(byNumber);
  const sections = new Map<string, StandardSection & { controls: StandardSection["controls"][number][] }>();
  for (const id of ids) {
    const control = controlOf(id);
    if (control === undefined) continue;
    const { name, version, url } = control.standard;
    const title = version === undefined ? name : `${name} v${version}`;
    const section = sections.get(title) ?? { title, url, controls: [] };
    sections.set(title, section);
    section.controls.push({
      ...control,
      members: files.filter(({ policy }) => policy.controls.includes(id)),
    });
  }
  return [...sections.values()].sort((a, b) => byNumber(a.title, b.title));
}

const collator = new Intl.Collator("en", { numeric: true });

function byNumber(a: string, b: string): number {
  return collator.compare(a, b);
}

function linksTo(files: readonly PolicyFile[]): string {
  return files.map(({ name }) => `[${name}]`).join(", ");
}

function controlLine({ reference, title, members }: StandardSection["controls"][number]): string {
  return line(`**${reference}**${title === undefined ? "" : ` ${escaped(title)}`}`, linksTo(members));
}

function section(title: string, lines: readonly string[]): string {
  return `### ${title}\n\n${lines.join("\n")}`;
}

/** An item of a list, broken at spaces. */
function line(start: string, end: string): string {
  const lines: string[] = [];
  let current = "-";
  for (const word of `${start}${start.endsWith(".") ? "" : ":"} ${end}`.split(" ")) {
    if (current.length + word.length >= MOST_ON_A_LINE) {
      lines.push(current);
      current = ` `;
    }
    current += ` ${word}`;
  }
  return [...lines, current].join("\n");
}

const MOST_ON_A_LINE = 140;
