import { ENVIRONMENT_TAGS } from "../../network/names/environment";
import { isOneOf } from "../../network/names/naming";
import { type Name, Tags } from "../../network/names/tags";
import { environmentsIn, hasPlainWordsAlone, type Vocabulary } from "../../network/names/vocabulary";
import { namingOf } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";

/** A text on a resource that names one environment. */
export interface Statement {
  readonly name: Name;
  readonly environment: string;
}

/** What a resource's tags and names say of its environment. Words that can mean something else count in a name only if no tag speaks. */
export function statementsOn(resource: Resource, types: readonly string[], words: Vocabulary): Statement[] {
  const naming = namingOf(resource);
  const isRead = isOneOf(resource.type, types, naming);
  // A provider's default tags reach only what takes tags, which the resources of `types` certainly do.
  const tags = isRead ? Tags.of(resource, naming) : Tags.read(resource.get("tags"));
  const values = tags.among(ENVIRONMENT_TAGS);
  const byTags = statementsIn(
    values.map(({ key, value }) => ({ property: `tag ${key}`, value })),
    words,
  );
  const mayTagsSpeak = byTags.length > 0 || tags.mayHaveMore || values.some(({ value }) => value === UNKNOWN);
  const byNames = isRead ? statementsIn(tags.names, words) : [];
  const telling = byNames.filter(
    ({ name: { value } }) => !mayTagsSpeak || value === UNKNOWN || !hasPlainWordsAlone(value, words),
  );
  return [...byTags, ...telling];
}

/** A text that names two environments, such as `prod-replica-for-test`, names neither for certain. */
export function statementsIn(names: readonly Name[], words: Vocabulary): Statement[] {
  const statements: Statement[] = [];
  for (const name of names) {
    const environments = name.value === UNKNOWN ? [] : environmentsIn(name.value, words);
    if (environments.length === 1) statements.push({ name, environment: environments[0] as string });
  }
  return statements;
}
