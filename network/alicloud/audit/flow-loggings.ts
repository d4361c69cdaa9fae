import type { Resource } from "../../../stack/resource";
import type { About, Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN } from "../../../stack/value";
import type { FlowLogging } from "../../audit/flow-logging";
import type { DeclaredSubnet } from "../../routing/subnet";
import type { Vpcs } from "../routing/vpcs";
import type { VSwitches } from "../routing/vswitches";
import { VPCS, VSWITCHES } from "../types";

const FLOW_LOG = "alicloud:vpc/flowLog:FlowLog";

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly subnets: VSwitches;
}

/** Whether what is refused in each VPC is recorded: by a flow log of its own, or by one of each of its vSwitches. */
export function readFlowLoggings({ stack, vpcs, subnets }: Sources): FlowLogging[] {
  const aboutVpc = logsOf(stack, "vpc", VPCS);
  const aboutVSwitch = logsOf(stack, "vswitch", VSWITCHES);
  return vpcs.all.flatMap((vpc): FlowLogging[] => {
    const { resource } = vpc;
    if (resource === undefined) return [];
    const own = aboutVpc(resource);
    const its = subnets.all.filter((subnet) => subnet.vpc === vpc);
    const state = (subnet: DeclaredSubnet) => stateOf(aboutVSwitch(subnet.resource));
    const states = its.map(state);
    const isOfEach = states.length > 0 && states.every((one) => one === true);
    const ofVpc = stateOf(own);
    const mayBe = ofVpc === UNKNOWN || (states.length > 0 && !states.includes(false));
    return [
      {
        resource,
        vpc,
        isRecorded: ofVpc === true || isOfEach || (mayBe ? UNKNOWN : false),
        others: own.certain.filter((log) => recordsDropped(log) === false),
        recorded: its.filter((subnet) => state(subnet) === true),
        unrecorded: its.filter((subnet) => state(subnet) === false),
      },
    ];
  });
}

/** The flow logs of one kind of resource, which each of them names beside its id. */
function logsOf(stack: Stack, kind: string, types: readonly string[]): (resource: Resource) => About {
  const about = stack.about([FLOW_LOG], "resourceId", types);
  const isOfKind = (log: Resource) => {
    const said = text(log.getDeclared("resourceType"));
    return said === undefined || said === UNKNOWN || said.toLowerCase() === kind;
  };
  return (resource) => {
    const { certain, possible } = about(resource);
    return { certain: certain.filter(isOfKind), possible: possible.filter(isOfKind) };
  };
}

function stateOf({ certain, possible }: About): Answer {
  const answers = certain.map(recordsDropped);
  if (answers.includes(true)) return true;
  const mayBe = possible.some((log) => log.get("resourceId") === UNKNOWN && recordsDropped(log) !== false);
  return answers.includes(UNKNOWN) || mayBe ? UNKNOWN : false;
}

function recordsDropped(log: Resource): Answer {
  const [type, status] = ["trafficType", "status"].map((name) => text(log.getDeclared(name)));
  if (status === "Inactive") return false;
  if (type === UNKNOWN || status === UNKNOWN) return UNKNOWN;
  return type === "All" || type === "Drop";
}
