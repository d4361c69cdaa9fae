import type { EnforcementLevel } from "@pulumi/policy";
import { policies } from "../policies";
import { ConfigurationError, configurationErrors, readOptions } from "../policies/kit/configuration";
import type { OptionSchemas } from "../policies/kit/options";
import {
  type AllOptions,
  type Policy,
  type PolicyDefinition,
  type PolicyWith,
  policyOf,
} from "../policies/kit/policy";

/** A policy's level and options, those that are not to be the defaults. */
export type ConfigurationOf<Options> = Partial<Options> & { readonly enforcementLevel?: EnforcementLevel };

/**
 * The policy at another level, or with other options. A configuration file may still change both.
 * @throws ConfigurationError which names the option that does not exist or has the wrong value, and the nearest right one
 */
export function configure<Options>(
  policy: PolicyWith<Options>,
  configuration: ConfigurationOf<NoInfer<Options>>,
): PolicyWith<Options> {
  const { enforcementLevel = policy.enforcementLevel, ...options } = configuration as ConfigurationOf<object>;
  if (!LEVELS.includes(enforcementLevel)) {
    throw new ConfigurationError(
      `${policy.name}: "${enforcementLevel}" is no level; the levels are ${LEVELS.join(", ")}.`,
    );
  }
  readOptions(policy.name, policy.options, options);
  return { ...policy.withDefaults(options), enforcementLevel };
}

const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "remediate", "disabled"];

/** What a policy of your own states: what the pack's own do, and its name. */
export type OwnDefinition<Schemas extends OptionSchemas> = Omit<
  PolicyDefinition<Schemas>,
  "scope" | "since" | "formerNames"
> & {
  /** Such as `no-moonlight`; unique in its pack. */
  readonly name: string;
  /** Tags it, and gathers it with others of that group; `own` by default. */
  readonly group?: string;
  /** Where people read more of it. */
  readonly url?: string;
};

/** A policy of your own that one resource's inputs decide, so that it stops the cloud call itself. Its network is that of the resource alone. */
export function resourcePolicy<Schemas extends OptionSchemas = Record<never, never>>(
  definition: OwnDefinition<Schemas>,
): PolicyWith<AllOptions<Schemas>> {
  return ownPolicy({ ...definition, scope: "resource" });
}

/** A policy of your own that the whole stack decides, joined by reference and by id. */
export function stackPolicy<Schemas extends OptionSchemas = Record<never, never>>(
  definition: OwnDefinition<Schemas>,
): PolicyWith<AllOptions<Schemas>> {
  return ownPolicy({ ...definition, scope: "stack" });
}

const own: Policy[] = [];

function ownPolicy<Schemas extends OptionSchemas>({
  name,
  group = "own",
  url,
  ...definition
}: OwnDefinition<Schemas> & PolicyDefinition<Schemas>): PolicyWith<AllOptions<Schemas>> {
  const made = policyOf({ name, group, ...(url !== undefined && { url }) }, definition);
  own.push(made);
  return made;
}

/** What is wrong with the configuration of a pack that is composed of these policies and of one's own. */
export function errorsInComposed(
  configuration: [string, Record<string, unknown>][],
  names: readonly string[],
): string[] {
  return configurationErrors([...policies, ...own], configuration, names);
}
