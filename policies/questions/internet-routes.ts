import {
  internetRoutes,
  type RouteTable,
  routeTitle,
  sharedInternetRoutes,
  unseenInternetRoutes,
} from "../../network/routing/route-table";
import { listText } from "../kit/wording";

/** Such as `routes[0] of RouteTable web sends 0.0.0.0/0 to InternetGateway main`; undefined where no route leads to an internet gateway for certain. */
export function sendingText(table: RouteTable): string | undefined {
  const routes = [...internetRoutes(table).map(({ route }) => route), ...unseenInternetRoutes(table)];
  const titles = [...new Set(routes.map(routeTitle))];
  const shared = sharedInternetRoutes(table);
  if (titles.length > 0) {
    const blocks = routes.flatMap(
      ({ block, destination }) => block ?? destination ?? "a block not known yet",
    );
    const targets = [...new Set(routes.map(({ target }) => target.title))];
    return `${listText(titles)} of ${table.title} ${titles.length === 1 ? "sends" : "send"} ${listText(blocks)} to ${listText(targets)}`;
  }
  if (shared === undefined) return undefined;
  return `one of ${listText(shared.routes.map(routeTitle))} of ${table.title} leads to ${shared.gateway.title}`;
}
