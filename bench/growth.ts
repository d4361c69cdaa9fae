import { Session } from "../network/session";
import { Judging } from "../pack/judging";
import { shownInputs, shownOutputs } from "../pack/shown";
import { THIS_PACK } from "../pack/this-pack";
import { type Declared, UNKNOWN } from "./mix";

/** The CPU that all policies take for a stack in this process, resource by resource and whole, in seconds. */
export function cpuOf(declared: readonly Declared[]): number {
  const resources = declared.map((one) => ({
    ...{ ...one, parent: one.parent ?? "" },
    outputs: { ...one.inputs, id: UNKNOWN, arn: UNKNOWN },
  }));
  const before = process.cpuUsage();
  Session.begin(new Map());
  const judging = new Judging(THIS_PACK.policies, new Map());
  for (const one of resources) judging.judgeResource(shownInputs(one));
  judging.judgeStack(resources.map((one) => shownOutputs(one)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
