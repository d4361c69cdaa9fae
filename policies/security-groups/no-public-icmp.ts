import { Peers } from "../../algebra/peers";
import { ICMP, ICMPV6, protocol } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { addressesOf, type Rule, sourceTexts } from "../../network/groups/rule";
import { openToInternet } from "../../network/paths/internet";
import { allowedCidrs, maxPublicAddresses } from "../kit/options";
import { policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { admissionText, titleOn } from "../questions/admission-text";
import { admissions } from "../questions/admissions";

const MESSAGES = protocol(ICMP).union(protocol(ICMPV6));

export default policy(__filename, {
  description: "ICMP must not be open to the internet.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Admit it from the addresses that you measure from, or not at all.",
  controls: ["FSBP EC2.18", "AWS Config vpc-sg-open-only-to-authorized-ports"],
  stricterThanControls: "It asks about the messages of ICMP, where the controls ask about ports.",
  options: { maxPublicAddresses, allowedCidrs },

  check(network, openness, isExempt) {
    const openOf = (admitted: Traffic<Peers>) => openToInternet(admitted.on(MESSAGES), openness);
    return admissions(network, "ingress", isExempt, openOf, {
      // Every protocol at once is no-all-traffic-ingress's affair.
      counts: ({ everyProtocol }) => !everyProtocol,
      // Two of them may name different messages, so that each counts where it is enough alone.
      trafficOf: (rule) =>
        isOfUnknownMessages(rule) && !openOf(messagesOf(rule)).isEmpty ? messagesOf(rule) : rule.certain,
      textOf: (breach, resource) => {
        const unknown = breach.entries.filter(isOfUnknownMessages);
        if (unknown.length === 0) return admissionText(breach, resource);
        const from = listText(unknown.flatMap(({ sources }) => sourceTexts(sources)));
        const titles = unknown.map((rule) => titleOn(resource, rule));
        return `${listText(titles)} ${titles.length === 1 ? "admits" : "admit"} ICMP messages of a type or code not known yet from ${from}.`;
      },
    });
  },
});

/** Whichever messages it turns out to name, it admits some. */
function isOfUnknownMessages({ services, problems }: Rule): boolean {
  return !services.protocols.isEmpty && services.ports.isEmpty && problems.length === 0;
}

function messagesOf({ possibleServices, sources }: Rule): Traffic<Peers> {
  return Traffic.of(possibleServices.protocols, possibleServices.ports, Peers.of(addressesOf(sources)));
}
