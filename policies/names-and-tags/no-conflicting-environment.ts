import { ENVIRONMENT_TAGS } from "../../network/names/environment";
import { isOneOf } from "../../network/names/naming";
import { type Name, nameText, Tags } from "../../network/names/tags";
import {
  canBeBoth,
  environmentsIn,
  hasPlainWordsAlone,
  type Vocabulary,
} from "../../network/names/vocabulary";
import { ENVIRONMENT_TYPES, namingOf } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { textList, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A resource's tags, its name and its stack must not name different environments.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Let tags, name and stack name one environment, or deploy it with the stack it belongs to.",
  options: {
    types: textList(
      ENVIRONMENT_TYPES,
      "The types of resources whose names are read, as type tokens; tags are read on every type.",
    ),
    vocabulary,
  },

  *check(network, { types, vocabulary: words }) {
    for (const resource of new Set([...network.resourcesOf(types), ...network.tagged])) {
      const statements = statementsOn(resource, types, words);
      if (statements.length === 0) continue;
      const all = [
        ...statements,
        ...network.namesOfStack(resource, words).flatMap((name) => statement(name, words)),
      ];
      if (all.every((one) => all.every((other) => canBeBoth(one.environment, other.environment, words))))
        continue;
      yield finding(
        resource,
        `${all.map(({ name, environment }) => `${nameText(name, resource)} says ${environment}`).join(", ")}.`,
      );
    }
  },
});

interface Statement {
  readonly name: Name;
  readonly environment: string;
}

/** What a resource's tags and names say of its environment. Words that can mean something else count in a name only if no tag speaks. */
function statementsOn(resource: Resource, types: readonly string[], words: Vocabulary): Statement[] {
  const naming = namingOf(resource);
  const isRead = isOneOf(resource.type, types, naming);
  // A provider's default tags reach only what takes tags, which the resources of `types` certainly do.
  const tags = isRead ? Tags.of(resource, naming) : Tags.own(resource, naming);
  const values = tags.among(ENVIRONMENT_TAGS);
  const byTags = values.flatMap(({ key, value }) => statement({ property: `tag ${key}`, value }, words));
  const mayTagsSpeak = byTags.length > 0 || tags.mayHaveMore || values.some(({ value }) => value === UNKNOWN);
  const names = (isRead ? tags.names : []).filter(
    ({ value }) => !mayTagsSpeak || value === UNKNOWN || !hasPlainWordsAlone(value, words),
  );
  return [...byTags, ...names.flatMap((name) => statement(name, words))];
}

/** A text that names two environments, such as `prod-replica-for-test`, names neither for certain. */
function statement(name: Name, words: Vocabulary): Statement[] {
  if (name.value === UNKNOWN) return [];
  const [environment, ...others] = environmentsIn(name.value, words);
  return environment === undefined || others.length > 0 ? [] : [{ name, environment }];
}
