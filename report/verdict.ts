import type { Framework, ReportedFinding, Severity } from "./finding";
import { changesText, type RecordedFlows } from "./flow-changes";
import type { Pictured } from "./picture/picture";

/** What things that were not judged are called, one or many of them. */
export interface Kind {
  one: string;
  many: string;
}

interface Unjudged {
  kind: Kind;
  number: number;
}

/** A policy of a pack that judged, as it was configured. */
export interface JudgedPolicy {
  name: string;
  pack: string;
  description: string;
  /** `disabled` where it has not judged. */
  level: "advisory" | "mandatory" | "remediate" | "disabled";
  severity?: Severity;
  remediationSteps?: string;
  url?: string;
  tags?: string[];
  framework?: Framework;
}

/** What came of a check: that nothing was found says something only beside what was judged. */
export interface Verdict {
  findings: ReportedFinding[];
  /** How many were judged; undefined where nobody has counted them. */
  resources?: number;
  /** The targets that were judged, as they were named, where there are several. */
  targets?: string[];
  /** Where `findings` are those alone that are new since a baseline: the others, and what is not found any more. */
  baseline?: { known: ReportedFinding[]; fixed: { policy: string; urn: string }[] };
  /** What differs between a stack's flows and those that a file records, of each stack that has such a file. */
  flows?: RecordedFlows[];
  /** What a picture of the network shows, where one is asked for. */
  picture?: Pictured;
  /** All of the packs' policies; absent where the packs are not known. */
  policies?: JudgedPolicy[];
  /** The kinds of things that were not, each once. */
  unjudged: Unjudged[];
  /** What was taken for granted, where a cloud or a person would have answered. */
  assumptions: string[];
  /** More of these, a sentence each. */
  notes: string[];
}

const counted = (number: number, { one, many }: Kind) => `${number} ${number === 1 ? one : many}`;

/** What came of one of several targets, as it was named. */
export interface TargetVerdict {
  target: string;
  verdict: Verdict;
}

/** What came of several targets as one: findings and notes name theirs. */
export function joined(verdicts: readonly TargetVerdict[]): Verdict {
  const unjudged = new Map<string, Unjudged>();
  for (const { kind, number } of verdicts.flatMap(({ verdict }) => verdict.unjudged))
    unjudged.set(kind.one, { kind, number: number + (unjudged.get(kind.one)?.number ?? 0) });
  const flows = verdicts.flatMap(({ target, verdict }) =>
    (verdict.flows ?? []).map((one) => ({ ...one, target })),
  );
  const policies = verdicts.flatMap(({ verdict }) => verdict.policies ?? []);
  return {
    findings: verdicts.flatMap(({ target, verdict }) => verdict.findings.map((one) => ({ ...one, target }))),
    resources: verdicts.reduce((sum, { verdict }) => sum + (verdict.resources ?? 0), 0),
    targets: verdicts.map(({ target }) => target),
    policies: distinct(policies),
    unjudged: [...unjudged.values()],
    ...(flows.length > 0 && { flows }),
    assumptions: [...new Set(verdicts.flatMap(({ verdict }) => verdict.assumptions))],
    notes: verdicts.flatMap(({ target, verdict }) => verdict.notes.map((note) => `${target}: ${note}`)),
  };
}

/** Each policy once, as it was configured where it has judged. */
function distinct(policies: readonly JudgedPolicy[]): JudgedPolicy[] {
  const isDisabled = ({ level }: JudgedPolicy) => level === "disabled";
  const judgedLast = [...policies].sort((a, b) => Number(isDisabled(b)) - Number(isDisabled(a)));
  return [...new Map(judgedLast.map((one) => [JSON.stringify([one.pack, one.name]), one])).values()];
}

/** `not judged: 3 components, 1 encrypted value`; undefined where everything was. */
export function unjudgedText({ unjudged }: Pick<Verdict, "unjudged">): string | undefined {
  if (unjudged.length === 0) return undefined;
  return `not judged: ${unjudged.map(({ kind, number }) => counted(number, kind)).join(", ")}`;
}

/** What was not judged, and what was assumed, as they end a closing line. */
export function coveredTexts(verdict: Pick<Verdict, "unjudged" | "assumptions">): string[] {
  const { assumptions } = verdict;
  return [
    unjudgedText(verdict) ?? [],
    assumptions.length > 0 ? `assumed: ${assumptions.join(", ")}` : [],
  ].flat();
}

/** `2 findings in 41 resources; not judged: 3 components, 1 encrypted value; assumed: region us-east-1` */
export function closingLine(verdict: Verdict): string {
  const { findings, resources, targets, baseline, flows } = verdict;
  const what = baseline ? "new finding" : "finding";
  const found = counted(findings.length, { one: what, many: `${what}s` });
  const judged =
    resources === undefined ? "" : ` in ${counted(resources, { one: "resource", many: "resources" })}`;
  return [
    `${found}${judged}${targets ? ` of ${counted(targets.length, { one: "target", many: "targets" })}` : ""}`,
    ...(flows ?? []).map((one) => changesText(one) ?? `no flow differs from ${one.file}`),
    ...(baseline ? [`${baseline.known.length} known, ${baseline.fixed.length} fixed`] : []),
    ...coveredTexts(verdict),
  ].join("; ");
}
