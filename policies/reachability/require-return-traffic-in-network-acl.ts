import { portsText } from "../../algebra/ports";
import { protocolName } from "../../algebra/protocols";
import { examplePacket } from "../../network/paths/packet";
import type { UnansweredFlow } from "../../network/routing/network-acl";
import { blocksOf, EPHEMERAL_PORTS, entryTitle, unansweredFlows } from "../../network/routing/network-acl";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A network ACL must let the answers to what it admits through the other way.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Allow the client ports the other way to the same addresses, or do not admit the packets.",

  *check(network) {
    for (const acl of network.networkAcls) {
      for (const flow of [...unansweredFlows(acl, "ingress"), ...unansweredFlows(acl, "egress")]) {
        const { resource } = flow.entry;
        if (resource !== undefined) yield finding(resource, text(flow));
      }
    }
  },
});

function text({ entry, direction, traffic }: UnansweredFlow): string {
  const [verb, from, back] =
    direction === "ingress" ? ["lets in", "from", "egress denies"] : ["lets out", "to", "ingress denies"];
  const { protocol, port, source } = examplePacket(traffic) as NonNullable<ReturnType<typeof examplePacket>>;
  const name = protocolName(protocol);
  return (
    `${entryTitle(entry)} ${verb} ${traffic.servicesText()} ${from} ${listText(blocksOf(traffic))}, ` +
    `such as ${name} ${port} ${from} ${source}, and ${back} the answer on ${name} ${portsText(EPHEMERAL_PORTS)}.`
  );
}
