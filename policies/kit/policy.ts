import { basename, dirname, extname } from "node:path";
import type {
  EnforcementLevel,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import { holdsArchiveOfAssets } from "../../stack/archive";
import type { Resource } from "../../stack/resource";
import { readOptions } from "./configuration";
import { frameworkOf } from "./controls";
import { displayNameOf } from "./display-name";
import { type ExemptionUse, ExemptionUses, exemptionFor } from "./exemptions";
import {
  allowReplacement,
  configSchemaOf,
  type Exemption,
  exemptions,
  type OptionSchemas,
  type OptionsOf,
} from "./options";
import { Replacements, type Replaces } from "./replacements";

/** One breach of a policy: the resource to change, and what is wrong with it in a sentence. */
export interface Finding {
  readonly resource: Resource;
  readonly message: string;
}

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
   * Mends the inputs of a resource in place, where the right value is the only one. Answers whether it changed anything.
   * @param network of the resource alone
   */
  remediate?(
    resource: Resource,
    inputs: Record<string, unknown>,
    options: OptionsOf<Schemas>,
    network: Network,
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
    readonly remediationSteps: string;
    readonly options: OptionSchemas;
    readonly controls: readonly string[];
    readonly stricterThanControls?: string;
    readonly looserThanControls?: string;
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
  const {
    check,
    remediate,
    remediationReplaces,
    scope,
    options: ownOptions,
    exemptible,
    controls = [],
    ...metadata
  } = definition;
  const framework = frameworkOf(controls);
  const options: OptionSchemas = {
    ...ownOptions,
    ...(remediationReplaces && { allowReplacement }),
    ...(exemptible !== false && { exemptions }),
  };
  type Options = OptionsOf<Schemas> & {
    readonly allowReplacement?: boolean;
    readonly exemptions: readonly Exemption[];
  };
  const replacements = new Replacements(remediationReplaces);
  let latest: { readonly configuration: Configuration; readonly options: Options } | undefined;
  const read = (args: ResourceValidationArgs | StackValidationArgs, session: Session): Options => {
    const configuration = args.getConfig<Configuration>();
    if (latest === undefined || !isSameConfiguration(latest.configuration, configuration)) {
      const read = { exemptions: [], ...readOptions(name, options, configuration) };
      latest = { configuration, options: read as unknown as Options };
    }
    ExemptionUses.of(session).note(name, latest.options.exemptions);
    return latest.options;
  };

  function* judge(network: Network, configured: Options, session: Session): Iterable<Finding> {
    const uses = ExemptionUses.of(session);
    const isExempt = ({ urn }: Resource) => exemptionFor(urn, configured.exemptions) !== undefined;
    for (const found of check(network, configured, isExempt, uses.all)) {
      if (!uses.isExempted(name, found.resource.urn, configured.exemptions)) yield found;
    }
  }

  function* judgeStack(network: Network, configured: Options, session: Session): Iterable<Finding> {
    const asked = new Set<Resource>();
    const reported = new Set<string>();
    if (scope === "resource") {
      for (const alone of network.unseen) yield* judge(alone, configured, session);
      return;
    }
    for (const found of judge(network, configured, session)) {
      const { resource, message } = found;
      const alone = scope === "both" && !asked.has(resource) ? network.alone(resource) : undefined;
      asked.add(resource);
      for (const known of alone ? check(alone, configured, () => false, []) : []) {
        reported.add(known.resource.urn + known.message);
      }
      if (!reported.has(resource.urn + message)) yield found;
    }
  }

  // The engine and the reports name the resource.
  const text = ({ resource, message }: Finding, session: Session) => {
    const lines = [message, ...replacements.linesFor(resource, session), definition.remediationSteps];
    return session.secrets.mask(lines.join("\n"), resource.urn);
  };

  return {
    ...metadata,
    name,
    displayName: displayNameOf(name),
    group,
    scope,
    controls,
    ...(framework && { framework }),
    options,
    configSchema: configSchemaOf(options),
    tags: [group, ...controls],
    url: `${REPOSITORY}/blob/main/policies/${group}/${name}.md`,

    validateResource(args, report) {
      const session = Session.ofResource(args.stackTags);
      const network = session.networkOfResource(args);
      if (scope === "stack") return args.notApplicable("It judges the stack as a whole.");
      const questions = new Questions(network);
      const findings = [...judge(questions.network, read(args, session), session)];
      for (const found of findings) report(text(found, session));
      if (findings.length === 0) questions.end(args);
    },

    validateStack(args, report) {
      const session = Session.ofStack(args, name);
      const configured = read(args, session);
      for (const found of judgeStack(session.networkOfStack(args), configured, session)) {
        report(text(found, session), found.resource.urn);
      }
    },

    ...(remediate && {
      remediateResource(args) {
        const session = Session.ofResource(args.stackTags);
        const network = session.networkToMend(args);
        const [resource] = network.resources as [Resource];
        const configured = read(args, session);
        if (exemptionFor(resource.urn, configured.exemptions) !== undefined) return undefined;
        if (holdsArchiveOfAssets(resource.declared)) return undefined;
        const isLeftAlone = replacements.leaveAlone(resource, configured.allowReplacement, session);
        if (!isLeftAlone && remediate(resource, args.props, configured, network)) return args.props;
        const questions = new Questions(network);
        if ([...check(questions.network, configured, () => false, [])].length === 0) questions.end(args);
        return undefined;
      },
    }),
  };
}

/** The network of one resource, and whether it had anything to say of what it was asked. */
class Questions {
  private hadAnswer = false;
  readonly network: Network;

  constructor(network: Network) {
    this.network = new Proxy(network, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== "function") return this.heard(value);
        return (...args: unknown[]) => this.heard(Reflect.apply(value, target, args));
      },
    });
  }

  private heard(answer: unknown): unknown {
    this.hadAnswer ||=
      Array.isArray(answer) && answer.some((noun) => noun?.resource !== undefined || noun?.urn !== undefined);
    return answer;
  }

  /** Says that the policy does not apply where it got no answer: the engine counts everything else as passed. */
  end({ type, notApplicable }: ResourceValidationArgs): void {
    if (!this.hadAnswer) notApplicable(`It does not concern ${type}.`);
  }
}

type Configuration = Readonly<Record<string, unknown>>;

/** The SDK hands out a new object each time, of the values that it was configured with. */
function isSameConfiguration(one: Configuration, other: Configuration): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}
