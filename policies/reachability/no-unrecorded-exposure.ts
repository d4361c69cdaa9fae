import { changesSince } from "../../network/exposures/changes";
import { Exposures } from "../../network/exposures/exposures";
import { parseFlows } from "../../network/exposures/flows";
import { arrivalText } from "../../network/paths/packet";
import { flowList } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { stackItself } from "../questions/stack-itself";

export default policy(__filename, {
  description: "What gets where, from the internet and inside VPCs, must be what was recorded and reviewed.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Take the change back, or have it reviewed and record what `network-guard reach` lists in the option `flows`.",
  options: {
    flows: flowList(
      [],
      "Every flow of the stack, as `network-guard reach` lists them; while there is none, nothing is compared. A line that begins with # says nothing.",
    ),
  },

  *check(network, { flows }): Iterable<Finding> {
    const stack = stackItself(network);
    if (flows.length === 0 || stack === undefined) return;
    const exposures = new Exposures(network);
    const { opened, closed } = changesSince(parseFlows(flows), exposures);
    for (const { flow, to, packet, hops } of opened) {
      const way = hops.map((hop) => `\n  ${hop}`).join("");
      yield finding(
        exposures.names.find(to) ?? stack,
        `${flow} is not recorded: ${arrivalText(packet)}:${way}`,
      );
    }
    for (const { flow, to } of closed) {
      yield finding(exposures.names.find(to) ?? stack, `${flow} is recorded, but gone.`);
    }
  },
});
