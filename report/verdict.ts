import type { ReportedFinding } from "./finding";

/** What things that were not judged are called, one or many of them. */
export interface Kind {
  one: string;
  many: string;
}

export interface Unjudged {
  kind: Kind;
  number: number;
}

/** What came of a check: that nothing was found says something only beside what was judged. */
export interface Verdict {
  findings: ReportedFinding[];
  /** How many were judged. */
  resources: number;
  /** The kinds of things that were not, each once. */
  unjudged: Unjudged[];
  /** What was taken for granted, where a cloud or a person would have answered. */
  assumptions: string[];
  /** More of these, a sentence each. */
  notes: string[];
}

const counted = (number: number, { one, many }: Kind) => `${number} ${number === 1 ? one : many}`;

/** `2 findings in 41 resources; not judged: 3 components, 1 encrypted value; assumed: region us-east-1` */
export function closingLine({ findings, resources, unjudged, assumptions }: Verdict): string {
  const found = counted(findings.length, { one: "finding", many: "findings" });
  const judged = counted(resources, { one: "resource", many: "resources" });
  return [
    `${found} in ${judged}`,
    ...(unjudged.length > 0
      ? [`not judged: ${unjudged.map(({ kind, number }) => counted(number, kind)).join(", ")}`]
      : []),
    ...(assumptions.length > 0 ? [`assumed: ${assumptions.join(", ")}`] : []),
  ].join("; ");
}
