import type { Resource } from "../../../stack/resource";
import { readSwitch, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, text, UNKNOWN, type Unknown, type Value } from "../../../stack/value";
import { settingOf } from "../defaults/provider-default";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/**
 * The patterns of the metric filters on a trail's log group on whose metric an alarm tells somebody.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html
 */
export function readAlarmPatterns(stack: Stack): (trail: Resource) => readonly (string | Unknown)[] {
  const alarms = stack.ofType(METRIC_ALARM).filter(tellsSomebody).flatMap(metricsOf);
  const filters = stack.ofType(METRIC_FILTER).map(
    (filter): Filter => ({
      group: groupOf(stack, filter, "logGroupName"),
      pattern: text(filter.get("pattern")) ?? "",
      metric: metricText(filter.get("metricTransformation"), "name"),
    }),
  );
  return (trail) => {
    const group = groupOf(stack, trail, "cloudWatchLogsGroupArn");
    return filters.flatMap((filter): readonly (string | Unknown)[] => {
      if (filter.group !== UNKNOWN && group !== UNKNOWN && filter.group !== group) return [];
      const isUnknown = filter.group === UNKNOWN || group === UNKNOWN || filter.metric === UNKNOWN;
      if (!isUnknown && alarms.includes(filter.metric)) return [filter.pattern];
      return isUnknown || alarms.includes(UNKNOWN) ? [UNKNOWN] : [];
    });
  };
}

interface Filter {
  readonly group: string | Unknown;
  readonly pattern: string | Unknown;
  readonly metric: string | Unknown;
}

/** The log group that a property names, by its ARN or name: its URN or, outside the stack, its name. */
function groupOf(stack: Stack, resource: Resource, property: string): string | Unknown {
  const value = resource.get(property);
  const arn = typeof value === "string" ? value.replace(/:\*$/, "") : value;
  const find = (by: Value) => stack.references(resource, property, [LOG_GROUP], by, ["arn", "id", "name"]);
  const byArn = find(arn);
  const [outside] = byArn;
  const name = outside?.kind === "outside" ? /:log-group:(.+)$/.exec(outside.id)?.[1] : undefined;
  const [one, ...others] = name === undefined ? byArn : find(name);
  if (others.length > 0) return UNKNOWN;
  if (one?.kind === "resource" && one.certain) return one.resource.urn;
  return one?.kind === "outside" ? one.id : UNKNOWN;
}

function tellsSomebody(alarm: Resource): boolean {
  return (
    elements(alarm.get("alarmActions")).length > 0 &&
    settingOf(alarm, ["actionsEnabled"], readSwitch)?.value !== false
  );
}

function metricsOf(alarm: Resource): (string | Unknown)[] {
  const inputs = alarm.declared ?? alarm.settled;
  const queried = valuesAt(inputs, ["metricQueries", "metric"]).flatMap(({ value }) => value ?? []);
  return [inputs, ...queried]
    .filter((metric) => field(metric, "metricName") !== undefined)
    .map((metric) => metricText(metric, "metricName"));
}

function metricText(metric: Value, name: string): string | Unknown {
  const parts = ["namespace", name].map((key) => text(field(metric, key)));
  return parts.includes(UNKNOWN) ? UNKNOWN : parts.join(" ");
}
