import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { united } from "../../algebra/traffic";
import { openToInternet } from "../../network/paths/internet";
import { examplePacket, packetText } from "../../network/paths/packet";
import type { NetworkAcl } from "../../network/routing/network-acl";
import { allowed, blocksOf, entryTitle } from "../../network/routing/network-acl";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

const RDP = 3389;

export default policy(__filename, {
  description: "A network ACL must not let SSH and RDP in from the internet.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Deny these ports by an entry of a lower number, or allow fewer ports or addresses.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 5.2",
    "FSBP EC2.21",
    "AWS Config nacl-no-unrestricted-ssh-rdp",
  ],
  stricterThanControls:
    "Addresses are counted over all entries in their order, however they are split, where the controls look for 0.0.0.0/0 or ::/0 in one entry.",
  looserThanControls:
    "SSH is asked about over TCP alone, and an ACL that AWS makes with a VPC only once the stack adopts it.",
  options: {
    ports: portList([22, RDP], "The ports of administration; 3389 over UDP as well as TCP."),
    maxPublicAddresses,
    allowedCidrs,
  },

  *check(network, { ports, ...openness }) {
    const [tcp, udp] = [portSet(ports), portSet(ports.filter((port) => port === RDP))];
    const openIn = (acl: NetworkAcl) => {
      const admitted = united(declared(acl));
      return openToInternet(admitted.on(protocol(TCP), tcp).union(admitted.on(protocol(UDP), udp)), openness);
    };
    for (const acl of network.networkAcls) {
      let open = openIn(acl);
      const reported = acl.resource && network.alone(acl.resource);
      for (const alone of open.isEmpty ? [] : (reported?.networkAcls ?? []))
        open = open.beside(openIn(alone));
      const entries = declared(acl)
        .filter(({ traffic }) => !traffic.intersect(open).isEmpty)
        .map(({ entry }) => entry);
      const [first, ...others] = [...new Set(entries.flatMap(({ resource }) => resource ?? []))];
      const resource = others.length === 0 ? first : (acl.resource ?? first);
      const packet = examplePacket(open);
      if (resource === undefined || packet === undefined) continue;
      yield finding(
        resource,
        `${listText(entries.map(entryTitle))} ${entries.length === 1 ? "lets" : "together let"} in ${open.servicesText()} ` +
          `from ${listText([...new Set(entries.flatMap(({ certain }) => blocksOf(certain)))])}, such as ${packetText(packet)}.`,
      );
    }
  },
});

/** What an ACL certainly lets in by the stack's entries. Those that AWS makes itself are nobody's to change. */
function declared(acl: NetworkAcl): ReturnType<typeof allowed> {
  return allowed(acl, "ingress").filter(({ entry }) => entry.resource !== undefined);
}
