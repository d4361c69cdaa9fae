import { allOf, anyOf } from "../../stack/answers";
import type { Resource } from "../../stack/resource";
import type { About } from "../../stack/stack";
import { type Answer, UNKNOWN } from "../../stack/value";
import type { DeclaredSubnet } from "../routing/subnet";
import type { Vpc } from "../routing/vpc";
import type { FlowLogging } from "./flow-logging";

/** How a cloud's flow logs are told. */
interface Logs {
  readonly ofVpc: (vpc: Resource) => About;
  readonly ofSubnet: (subnet: Resource) => About;
  /** Whether a log records what is refused. */
  readonly records: (log: Resource) => Answer;
}

/** Whether what is refused in each VPC is recorded: by a flow log of its own, or by one of each of its subnets. */
export function flowLoggingsOf(
  vpcs: readonly Vpc[],
  subnets: readonly DeclaredSubnet[],
  { ofVpc, ofSubnet, records }: Logs,
): FlowLogging[] {
  const stateOf = ({ certain, possible }: About): Answer => {
    const answers = certain.map(records);
    if (answers.includes(true)) return true;
    return answers.includes(UNKNOWN) || possible.some((log) => records(log) !== false) ? UNKNOWN : false;
  };
  return vpcs.flatMap((vpc): FlowLogging[] => {
    const { resource } = vpc;
    if (resource === undefined) return [];
    const own = ofVpc(resource);
    const its = subnets.filter((subnet) => subnet.vpc?.key === vpc.key);
    const states = new Map<DeclaredSubnet, Answer>(
      its.map((subnet) => [subnet, stateOf(ofSubnet(subnet.resource))]),
    );
    const are = (state: Answer) => its.filter((subnet) => states.get(subnet) === state);
    const areAllSubnets = its.length > 0 && allOf([...states.values()]);
    const isRecorded = anyOf([stateOf(own), areAllSubnets]);
    const others = own.certain.filter((log) => records(log) === false);
    return [{ resource, vpc, isRecorded, others, recorded: are(true), unrecorded: are(false) }];
  });
}
