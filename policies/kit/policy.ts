import { basename, dirname, extname } from "node:path";
import type {
  EnforcementLevel,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { frameworkOf } from "./controls";
import { displayNameOf } from "./display-name";
import type { ExemptionUse } from "./exemptions";
import {
  allowReplacement,
  configSchemaOf,
  type Exemption,
  exemptions,
  type OptionSchemas,
  type OptionsOf,
} from "./options";
import { PolicyJudge } from "./policy-judge";
import type { Replaces } from "./replacements";
import type { SharedBreach } from "./shown-alone";
import { type FormerName, levelsIn } from "./upgrades";
import { REPOSITORY, VERSION } from "./version";

/** One breach of a policy: the resource to change, and what is wrong with it in a sentence. */
export interface Finding {
  readonly resource: Resource;
  readonly message: string;
  /** Where resources may each have shown a part of it: the traffic that it is of. */
  readonly breach?: SharedBreach;
}

/** @param message begins in lower case and ends in a full stop; it names neither the resource nor the fix, which reports tell beside it */
export function finding(resource: Resource, message: string): Finding {
  return { resource, message };
}

/**
 * What decides a policy. `resource`: one resource's inputs, so that it stops the cloud call itself; the stack only where an audit shows no inputs.
 * `stack`: the whole stack. `both`: the same question asked of each resource and of the stack, which reports only what no resource reported.
 */
export type Scope = "resource" | "stack" | "both";

/** What a policy file states. */
export interface PolicyDefinition<Schemas extends OptionSchemas> {
  readonly description: string;
  readonly severity: Severity;
  readonly enforcementLevel: Extract<EnforcementLevel, "mandatory" | "advisory" | "disabled">;
  readonly scope: Scope;
  /** How to mend it, in a sentence; it ends every message, on a line of its own. */
  readonly remediationSteps: string;
  /** The controls it enforces, by their own ids, such as `FSBP EC2.9`; `controls.ts` has the forms. What the SDK calls framework and tags derives from them. */
  readonly controls?: readonly string[];
  /** Where it asks for more than its controls do, and where it lets pass what they do not: sentences for its page. */
  readonly stricterThanControls?: string;
  readonly looserThanControls?: string;
  /** The release it was new in, such as `1.2.0`, from 1.0 on: until the next major it is advisory for everyone. */
  readonly since?: string;
  /** What it was called before, with the release that renamed it. Configuration by these names still holds through the next major. */
  readonly formerNames?: readonly FormerName[];
  readonly options?: Schemas;
  /** Whether resources may be exempted from it; they may unless it says otherwise. */
  readonly exemptible?: false;
  /**
   * @param isExempt whether a resource may break the policy; its findings are left out whatever the check makes of this
   * @param exemptionUses what exemptions have done in this run so far
   */
  check(
    network: Network,
    options: OptionsOf<Schemas>,
    isExempt: (resource: Resource) => boolean,
    exemptionUses: readonly ExemptionUse[],
  ): Iterable<Finding>;
  /**
   * Mends the inputs of a resource in place, where the right value is the only one. Answers whether it changed all that it had to.
   * @param network of the resource alone
   */
  remediate?(
    network: Network,
    inputs: Record<string, unknown>,
    options: OptionsOf<Schemas>,
    resource: Resource,
  ): boolean;
  /** Whether the cloud makes that change only by replacing the resource. It then waits for the option `allowReplacement`. */
  readonly remediationReplaces?: Replaces;
}

/** A policy: what the SDK runs, and what pages and reports tell of it. */
export type Policy = ResourceValidationPolicy &
  Partial<Pick<StackValidationPolicy, "validateStack">> & {
    /** The folder it lies in, such as `security-groups`. */
    readonly group: string;
    readonly scope: Scope;
    readonly severity: Severity;
    readonly enforcementLevel: EnforcementLevel;
    /** The level it turns to with the next major, where that is another one. */
    readonly nextLevel?: EnforcementLevel;
    readonly formerNames?: readonly FormerName[];
    readonly remediationSteps: string;
    readonly options: OptionSchemas;
    readonly controls: readonly string[];
    readonly stricterThanControls?: string;
    readonly looserThanControls?: string;
    /** What it says of a network, without the SDK. */
    readonly judge: Pick<PolicyJudge<OptionSchemas>, "configure" | "concerns" | "ofResource" | "ofStack">;
    /** The policy with other defaults for some of its options. */
    withDefaults(values: Readonly<Record<string, unknown>>): Policy;
  };

/** A policy and, for the compiler alone, the options that it takes. */
export type PolicyWith<Options> = Policy & { optionTypes?(values: Options): void };

/**
 * Makes a policy of its definition.
 * @param file the policy's own file, whose name is the policy's and whose folder is its group's
 */
export function policy<Schemas extends OptionSchemas = Record<never, never>>(
  file: string,
  definition: PolicyDefinition<Schemas>,
): PolicyWith<AllOptions<Schemas>> {
  const name = basename(file, extname(file));
  const group = basename(dirname(file));
  return policyOf({ name, group, url: `${REPOSITORY}/blob/main/policies/${group}/${name}.md` }, definition);
}

/** By what a policy is known. */
export interface Identity {
  readonly name: string;
  readonly group: string;
  /** Of its page. */
  readonly url?: string;
}

/** The options of a policy, its own and those that it has besides; only one that may replace resources reads `allowReplacement`. */
export type AllOptions<Schemas extends OptionSchemas> = OptionsOf<Schemas> & {
  readonly allowReplacement?: boolean;
  readonly exemptions?: readonly Exemption[];
};

/** Makes a policy of its definition, wherever that stands. */
export function policyOf<Schemas extends OptionSchemas>(
  identity: Identity,
  definition: PolicyDefinition<Schemas>,
): PolicyWith<AllOptions<Schemas>> {
  const { name, group } = identity;
  const { check, remediate, remediationReplaces, exemptible, controls = [], since, ...metadata } = definition;
  const options: OptionSchemas = {
    ...definition.options,
    ...(remediationReplaces && { allowReplacement }),
    ...(exemptible !== false && { exemptions }),
    // Again, for whoever gives what every policy has another default.
    ...definition.options,
  };
  const judge = new PolicyJudge(name, definition, options);
  const framework = frameworkOf(controls);
  return {
    ...metadata,
    ...identity,
    ...levelsIn(VERSION, definition.enforcementLevel, since),
    displayName: displayNameOf(name),
    controls,
    ...(framework && { framework }),
    options,
    configSchema: configSchemaOf(options),
    tags: [group, ...controls],
    judge,
    withDefaults: (values) =>
      policyOf(identity, { ...definition, options: changed(options, values) as never }),
    validateResource: (args, report) => judge.judgeResource(args, report),
    validateStack: (args, report) => judge.judgeStack(args, report),
    ...(remediate && { remediateResource: (args) => judge.mend(args) }),
  };
}

/** Options with other defaults. */
function changed(schemas: OptionSchemas, values: Readonly<Record<string, unknown>>): OptionSchemas {
  const others = Object.entries(values).map(([name, value]) => [name, { ...schemas[name], default: value }]);
  return { ...schemas, ...Object.fromEntries(others) };
}
