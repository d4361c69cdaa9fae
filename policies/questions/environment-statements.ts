import { ENVIRONMENT_TAGS } from "../../network/names/environment";
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

/**
 * What a resource's tags and names say of its environment. Words that can mean something else count in a name only if no tag speaks.
 * @param isRead whether its names are read, and its provider's default tags, which reach only what certainly takes tags
 */
export function statementsOn(resource: Resource, isRead: boolean, words: Vocabulary): Statement[] {
  const tags = isRead ? Tags.of(resource, namingOf(resource)) : Tags.read(resource.get("tags"));
  const values = tags
    .among(ENVIRONMENT_TAGS)
    .map(({ key, value }): Name => ({ property: `tag ${key}`, value }));
  const byTags = statementsIn(values, words);
  if (!isRead) return byTags;
  const mayTagsSpeak = byTags.length > 0 || tags.mayHaveMore || values.some(({ value }) => value === UNKNOWN);
  const byNames = statementsIn(tags.names, words).filter(
    ({ name: { value } }) => !mayTagsSpeak || value === UNKNOWN || !hasPlainWordsAlone(value, words),
  );
  return [...byTags, ...byNames];
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
