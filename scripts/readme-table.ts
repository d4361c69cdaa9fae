import type { Scope } from "../policies/kit/policy";
import { GROUPS, groups, type PolicyFile } from "./policy-files";
import { table } from "./table";

const DECIDED_BY: Record<Scope, string> = {
  resource: "resource",
  stack: "stack",
  both: "resource, stack",
};

/** The policies in Markdown, a table a group. */
export function readmeTable(files: readonly PolicyFile[]): string {
  return groups
    .map((group) => ({ group, members: files.filter((file) => file.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ group, members }) => `### ${GROUPS[group]}\n\n${policyTable(members)}`)
    .join("\n\n");
}

function policyTable(files: readonly PolicyFile[]): string {
  return table(
    ["policy", "what it asks", "decided by", "default"],
    files.map(({ name, page, policy }) => [
      `[${name}](${page})`,
      policy.description,
      DECIDED_BY[policy.scope],
      policy.enforcementLevel,
    ]),
  );
}
