import { byText } from "./finding";
import { shortName } from "./message";
import type { Finding, Report } from "./report";
import { closingLine, type JudgedPolicy } from "./verdict";

/**
 * The report as JUnit XML, as GitLab, Jenkins and Azure Pipelines read it: a suite for each pack, a case for each policy; and a suite of the targets
 * that could not be judged, if there are any.
 */
export function toJunit({ tool, findings, differences, policies, failures, verdict }: Report): string {
  const cases = casesOf(policies, [...differences, ...findings]);
  const notes = [closingLine(verdict), ...verdict.notes].join("\n");
  const suites = [...new Set(cases.map(({ pack }) => pack))].map((pack) => {
    const ofPack = cases.filter((one) => one.pack === pack);
    return element("testsuite", { name: pack, ...countsOf(ofPack) }, [
      ...ofPack.map(caseElement),
      element("system-out", {}, notes),
    ]);
  });
  const errors = failures.length;
  const { tests, ...counts } = countsOf(cases);
  const all = { name: tool.name, tests: tests + errors, ...counts, errors };
  const broken = errors === 0 ? [] : [suiteOfFailures(failures)];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", all, [...broken, ...suites])}\n`;
}

function suiteOfFailures(failures: readonly string[]): string {
  const attributes = {
    name: "targets",
    tests: failures.length,
    failures: 0,
    errors: failures.length,
    skipped: 0,
  };
  return element(
    "testsuite",
    attributes,
    failures.map((failure, position) => {
      const [message] = failure.split("\n") as [string];
      const error = element("error", { message }, failure);
      return element("testcase", { classname: "targets", name: `target ${position + 1}` }, [error]);
    }),
  );
}

interface Case extends Pick<JudgedPolicy, "name" | "pack" | "tags">, Partial<Pick<JudgedPolicy, "level">> {
  findings: Finding[];
}

/** By name; of packs that do not tell of their policies those that found something. */
function casesOf(policies: readonly JudgedPolicy[], findings: readonly Finding[]): Case[] {
  const byName = new Map<string, Case>();
  const keyOf = (pack: string, name: string) => JSON.stringify([pack, name]);
  for (const policy of policies) byName.set(keyOf(policy.pack, policy.name), { ...policy, findings: [] });
  for (const finding of findings) {
    const { pack, policy: name, tags } = finding;
    const known = byName.get(keyOf(pack, name)) ?? { name, pack, findings: [], ...(tags && { tags }) };
    known.findings.push(finding);
    byName.set(keyOf(pack, name), known);
  }
  return [...byName.values()].sort((a, b) => byText(a.name, b.name));
}

const isFailed = ({ findings }: Case) => findings.some(({ fails }) => fails);
const isSkipped = ({ findings, level }: Case) => findings.length === 0 && level === "disabled";

function countsOf(cases: readonly Case[]) {
  return {
    tests: cases.length,
    failures: cases.filter(isFailed).length,
    errors: 0,
    skipped: cases.filter(isSkipped).length,
  };
}

function caseElement(one: Case): string {
  const { name, pack, tags = [], findings } = one;
  const failing = findings.filter(({ fails }) => fails);
  const others = findings.filter(({ fails }) => !fails);
  const [first] = failing;
  return element("testcase", { classname: [pack, ...tags.slice(0, 1)].join("."), name }, [
    ...(isSkipped(one) ? [element("skipped", { message: "disabled" }, [])] : []),
    ...(first === undefined
      ? []
      : [element("failure", { message: headline(failing), type: first.level }, textOf(failing))]),
    ...(others.length === 0 ? [] : [element("system-out", {}, textOf(others))]),
  ]);
}

/** `SecurityGroup web and 2 more: No x.` */
function headline(findings: readonly Finding[]): string {
  const [first] = findings as [Finding];
  const more = new Set(findings.map(({ urn }) => urn)).size - 1;
  return `${shortName(first.urn)}${more > 0 ? ` and ${more} more` : ""}: ${first.description || first.text}`;
}

function textOf(findings: readonly Finding[]): string {
  return findings
    .map(({ level, target, urn, place, text, remediationSteps }) =>
      [
        `${level}: ${target === undefined ? "" : `${target}: `}${shortName(urn)}${place ? ` (${place.path}:${place.line})` : ""}`,
        text,
        ...(remediationSteps ? [remediationSteps] : []),
      ].join("\n"),
    )
    .join("\n\n");
}

/** @param content text, or elements */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly string[],
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value)).replace(/\n/g, "&#10;")}"`,
  );
  const start = `<${name}${written.join("")}`;
  if (typeof content === "string") return `${start}>${escaped(content)}</${name}>`;
  return content.length === 0 ? `${start}/>` : `${start}>\n${content.join("\n")}\n</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
