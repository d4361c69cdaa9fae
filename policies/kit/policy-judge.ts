import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import { holdsArchiveOfAssets } from "../../stack/archive";
import type { Resource } from "../../stack/resource";
import { covers, ExemptionUses, exemptionFor, isExpired, today } from "./exemptions";
import { fingerprint } from "./fingerprint";
import type { Exemption, OptionSchemas, OptionsOf } from "./options";
import type { Finding, PolicyDefinition } from "./policy";
import { type Configuration, PolicyConfiguration } from "./policy-configuration";
import { endUnconcerned, Questions } from "./questions";
import { Replacements } from "./replacements";
import { ShownAlone } from "./shown-alone";
import { Unconcerned } from "./unconcerned";

type Configured<Schemas extends OptionSchemas> = OptionsOf<Schemas> & {
  readonly allowReplacement?: boolean;
  readonly exemptions: readonly Exemption[];
};

/** What a policy says of a resource, with the way to mend it and without what is secret. */
export interface Said {
  readonly urn: string;
  readonly message: string;
}

/** Judges by one policy, without what is exempt. */
export class PolicyJudge<Schemas extends OptionSchemas> {
  private readonly configuration: PolicyConfiguration<Configured<Schemas>>;
  private readonly replacements: Replacements;
  private configured: Configured<Schemas> | undefined;
  private unconcerned = new Unconcerned(() => true);

  constructor(
    private readonly name: string,
    private readonly definition: PolicyDefinition<Schemas>,
    options: OptionSchemas,
  ) {
    this.configuration = new PolicyConfiguration(name, options);
    this.replacements = new Replacements(definition.remediationReplaces);
  }

  judgeResource(args: ResourceValidationArgs, report: ReportViolation): void {
    const session = Session.ofResource(args.stackTags);
    const network = session.networkOfResource(args);
    if (this.definition.scope === "stack") endUnconcerned(args);
    this.configure(args.getConfig(), session);
    const said = this.concerns(network) ? this.ofResource(new Questions(network), session) : undefined;
    if (said === undefined) endUnconcerned(args);
    for (const { message } of said) report(message);
  }

  judgeStack(args: StackValidationArgs, report: ReportViolation): void {
    const session = Session.ofStack(args, this.name);
    this.configure(args.getConfig(), session);
    for (const { message, urn } of this.ofStack(session.networkOfStack(args), session)) report(message, urn);
  }

  /** Takes its configuration for a run, before anything else is asked of it there. */
  configure(configuration: Configuration, session: Session): Configured<Schemas> {
    const configured = this.configuration.read(configuration, session);
    if (configured !== this.configured) {
      const finds = (alone: Network) =>
        [...this.definition.check(alone, configured, isNotExempt, [])].length > 0;
      this.unconcerned = new Unconcerned(finds);
    }
    this.configured = configured;
    return configured;
  }

  /** Whether it has anything to do with resources of the type. @param network of one of them */
  concerns(network: Network): boolean {
    return !this.unconcerned.has(network);
  }

  /** What it says of one resource; undefined where it does not concern it: the engine counts everything else as passed. */
  ofResource(questions: Questions, session: Session): readonly Said[] | undefined {
    questions.hadAnswer = false;
    const findings = this.findings(questions.network, session);
    if (findings.length === 0) return questions.hadAnswer ? [] : undefined;
    return this.said(findings, session);
  }

  ofStack(network: Network, session: Session): readonly Said[] {
    return this.said(this.stackFindings(network, session), session);
  }

  private said(findings: readonly Finding[], session: Session): Said[] {
    return findings.map((found) => ({
      urn: found.resource.urn,
      message: this.text(found, session),
    }));
  }

  /** The inputs of a resource, mended; undefined where there is nothing to mend, no leave, or something that the change leaves. */
  mend(args: ResourceValidationArgs): Record<string, unknown> | undefined {
    const { check, remediate } = this.definition;
    const session = Session.ofResource(args.stackTags);
    const network = session.networkToMend(args);
    const [resource] = network.resources as [Resource];
    const configured = this.configure(args.getConfig(), session);
    // Which findings a change would take away is not known before it: whatever is exempt of the resource leaves it as it is.
    if (configured.exemptions.some((one) => !isExpired(one, today()) && covers(one, resource.urn)))
      return undefined;
    if (holdsArchiveOfAssets(resource.declared)) return undefined;
    const isReplaced = this.replacements.isReplaced(network);
    const isChanged = remediate?.(network, args.props, configured, resource) === true;
    const [left] = isChanged ? check(session.networkToMend(args), configured, isNotExempt, []) : [];
    const isLeftAlone = isChanged && left === undefined && isReplaced && !configured.allowReplacement;
    this.replacements.note(resource, isLeftAlone, session);
    if (isChanged) return left !== undefined || isLeftAlone ? undefined : args.props;
    const questions = new Questions(network);
    const isClean = [...check(questions.network, configured, isNotExempt, [])].length === 0;
    if (isClean && !questions.hadAnswer) endUnconcerned(args);
    return undefined;
  }

  /** What is not exempt; of a whole stack, what no resource of it has shown alone. */
  private findings(network: Network, session: Session): Finding[] {
    const left: Finding[] = [];
    const configured = this.configured as Configured<Schemas>;
    const uses = ExemptionUses.of(session);
    const { check, scope } = this.definition;
    const { exemptions } = configured;
    const isExempt =
      exemptions.length === 0
        ? isNotExempt
        : ({ urn }: Resource) => exemptionFor(urn, exemptions) !== undefined;
    let shown: ShownAlone | undefined;
    for (const one of check(network, configured, isExempt, uses.all)) {
      if (one.resource.isContext) continue;
      if (scope === "both")
        shown ??= new ShownAlone(network, (alone) => check(alone, configured, isNotExempt, []));
      const found = shown === undefined ? one : shown.leftOf(one);
      if (found === undefined) continue;
      const told = () => this.fingerprint(found, session);
      if (!uses.isExempted(this.name, found.resource.urn, exemptions, told)) left.push(found);
    }
    return left;
  }

  private stackFindings(network: Network, session: Session): Finding[] {
    const { scope } = this.definition;
    const asked = scope === "resource" ? network.unseen.filter((one) => this.concerns(one)) : [network];
    return asked.flatMap((one) => this.findings(one, session));
  }

  /** As reports work it out from what they are told. */
  private fingerprint(found: Finding, session: Session): string {
    const { remediationSteps } = this.definition;
    return fingerprint(this.name, found.resource.urn, this.text(found, session), remediationSteps);
  }

  /** The engine and the reports name the resource. */
  private text({ resource, message }: Finding, session: Session): string {
    const { remediationSteps } = this.definition;
    const lines = [message, ...this.replacements.linesFor(resource, session), remediationSteps];
    return session.secrets.mask(lines.join("\n"), resource.urn);
  }
}

const isNotExempt = () => false;
