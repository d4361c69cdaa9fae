import type { Network } from "../../network/network";
import type { RouteTable } from "../../network/routing/route-table";
import type { Subnet } from "../../network/routing/subnet";
import { natGatewaysOf } from "../../network/routing/way-out";
import type { Endpoint } from "../../network/services/endpoint";
import { push } from "../../stack/multimap";
import { UNKNOWN } from "../../stack/value";
import { textList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Subnets behind NAT must reach S3 and DynamoDB through gateway endpoints.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Add a gateway endpoint for each service and put it into the route table.",
  controls: ["AWS Config service-vpc-endpoint-enabled"],
  stricterThanControls:
    "Each route table must have the endpoint, where the rule is content with one in the VPC.",
  looserThanControls: "Only tables that lead through NAT are asked, and only for gateway endpoints.",
  options: {
    services: textList(["s3", "dynamodb"], "The services that must have a gateway endpoint."),
  },

  *check(network, { services }) {
    for (const [table, subnets] of subnetsByTable(network)) {
      const gateways = natGatewaysOf(table).map(({ title }) => title);
      if (gateways.length === 0) continue;
      const missing = services.filter(
        (service) => !network.endpoints.some((endpoint) => mayServe(endpoint, service, table)),
      );
      const resource = table.resource ?? table.vpc?.resource;
      if (missing.length === 0 || resource === undefined) continue;
      const name = table.resource === undefined ? `${table.title} ` : "";
      yield finding(
        resource,
        `${name}sends ${listText(subnets.map(({ title }) => `${title}'s`).sort())} traffic to ${listText(missing.map(serviceName))} ` +
          `through ${listText(gateways)}, and has no gateway endpoint for ${missing.length === 1 ? "it" : "them"}.`,
      );
    }
  },
});

/** As AWS writes it. */
function serviceName(service: string): string {
  return { s3: "S3", dynamodb: "DynamoDB" }[service] ?? service;
}

function subnetsByTable(network: Network): Map<RouteTable, Subnet[]> {
  const byTable = new Map<RouteTable, Subnet[]>();
  for (const subnet of network.subnets) {
    if (subnet.routeTable !== undefined) push(byTable, subnet.routeTable, subnet);
  }
  return byTable;
}

/** Whether an endpoint is a gateway for a service in a table, or could turn out to be one. */
function mayServe(endpoint: Endpoint, service: string, table: RouteTable): boolean {
  return (
    !endpoint.isOfAnotherRegion &&
    (endpoint.kind === "gateway" || endpoint.kind === UNKNOWN) &&
    (endpoint.service === service || endpoint.service === UNKNOWN) &&
    (endpoint.routeTables.includes(table) || endpoint.mayHaveMoreRouteTables)
  );
}
