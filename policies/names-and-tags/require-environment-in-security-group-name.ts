import { namedSecurityGroups } from "../../network/groups/security-group";
import { ENVIRONMENT_TAGS } from "../../network/names/environment";
import { nameText } from "../../network/names/tags";
import { environmentsIn } from "../../network/names/vocabulary";
import { UNKNOWN, type Unknown } from "../../stack/value";
import { pattern, toggle, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { environmentWordsText, listText } from "../kit/wording";

export default policy(__filename, {
  description: "The name of a security group must say which environment it belongs to.",
  severity: "low",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Put the environment into its name, such as prod-web, or into its tag Name.",
  options: {
    vocabulary,
    pattern: pattern("", "A regular expression that a name must match, instead of naming an environment."),
    tagSuffices: toggle(false, "Whether a tag Environment, Env or Stage that names one will do as well."),
  },

  *check(network, options) {
    const namesOne = (text: string) => environmentsIn(text, options.vocabulary).length > 0;
    const isRight = options.pattern ? (name: string) => new RegExp(options.pattern).test(name) : namesOne;
    const mayBe = (value: string | Unknown, holds: (text: string) => boolean) =>
      value === UNKNOWN || holds(value);
    for (const { resource } of namedSecurityGroups(network.securityGroups)) {
      const tags = network.tagsOf(resource);
      if (tags.names.some(({ value }) => mayBe(value, isRight))) continue;
      if (
        options.tagSuffices &&
        (tags.mayHaveMore || tags.among(ENVIRONMENT_TAGS).some(({ value }) => mayBe(value, namesOne)))
      )
        continue;
      const shown = listText(tags.names.map((name) => nameText(name, resource)));
      const [does, has] = tags.names.length === 1 ? ["does", "has"] : ["do", "have"];
      yield finding(
        resource,
        options.pattern
          ? `${shown} ${does} not match ${options.pattern}.`
          : `${shown} ${has} no word for an environment, such as ${environmentWordsText(options.vocabulary)}.`,
      );
    }
  },
});
