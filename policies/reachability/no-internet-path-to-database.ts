import type { Network } from "../../network/network";
import { acceptedBy, acceptedOn, destinationsOf } from "../../network/services/database";
import { allowedCidrs } from "../kit/options";
import { policy } from "../kit/policy";
import { type Path, pathFindings } from "../questions/paths";

export default policy(__filename, {
  description: "No packet from the internet must get to a database or cache.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Make it not publicly accessible, put it in subnets without a route to an internet gateway, or drop the rule that admits the packet.",
  options: { allowedCidrs },

  check: (network, { allowedCidrs: allowed }) => pathFindings(pathsToDatabases(network), allowed),
});

function* pathsToDatabases(network: Network): Iterable<Path> {
  const byResource = new Map(network.databases.map((database) => [database.resource, database]));
  for (const database of network.databases) {
    for (const destination of destinationsOf(database)) {
      yield {
        resource: database.resource,
        traffic: acceptedBy(database, network.internetPaths.to(destination)),
        hops: (packet) => network.internetPaths.hops(destination, packet),
      };
    }
  }
  for (const { target, destination, traffic, hops } of network.balancedPaths) {
    const database = byResource.get(destination.resource);
    if (database === undefined) continue;
    yield { resource: database.resource, traffic: acceptedOn(database, target.port, traffic), hops };
  }
}
