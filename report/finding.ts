export const levels = ["mandatory", "advisory", "remediated"] as const;
/** `remediated`: the policy has mended the inputs itself, and what follows was judged on the mended ones. */
export type FindingLevel = (typeof levels)[number];

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

export interface SourcePosition {
  /** Absolute path. */
  file: string;
  /** 1-based, as `column`. */
  line: number;
  column: number;
}

/** The part of a compliance framework that a policy enforces. */
export interface Framework {
  name: string;
  version: string;
  /** Of its controls, such as `5.3, 5.4`. */
  reference: string;
  specification: string;
}

/** What a policy says about one resource. */
export interface ReportedFinding {
  /** Which of several targets it is of, as it was named; absent where one alone was judged. */
  target?: string;
  policy: string;
  pack: string;
  level: FindingLevel;
  severity?: Severity;
  /** Of the resource to change; the stack's own when the policy named none. */
  urn: string;
  /** The policy's description. */
  description: string;
  /** What is wrong here, possibly several lines. */
  message: string;
  /** Where the program declares the resource. */
  source?: SourcePosition;
  /** The file that stands for the program as a whole, such as its `Pulumi.yaml`, or that was judged in its place. Absolute path. */
  program?: string;
  remediationSteps?: string;
  url?: string;
  framework?: Framework;
  /** The policy's, among them every control that it enforces. */
  tags?: string[];
}

function rank<T>(order: readonly T[], value: T | undefined): number {
  const position = order.indexOf(value as T);
  return position < 0 ? order.length : position;
}

export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** How many resources findings are of, each counted once a target. */
export function resourceCount(findings: readonly ReportedFinding[]): number {
  return new Set(findings.map(({ target, urn }) => JSON.stringify([target, urn]))).size;
}

/** The worst first: level, then severity, then names, so that the order never depends on timing. */
export function byGravity(a: ReportedFinding, b: ReportedFinding): number {
  return (
    rank(levels, a.level) - rank(levels, b.level) ||
    rank(severities, a.severity) - rank(severities, b.severity) ||
    byText(a.policy, b.policy) ||
    byText(a.urn, b.urn) ||
    byText(a.message, b.message)
  );
}
