import { Network } from "../../network/network";
import { type Endpoint, enablePrivateDns } from "../../network/services/endpoint";
import { UNKNOWN } from "../../stack/value";
import { textList } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "An interface endpoint for an AWS service must have private DNS.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Set privateDnsEnabled to true.",
  options: {
    servicesWithoutPrivateDns: textList(
      [
        "dynamodb",
        "dynamodb-streams",
        "neptune-graph",
        "neptune-graph-data",
        "neptune-graph-fips",
        "s3-outposts",
      ],
      "The AWS services whose endpoints can have no private DNS, as endpoint services name them.",
    ),
  },

  *check(network, { servicesWithoutPrivateDns: exceptions }) {
    for (const endpoint of endpointsWithoutPrivateDns(network, exceptions)) {
      const alone = network.alone(endpoint.resource);
      if (alone !== undefined && endpointsWithoutPrivateDns(alone, exceptions).length > 0) continue;
      const state = endpoint.privateDns === undefined ? "left out, which means false" : "false";
      yield finding(
        endpoint.resource,
        `privateDnsEnabled is ${state}, so that the names of ${String(endpoint.service)} lead past the endpoint.`,
      );
    }
  },

  remediate(resource, inputs, { servicesWithoutPrivateDns: exceptions }) {
    const isOff = Network.ofResource(resource).endpoints.some(
      (endpoint) =>
        isPrivateDnsOffered(endpoint, exceptions) &&
        // S3 has two kinds of private DNS, one of which needs a gateway endpoint beside it.
        endpoint.service !== "s3" &&
        (endpoint.privateDns === false || endpoint.privateDns === undefined),
    );
    if (isOff) enablePrivateDns(inputs);
    return isOff;
  },
});

/** Of one resource by itself only those that say no: where it says nothing, a resource of its own may say yes. */
function endpointsWithoutPrivateDns(network: Network, exceptions: readonly string[]): Endpoint[] {
  return network.endpoints.filter(
    (endpoint) =>
      isPrivateDnsOffered(endpoint, exceptions) &&
      (endpoint.privateDns === false || (endpoint.privateDns === undefined && network.isWhole)),
  );
}

function isPrivateDnsOffered({ kind, service }: Endpoint, exceptions: readonly string[]): boolean {
  return (
    kind === "interface" && service !== undefined && service !== UNKNOWN && !exceptions.includes(service)
  );
}
