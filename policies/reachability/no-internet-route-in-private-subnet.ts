import { isDeclaredPublic } from "../../network/names/exposure";
import {
  internetRoutes,
  type RouteTable,
  routeTitle,
  sharedInternetRoutes,
} from "../../network/routing/route-table";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A private subnet must have no route to an internet gateway.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Associate the subnet with a table that has no such route, or tag the subnet Exposure: public.",
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

/** Such as `routes[0] of RouteTable web sends 0.0.0.0/0 to InternetGateway main`; undefined where no route leads to an internet gateway for certain. */
function sendingText(table: RouteTable): string | undefined {
  const routes = internetRoutes(table).map(({ route }) => route);
  const titles = [...new Set(routes.map(routeTitle))];
  const shared = sharedInternetRoutes(table);
  if (titles.length > 0) {
    const blocks = routes.flatMap(({ block }) => block ?? []);
    const targets = [...new Set(routes.map(({ target }) => target.title))];
    return `${listText(titles)} of ${table.title} ${titles.length === 1 ? "sends" : "send"} ${listText(blocks)} to ${listText(targets)}`;
  }
  if (shared === undefined) return undefined;
  return `one of ${listText(shared.routes.map(routeTitle))} of ${table.title} leads to ${shared.gateway.title}`;
}
