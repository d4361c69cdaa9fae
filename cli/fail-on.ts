import { THRESHOLDS } from "../pack/project-settings";
import { type ReportedFinding, severities } from "../report/finding";

export const thresholds = THRESHOLDS;
export type Threshold = (typeof thresholds)[number];

/** Whether a finding reaches the threshold. What was mended never does; what states no severity does where it is mandatory. */
export function reaches({ level, severity }: ReportedFinding, threshold: Threshold): boolean {
  if (level === "remediated" || threshold === "never") return false;
  if (threshold === "advisory") return true;
  if (threshold === "mandatory" || severity === undefined) return level === "mandatory";
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
