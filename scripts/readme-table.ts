import type { Scope } from "../policies/kit/policy";
import { MEANINGS } from "./alicloud-meanings";
import { GROUPS, groups, type PolicyFile } from "./policy-files";
import { table } from "./table";

const DECIDED_BY: Record<Scope, string> = {
  resource: "resource",
  stack: "stack",
  both: "resource, stack",
};

/** How each cloud's resources are judged, where they differ. */
function decidedBy({ name, policy }: PolicyFile): string {
  const decided = DECIDED_BY[policy.scope];
  const meaning = MEANINGS[name];
  if (meaning === undefined) return decided;
  if (!("judges" in meaning)) return `AWS: ${decided}`;
  return meaning.by === undefined || meaning.by === policy.scope
    ? decided
    : `AWS: ${decided}; Alibaba Cloud: ${meaning.by}`;
}

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
    files.map((file) => [
      `[${file.name}](${file.page})`,
      file.policy.description,
      decidedBy(file),
      file.policy.enforcementLevel,
    ]),
  );
}
