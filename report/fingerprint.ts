import { fingerprint } from "../policies/kit/fingerprint";
import { byGravity, type ReportedFinding } from "./finding";

/**
 * A finding's fingerprint, 16 hexadecimal digits: the same in every run, in every stack of a project, wherever the program declares the resource and
 * under whichever parent. Of the findings that share one, all but the first of a report have `:2`, `:3` and so on behind it in `fingerprintsOf`.
 */
export function fingerprintOf({ policy, urn, message, remediationSteps }: ReportedFinding): string {
  return fingerprint(policy, urn, message, remediationSteps);
}

/** Of each finding a fingerprint that no other has. What two alike are called depends on what they say, and not on their order here. */
export function fingerprintsOf<Finding extends ReportedFinding>(
  findings: readonly Finding[],
): Map<Finding, string> {
  const counts = new Map<string, number>();
  const unique = [...findings].sort(byGravity).map((finding): [Finding, string] => {
    const shared = fingerprintOf(finding);
    const count = (counts.get(shared) ?? 0) + 1;
    counts.set(shared, count);
    return [finding, count === 1 ? shared : `${shared}:${count}`];
  });
  return new Map(unique);
}
