import { withPacks } from "../check";
import type { PackPolicy } from "../pack/policy";
import { type PackFlags, packsOf } from "./flags";

/** What packs tell of their policies, with no stack in sight. */
export function policiesOf(flags: PackFlags): Promise<PackPolicy[]> {
  const context = {
    ...{ organization: "organization", project: "project", stack: "dev", dryRun: true },
    config: new Map<string, string>(),
    secretKeys: new Set<string>(),
  };
  const packs = packsOf(flags).map((directory) => ({ directory }));
  return withPacks(packs, context, flags.timeout, async (analyzers) =>
    (await analyzers).flatMap((analyzer) => analyzer.policies),
  );
}
