import {
  ENVIRONMENT_TAGS,
  ENVIRONMENT_TYPES,
  environmentsIn,
  isOneOf,
  type Name,
  namesOf,
  stackName,
  type Vocabulary,
} from "../../network/names/environment";
import { Tags } from "../../network/names/tags";
import type { Resource } from "../../stack/resource";
import { UNKNOWN, type Unknown } from "../../stack/value";
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

  *check(network, options) {
    for (const resource of network.resources) {
      const statements = statementsOn(resource, options.types, options.vocabulary);
      if (statements.length === 0) continue;
      const [stack] = statement("the stack", stackName(resource.urn), options.vocabulary);
      const all = stack === undefined ? statements : [...statements, stack];
      if (new Set(all.map(({ environment }) => environment)).size === 1) continue;
      yield finding(
        resource,
        `${all.map((one) => `${one.where} "${one.text}" says ${one.environment}`).join(", ")}.`,
      );
    }
  },
});

interface Statement {
  readonly where: string;
  readonly text: string;
  readonly environment: string;
}

/** What a resource's tags and names say of its environment. */
function statementsOn(resource: Resource, types: readonly string[], words: Vocabulary): Statement[] {
  const isRead = isOneOf(resource.type, types);
  // A provider's default tags reach only what takes tags, which the resources of `types` certainly do.
  const tags = isRead ? Tags.of(resource) : Tags.own(resource);
  const names = isRead ? namesOf(resource, tags) : [];
  return [
    ...tags.among(ENVIRONMENT_TAGS).map(({ key, value }): Name => ({ property: `tag ${key}`, value })),
    ...names,
  ].flatMap(({ property, value }): Statement[] => statement(property, value, words));
}

/** A text that names two environments, such as `prod-replica-for-test`, names neither for certain. */
function statement(where: string, text: string | Unknown, words: Vocabulary): Statement[] {
  if (text === UNKNOWN) return [];
  const [environment, ...others] = environmentsIn(text, words);
  return environment === undefined || others.length > 0 ? [] : [{ where, text, environment }];
}
