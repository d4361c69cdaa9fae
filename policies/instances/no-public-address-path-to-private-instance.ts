import type { Placement } from "../../network/machines/placement";
import { isDeclaredPublic } from "../../network/names/exposure";
import { exposure } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { flagKey, flagsReported } from "../questions/public-address-flags";

export default policy(__filename, {
  description: "A private instance must not get a public IP address from its subnet or an Elastic IP.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Take the address away, or let the instance ask for none, and reach it through a load balancer or Session Manager; or tag it Exposure: public.",
  controls: ["FSBP EC2.9", "AWS Config ec2-instance-no-public-ip"],
  stricterThanControls:
    "It judges before there is an address, by what will give one: the subnet, an Elastic IP, a further interface.",
  looserThanControls: "Instances that are declared public may have one.",
  options: { exposure },

  *check(network, { exposure: words }) {
    const reported = new Set<string>();
    const flags = flagsReported(network, words);
    for (const placement of network.placements) {
      const { instance } = placement;
      if (instance.kind !== "machine" || isDeclaredPublic(instance.tags, words) !== false) continue;
      for (const { resource, message } of addressesOf(placement, flags)) {
        const key = `${resource.urn} ${message}`;
        if (!reported.has(key)) yield finding(resource, message);
        reported.add(key);
      }
    }
  },
});

/** Each public IPv4 address of an interface that no flag asks for, told of the resource to change. */
function* addressesOf(
  { instance, subnet, title, publicAddresses }: Placement,
  flags: ReadonlySet<string>,
): Iterable<Finding> {
  const addresses = publicAddresses.filter(
    ({ family, resource, by }) => family === "IPv4" && !flags.has(flagKey(resource, by)),
  );
  const own = addresses.filter(
    ({ resource }) => resource === instance.resource || resource === subnet?.resource,
  );
  const given = addresses.filter((address) => !own.includes(address));
  for (const { resource } of given)
    yield finding(resource, `gives ${title} a public IPv4 address, ${UNTAGGED}`);
  if (own.length === 0) return;
  if (subnet?.givesIpv4 === true) {
    const by = `mapPublicIpOnLaunch of ${subnet.title}`;
    yield finding(instance.resource, `gets a public IPv4 address by ${by}, ${UNTAGGED}`);
  } else if (given.length === 0) {
    // Beside an Elastic IP the cloud settles the instance's own flag as true.
    yield finding(
      instance.resource,
      `has a public IPv4 address that the program does not ask for, ${UNTAGGED}`,
    );
  }
}

const UNTAGGED = "and neither tag nor name declares the instance public.";
