import { AddressSet, type Family } from "../../../algebra/addresses";
import type { Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import { type BlockForm, readBlock as readBlockOf } from "../../groups/blocks";

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
  return readBlockOf(path, value, family, problems, BLOCK_OR_ADDRESS);
}

const BLOCK_OR_ADDRESS: BlockForm = {
  parse: (text) => blockOf(text.trim()),
  otherwise: "is neither a CIDR block nor an address",
};

/** Undefined for what is neither a block nor an address. */
export function blockOf(text: string): AddressSet | undefined {
  return AddressSet.parse(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
}
