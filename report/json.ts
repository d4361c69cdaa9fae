import { byGravity, type ReportedFinding, severities } from "./finding";
import { controlsOf, countsOf, type Finding, type Report } from "./report";

/** The findings as a JSON array, the gravest first. */
export function toJson(findings: readonly ReportedFinding[]): string {
  const shown = [...findings].sort(byGravity).map(({ program: _, ...finding }) => finding);
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** Of the object below; a new one where a reader of the old one would read wrong. */
const VERSION = 1;

/** The report as a JSON object, which `schemas/report.json` describes. */
export function toJsonReport({ tool, findings, known, exemptions, failures, verdict }: Report): string {
  const { resources, baseline, flows, unjudged, assumptions, notes } = verdict;
  const report = {
    version: VERSION,
    tool,
    summary: {
      findings: findings.length,
      failing: findings.filter(({ fails }) => fails).length,
      ...countsOf(findings),
      severities: Object.fromEntries(
        severities.map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
      ),
      ...(resources !== undefined && { resourcesJudged: resources }),
      resourcesWithFindings: new Set(findings.map(({ target = "", urn }) => `${target} ${urn}`)).size,
    },
    ...(baseline && {
      baseline: {
        known: known.length,
        unchanged: known.map(({ fingerprint, policy, urn }) => ({ fingerprint, policy, urn })),
        fixed: baseline.fixed,
      },
    }),
    ...(flows && { flows }),
    failures,
    notJudged: unjudged.map(({ kind, number }) => ({ what: number === 1 ? kind.one : kind.many, number })),
    assumed: assumptions,
    notes,
    exemptions,
    findings: findings.map(jsonOf),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function jsonOf(finding: Finding) {
  const { policy, pack, level, severity, target, urn, description, text, remediationSteps, url } = finding;
  const [, , types = "", ...name] = urn.split("::");
  return {
    fingerprint: finding.fingerprint,
    policy,
    pack,
    level,
    ...(severity && { severity }),
    fails: finding.fails,
    ...(target !== undefined && { target }),
    resource: { urn, type: types.split("$").at(-1) ?? "", name: name.join("::") },
    description,
    message: text,
    ...(remediationSteps && { remediation: remediationSteps }),
    ...(url && { url }),
    controls: controlsOf(finding),
    ...(finding.place && { source: finding.place }),
  };
}
