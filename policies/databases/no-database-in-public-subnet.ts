import { internetRoutes, routeTitle, sharedInternetRoutes } from "../../network/routing/route-table";
import type { Subnet } from "../../network/routing/subnet";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Databases and caches must lie in subnets without a route to an internet gateway.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Name only subnets whose route tables lead to no internet gateway.",
  controls: ["FSBP RDS.46", "AWS Config rds-instance-subnet-igw-check"],
  stricterThanControls: "It asks about every kind of database and cache, not RDS instances alone.",

  *check(network) {
    const inGroups = network.subnetGroups;
    const byThemselves = network.databases.filter(({ subnetGroup }) => subnetGroup === undefined);
    for (const { resource, subnets } of [...inGroups, ...byThemselves]) {
      const routed = subnets.flatMap((subnet) => routeText(subnet) ?? []);
      if (routed.length > 0) yield finding(resource, `names ${listText(routed.sort())}.`);
    }
  },
});

/** Such as `Subnet a, which RouteTable public (routes[0]) sends to InternetGateway main by 0.0.0.0/0`. */
function routeText({ title, routeTable }: Subnet): string | undefined {
  if (routeTable === undefined) return undefined;
  const [routed] = internetRoutes(routeTable);
  const shared = sharedInternetRoutes(routeTable);
  if (routed === undefined) {
    return shared && `${title}, of whose ${routeTable.title} one route leads to ${shared.gateway.title}`;
  }
  const { block, target } = routed.route;
  return `${title}, whose ${routeTable.title} (${routeTitle(routed.route)}) sends ${block} to ${target.title}`;
}
