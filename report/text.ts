import { isAbsolute, relative, sep } from "node:path";
import pc from "picocolors";
import { byGravity, type FindingLevel, levels, type ReportedFinding, type SourcePosition } from "./finding";

export interface TextOptions {
  colour: boolean;
  /** Source positions below this folder are shown relative to it. */
  directory: string;
}

/** `urn:pulumi:dev::app::my:Group$aws:ec2/instance:Instance::web` → `Instance web`. */
export function shortName(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  const type = types.split("$").at(-1)?.split(":").at(-1) ?? "";
  return [type, name.join("::")].filter(Boolean).join(" ") || urn;
}

function place({ file, line }: SourcePosition, directory: string): string {
  const path = relative(directory, file);
  return `${path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path}:${line}`;
}

function byResource(findings: readonly ReportedFinding[]): ReportedFinding[][] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of [...findings].sort(byGravity)) {
    const group = groups.get(finding.urn);
    if (group) group.push(finding);
    else groups.set(finding.urn, [finding]);
  }
  return [...groups.values()];
}

/** `3 mandatory, 2 advisory in 4 resources` */
export function count(findings: readonly ReportedFinding[]): string {
  const counts = levels
    .map((level) => ({ level, number: findings.filter((finding) => finding.level === level).length }))
    .filter(({ number }) => number > 0)
    .map(({ level, number }) => `${number} ${level}`);
  const resources = new Set(findings.map(({ urn }) => urn)).size;
  return `${counts.join(", ")} in ${resources} ${resources === 1 ? "resource" : "resources"}`;
}

/** What is said of a resource beneath its title, which the message itself may begin with. */
function messageUnder(title: string, { message, description }: ReportedFinding): string {
  const said = message.startsWith(`${title}: `) ? message.slice(title.length + 2) : message;
  return said || description;
}

const indent = (text: string, width: number) =>
  text
    .split("\n")
    .map((line) => (line ? " ".repeat(width) + line : line))
    .join("\n");

/** The findings grouped by resource, the gravest first, and their count; "" when there are none. */
export function toText(findings: readonly ReportedFinding[], { colour, directory }: TextOptions): string {
  if (findings.length === 0) return "";
  const { bold, cyan, dim, green, red, yellow } = pc.createColors(colour);
  const paint: Record<FindingLevel, (text: string) => string> = {
    mandatory: red,
    advisory: yellow,
    remediated: green,
  };

  const lines: string[] = [];
  for (const group of byResource(findings)) {
    const source = group.find((finding) => finding.source)?.source;
    const urn = group[0]?.urn ?? "";
    lines.push(bold(shortName(urn)) + (source ? `  ${cyan(place(source, directory))}` : ""));
    for (const finding of group) {
      const severity = finding.severity ? dim(` ${finding.severity}`) : "";
      lines.push(`  ${paint[finding.level](finding.level)}${severity}  ${finding.policy}`);
      lines.push(indent(messageUnder(shortName(urn), finding), 4));
      const { remediationSteps = "" } = finding;
      // Some messages end with the steps already.
      if (!finding.message.includes(remediationSteps)) lines.push(dim(indent(remediationSteps, 4)));
    }
    lines.push("");
  }
  lines.push(count(findings), "");
  return lines.join("\n");
}
