import { readUrn } from "../stack/urn";
import { byGravity, type ReportedFinding, resourceCount, severities } from "./finding";
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
      resourcesJudged: resources,
      resourcesWithFindings: resourceCount(findings),
    },
    ...(baseline && {
      baseline: {
        known: known.length,
        unchanged: known.map(({ fingerprint, policy, urn }) => ({ fingerprint, policy, urn })),
        fixed: baseline.fixed,
      },
    }),
    flows,
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
  const { type, name } = readUrn(finding.urn);
  const { policy, pack, level, severity, target, urn, description, text, remediationSteps, url } = finding;
  return {
    fingerprint: finding.fingerprint,
    policy,
    pack,
    level,
    severity,
    fails: finding.fails,
    target,
    resource: { urn, type, name },
    description,
    message: text,
    remediation: remediationSteps || undefined,
    url: url || undefined,
    controls: controlsOf(finding),
    source: finding.place,
  };
}
