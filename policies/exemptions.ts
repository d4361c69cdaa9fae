import picomatch from "picomatch";
import type { Exemption } from "./options";

/** The first exemption that covers a resource on a day (`YYYY-MM-DD`, UTC); undefined where none does. */
export function exemptionFor(
  urn: string,
  exemptions: readonly Exemption[],
  today = new Date().toISOString().slice(0, 10),
): Exemption | undefined {
  return exemptions.find((exemption) => !isExpired(exemption, today) && covers(exemption, urn));
}

/** Whether the day of an exemption has passed; the day itself still exempts. */
export function isExpired({ expires }: Exemption, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** Whether the exemption names a URN, or matches it as a glob in which `*` crosses every separator. */
export function covers({ resource }: Exemption, urn: string): boolean {
  return resource === urn || picomatch.isMatch(urn, resource, GLOB);
}

const GLOB = {
  bash: true,
  dot: true,
  nobrace: true,
  nobracket: true,
  noextglob: true,
  nonegate: true,
} as const;
