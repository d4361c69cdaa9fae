import { byGravity, type Finding } from "./finding";

/** The findings as a JSON array, the gravest first. */
export function toJson(findings: readonly Finding[]): string {
  return `${JSON.stringify([...findings].sort(byGravity), null, 2)}\n`;
}
