import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, flag, isGiven, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Trail } from "../../audit/trail";
import { settingOf } from "../defaults/provider-default";
import { readAlarmPatterns } from "./alarm-patterns";

const TRAIL = "aws:cloudtrail/trail:Trail";

export function readTrails(stack: Stack): Trail[] {
  const alarmPatternsOf = readAlarmPatterns(stack);
  return stack.ofType(TRAIL).map((resource) => {
    const isOn = (property: string): Answer => settingOf(resource, [property], readSwitch)?.value ?? UNKNOWN;
    const group = resource.get("cloudWatchLogsGroupArn");
    const changes = recordsChanges(resource);
    const globals = isOn("includeGlobalServiceEvents");
    return {
      resource,
      isLogging: isOn("enableLogging"),
      recordsChanges: globals === false || changes === true ? globals : changes,
      leavesOut:
        changes !== false && globals === false
          ? "global services such as IAM"
          : "the calls that change something",
      isOfEveryRegion: isOn("isMultiRegionTrail"),
      isOfOrganization: isOn("isOrganizationTrail"),
      validation: settingOf(resource, ["enableLogFileValidation"], readSwitch),
      isWatchable: isGiven(group),
      alarmPatterns: alarmPatternsOf(resource),
    };
  });
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
function recordsChanges(trail: Resource): Answer {
  const advanced = elements(trail.get("advancedEventSelectors"));
  const basic = elements(trail.get("eventSelectors"));
  if (advanced.length > 0) return anyOf(advanced.map(selectsChanges));
  if (basic.length === 0) return true;
  return anyOf(
    basic.map((selector) => {
      const type = text(field(selector, "readWriteType")) ?? "All";
      const includes = flag(field(selector, "includeManagementEvents")) ?? true;
      if (includes === false || type === "ReadOnly") return false;
      return includes === UNKNOWN || type === UNKNOWN ? UNKNOWN : true;
    }),
  );
}

/** Whether an advanced selector selects every management event that changes something. */
function selectsChanges(selector: Value): Answer {
  const selectors = elements(field(selector, "fieldSelectors"));
  const answers = selectors.map((one): Answer => {
    const name = text(field(one, "field"));
    const values = elements(field(one, "equals")).map(text);
    if (name === UNKNOWN || values.includes(UNKNOWN)) return UNKNOWN;
    if (name === "eventCategory") return values.includes("Management");
    if (name === "readOnly") return values.includes("false");
    // Whatever else leaves something out, such as a busy service by name, keeps the rest.
    const isSome = ["equals", "startsWiths", "endsWiths"].some(
      (test) => elements(field(one, test)).length > 0,
    );
    return !isSome;
  });
  if (answers.includes(false)) return false;
  const isSure = !answers.includes(UNKNOWN);
  const isOfManagement = selectors.some((one) => field(one, "field") === "eventCategory");
  return isSure ? isOfManagement : UNKNOWN;
}
