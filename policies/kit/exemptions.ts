import type { Session } from "../../network/session";
import { matchesGlob } from "../../stack/glob";
import { rememberedOf } from "../../stack/remembered";
import type { Exemption } from "./options";

/** The first exemption that covers a resource, whatever is found of it, on a day (`YYYY-MM-DD`, UTC); undefined where none does. */
export function exemptionFor(
  urn: string,
  exemptions: readonly Exemption[],
  day?: string,
): Exemption | undefined {
  if (exemptions.length === 0) return undefined;
  const on = day ?? today();
  return exemptions.find(
    (exemption) => exemption.fingerprint === undefined && !isExpired(exemption, on) && covers(exemption, urn),
  );
}

/** What an exemption did in a stack. */
export interface ExemptionUse {
  readonly policy: string;
  readonly exemption: Exemption;
  /** The URNs of the resources that would have broken the policy. */
  readonly exempted: ReadonlySet<string>;
}

/** What the exemptions of each policy have done in one run. A policy is told its own configuration alone. */
export class ExemptionUses {
  private readonly byPolicy = new Map<string, Uses>();
  /** Policies are handed it each time they are asked. */
  private listed: readonly ExemptionUse[] | undefined;

  static readonly of = rememberedOf((_: Session) => new ExemptionUses());

  /** Notes the exemptions of a policy, used or not. */
  note(policy: string, exemptions: readonly Exemption[]): void {
    if (this.byPolicy.get(policy)?.exemptions === exemptions) return;
    this.listed = undefined;
    this.byPolicy.set(policy, {
      exemptions,
      exempted: new Map(exemptions.map((exemption) => [exemption, new Set()])),
    });
  }

  /**
   * Whether a resource that breaks a policy is exempt from it, by whatever exemptions cover it; notes that they are in use.
   * @param fingerprint of the breach, worked out where an exemption names one
   */
  isExempted(
    policy: string,
    urn: string,
    exemptions: readonly Exemption[],
    fingerprint: () => string,
  ): boolean {
    if (exemptions.length === 0) return false;
    const day = today();
    const covering = exemptions.filter(
      (exemption) =>
        !isExpired(exemption, day) &&
        covers(exemption, urn) &&
        (exemption.fingerprint === undefined || exemption.fingerprint === fingerprint()),
    );
    for (const exemption of covering) this.byPolicy.get(policy)?.exempted.get(exemption)?.add(urn);
    return covering.length > 0;
  }

  /** Every exemption that the policies had so far, in their order. */
  get all(): readonly ExemptionUse[] {
    this.listed ??= [...this.byPolicy].flatMap(([policy, { exempted }]) =>
      [...exempted].map(([exemption, urns]) => ({ policy, exemption, exempted: urns })),
    );
    return this.listed;
  }
}

interface Uses {
  readonly exemptions: readonly Exemption[];
  readonly exempted: ReadonlyMap<Exemption, Set<string>>;
}

/** The day it is, as YYYY-MM-DD in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Whether the day of an exemption has passed; the day itself still exempts. */
export function isExpired({ expires }: Exemption, day: string): boolean {
  return expires !== undefined && expires < day;
}

/** Whether the exemption names a URN, or matches it as a glob in which `*` stands for any text, separators and all, and `?` for one character. */
export function covers({ resource }: Exemption, urn: string): boolean {
  return resource === urn || matchesGlob([...resource], [...urn]);
}
