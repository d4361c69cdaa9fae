import type { ReportedFinding } from "../report/finding";
import { fingerprintsOf } from "../report/fingerprint";
import type { Verdict } from "../report/verdict";
import { CannotRun } from "./cannot-run";
import { about, readJson } from "./document";
import { isObject } from "./properties";

/** A finding of former times. */
interface KnownFinding {
  policy: string;
  urn: string;
}

/** What was found before, by fingerprint. */
export type Baseline = ReadonlyMap<string, KnownFinding>;

/**
 * Reads what was found before: from a report of `check` in JSON, else from a state or preview, by judging that.
 * @param judge judges such a file
 * @throws CannotRun when the file is none of these
 */
export async function readBaseline(
  file: string,
  judge: (file: string) => Promise<Verdict>,
): Promise<Baseline> {
  const content = readJson(file);
  if (Array.isArray(content)) return about(file, () => byFingerprint(content.map(reportedIn)));
  if (isObject(content) && Array.isArray(content.findings)) {
    const { findings } = content;
    return about(file, () => new Map([...findings.map(entryOf), ...unchangedIn(content)]));
  }
  return byFingerprint((await judge(file)).findings);
}

function byFingerprint(findings: readonly ReportedFinding[]): Baseline {
  return new Map([...fingerprintsOf(findings)].map(([finding, fingerprint]) => [fingerprint, finding]));
}

/** A finding of `--json`. */
function reportedIn(finding: unknown): ReportedFinding {
  const { policy, urn, message } = isObject(finding) ? finding : {};
  if (![policy, urn, message].every((text) => typeof text === "string")) refuse();
  return finding as unknown as ReportedFinding;
}

/** A finding of `--format json`. */
function entryOf(finding: unknown): [string, KnownFinding] {
  const { fingerprint, policy, resource } = isObject(finding) ? finding : {};
  const { urn } = isObject(resource) ? resource : {};
  if (typeof fingerprint !== "string" || typeof policy !== "string" || typeof urn !== "string") refuse();
  return [fingerprint, { policy, urn }];
}

/** Of a report that tells what is new alone, the others. */
function unchangedIn({ baseline }: Record<string, unknown>): [string, KnownFinding][] {
  const { unchanged = [] } = isObject(baseline) ? baseline : {};
  if (!Array.isArray(unchanged)) refuse();
  return unchanged.map((one) => entryOf(isObject(one) ? { ...one, resource: one } : one));
}

function refuse(): never {
  throw new CannotRun(
    "these are no findings of network-guard; a baseline is what `check --format json`, `check --json` or `pulumi stack export` writes",
  );
}

/** The verdict with what is new alone, and beside it what was known and what is fixed, as far as its policies have judged. */
export function sinceBaseline(verdict: Verdict, baseline: Baseline): Verdict {
  const fingerprints = fingerprintsOf(verdict.findings);
  const present = new Set(fingerprints.values());
  const isKnown = (finding: ReportedFinding) => baseline.has(fingerprints.get(finding) ?? "");
  const known = verdict.findings.filter(isKnown);
  const silent = new Set(
    (verdict.policies ?? []).flatMap(({ name, level }) => (level === "disabled" ? name : [])),
  );
  const fixed = [...baseline]
    .filter(([fingerprint, { policy }]) => !present.has(fingerprint) && !silent.has(policy))
    .map(([, { policy, urn }]) => ({ policy, urn }));
  return {
    ...verdict,
    findings: verdict.findings.filter((finding) => !isKnown(finding)),
    baseline: { known, fixed },
  };
}
