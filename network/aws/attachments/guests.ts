import type { Guest } from "../../attachments/guest";
import { readGuests as readGuestsBy } from "../../attachments/guests";
import { SUBNETS } from "../types";

const SPELLING = {
  types: SUBNETS,
  properties: /^(vpc|client|customer)?subnet(s|ids?)$/i,
  takes: new Map<string, NonNullable<Guest["takes"]>>([
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html: nothing connects to a function by its interfaces.
    ["aws:lambda/function:Function", "nothing"],
    // https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html: for outgoing traffic alone.
    ["aws:apprunner/vpcConnector:VpcConnector", "nothing"],
    // https://docs.aws.amazon.com/efs/latest/ug/network-access.html: by NFS.
    ["aws:efs/mountTarget:MountTarget", 2049],
  ]),
};

/** The guests of a stack's VPCs, by whatever resources. */
export function readGuests(sources: Parameters<typeof readGuestsBy>[0]): Guest[] {
  return readGuestsBy(sources, SPELLING);
}
