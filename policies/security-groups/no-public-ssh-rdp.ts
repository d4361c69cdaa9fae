import { openToInternet } from "../../network/paths/internet";
import { allowedCidrs, maxPublicAddresses, portList } from "../kit/options";
import { policy } from "../kit/policy";
import { administrationOn, RDP } from "../questions/administration";
import { admissions } from "../questions/admissions";

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
    const administration = administrationOn(ports);
    return admissions(network, "ingress", isExempt, (admitted) =>
      openToInternet(administration(admitted), openness),
    );
  },
});
