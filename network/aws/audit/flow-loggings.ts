import type { Resource } from "../../../stack/resource";
import type { About, Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN } from "../../../stack/value";
import type { FlowLogging } from "../../audit/flow-logging";
import type { DeclaredSubnet } from "../../routing/subnet";
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
  const aboutVpc = stack.about([FLOW_LOG], "vpcId", VPCS);
  const aboutSubnet = stack.about([FLOW_LOG], "subnetId", SUBNETS);
  return vpcs.all.flatMap((vpc) => {
    const { resource } = vpc;
    if (resource === undefined) return [];
    const own = aboutVpc(resource);
    const its = subnets.all.filter((subnet) => subnet.vpc?.key === vpc.key);
    const state = (subnet: DeclaredSubnet) => stateOf(aboutSubnet(subnet.resource));
    return {
      resource,
      vpc,
      isRecorded: either(stateOf(own), allOf(its.map(state))),
      others: own.certain.filter((log) => recordsRejected(log) === false),
      recorded: its.filter((subnet) => state(subnet) === true),
      unrecorded: its.filter((subnet) => state(subnet) === false),
    };
  });
}

function stateOf({ certain, possible }: About): Answer {
  const answers = certain.map(recordsRejected);
  if (answers.includes(true)) return true;
  return answers.includes(UNKNOWN) || possible.some((log) => recordsRejected(log) !== false)
    ? UNKNOWN
    : false;
}

function recordsRejected(log: Resource): Answer {
  const type = text(log.get("trafficType"));
  return type === UNKNOWN ? UNKNOWN : type === "ALL" || type === "REJECT";
}

function allOf(answers: readonly Answer[]): Answer {
  if (answers.length === 0 || answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}

function either(one: Answer, other: Answer): Answer {
  if (one === true || other === true) return true;
  return one === UNKNOWN || other === UNKNOWN ? UNKNOWN : false;
}
