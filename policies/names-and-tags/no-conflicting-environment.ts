import { nameText } from "../../network/names/tags";
import { canBeBoth } from "../../network/names/vocabulary";
import { ENVIRONMENT_TYPES } from "../../network/network";
import { textList, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { statementsIn, statementsOn } from "../questions/environment-statements";

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
    const read = new Set(network.resourcesOf(types));
    for (const resource of new Set([...read, ...network.tagged])) {
      const statements = statementsOn(resource, read.has(resource), words);
      const [first] = statements;
      if (first === undefined) continue;
      const all = [...statements, ...statementsIn(network.namesOfStack(resource, words), words)];
      const others = all.filter(({ environment }) => environment !== first.environment);
      if (others.every((other) => all.every((one) => canBeBoth(one.environment, other.environment, words))))
        continue;
      yield finding(
        resource,
        `${all.map(({ name, environment }) => `${nameText(name, resource)} says ${environment}`).join(", ")}.`,
      );
    }
  },
});
