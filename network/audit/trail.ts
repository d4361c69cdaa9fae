import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Answer, Unknown } from "../../stack/value";

/** A record of the calls that an account's principals make. */
export interface Trail {
  readonly resource: Resource;
  /** Whether it records what is changed: its own switch, and what it selects. */
  readonly isLogging: Answer;
  readonly recordsChanges: Answer;
  /** What it leaves out where it does not, such as `the calls that change something`. */
  readonly leavesOut: string;
  readonly isOfEveryRegion: Answer;
  readonly isOfOrganization: Answer;
  /** Whether it can be told that a file of it was changed afterwards. */
  readonly validation: Setting | undefined;
  /** Whether it also goes to where alarms can look for events; false where nothing says so. */
  readonly isWatchable: Answer;
  /** The patterns of events that alarms look for in it; UNKNOWN among them where one is not known yet. */
  readonly alarmPatterns: readonly (string | Unknown)[];
}
