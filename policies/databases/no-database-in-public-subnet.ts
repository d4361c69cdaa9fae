import { internetRoutes, routeTitle, sharedInternetRoutes } from "../../network/routing/route-table";
import type { Subnet } from "../../network/routing/subnet";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Databases and caches must lie in subnets without a route by which the internet gets in.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Name only subnets whose route tables lead to no gateway by which the internet gets in.",
  controls: ["FSBP RDS.46", "AWS Config rds-instance-subnet-igw-check"],
  stricterThanControls: "It asks about every kind of database and cache, not RDS instances alone.",

  *check(network) {
    const inGroups = network.subnetGroups;
    const byThemselves = network.databases.filter(({ subnetGroup }) => subnetGroup === undefined);
    for (const { resource, subnets } of [...inGroups, ...byThemselves]) {
      const routes = [...new Set(subnets.map(routeText))].filter((route) => route !== undefined).sort();
      const texts = routes.map((route) => {
        const titles = subnets.filter((subnet) => routeText(subnet) === route).map(({ title }) => title);
        return `${listText(titles.sort())}, ${route}`;
      });
      if (texts.length > 0) yield finding(resource, `names ${texts.join("; ")}.`);
    }
  },
});

/** Such as `whose RouteTable public (routes[0]) sends 0.0.0.0/0 to InternetGateway main`; undefined where no route leads to the internet. */
function routeText({ routeTable }: Subnet): string | undefined {
  if (routeTable === undefined) return undefined;
  const table = routeTable.title.replace(/^the /, "");
  const [routed] = internetRoutes(routeTable);
  const shared = sharedInternetRoutes(routeTable);
  if (routed === undefined) {
    return shared && `of whose ${table} one route leads to ${shared.gateway.title}`;
  }
  const { block, target } = routed.route;
  return `whose ${table} (${routeTitle(routed.route)}) sends ${block} to ${target.title}`;
}
