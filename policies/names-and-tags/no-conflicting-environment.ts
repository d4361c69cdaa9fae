import {
  ENVIRONMENT_TAGS,
  environmentsIn,
  type Name,
  stackName,
  type Vocabulary,
} from "../../network/names/environment";
import { isOneOf } from "../../network/names/naming";
import { Tags } from "../../network/names/tags";
import { ENVIRONMENT_TYPES, type Network, namingOf } from "../../network/network";
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
      const statements = statementsOn(resource, network, options);
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
function statementsOn(
  resource: Resource,
  network: Network,
  { types, vocabulary: words }: { readonly types: readonly string[]; readonly vocabulary: Vocabulary },
): Statement[] {
  const isRead = isOneOf(resource.type, types, namingOf(resource));
  // A provider's default tags reach only what takes tags, which the resources of `types` certainly do.
  const tags = isRead ? network.tagsOf(resource) : Tags.own(resource);
  const names = isRead ? network.namesOf(resource) : [];
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
