import type { Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { Tags } from "./tags";
import { environmentsIn, type Vocabulary } from "./vocabulary";

export const ENVIRONMENT_TAGS = ["Environment", "Env", "Stage"] as const;

/**
 * The environment of what has these tags and names: by its tags, else by the first name that names one. Undefined where nothing says;
 * UNKNOWN where an unknown value could still say, or where one text names several.
 */
export function environmentOf(tags: Tags, vocabulary: Vocabulary): string | Unknown | undefined {
  for (const { value } of tags.among(ENVIRONMENT_TAGS)) {
    if (value === UNKNOWN) return UNKNOWN;
    const environments = environmentsIn(value, vocabulary);
    if (environments.length > 0) return only(environments);
  }
  if (tags.mayHaveMore) return UNKNOWN;
  for (const { value } of tags.names) {
    if (value === UNKNOWN) return UNKNOWN;
    const environments = environmentsIn(value, vocabulary);
    if (environments.length > 0) return only(environments);
  }
  return undefined;
}

function only(environments: readonly string[]): string | Unknown {
  return environments.length === 1 ? (environments[0] as string) : UNKNOWN;
}

/** The environment that the stack's name names, by a URN of the stack; undefined where it names none or several. */
export function environmentOfStack(urn: string, vocabulary: Vocabulary): string | undefined {
  const environments = environmentsIn(stackName(urn), vocabulary);
  return environments.length === 1 ? environments[0] : undefined;
}

/** The stack's name in a URN: `urn:pulumi:<stack>::<project>::…`. */
export function stackName(urn: string): string {
  return urn.split("::")[0]?.split(":").at(-1) ?? "";
}
