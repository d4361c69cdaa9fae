import { AddressSet, type Family } from "../../../algebra/addresses";
import { quote } from "../../../stack/quote";
import type { Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";

/**
 * The addresses of a known block, whose host bits may be set, or of one bare address.
 * Undefined, with a problem named, for what is neither, or of another family than `family`.
 */
export function readBlock(
  path: string,
  value: Value,
  family: Family | undefined,
  problems: Problem[],
): AddressSet | undefined {
  const addresses = typeof value === "string" ? blockOf(value.trim()) : undefined;
  if (addresses === undefined) {
    problems.push({ path, message: `${quote(value)} is neither a CIDR block nor an address` });
  } else if (family !== undefined && addresses.inFamily(family).isEmpty) {
    problems.push({ path, message: `${quote(value)} is not an ${family} block` });
    return undefined;
  }
  return addresses;
}

/** Undefined for what is neither a block nor an address. */
export function blockOf(text: string): AddressSet | undefined {
  return AddressSet.parse(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
}
