import { ENVIRONMENT_TAGS } from "../../network/names/environment";
import { isOneOf } from "../../network/names/naming";
import { addTag, Tags } from "../../network/names/tags";
import { environmentsIn } from "../../network/names/vocabulary";
import { ENVIRONMENT_TYPES, namingOf } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { typeList, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { environmentWordsText, listText } from "../kit/wording";

export default policy(__filename, {
  description: "Networks, computers, databases and balancers must carry a tag that names their environment.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Tag it with its environment, such as Environment: production, itself or by default tags of its provider.",
  controls: ["AWS Config required-tags"],
  stricterThanControls: "The tag's value must be a word of the vocabulary.",
  looserThanControls:
    "It asks for the environment alone, where the rule takes up to six keys of your choice.",
  options: {
    types: typeList(ENVIRONMENT_TYPES, "The types of resources that must have the tag, as type tokens."),
    vocabulary,
  },

  *check(network, options) {
    for (const resource of network.resourcesOf(options.types)) {
      const tags = network.tagsOf(resource);
      const values = tags.among(ENVIRONMENT_TAGS);
      if (tags.mayHaveMore || values.some(({ value }) => value === UNKNOWN)) continue;
      if (values.some(({ value }) => environmentsIn(String(value), options.vocabulary).length > 0)) continue;
      const shown = values.map(({ key, value }) => `tag ${key} is "${String(value)}"`);
      yield finding(
        resource,
        shown.length === 0
          ? `it has none of the tags ${ENVIRONMENT_TAGS.join(", ")}.`
          : `${listText(shown)}, which has no word for an environment, such as ${environmentWordsText(options.vocabulary)}.`,
      );
    }
  },

  remediate(network, inputs, options, resource) {
    const environment = network.environmentOfStack(resource, options.vocabulary);
    if (environment === undefined || !lacksTag(resource, options.types)) return false;
    return addTag(resource, inputs, { key: ENVIRONMENT_TAGS[0], value: environment }, namingOf(resource));
  },
});

/** Whether a resource certainly has none of the tags. One that it has, whatever its value, is the program's to change. */
function lacksTag(resource: Resource, types: readonly string[]): boolean {
  const naming = namingOf(resource);
  if (!isOneOf(resource.type, types, naming)) return false;
  const tags = Tags.of(resource, naming);
  return !tags.mayHaveMore && tags.among(ENVIRONMENT_TAGS).length === 0;
}
