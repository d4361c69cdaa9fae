import { isAbsolute, relative, resolve, sep } from "node:path";
import { controlOf } from "../policies/kit/controls";
import { type ExemptionState, readExemption } from "../policies/kit/exemption-text";
import {
  byGravity,
  byText,
  type FindingLevel,
  levels,
  type ReportedFinding,
  type SourcePosition,
} from "./finding";
import { fingerprintsOf } from "./fingerprint";
import { shownFlows } from "./flow-changes";
import { flowFindings, RECORDED_EXPOSURES } from "./flow-findings";
import { messageOf } from "./message";
import { type JudgedPolicy, unjudgedText, type Verdict } from "./verdict";
import { visible, visibleName } from "./visible";

/** What the formats tell. */
export interface Report {
  readonly tool: Tool;
  /** The gravest first. */
  readonly findings: readonly Finding[];
  /** Those that a baseline has as well, and by which no check fails. */
  readonly known: readonly Finding[];
  /** What differs from recorded flows, for formats that know findings alone. */
  readonly differences: readonly Finding[];
  /** Every policy that judged, or could have, by name. */
  readonly policies: readonly JudgedPolicy[];
  readonly exemptions: readonly ExemptionState[];
  /** Why targets could not be judged, or not wholly where the check fails by that; a sentence each. */
  readonly failures: readonly string[];
  /** What else was not judged, in a line; undefined where nothing else is. */
  readonly unjudged: string | undefined;
  readonly verdict: Verdict;
}

interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A finding as every format tells it. */
export interface Finding extends ReportedFinding {
  readonly fingerprint: string;
  /** What is wrong, without the steps to mend it. */
  readonly text: string;
  /** Whether the check fails by it. */
  readonly fails: boolean;
  /** Where the program declares the resource, if that is in the repository. */
  readonly place?: Place;
  /** The file that stands for the program, if it is in the repository; relative, with slashes. */
  readonly home?: string;
}

export interface Place {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface ReportOptions {
  readonly tool: Tool;
  /** Why targets could not be judged, a sentence each; none by default. */
  readonly failures?: readonly string[];
  /** The repository's folder, absolute. */
  readonly root: string;
  readonly fails: (finding: ReportedFinding) => boolean;
  /** Whether the check fails by what is not judged; not so by default. */
  readonly failsUnjudged?: boolean;
}

export function reportOf(verdict: Verdict, options: ReportOptions): Report {
  const { tool, root, fails, failures = [], failsUnjudged = false } = options;
  const known = verdict.baseline?.known ?? [];
  const all = [...verdict.findings, ...known];
  const fingerprints = fingerprintsOf(all);
  const told = (some: readonly ReportedFinding[], failing: ReportOptions["fails"]) =>
    [...some].sort(byGravity).map(
      (finding): Finding => ({
        ...shown(finding),
        fingerprint: fingerprints.get(finding) as string,
        fails: failing(finding),
        ...placesOf(finding, root),
      }),
    );
  const flows = verdict.flows?.map(shownFlows);
  const judged = [...(verdict.policies ?? []), ...(flows ? [RECORDED_EXPOSURES] : [])];
  const policies = judged
    .map((policy) => ({ ...policy, ...shownPolicy(policy), name: visibleName(policy.name) }))
    .sort((a, b) => byText(a.name, b.name));
  const [assumptions, notes] = [verdict.assumptions.map(visible), verdict.notes.map(visible)];
  const exemptions = exemptionsIn(all);
  const gaps = verdict.unjudged.map(({ kind, number }) => ({
    kind: { one: visibleName(kind.one), many: visibleName(kind.many) },
    number,
  }));
  const unjudged = unjudgedText({ unjudged: gaps });
  return {
    tool,
    findings: told(verdict.findings, fails),
    known: told(known, () => false),
    differences: flowFindings(flows ?? [], (file) =>
      placeOf({ file: resolve(file), line: 1, column: 1 }, root),
    ),
    policies,
    exemptions,
    failures: [...failures.map(visible), ...(failsUnjudged && unjudged ? [unjudged] : [])],
    unjudged: failsUnjudged ? undefined : unjudged,
    verdict: { ...verdict, ...(flows && { flows }), unjudged: gaps, assumptions, notes },
  };
}

/** A finding whose texts hold nothing unseen; its URN stays what it is. */
function shown(finding: ReportedFinding): ReportedFinding & Pick<Finding, "text"> {
  const { target } = finding;
  return {
    ...finding,
    ...shownPolicy(finding),
    policy: visibleName(finding.policy),
    message: visible(finding.message),
    text: visible(messageOf(finding)),
    ...(target !== undefined && { target: visible(target) }),
  };
}

type Told = Pick<JudgedPolicy, "pack" | "description" | "remediationSteps">;

function shownPolicy({ pack, description, remediationSteps }: Told): Told {
  return {
    pack: visibleName(pack),
    description: visible(description),
    ...(remediationSteps !== undefined && { remediationSteps: visible(remediationSteps) }),
  };
}

function placesOf({ source, program }: ReportedFinding, root: string): Pick<Finding, "place" | "home"> {
  const place = source && placeOf(source, root);
  const home = program === undefined ? undefined : pathIn(root, program);
  return { ...(place && { place }), ...(home !== undefined && { home: visible(home) }) };
}

function placeOf({ file, line, column }: SourcePosition, root: string): Place | undefined {
  const path = isAbsolute(file) ? pathIn(root, file) : undefined;
  return path === undefined ? undefined : { path: visible(path), line, column };
}

/** A file's path in a folder, with slashes; undefined where it lies elsewhere. */
function pathIn(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)
    ? undefined
    : path.split(sep).join("/");
}

/** The exemptions that the policy which reviews them tells of; none where it is disabled. */
function exemptionsIn(findings: readonly ReportedFinding[]): ExemptionState[] {
  return findings
    .filter(({ policy }) => policy === "review-exemptions")
    .flatMap((finding) => readExemption(messageOf(finding)) ?? []);
}

/** The ids of the controls that a policy enforces; of a policy that states a framework alone, what it says of it. */
export function controlsOf({ tags, framework }: Pick<ReportedFinding, "tags" | "framework">): string[] {
  const controls = tags?.filter((tag) => controlOf(tag) !== undefined) ?? [];
  if (controls.length > 0 || framework === undefined) return controls;
  const { name, version, reference } = framework;
  return [[name, version && `v${version}`, reference].filter(Boolean).join(" ")];
}

/** How many findings are at each level. */
export function countsOf(findings: readonly ReportedFinding[]): Record<FindingLevel, number> {
  const counts = levels.map((level) => [level, findings.filter((one) => one.level === level).length]);
  return Object.fromEntries(counts) as Record<FindingLevel, number>;
}
