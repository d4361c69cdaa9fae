import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import { readUrn } from "../stack/urn";
import { cut } from "./cut";
import { byText, type FindingLevel, type Severity } from "./finding";
import { shortName } from "./message";
import { controlsOf, type Finding, type Report } from "./report";
import type { JudgedPolicy } from "./verdict";

/**
 * The report as SARIF 2.1.0, in the part that GitHub's code scanning reads: one run, a rule for each policy that could judge, a result for each
 * finding, of a baseline as well, since code scanning closes what is not there. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export function toSarif(report: Report): string {
  const { tool, findings, differences, known, policies, failures, unjudged, verdict } = report;
  const all = [...differences, ...findings, ...known];
  const rules = rulesOf(policies, all);
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const shown = all.slice(0, MOST_RESULTS);
  const left = all.length - shown.length;
  const unchanged = new Set(known);
  const stateOf = (finding: Finding): Pick<Result, "baselineState"> =>
    verdict.baseline ? { baselineState: unchanged.has(finding) ? "unchanged" : "new" } : {};
  const notes = [
    ...(unjudged === undefined ? [] : [unjudged]),
    ...verdict.notes,
    ...(left > 0 ? [`${left} more findings are left out.`] : []),
  ];
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, semanticVersion: tool.version, rules } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: [
              ...failures.map((text) => ({ level: "error" as const, message: { text } })),
              ...notes.map((text) => ({ level: "note" as const, message: { text } })),
            ],
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: "The root of the repository." } } },
        results: shown.map((finding) => ({
          ...resultOf(finding, indices.get(finding.policy) ?? 0),
          ...stateOf(finding),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Code scanning refuses a run with more, and shows of these the gravest 5,000. */
const MOST_RESULTS = 25_000;

/** Code scanning refuses a rule with more. */
const MOST_TAGS = 20;

/** Of a rule's descriptions and a result's message. */
const LONGEST_TEXT = 1024;

const ROOT = "%SRCROOT%";

const LEVELS: Readonly<Record<FindingLevel, Result.level>> = {
  mandatory: "error",
  advisory: "warning",
  remediated: "note",
};

/** As code scanning reads them: over 9.0 is critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** A rule for each policy, by name; what a finding says of its own policy where the packs did not tell. */
function rulesOf(policies: readonly JudgedPolicy[], findings: readonly Finding[]): ReportingDescriptor[] {
  const told = new Map(findings.map((finding) => [finding.policy, finding]));
  const byName = new Map<string, Omit<JudgedPolicy, "pack">>();
  for (const { policy, level, ...rest } of told.values())
    byName.set(policy, { ...rest, name: policy, level: level === "advisory" ? "advisory" : "mandatory" });
  for (const policy of policies) byName.set(policy.name, policy);
  return [...byName.values()].sort((a, b) => byText(a.name, b.name)).map(ruleOf);
}

function ruleOf(policy: Omit<JudgedPolicy, "pack">): ReportingDescriptor {
  const { name, description, level, severity, url, remediationSteps } = policy;
  const text = cut(description || name, LONGEST_TEXT);
  const [group] = policy.tags ?? [];
  const tags = ["security", ...(group === undefined ? [] : [group]), ...controlsOf(policy)];
  return {
    id: name,
    name,
    shortDescription: { text },
    fullDescription: { text },
    ...(url && { helpUri: url }),
    help: { text: [text, remediationSteps].filter(Boolean).join("\n\n"), markdown: helpOf(policy) },
    defaultConfiguration: {
      enabled: level !== "disabled",
      level: level === "advisory" ? "warning" : "error",
    },
    properties: {
      tags: [...new Set(tags)].slice(0, MOST_TAGS),
      precision: "high",
      ...(severity && { "security-severity": SCORES[severity] }),
    },
  };
}

function helpOf(policy: Omit<JudgedPolicy, "pack">): string {
  const { description, url, remediationSteps } = policy;
  const controls = controlsOf(policy);
  return [
    description,
    ...(remediationSteps ? [`**What to do:** ${remediationSteps}`] : []),
    ...(controls.length > 0 ? [`**Controls:**\n${controls.map((id) => `- ${id}`).join("\n")}`] : []),
    ...(url ? [`[More of it](${url})`] : []),
  ].join("\n\n");
}

function resultOf(finding: Finding, ruleIndex: number): Result {
  const { policy, level, fingerprint, text, remediationSteps, urn } = finding;
  const steps = remediationSteps ? `\n${remediationSteps}` : "";
  return {
    ruleId: policy,
    ruleIndex,
    level: LEVELS[level],
    // Brackets before parentheses would be a link.
    message: { text: `${shortName(urn)}: ${text}${steps}`.replace(/\]\(/g, "] (") },
    locations: [locationOf(finding)],
    // Code scanning reads the first alone; of what it works out from the line, two resources that one line makes would be one alert.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "networkGuard/v1": fingerprint },
  };
}

/** The line that declares the resource; without one the head of the file that stands for the program, since a result must lie somewhere. */
function locationOf({ urn, place, home }: Finding): Location {
  const { path, line, column } = place ?? { path: home ?? "Pulumi.yaml", line: 1, column: 1 };
  const { type, name } = readUrn(urn);
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT },
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
    logicalLocations: [{ name: name || urn, fullyQualifiedName: urn, kind: type || "resource" }],
  };
}
