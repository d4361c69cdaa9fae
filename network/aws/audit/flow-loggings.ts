import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN } from "../../../stack/value";
import type { FlowLogging } from "../../audit/flow-logging";
import { flowLoggingsOf } from "../../audit/flow-loggings";
import type { Subnets } from "../routing/subnets";
import type { Vpcs } from "../routing/vpcs";
import { SUBNETS, VPCS } from "../types";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

interface Needs {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html */
export function readFlowLoggings({ stack, vpcs, subnets }: Needs): FlowLogging[] {
  return flowLoggingsOf(vpcs.all, subnets.all, {
    ofVpc: stack.about([FLOW_LOG], "vpcId", VPCS),
    ofSubnet: stack.about([FLOW_LOG], "subnetId", SUBNETS),
    records: recordsRejected,
  });
}

function recordsRejected(log: Resource): Answer {
  const type = text(log.get("trafficType"));
  return type === UNKNOWN ? UNKNOWN : type === "ALL" || type === "REJECT";
}
