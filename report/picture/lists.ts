import { push } from "../../stack/multimap";
import { shortName } from "../message";
import { controlsOf, type Finding } from "../report";
import type { Diagram, Line } from "./diagram";
import type { Mark } from "./marks";
import { element, escaped } from "./markup";
import type { Change } from "./told";

/** A finding, the parts of a diagram that it is about, and what flows call what it was found in. */
export type ListedFinding = Finding & Mark & { readonly about: string };

export interface ListedFlow {
  readonly text: string;
  /** The same as lines tell it. */
  readonly told: string;
  /** What is at its ends, as flows name that. */
  readonly ends: readonly string[];
  readonly change: Change | undefined;
}

/** So many flows are listed. */
const MOST_FLOWS = 2_000;

/** A button for each finding, which unfolds to what is said of it. */
export function findingsList(findings: readonly ListedFinding[]): string {
  return section(
    "findings",
    "Findings",
    findings.length,
    findings.length === 0
      ? element("p", { class: "none" }, "Nothing was found.")
      : element("ul", {}, findings.map(findingItem).join("\n")),
  );
}

function findingItem(finding: ListedFinding, i: number): string {
  const { policy, level, severity, urn, boxes, lines, fingerprint } = finding;
  const details = `finding-${i + 1}`;
  const button = element(
    "button",
    {
      ...{ type: "button", class: "finding", "aria-expanded": "false", "aria-controls": details },
      ...{ "data-boxes": boxes.join(" "), "data-lines": lines.join(" "), "data-key": fingerprint },
    },
    [
      element("span", { class: `grade ${level} ${severity ?? ""}`.trim() }, escaped(severity ?? level)),
      element("span", { class: "what" }, escaped(shortName(urn))),
      element("span", { class: "policy" }, escaped(policy)),
    ].join(" "),
  );
  return element(
    "li",
    { "data-text": textOf(finding), "data-ends": finding.about },
    button + element("div", { id: details, class: "details", hidden: "" }, detailsOf(finding)),
  );
}

function textOf({ policy, level, severity, urn, text }: ListedFinding): string {
  return [policy, level, severity ?? "", shortName(urn), text].join(" ").toLowerCase();
}

function detailsOf(finding: ListedFinding): string {
  const { text, level, remediationSteps, place, target, url, boxes, policy } = finding;
  const controls = controlsOf(finding);
  const where = [target, place && `${place.path}:${place.line}`].filter(Boolean).join(": ");
  return [
    element("p", { class: "message" }, escaped(text)),
    ...(remediationSteps ? [element("p", { class: "steps" }, escaped(remediationSteps))] : []),
    element(
      "p",
      { class: "facts" },
      [level, ...(where === "" ? [] : [where]), ...(boxes.length === 0 ? ["not in the diagram"] : [])]
        .map(escaped)
        .join(" · "),
    ),
    ...(controls.length > 0 ? [element("p", { class: "facts" }, escaped(controls.join(", ")))] : []),
    ...(url !== undefined && /^https?:\/\//.test(url)
      ? [element("a", { href: url, rel: "noreferrer" }, `About ${escaped(policy)}`)]
      : []),
  ].join("");
}

/** A button for each flow. */
export function flowsList(flows: readonly ListedFlow[], { lines }: Diagram): string {
  const drawn = new Map<string, Line[]>();
  for (const line of lines) for (const text of line.told) push(drawn, text, line);
  const items = flows.slice(0, MOST_FLOWS).map((flow) => flowItem(flow, drawn.get(flow.told) ?? []));
  const more = flows.length - items.length;
  return section(
    "flows",
    "Flows",
    flows.length,
    element("ul", {}, items.join("\n")) +
      (more > 0
        ? element("p", { class: "none" }, `${more} more are listed by <code>network-guard reach</code>.`)
        : ""),
  );
}

function flowItem({ text, ends, change }: ListedFlow, lines: readonly Line[]): string {
  const boxes = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const told = change === undefined ? "" : element("span", { class: "change" }, change);
  return element(
    "li",
    { "data-text": [change ?? "", text].join(" ").toLowerCase(), "data-ends": ends.join("\n") },
    element(
      "button",
      {
        ...{ type: "button", class: `flow ${change ?? ""}`.trim(), "aria-pressed": "false" },
        ...{ "data-boxes": [...boxes].join(" "), "data-lines": lines.map(({ id }) => id).join(" ") },
      },
      told + escaped(text),
    ),
  );
}

/** What the picture leaves out and takes for granted. */
export function notesList(notes: readonly string[]): string {
  if (notes.length === 0) return "";
  return element(
    "section",
    { "aria-labelledby": "notes" },
    element("h2", { id: "notes" }, "Notes") +
      element("ul", { class: "notes" }, notes.map((note) => element("li", {}, escaped(note))).join("")),
  );
}

function section(id: string, title: string, count: number, content: string): string {
  const heading = `${title} ${element("span", { class: "count" }, String(count))}`;
  return element("section", { "aria-labelledby": id }, element("h2", { id }, heading) + content);
}
