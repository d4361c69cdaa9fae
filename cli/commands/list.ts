import type { Command } from "commander";
import { enforcementLevels, type PolicyLevel } from "../../pack/entries";
import { didYouMean } from "../../policies/kit/configuration";
import { controlOf } from "../../policies/kit/controls";
import { type Severity, severities } from "../../report/finding";
import { CannotRun } from "../cannot-run";
import { exitCodes } from "../exit-codes";
import { isOfFramework, refuseUnknown } from "../pack/choice";
import type { PackPolicy } from "../pack/policy";
import type { Terminal } from "../terminal";
import { addPackOptions, oneOf, type PackFlags } from "./flags";
import { policiesOf } from "./policies-of";

export interface ListFlags extends PackFlags {
  level?: PolicyLevel;
  severity?: Severity;
  framework?: string;
  concern?: string;
}

export function addList(program: Command): Command {
  return addPackOptions(
    program
      .command("list")
      .alias("policies")
      .description("list the policies of a pack, with their default levels and severities"),
  )
    .option("--level <level>", "those at this level by default", oneOf(enforcementLevels))
    .option("--severity <severity>", "those of this severity", oneOf(severities))
    .option("--framework <name>", "those that enforce a control of it, such as cis or fsbp")
    .option("--concern <tag>", "those with this tag, such as security-groups or data");
}

export async function runList(flags: ListFlags, { out }: Terminal): Promise<number> {
  const all = await policiesOf(flags);
  const chosen = all.filter(filterOf(flags, all));
  const width = Math.max(0, ...chosen.map(({ name }) => name.length));
  for (const { name, level, severity = "", description } of chosen) {
    out.write(`${name.padEnd(width)}  ${level.padEnd(9)}  ${severity.padEnd(8)}  ${description}\n`);
  }
  return exitCodes.clean;
}

/** @throws CannotRun where no policy has the tag or the framework */
function filterOf(
  { level, severity, framework, concern }: ListFlags,
  all: readonly PackPolicy[],
): (policy: PackPolicy) => boolean {
  if (framework !== undefined) refuseUnknown({ only: [], skip: [], frameworks: [framework] }, all);
  const tags = [...new Set(all.flatMap((policy) => policy.tags ?? []))];
  if (concern !== undefined && !tags.includes(concern)) {
    const concerns = tags.filter((tag) => controlOf(tag) === undefined);
    const wayOn = didYouMean(concern, tags) || ` The tags are ${concerns.join(", ")}.`;
    throw new CannotRun(`--concern ${concern}: no policy has this tag.${wayOn}`);
  }
  return (policy) =>
    (level === undefined || policy.level === level) &&
    (severity === undefined || policy.severity === severity) &&
    (framework === undefined || isOfFramework(policy, framework)) &&
    (concern === undefined || (policy.tags ?? []).includes(concern));
}
