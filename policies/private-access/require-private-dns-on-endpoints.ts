import { type Endpoint, enablePrivateDns, lacksItsName } from "../../network/services/endpoint";
import { pathText } from "../../stack/setting";
import { UNKNOWN } from "../../stack/value";
import { textList } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "An interface endpoint for an AWS service must have private DNS, and its VPC must allow that.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Set privateDnsEnabled to true, and enableDnsHostnames and enableDnsSupport of the VPC.",
  options: {
    servicesWithoutPrivateDns: textList(
      [
        "dynamodb",
        "dynamodb-streams",
        "iot.credentials",
        "iot.data",
        "lorawan.cups",
        "lorawan.lns",
        "neptune-graph",
        "neptune-graph-data",
        "neptune-graph-fips",
        "s3-outposts",
      ],
      "The AWS services whose endpoints can have no private DNS, as endpoint services name them.",
    ),
  },

  *check(network, { servicesWithoutPrivateDns: exceptions }) {
    for (const endpoint of network.endpoints) {
      if (!isPrivateDnsOffered(endpoint, exceptions)) continue;
      const { resource, privateDns, vpc } = endpoint;
      const off = vpc?.dnsSettings.filter(({ value }) => value === false) ?? [];
      if (privateDns === true && off.length > 0) {
        const names = off.map(({ path }) => pathText(path)).join(" and ");
        yield finding(
          resource,
          `privateDnsEnabled is true, which AWS refuses while ${names} of ${vpc?.title} ${off.length === 1 ? "is" : "are"} false.`,
        );
      } else if (lacksItsName(endpoint, network.endpoints)) {
        const state = privateDns === undefined ? "left out, which means false" : "false";
        yield finding(
          resource,
          `privateDnsEnabled is ${state}, so that the names of ${String(endpoint.service)} lead past the endpoint.`,
        );
      }
    }
  },

  remediate({ endpoints }, inputs, { servicesWithoutPrivateDns: exceptions }) {
    const isOff = endpoints.some(
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

function isPrivateDnsOffered({ kind, service }: Endpoint, exceptions: readonly string[]): boolean {
  return (
    kind === "interface" && service !== undefined && service !== UNKNOWN && !exceptions.includes(service)
  );
}
