import { ICMP, ICMPV6, protocol } from "../../algebra/protocols";
import { openToInternet } from "../../network/paths/internet";
import { allowedCidrs, maxPublicAddresses } from "../kit/options";
import { policy } from "../kit/policy";
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
    return admissions(
      network,
      "ingress",
      isExempt,
      (admitted) => openToInternet(admitted, openness).on(MESSAGES),
      // Every protocol at once is no-all-traffic-ingress's affair.
      { counts: ({ everyProtocol }) => !everyProtocol },
    );
  },
});
