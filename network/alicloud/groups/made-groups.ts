import { RULES_ALONE, type SecurityGroup } from "../../groups/security-group";
import { BY_PRIORITY } from "./security-groups";

/** A group that Alibaba Cloud makes by itself, of rules that no program can change. */
export function groupMadeOf(
  parts: Pick<SecurityGroup, "resource" | "key" | "title" | "rules">,
): SecurityGroup {
  return {
    ...RULES_ALONE,
    ...parts,
    description: undefined,
    order: BY_PRIORITY,
    refusals: [],
    removals: [],
    managesInline: { ingress: false, egress: false },
    isClosed: false,
    isIdentified: true,
    isMadeByService: false,
    isDefault: false,
  };
}
