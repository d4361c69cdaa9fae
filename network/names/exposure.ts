import type { Answer } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { Tags } from "./tags";
import { namesOneOf } from "./tokens";

/** The tags and values by which a resource declares itself public. Without such a tag, its name may have one of the values. */
export interface ExposureWords {
  readonly tags: readonly string[];
  readonly values: readonly string[];
}

export const DEFAULT_EXPOSURE: ExposureWords = {
  tags: ["Exposure", "Tier", "Network", "SubnetType"],
  values: ["public", "dmz", "internet-facing", "bastion"],
};

/** Whether tags, or without one of them the name, declare their resource public. Everything that does not say so is private. */
export function isDeclaredPublic(tags: Tags, words: ExposureWords): Answer {
  const values = tags.among(words.tags).map(({ value }) => value);
  const isPublic = (value: string) => words.values.some((word) => folded(word) === folded(value));
  if (values.some((value) => value !== UNKNOWN && isPublic(value))) return true;
  if (values.includes(UNKNOWN) || tags.mayHaveMore) return UNKNOWN;
  if (values.length > 0) return false;
  return tags.name === UNKNOWN ? UNKNOWN : namesOneOf(tags.name, words.values);
}

/** In lower case, and in letters of usual width, as the tokens of names are. */
function folded(value: string): string {
  return value.normalize("NFKC").trim().toLowerCase();
}
