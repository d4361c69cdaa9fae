import { groupBy, push } from "../stack/multimap";
import { cut } from "./cut";
import { type FindingLevel, resourceCount } from "./finding";
import { changesText, diffOf, hasChanges, type RecordedFlows, waysOf } from "./flow-changes";
import { code, fenced, plain } from "./markdown-text";
import { shortName } from "./message";
import { countsOf, type Finding, type Report } from "./report";
import { closingLine } from "./verdict";

/**
 * The report as GitHub's Markdown, for a comment on a pull request: a line for each policy that found something mandatory, which unfolds to what it
 * found, and what is advisory behind one more line. The first line is a mark by which a later run finds its comment.
 */
export function toMarkdown(report: Report): string {
  const { tool, findings, failures, verdict } = report;
  const room = { left: LONGEST };
  const at = (level: FindingLevel) => byPolicy(findings.filter((finding) => finding.level === level));
  const mandatory = at("mandatory");
  const parts = [
    `<!-- ${tool.name} -->\n${titleOf(report)}`,
    ...(verdict.flows ?? []).flatMap(flowParts),
    ...(failures.length === 0 ? [] : [`Not checked:\n\n${fencedNotes(failures)}`]),
    ...fitted(mandatory.slice(0, MOST_OPEN), room),
    ...section("more mandatory", mandatory.slice(MOST_OPEN), room),
    ...section("advisory", at("advisory"), room),
    ...section("remediated", at("remediated"), room),
    footerOf(closingLine(verdict), verdict.notes),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** GitHub takes 65,536 characters; title and footer have the difference. */
const LONGEST = 56_000;

/** With a line each, they are about a screen. */
const MOST_OPEN = 25;

const MOST_NAMES = 2;

/** Of one policy, unfolded. */
const MOST_MESSAGES = 12;

const LONGEST_NOTES = 4_000;

/** What differs of the recorded flows, as a diff; each flow that is opened unfolds to a packet and its way. */
function flowParts(flows: RecordedFlows): string[] {
  const title = changesText(flows);
  if (title === undefined) return [];
  const ways = waysOf(flows).flat();
  return [
    `<b>${plain(title)}</b>`,
    fencedNotes(diffOf(flows), "diff"),
    ...(ways.length > 0 ? [details("how packets get in", fencedNotes(ways))] : []),
  ];
}

function titleOf({ findings, failures, verdict }: Report): string {
  const differs = (verdict.flows ?? []).some(hasChanges);
  const fails = differs || failures.length > 0 || findings.some((finding) => finding.fails);
  const since = verdict.baseline ? "new since the baseline: " : "";
  const isBlind = verdict.resources === 0 && verdict.unjudged.length > 0;
  if (findings.length === 0 && isBlind && !fails) return "### ⚠️ Network Guard: nothing was judged";
  if (findings.length === 0) return `### ${fails ? "❌" : "✅"} Network Guard: ${since}no findings`;
  const mark = fails ? "❌" : "⚠️";
  const counts = Object.entries(countsOf(findings)).filter(([, number]) => number > 0);
  const resources = resourceCount(findings);
  const text = counts.map(([level, number]) => `${number} ${level}`).join(", ");
  return `### ${mark} Network Guard: ${since}${text} in ${resources === 1 ? "1 resource" : `${resources} resources`}`;
}

/** The findings of each policy, in the order of the gravest. */
function byPolicy(findings: readonly Finding[]): Finding[][] {
  return [...groupBy(findings, ({ policy }) => policy).values()];
}

function section(what: string, groups: readonly Finding[][], room: { left: number }): string[] {
  if (groups.length === 0) return [];
  const inside = fitted(groups, room).join("\n\n");
  const title = `<b>${groups.flat().length} ${what}</b> of ${groups.length === 1 ? "1 policy" : `${groups.length} policies`}`;
  return [details(title, inside)];
}

/** A line for each policy, unfolding where there is room for what it found; what fits neither way is counted. */
function fitted(groups: readonly Finding[][], room: { left: number }): string[] {
  const parts: string[] = [];
  for (const group of groups) {
    const summary = summaryOf(group);
    const part = [details(summary, bodyOf(group)), details(summary, "Too long for a comment.")].find(
      ({ length }) => length <= room.left,
    );
    if (part === undefined) continue;
    room.left -= part.length + 2;
    parts.push(part);
  }
  const left = groups.length - parts.length;
  return left > 0 ? [...parts, `… and ${left} more policies, too many for a comment.`] : parts;
}

const details = (summary: string, body: string) =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** `critical no-x 3 resources: SecurityGroup web (index.ts:7), SecurityGroup db (index.ts:9) and 1 more` */
function summaryOf(group: readonly Finding[]): string {
  const [{ severity, policy }] = group as [Finding];
  const titles = [...new Set(group.map((finding) => titleIn(finding)))];
  const shown = titles.slice(0, MOST_NAMES + (titles.length === MOST_NAMES + 1 ? 1 : 0));
  const more = titles.length - shown.length;
  const count = titles.length > 1 ? `${titles.length} resources: ` : "";
  return `${severity ? `<b>${severity}</b> ` : ""}${code(policy)} ${count}${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function titleIn({ target, urn, place }: Finding): string {
  const name = code(shortName(urn));
  const where = [
    ...(target === undefined ? [] : [target]),
    ...(place ? [`${place.path}:${place.line}`] : []),
  ];
  return where.length === 0 ? name : `${name} (${where.map(code).join(", ")})`;
}

/** What a policy found, with what it says alike of several resources once; then how to mend it. */
function bodyOf(group: readonly Finding[]): string {
  const [{ description, remediationSteps, url }] = group as [Finding];
  const byText = new Map<string, string[]>();
  for (const { urn, target, place, text } of group) {
    const where = place ? `  ${place.path}:${place.line}` : "";
    const title = `${target === undefined ? "" : `${target}: `}${shortName(urn)}${where}`;
    push(byText, text, title);
  }
  const messages = [...byText].map(([text, titles]) =>
    [...titles, `  ${text.replace(/\n/g, "\n  ")}`].join("\n"),
  );
  const more = messages.length - MOST_MESSAGES;
  const shown = [...messages.slice(0, MOST_MESSAGES), ...(more > 0 ? [`… and ${more} more`] : [])];
  return [
    fenced(shown.join("\n")),
    `${plain(remediationSteps || description)}${url ? ` [More](${encodeURI(url)})` : ""}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

const fencedNotes = (notes: readonly string[], language?: string) =>
  fenced(cut(notes.join("\n"), LONGEST_NOTES), language);

function footerOf(closing: string, notes: readonly string[]): string {
  return [
    plain(`${cut(closing, LONGEST_NOTES)}.`),
    ...(notes.length > 0
      ? [details(notes.length === 1 ? "1 note" : `${notes.length} notes`, fencedNotes(notes))]
      : []),
  ].join("\n\n");
}
