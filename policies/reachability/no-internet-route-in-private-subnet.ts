import { isDeclaredPublic } from "../../network/names/exposure";
import { internetRoutes, routeTitle } from "../../network/routing/route-table";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A private subnet must have no route to an internet gateway.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Associate the subnet with a table that has no such route, or tag the subnet as public.",
  controls: ["AWS Config no-unrestricted-route-to-igw"],
  options: { exposure },

  *check(network, { exposure: words }) {
    for (const { resource, tags, routeTable } of network.subnets) {
      if (routeTable === undefined || isDeclaredPublic(tags, words) !== false) continue;
      const routes = internetRoutes(routeTable).map(({ route }) => route);
      if (routes.length === 0) continue;
      const declarations = [...new Set(routes.map(routeTitle))];
      yield finding(
        resource,
        `${listText(declarations)} of ${routeTable.title} ${declarations.length === 1 ? "sends" : "send"} ` +
          `${listText(routes.flatMap(({ block }) => block ?? []))} ` +
          `to ${listText([...new Set(routes.map(({ target }) => target.title))])}, and no tag declares the subnet public.`,
      );
    }
  },
});
