import { AddressSet, type Family } from "../../algebra/addresses";
import { quote } from "../../stack/quote";
import type { Value } from "../../stack/value";
import type { Problem } from "../filters/entry";

/** How a cloud reads the text of a block, and what is wrong with any other text, such as `is not a CIDR block`. */
export interface BlockForm {
  parse(text: string): AddressSet | undefined;
  readonly otherwise: string;
}

const CIDR_BLOCK: BlockForm = { parse: (text) => AddressSet.parse(text), otherwise: "is not a CIDR block" };

/**
 * The addresses of a known block in a field for one family or, without `family`, for either.
 * Undefined, with a problem named, for what is no such block.
 * @param form what the cloud takes for a block, and what it says to what is none
 */
export function readBlock(
  path: string,
  value: Value,
  family: Family | undefined,
  problems: Problem[],
  form: BlockForm = CIDR_BLOCK,
): AddressSet | undefined {
  const addresses = typeof value === "string" ? form.parse(value) : undefined;
  if (addresses === undefined) {
    problems.push({ path, message: `${quote(value)} ${form.otherwise}` });
  } else if (family !== undefined && addresses.inFamily(family).isEmpty) {
    problems.push({ path, message: `${quote(value)} is not an ${family} block` });
    return undefined;
  }
  return addresses;
}
