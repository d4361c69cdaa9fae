import type { Guest } from "../../attachments/guest";
import { readGuests as readGuestsBy } from "../../attachments/guests";
import { VSWITCHES } from "../types";

const SPELLING = {
  types: VSWITCHES,
  properties: /^vswitch(es|ids?)?$/i,
  takes: new Map<string, NonNullable<Guest["takes"]>>(),
};

/** The guests of a stack's VPCs, by whatever resources. */
export function readGuests(sources: Parameters<typeof readGuestsBy>[0]): Guest[] {
  return readGuestsBy(sources, SPELLING);
}
