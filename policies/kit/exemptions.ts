import type { Exemption } from "./options";

/** The first exemption that covers a resource on a day (`YYYY-MM-DD`, UTC); undefined where none does. */
export function exemptionFor(
  urn: string,
  exemptions: readonly Exemption[],
  day = today(),
): Exemption | undefined {
  return exemptions.find((exemption) => !isExpired(exemption, day) && covers(exemption, urn));
}

/** What an exemption did in a stack. */
export interface ExemptionUse {
  readonly policy: string;
  readonly exemption: Exemption;
  /** The URNs of the resources that would have broken the policy. */
  readonly exempted: ReadonlySet<string>;
}

interface Uses {
  readonly exemptions: readonly Exemption[];
  readonly exempted: ReadonlyMap<Exemption, Set<string>>;
}

/** What the exemptions of each policy did in the stack that is being judged. A policy is told its own configuration alone. */
const uses = { byPolicy: new Map<string, Uses>(), spent: false };

/** Forgets the stack before, if that has been judged. Called for each resource, which come before their stack. */
export function beginStack(): void {
  if (uses.spent) uses.byPolicy.clear();
  uses.spent = false;
}

/** Called for each policy that judges the stack, after its resources. */
export function endStack(): void {
  uses.spent = true;
}

/** Notes the exemptions of a policy, used or not. */
export function noteExemptions(policy: string, exemptions: readonly Exemption[]): void {
  if (uses.byPolicy.get(policy)?.exemptions === exemptions) return;
  uses.byPolicy.set(policy, {
    exemptions,
    exempted: new Map(exemptions.map((exemption) => [exemption, new Set()])),
  });
}

/** Whether a resource that breaks a policy is exempt from it, by whatever exemptions cover it; notes that they are in use. */
export function isExempted(policy: string, urn: string, exemptions: readonly Exemption[]): boolean {
  const day = today();
  const covering = exemptions.filter((exemption) => !isExpired(exemption, day) && covers(exemption, urn));
  for (const exemption of covering) uses.byPolicy.get(policy)?.exempted.get(exemption)?.add(urn);
  return covering.length > 0;
}

/** Every exemption that the policies of a stack had so far, in their order. */
export function reviewedExemptions(): ExemptionUse[] {
  return [...uses.byPolicy].flatMap(([policy, { exempted }]) =>
    [...exempted].map(([exemption, urns]) => ({ policy, exemption, exempted: urns })),
  );
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
  return resource === urn || matcherOf(resource)(urn);
}

const matchers = new Map<string, (urn: string) => boolean>();

function matcherOf(glob: string): (urn: string) => boolean {
  let matches = matchers.get(glob);
  if (matches === undefined) {
    const pattern = new RegExp(`^${[...glob.replace(/\*+/g, "*")].map(patternOf).join("")}$`, "su");
    matches = (urn) => pattern.test(urn);
    matchers.set(glob, matches);
  }
  return matches;
}

/** Whatever else a URN may contain, such as brackets and `$`, means itself. */
function patternOf(character: string): string {
  if (character === "*") return ".*";
  return character === "?" ? "." : character.replace(/[\\^$.|+()[\]{}/]/, "\\$&");
}
