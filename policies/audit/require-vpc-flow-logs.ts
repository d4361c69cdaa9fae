import type { FlowLogging } from "../../network/audit/flow-logging";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A VPC must have flow logs of what is refused in it.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Give it a flow log of all traffic, or of what is refused.",
  controls: ["CIS AWS Foundations Benchmark v5.0.0 3.7", "FSBP EC2.6", "AWS Config vpc-flow-logs-enabled"],
  looserThanControls: "A flow log on every subnet is one on the VPC.",

  *check(network) {
    for (const logging of network.flowLoggings) {
      if (logging.isRecorded === false) yield finding(logging.resource, `${stateText(logging)}.`);
    }
  },
});

function stateText({ others, recorded, unrecorded }: FlowLogging): string {
  if (others.length > 0) {
    const names = listText(others.map(({ title }) => title));
    return `${names} ${others.length === 1 ? "records" : "record"} nothing that is refused`;
  }
  if (recorded.length === 0) return "it has no flow log";
  return `it has no flow log, and of its subnets neither has ${listText(unrecorded.map(({ title }) => title))}`;
}
