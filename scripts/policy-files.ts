import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../policies/kit/policy";

/** The folders of policies, in the order in which people read of them. */
export const GROUPS = {
  "security-groups": "Security groups",
  "names-and-tags": "Names and tags",
  instances: "Instances",
  "private-access": "Private access through SSM",
  reachability: "Routes, network ACLs, reachability",
  databases: "Databases",
  data: "Data",
  identity: "Identity",
  audit: "Audit",
  // The last to judge a stack: it tells what the others were exempt from.
  exemptions: "Exemptions",
} as const;

export type Group = keyof typeof GROUPS;

/** The folders beside them: what a policy is made with, and what several policies ask. */
const SHARED: readonly string[] = ["kit", "questions"];

export const groups = Object.keys(GROUPS) as Group[];

/** The two forms of a policy's name. */
export const NAME = /^(no|require)(-[a-z][a-z0-9]*|-[0-9]+)+$/;

/** A policy and the files that its name leads to, each relative to the root. */
export interface PolicyFile {
  readonly policy: Policy;
  readonly name: string;
  readonly group: Group;
  /** What a library user imports, such as `noPublicSshRdp`. */
  readonly identifier: string;
  readonly source: string;
  readonly page: string;
  readonly test: string;
}

/** Where a policy and its siblings lie, whether or not they exist. */
export function siblings(group: string, name: string) {
  return {
    source: `policies/${group}/${name}.ts`,
    page: `policies/${group}/${name}.md`,
    test: `test/policies/${group}/${name}.test.ts`,
  };
}

/**
 * Every policy under a root: a file of a group's folder that has a default export. By group, then by name.
 * @throws Error when a folder of `policies` is no group
 */
export function policyFiles(root: string): PolicyFile[] {
  const strange = folders(join(root, "policies")).find(
    (folder) => !groups.includes(folder as Group) && !SHARED.includes(folder),
  );
  if (strange !== undefined) {
    throw new Error(`policies/${strange} is no group of scripts/policy-files.ts: ${groups.join(", ")}.`);
  }
  return groups.flatMap((group) =>
    filesOf(join(root, "policies", group), ".ts").flatMap((name): PolicyFile[] => {
      const files = siblings(group, name);
      const { default: policy } = require(join(root, files.source)) as { default?: Policy };
      return policy === undefined ? [] : [{ policy, name, group, identifier: camelCase(name), ...files }];
    }),
  );
}

/** The files of a folder with that ending, without it, sorted; none where there is no folder. */
export function filesOf(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** The folders in a folder, sorted; none where there is no such folder. */
export function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
