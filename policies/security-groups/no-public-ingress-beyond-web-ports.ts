import { ALL_PORTS, ports } from "../../algebra/ports";
import { ALL_PROTOCOLS, ICMP, ICMPV6, protocol, TCP, UDP } from "../../algebra/protocols";
import { openToInternet } from "../../network/paths/internet";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { policy } from "../kit/policy";
import { admissions } from "../questions/admissions";

const HTTP3 = 443;
const BEYOND_UDP = ALL_PORTS.subtract(ports([HTTP3]));
const WITHOUT_ICMP = ALL_PROTOCOLS.subtract(protocol(ICMP)).subtract(protocol(ICMPV6));
const OTHERS = WITHOUT_ICMP.subtract(protocol(TCP)).subtract(protocol(UDP));

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
    return admissions(network, "ingress", isExempt, (admitted) => {
      const open = openToInternet(admitted, openness);
      return open
        .on(OTHERS)
        .union(open.on(protocol(TCP), ALL_PORTS.subtract(ports(webPorts))))
        .union(open.on(protocol(UDP), BEYOND_UDP));
    });
  },
});
