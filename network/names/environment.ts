import { stackNameIn } from "../../stack/urn";
import type { Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { Name, Tags } from "./tags";
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

/**
 * What says the environment of a stack: those of its own tags that name one, else its name.
 * @param urn of any of its resources
 */
export function namesOfStack(tags: Tags, urn: string, vocabulary: Vocabulary): Name[] {
  const telling = tags.among(ENVIRONMENT_TAGS).flatMap(({ key, value }): Name[] => {
    const tells = value !== UNKNOWN && environmentsIn(value, vocabulary).length > 0;
    return tells ? [{ property: `stack tag ${key}`, value }] : [];
  });
  const itself = { property: "the stack", value: stackNameIn(urn) };
  return telling.length > 0 ? telling : [itself];
}

/** The environment that a stack's tags, or else its name, name; undefined where they name none or several. */
export function environmentOfStack(tags: Tags, urn: string, vocabulary: Vocabulary): string | undefined {
  const names = namesOfStack(tags, urn, vocabulary);
  const environments = new Set(
    names.flatMap(({ value }) => (value === UNKNOWN ? [] : environmentsIn(value, vocabulary))),
  );
  return environments.size === 1 ? [...environments][0] : undefined;
}
