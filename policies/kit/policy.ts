import { basename, dirname, extname } from "node:path";
import type {
  EnforcementLevel,
  PolicyComplianceFramework,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { declaredResource, networkOfResource, networkOfStack } from "../../network/engine";
import type { Network } from "../../network/network";
import { holdsArchiveOfAssets } from "../../stack/archive";
import type { Resource } from "../../stack/resource";
import { readOptions } from "./configuration";
import { beginStack, endStack, exemptionFor, isExempted, noteExemptions } from "./exemptions";
import { configSchemaOf, type Exemption, exemptions, type OptionSchemas, type OptionsOf } from "./options";

/** One breach of a policy: the resource to change, and what is wrong with it in a sentence. */
export interface Finding {
  readonly resource: Resource;
  readonly message: string;
}

export function finding(resource: Resource, message: string): Finding {
  return { resource, message };
}

/**
 * What decides a policy. `resource`: one resource's inputs, so that it stops the cloud call itself. `stack`: the whole stack.
 * `both`: the same question asked of each resource and of the stack, where the stack reports only what no resource reported.
 */
export type Scope = "resource" | "stack" | "both";

/** What a policy file states. */
export interface PolicyDefinition<Schemas extends OptionSchemas> {
  readonly description: string;
  readonly severity: Severity;
  readonly enforcementLevel: Extract<EnforcementLevel, "mandatory" | "advisory" | "disabled">;
  readonly scope: Scope;
  /** How to mend it, in a sentence; it ends every message. */
  readonly remediationSteps: string;
  /** The practices it enforces, by their own ids, such as `CIS AWS Foundations 5.2`. */
  readonly controls?: readonly string[];
  readonly framework?: PolicyComplianceFramework;
  readonly options?: Schemas;
  /** Whether resources may be exempted from it; they may unless it says otherwise. */
  readonly exemptible?: false;
  /** @param isExempt whether a resource may break the policy; its findings are left out whatever the check makes of this */
  check(
    network: Network,
    options: OptionsOf<Schemas>,
    isExempt: (resource: Resource) => boolean,
  ): Iterable<Finding>;
  /** Mends the inputs of a resource in place, where the right value is the only one. Answers whether it changed anything. */
  remediate?(resource: Resource, inputs: Record<string, unknown>, options: OptionsOf<Schemas>): boolean;
}

/** A policy: what the SDK runs, and what pages and reports tell of it. */
export type Policy = ResourceValidationPolicy &
  Partial<Pick<StackValidationPolicy, "validateStack">> & {
    /** The folder it lies in, such as `security-groups`. */
    readonly group: string;
    readonly scope: Scope;
    readonly severity: Severity;
    readonly enforcementLevel: EnforcementLevel;
    readonly remediationSteps: string;
    readonly options: OptionSchemas;
    readonly controls: readonly string[];
  };

const REPOSITORY = "https://github.com/pulumi-network-guard/network-guard";

/**
 * Makes a policy of its definition.
 * @param file the policy's own file, whose name is the policy's and whose folder is its group's
 */
export function policy<Schemas extends OptionSchemas = Record<never, never>>(
  file: string,
  definition: PolicyDefinition<Schemas>,
): Policy {
  const name = basename(file, extname(file));
  const group = basename(dirname(file));
  const { check, remediate, scope, options: ownOptions, exemptible, controls = [], ...metadata } = definition;
  const options: OptionSchemas = { ...ownOptions, ...(exemptible !== false && { exemptions }) };
  type Options = OptionsOf<Schemas> & { readonly exemptions: readonly Exemption[] };
  let latest: { readonly configuration: Configuration; readonly options: Options } | undefined;
  const read = (args: ResourceValidationArgs | StackValidationArgs): Options => {
    const configuration = args.getConfig<Configuration>();
    if (latest === undefined || !isSameConfiguration(latest.configuration, configuration)) {
      const read = { exemptions: [], ...readOptions(name, options, configuration) };
      latest = { configuration, options: read as unknown as Options };
    }
    noteExemptions(name, latest.options.exemptions);
    return latest.options;
  };

  function* judge(network: Network, configured: Options): Iterable<[string, string]> {
    const isExempt = ({ urn }: Resource) => exemptionFor(urn, configured.exemptions) !== undefined;
    for (const { resource, message } of check(network, configured, isExempt)) {
      if (!isExempted(name, resource.urn, configured.exemptions)) {
        const end = message.includes("\n") ? "\n" : " ";
        yield [`${resource.title}: ${message}${end}${definition.remediationSteps}`, resource.urn];
      }
    }
  }

  return {
    ...metadata,
    name,
    group,
    scope,
    controls,
    options,
    configSchema: configSchemaOf(options),
    tags: [group, ...controls],
    url: `${REPOSITORY}/blob/main/policies/${group}/${name}.md`,

    validateResource(args, report) {
      beginStack();
      const network = networkOfResource(args);
      if (scope === "stack") return;
      for (const [message] of judge(network, read(args))) report(message);
    },

    ...(scope !== "resource" && {
      validateStack(args, report) {
        endStack();
        for (const [message, urn] of judge(networkOfStack(args), read(args))) report(message, urn);
      },
    }),

    ...(remediate && {
      remediateResource(args) {
        const resource = declaredResource(args);
        const configured = read(args);
        if (exemptionFor(resource.urn, configured.exemptions) !== undefined) return undefined;
        if (holdsArchiveOfAssets(resource.declared)) return undefined;
        return remediate(resource, args.props, configured) ? args.props : undefined;
      },
    }),
  };
}

type Configuration = Readonly<Record<string, unknown>>;

/** The SDK hands out a new object each time, of the values that it was configured with. */
function isSameConfiguration(one: Configuration, other: Configuration): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}
