import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { openToInternet } from "../../network/paths/internet";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { policy } from "../kit/policy";
import { admissions } from "../questions/admissions";

const RDP = 3389;

export default policy(__filename, {
  description: "SSH and RDP must not be open to the internet.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Admit only the addresses you administer from, or none and use Session Manager.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 5.3",
    "CIS AWS Foundations Benchmark v5.0.0 5.4",
    "FSBP EC2.19",
    "Security Hub EC2.13",
    "Security Hub EC2.14",
    "Security Hub EC2.53",
    "Security Hub EC2.54",
    "AWS Config restricted-ssh",
    "AWS Config restricted-common-ports",
    "AWS Config vpc-sg-port-restriction-check",
  ],
  stricterThanControls:
    "Addresses are counted over all rules of a group, however they are split, where the controls look for 0.0.0.0/0 or ::/0 in one rule.",
  looserThanControls:
    "SSH is asked about over TCP alone, and of the ports of EC2.19 those of administration alone: no-public-ingress-beyond-web-ports has the others.",
  options: {
    ports: portList([22, RDP], "The ports of administration; 3389 over UDP as well as TCP."),
    maxPublicAddresses,
    allowedCidrs,
  },

  check(network, { ports, ...openness }, isExempt) {
    return admissions(network, "ingress", isExempt, (admitted) => {
      const open = openToInternet(admitted, openness);
      const udpPorts = portSet(ports.filter((port) => port === RDP));
      return open.on(protocol(TCP), portSet(ports)).union(open.on(protocol(UDP), udpPorts));
    });
  },
});
