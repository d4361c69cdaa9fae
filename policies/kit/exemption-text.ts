import type { Exemption } from "./options";

/** `the exemption of "*::bastion" from no-public-ssh-rdp (Moves to Session Manager; until 2027-03-31)` */
export function exemptionText(policy: string, { resource, reason, expires }: Exemption): string {
  const terms = `${reason.trim().replace(/\s+/g, " ")}${expires === undefined ? "" : `; until ${expires}`}`;
  return `the exemption of "${resource}" from ${policy} (${terms})`;
}

/** What an exemption does in a stack, in the words that follow its text. */
export const EXEMPTION_STATES = {
  used: "is in use for",
  expired: "has expired and exempts nothing any more",
  unmatched: "matches no resource of the stack",
  unused: "exempts nothing: the policy finds nothing to say of",
  gone: "exempts nothing: the finding that it names is not among those of",
} as const;

/** An exemption, and what it does in a stack. */
export interface ExemptionState extends Exemption {
  readonly policy: string;
  readonly state: keyof typeof EXEMPTION_STATES;
  /** The titles of the first few resources that it is about, such as `Instance bastion`, as a list in words. */
  readonly of?: string;
}

/** Reads back what `review-exemptions` says of an exemption; undefined where it says something else. */
export function readExemption(message: string): ExemptionState | undefined {
  const [state, end] = Object.entries(EXEMPTION_STATES)
    .map(([name, words]) => [name, message.lastIndexOf(`) ${words}`)] as const)
    .reduce((best, other) => (other[1] > best[1] ? other : best));
  const [, resource, policy, terms] = FORM.exec(message.slice(0, end)) ?? [];
  if (end < 0 || resource === undefined || policy === undefined || terms === undefined) return undefined;
  const [, reason = terms, expires] = /^(.*); until (\d{4}-\d{2}-\d{2})$/s.exec(terms) ?? [];
  const words = EXEMPTION_STATES[state as ExemptionState["state"]];
  const of = message
    .slice(end + `) ${words}`.length)
    .replace(/\.$/, "")
    .trim();
  return {
    policy,
    resource,
    reason,
    ...(expires !== undefined && { expires }),
    state: state as ExemptionState["state"],
    ...(of !== "" && { of }),
  };
}

const FORM = /^the exemption of "(.+)" from (\S+) \((.*)$/s;
