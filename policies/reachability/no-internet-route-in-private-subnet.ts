import { isDeclaredPublic } from "../../network/names/exposure";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { sendingText } from "../questions/internet-routes";

export default policy(__filename, {
  description: "A private subnet must have no route by which the internet gets in.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Give it a route table without such a route, or tag it Exposure: public.",
  controls: ["AWS Config no-unrestricted-route-to-igw"],
  stricterThanControls:
    "A route counts whatever part of the internet it leads to, where the rule looks for 0.0.0.0/0 and ::/0.",
  looserThanControls: "Subnets that are declared public may have the route.",
  options: { exposure },

  *check(network, { exposure: words }) {
    for (const { resource, tags, routeTable } of network.subnets) {
      if (routeTable === undefined || isDeclaredPublic(tags, words) !== false) continue;
      const sending = sendingText(routeTable);
      if (sending !== undefined) {
        yield finding(resource, `${sending}, and neither tag nor name declares the subnet public.`);
      }
    }
  },
});
