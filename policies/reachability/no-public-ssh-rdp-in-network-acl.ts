import { united } from "../../algebra/traffic";
import { openToInternet } from "../../network/paths/internet";
import { examplePacket, packetText } from "../../network/paths/packet";
import type { NetworkAcl, NetworkAclEntry } from "../../network/routing/network-acl";
import { allowed, blocksOf, entryTitle } from "../../network/routing/network-acl";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { policy } from "../kit/policy";
import type { Breach } from "../kit/shown-alone";
import { listText } from "../kit/wording";
import { administrationOn, RDP } from "../questions/administration";
import { breachFinding } from "../questions/breaches";

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
    const administration = administrationOn(ports);
    for (const acl of network.networkAcls) {
      const decisions = declared(acl);
      const open = openToInternet(administration(united(decisions)), openness);
      const found = breachFinding(decisions, acl.resource, open, letInText);
      if (found !== undefined) yield found;
    }
  },
});

/** `ingress[0] (100) lets in tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.` */
function letInText({ entries, traffic }: Breach<NetworkAclEntry>): string {
  const packet = examplePacket(traffic);
  const blocks = new Set(entries.flatMap(({ certain }) => blocksOf(certain)));
  return (
    `${listText(entries.map(entryTitle))} ${entries.length === 1 ? "lets" : "together let"} in ${traffic.servicesText()} ` +
    `from ${listText([...blocks])}${packet === undefined ? "" : `, such as ${packetText(packet)}`}.`
  );
}

/** What an ACL certainly lets in by the stack's entries. Those that AWS makes itself are nobody's to change. */
function declared(acl: NetworkAcl): ReturnType<typeof allowed> {
  return allowed(acl, "ingress").filter(({ entry }) => entry.resource !== undefined);
}
