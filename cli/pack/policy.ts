import type { Entry, PolicyLevel } from "../../pack/entries";
import type { Framework, ReportedFinding, Severity } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";
import type { Properties, PropertyValue } from "../properties";

/** What a pack tells of one of its policies. */
export interface PackPolicy {
  name: string;
  description: string;
  level: PolicyLevel;
  severity?: Severity;
  remediationSteps?: string;
  url?: string;
  tags?: string[];
  framework?: Framework;
  /** JSON schemas of its options. */
  options: Properties;
  required: string[];
}

export type PolicySettings = Entry<PropertyValue>;

/** The policies of a pack as they are configured. */
export function judgedAs(
  policies: readonly PackPolicy[],
  pack: string,
  levels: ReadonlyMap<string, PolicyLevel>,
): JudgedPolicy[] {
  return policies.map(({ options: _, required: __, ...policy }) => ({
    ...policy,
    pack,
    level: levels.get(policy.name) ?? policy.level,
  }));
}

/** What a policy says with each of its findings. */
export function saidBy({
  remediationSteps,
  url,
  framework,
  tags,
}: Pick<PackPolicy, "remediationSteps" | "url" | "framework" | "tags">): Partial<ReportedFinding> {
  return {
    ...(remediationSteps ? { remediationSteps } : {}),
    ...(url ? { url } : {}),
    ...(framework ? { framework } : {}),
    ...(tags?.length ? { tags } : {}),
  };
}
