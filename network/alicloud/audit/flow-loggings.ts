import { allOf, anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import type { About, Stack } from "../../../stack/stack";
import { type Answer, elements, text, UNKNOWN, word } from "../../../stack/value";
import type { FlowLogging } from "../../audit/flow-logging";
import { flowLoggingsOf } from "../../audit/flow-loggings";
import type { Vpcs } from "../routing/vpcs";
import type { VSwitches } from "../routing/vswitches";
import { VPCS, VSWITCHES } from "../types";

const FLOW_LOG = "alicloud:vpc/flowLog:FlowLog";

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly subnets: VSwitches;
}

/** Whether what is dropped in each VPC is recorded. */
export function readFlowLoggings({ stack, vpcs, subnets }: Sources): FlowLogging[] {
  return flowLoggingsOf(vpcs.all, subnets.all, {
    ofVpc: logsOf(stack, "vpc", VPCS),
    ofSubnet: logsOf(stack, "vswitch", VSWITCHES),
    records: recordsDropped,
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
    const isOpen = (log: Resource) => log.get("resourceId") === UNKNOWN && isOfKind(log);
    return { certain: certain.filter(isOfKind), possible: possible.filter(isOpen) };
  };
}

function recordsDropped(log: Resource): Answer {
  const [type, status] = ["trafficType", "status"].map((name) => text(log.getDeclared(name)));
  if (status === "Inactive") return false;
  if (type === UNKNOWN || status === UNKNOWN) return UNKNOWN;
  return allOf([type === "All" || type === "Drop", isOfEveryPath(log)]);
}

/** One that names paths may be of what goes to the internet and comes from there alone. */
function isOfEveryPath(log: Resource): Answer {
  const paths = elements(log.getDeclared("trafficPaths")).map(word);
  return (
    paths.length === 0 || anyOf(paths.map((path): Answer => (path === UNKNOWN ? UNKNOWN : path === "all")))
  );
}
