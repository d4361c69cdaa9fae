import {
  ENVIRONMENT_TAGS,
  ENVIRONMENT_TYPES,
  environmentOfStack,
  environmentsIn,
  isOneOf,
} from "../../network/names/environment";
import { addTag, Tags } from "../../network/names/tags";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { typeList, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../questions/admissions";

export default policy(__filename, {
  description: "Networks, computers, databases and balancers must carry a tag that names their environment.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Tag it Environment with the environment's name, itself or through the provider's defaultTags.",
  controls: ["AWS Config required-tags"],
  options: {
    types: typeList(ENVIRONMENT_TYPES, "The types of resources that must have the tag, as type tokens."),
    vocabulary,
  },

  *check(network, options) {
    for (const resource of network.resources) {
      if (!isOneOf(resource.type, options.types)) continue;
      const tags = Tags.of(resource);
      const values = tags.among(ENVIRONMENT_TAGS);
      if (tags.mayHaveMore || values.some(({ value }) => value === UNKNOWN)) continue;
      if (values.some(({ value }) => environmentsIn(String(value), options.vocabulary).length > 0)) continue;
      const environments = Object.keys(options.vocabulary).join(", ");
      const said = values.map(({ key, value }) => `tag ${key} is "${String(value)}"`);
      yield finding(
        resource,
        said.length === 0
          ? `it has none of the tags ${ENVIRONMENT_TAGS.join(", ")}.`
          : `${listText(said)}, which names none of ${environments}.`,
      );
    }
  },

  remediate(resource, inputs, options) {
    const environment = environmentOfStack(resource.urn, options.vocabulary);
    if (environment === undefined || !lacksTag(resource, options.types)) return false;
    addTag(resource, inputs, ENVIRONMENT_TAGS[0], environment);
    return true;
  },
});

/** Whether a resource certainly has none of the tags. One that it has, whatever its value, is the program's to change. */
function lacksTag(resource: Resource, types: readonly string[]): boolean {
  if (!isOneOf(resource.type, types)) return false;
  const tags = Tags.of(resource);
  return !tags.mayHaveMore && tags.among(ENVIRONMENT_TAGS).length === 0;
}
