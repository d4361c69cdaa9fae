import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, UNKNOWN, word } from "../../../stack/value";
import type { Trail } from "../../audit/trail";

const TRAIL = "alicloud:actiontrail/trail:Trail";
/** The older type, which records writing alone where it says nothing. */
const OLDER_TRAIL = "alicloud:actiontrail/trailDeprecated:TrailDeprecated";

/** The trails of ActionTrail, which show by no digest whether their files were changed. */
export function readTrails(stack: Stack): Trail[] {
  return stack.ofType(TRAIL, OLDER_TRAIL).map((resource) => ({
    resource,
    isLogging: isWord(resource, "status", (status) => status !== "disable"),
    recordsChanges: isWord(resource, "eventRw", (kinds) => kinds === "all", resource.type === TRAIL),
    leavesOut: "the events of one kind",
    isOfEveryRegion: isWord(resource, "trailRegion", (region) => region === "all"),
    isOfOrganization: readSwitch(resource.getDeclared("isOrganizationTrail")) ?? false,
    validation: undefined,
    isWatchable: false,
    alarmPatterns: [],
  }));
}

/** What is left out is what the documentation says: on, every event, every region. */
function isWord(
  resource: Resource,
  property: string,
  is: (word: string) => boolean,
  otherwise: Answer = true,
): Answer {
  const said = word(resource.getDeclared(property));
  if (said === undefined) return otherwise;
  return said === UNKNOWN ? UNKNOWN : is(said);
}
