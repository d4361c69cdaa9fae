import { Unit } from "../../algebra/interval-set";
import { ALL_PORTS, ports } from "../../algebra/ports";
import { ICMP, ICMPV6, protocol, TCP, UDP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { openToInternet } from "../../network/paths/internet";
import { rememberedOf } from "../../stack/remembered";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { policy } from "../kit/policy";
import { admissions } from "../questions/admissions";

const HTTP3 = 443;

export default policy(__filename, {
  description: "Nothing but the web ports may be open to the internet.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps:
    "Admit the internet on the web ports alone, and everyone else by security group or address.",
  controls: ["FSBP EC2.18", "FSBP EC2.19", "AWS Config vpc-sg-open-only-to-authorized-ports"],
  stricterThanControls:
    "Addresses are counted over all rules of a group, and more than 256 are too many, where the controls look for 0.0.0.0/0 and ::/0.",
  looserThanControls: "UDP 443 may be open for HTTP/3.",
  options: {
    webPorts: portList([80, HTTP3], "The TCP ports that may be open; UDP 443 (HTTP/3) always may."),
    maxPublicAddresses,
    allowedCidrs,
  },

  check(network, { webPorts, ...openness }, isExempt) {
    return admissions(network, "ingress", isExempt, (admitted) =>
      openToInternet(admitted.beside(servicesOpen(webPorts)), openness),
    );
  },
});

/** What may be open: ICMP is no-public-icmp's affair. */
const servicesOpen = rememberedOf((webPorts: readonly number[]) =>
  Traffic.of(protocol(TCP), ports(webPorts), Unit.present)
    .union(Traffic.of(protocol(UDP), ports([HTTP3]), Unit.present))
    .union(Traffic.of(protocol(ICMP).union(protocol(ICMPV6)), ALL_PORTS, Unit.present)),
);
