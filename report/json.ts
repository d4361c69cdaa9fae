import { byGravity, type ReportedFinding } from "./finding";

/** The findings as a JSON array, the gravest first. */
export function toJson(findings: readonly ReportedFinding[]): string {
  return `${JSON.stringify([...findings].sort(byGravity), null, 2)}\n`;
}
