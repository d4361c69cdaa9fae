import { AddressSet, type Family } from "../../algebra/addresses";
import { quote } from "../../stack/quote";
import type { Value } from "../../stack/value";
import type { Problem } from "../filters/entry";

/**
 * The addresses of a known block in a field for one family or, without `family`, for either.
 * Undefined, with a problem named, for what is no such block.
 */
export function readBlock(
  path: string,
  value: Value,
  family: Family | undefined,
  problems: Problem[],
): AddressSet | undefined {
  const addresses = typeof value === "string" ? AddressSet.parse(value) : undefined;
  if (addresses === undefined) {
    problems.push({ path, message: `${quote(value)} is not a CIDR block` });
  } else if (family !== undefined && addresses.inFamily(family).isEmpty) {
    problems.push({ path, message: `${quote(value)} is not an ${family} block` });
    return undefined;
  }
  return addresses;
}
