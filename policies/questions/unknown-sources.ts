import type { Rule } from "../../network/groups/rule";

/** The name of a rule's sources that are not known yet. It is the rule's own: two unknown values need not be the same. */
export function unknownSource({ resource, path }: Rule): string {
  return `unknown source of ${resource.urn} ${path}`;
}

/** Whether there are candidates for an unknown value and each of them would do. */
export function everyCandidate<Candidate>(
  candidates: readonly Candidate[],
  wouldDo: (candidate: Candidate) => boolean,
): boolean {
  return candidates.length > 0 && candidates.every(wouldDo);
}
