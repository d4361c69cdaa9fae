import {
  configure,
  count,
  finding,
  noInternetPathToPrivateInstance,
  noPublicSshRdp,
  openToInternet,
  type Policy,
  portRange,
  protocol,
  requireEnvironmentTag,
  resourcePolicy,
  rulesOf,
  stackPolicy,
  TCP,
} from "pulumi-network-guard/policies";

/** No Telnet, by the sets of packets that a group admits. */
export const noPublicTelnet = resourcePolicy({
  name: "no-public-telnet",
  description: "Telnet must not be open to the internet.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Drop the rule.",
  options: { maxPublicAddresses: count(0, "How many public addresses may be admitted.") },

  *check(network, { maxPublicAddresses }) {
    for (const group of network.securityGroups) {
      for (const rule of rulesOf(group, "ingress")) {
        const telnet = rule.certain.on(protocol(TCP), portRange(23, 23));
        const isOpen = !openToInternet(telnet, { maxPublicAddresses, allowedCidrs: [] }).isEmpty;
        if (isOpen) yield finding(rule.resource, "admits tcp 23 from the internet.");
      }
    }
  },
});

/** A question that one resource cannot answer: it joins instances to subnets, by reference or by id. */
export const noLonelySubnet = stackPolicy({
  name: "no-lonely-subnet",
  description: "A subnet must hold an instance.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Remove the subnet.",

  *check(network) {
    const used = new Set(network.placements.map(({ subnet }) => subnet?.resource));
    for (const { resource } of network.subnets) {
      if (!used.has(resource)) yield finding(resource, "holds no instance.");
    }
  },
});

export const policies: Policy[] = [
  configure(noPublicSshRdp, { enforcementLevel: "mandatory", allowedCidrs: ["198.51.100.0/24"] }),
  configure(requireEnvironmentTag, { enforcementLevel: "advisory" }),
  noInternetPathToPrivateInstance,
  noPublicTelnet,
  noLonelySubnet,
];
