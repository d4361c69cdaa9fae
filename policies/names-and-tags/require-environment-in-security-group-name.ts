import { namedSecurityGroups } from "../../network/groups/security-group";
import { environmentsIn } from "../../network/names/environment";
import { UNKNOWN } from "../../stack/value";
import { pattern, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "The name of a security group must say which environment it belongs to.",
  severity: "low",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Put the environment into the group's name, such as prod-web, or into its tag Name.",
  options: {
    vocabulary,
    pattern: pattern("", "A regular expression that a name must match, instead of naming an environment."),
  },

  *check(network, options) {
    const isRight = options.pattern
      ? (name: string) => new RegExp(options.pattern).test(name)
      : (name: string) => environmentsIn(name, options.vocabulary).length > 0;
    for (const { resource } of namedSecurityGroups(network.securityGroups)) {
      const names = network.namesOf(resource);
      if (names.some(({ value }) => value === UNKNOWN || isRight(value))) continue;
      const shown = names.map(({ property, value }) => `${property} "${String(value)}"`);
      yield finding(
        resource,
        options.pattern
          ? `${listText(shown)} ${names.length === 1 ? "does" : "do"} not match ${options.pattern}.`
          : `${listText(shown)} ${names.length === 1 ? "names" : "name"} no environment: none of ${Object.keys(options.vocabulary).join(", ")}.`,
      );
    }
  },
});
