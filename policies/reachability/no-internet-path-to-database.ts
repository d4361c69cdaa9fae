import type { Network } from "../../network/network";
import { pathFromInternet } from "../../network/paths/from-internet";
import { acceptedBy, acceptedOn, connectionPathsOf, destinationsOf } from "../../network/services/database";
import { allowedCidrs } from "../kit/options";
import { policy } from "../kit/policy";
import { pathFindings, type WayIn } from "../questions/paths";

export default policy(__filename, {
  description: "No packet from the internet must get to a database or cache.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Take away its public address, the route to the internet, or the rule that admits the packet.",
  options: { allowedCidrs },

  check: (network, { allowedCidrs: allowed }) => pathFindings(waysToDatabases(network), allowed),
});

function* waysToDatabases(network: Network): Iterable<WayIn> {
  const byResource = new Map(network.databases.map((database) => [database.resource, database]));
  for (const database of network.databases) {
    for (const destination of destinationsOf(database)) {
      const path = pathFromInternet(destination);
      yield { resource: database.resource, path, accepted: acceptedBy(database, path.traffic) };
    }
  }
  for (const database of network.databases) {
    for (const path of connectionPathsOf(database)) {
      yield { resource: database.resource, path, accepted: path.traffic };
    }
  }
  for (const { target, destination, path } of network.balancedPaths) {
    const database = byResource.get(destination.resource);
    if (database === undefined) continue;
    yield { resource: database.resource, path, accepted: acceptedOn(database, target.port, path.traffic) };
  }
}
