import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import disabled from "../../../policies/audit/require-network-change-alarms";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const policy = configured(disabled, { enforcementLevel: "advisory" });
const FLAGGED = ["require-network-change-alarms: audit"];

const named = (...names: string[]) => `{ ${names.map((name) => `($.eventName = ${name})`).join(" || ")} }`;
const EVERYTHING = named("*SecurityGroup*", "*NetworkAcl*", "*Gateway", "*Route*", "*Vpc*");
const GROUPS = [
  "AuthorizeSecurityGroupIngress",
  "AuthorizeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "RevokeSecurityGroupEgress",
  "CreateSecurityGroup",
  "DeleteSecurityGroup",
];
const OTHERS = named("*NetworkAcl*", "*Gateway", "*Route*", "*Vpc*");

const trail = (cloudWatchLogsGroupArn?: pulumi.Input<string>) =>
  new aws.cloudtrail.Trail("audit", {
    s3BucketName: "logs",
    ...(cloudWatchLogsGroupArn && { cloudWatchLogsGroupArn }),
  });
const metric = { namespace: "Audit", name: "Changes", value: "1" };
const alarm = (args: Partial<aws.cloudwatch.MetricAlarmArgs> = {}) =>
  new aws.cloudwatch.MetricAlarm("changes", {
    namespace: "Audit",
    metricName: "Changes",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    evaluationPeriods: 1,
    alarmActions: ["arn:aws:sns:eu-west-1:111122223333:on-call"],
    ...args,
  });

/** A trail that goes to a log group, with a filter for each pattern, and what else there is. */
const watched =
  (patterns: readonly pulumi.Input<string>[], rest: () => unknown = () => alarm()) =>
  () => {
    const group = new aws.cloudwatch.LogGroup("audit", {});
    trail(pulumi.interpolate`${group.arn}:*`);
    for (const [i, pattern] of patterns.entries()) {
      new aws.cloudwatch.LogMetricFilter(`filter-${i}`, {
        logGroupName: group.name,
        pattern,
        metricTransformation: metric,
      });
    }
    rest();
  };

describe("require-network-change-alarms", () => {
  it("says nothing until it is enabled, and nothing of a trail that goes to no log group", async () => {
    assert.deepEqual(await verdict([disabled], watched([])), []);
    assert.deepEqual(await verdict([policy], watched([])), FLAGGED);
    assert.deepEqual(await verdict([policy], () => trail()), []);
  });

  for (const [title, patterns, isEnough] of [
    ["wildcards", [EVERYTHING], true],
    ["several filters", [named(...GROUPS), OTHERS], true],
    ["a filter without one of the calls", [named(...GROUPS.slice(1)), OTHERS], false],
    ["a filter without one kind of changes", [OTHERS], false],
    ["a call in each filter", [...GROUPS.map((name) => named(name)), OTHERS], true],
    [
      "the source before the names",
      [
        `{ ($.eventSource = "ec2.amazonaws.com") && (${EVERYTHING.slice(1, -1)}) && ($.errorCode NOT EXISTS) }`,
      ],
      true,
    ],
    ["another source", [`{ ($.eventSource = s3.amazonaws.com) && (${EVERYTHING.slice(1, -1)}) }`], false],
    ["one user alone", [`{ ($.userIdentity.userName = ayumi) && (${EVERYTHING.slice(1, -1)}) }`], false],
    ["everything but something", ["{ $.eventName != DescribeInstances }"], true],
    ["everything but a change", ["{ $.eventName != DeleteVpc }"], false],
    ["everything but a text with marks in it", ['{ $.eventName != "List & Describe" }'], true],
    ["more behind a condition", ["{ $.eventName = * $.errorCode }"], false],
    ["a test that there is not", ["{ $.errorCode IS EXISTS }"], false],
    ["an expression that a text only ends with", ['{ $.eventName = "x%.%" }'], false],
    ["words", ["SecurityGroup"], false],
    ["what is no pattern", ["{ (($.eventName = * ) "], false],
  ] as const) {
    it(`${isEnough ? "passes" : "flags"} ${title}`, async () => {
      assert.deepEqual(await verdict([policy], watched(patterns)), isEnough ? [] : FLAGGED);
    });
  }

  it("wants an alarm on the metric that tells somebody", async () => {
    for (const rest of [
      () => {},
      () => alarm({ alarmActions: [] }),
      () => alarm({ actionsEnabled: false }),
      () => alarm({ metricName: "Others" }),
      () => alarm({ namespace: "Others" }),
    ]) {
      assert.deepEqual(await verdict([policy], watched([EVERYTHING], rest)), FLAGGED);
    }
    const query = { metricName: "Changes", namespace: "Audit", period: 300, stat: "Sum" };
    const queried = () => {
      const args = {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        alarmActions: ["arn:aws:sns:::t"],
      };
      new aws.cloudwatch.MetricAlarm("changes", {
        ...args,
        metricQueries: [{ id: "m", metric: query, returnData: true }],
      });
    };
    assert.deepEqual(await verdict([policy], watched([EVERYTHING], queried)), []);
  });

  it("joins a log group outside the stack by its name", async () => {
    const outside = (logGroupName: string) => () => {
      trail("arn:aws:logs:eu-west-1:111122223333:log-group:audit:*");
      new aws.cloudwatch.LogMetricFilter("filter", {
        logGroupName,
        pattern: EVERYTHING,
        metricTransformation: metric,
      });
      alarm();
    };
    assert.deepEqual(await verdict([policy], outside("audit")), []);
    assert.deepEqual(await verdict([policy], outside("others")), FLAGGED);
  });

  it("names what is missing", async () => {
    const [said = ""] = await messages(policy, watched([named("*SecurityGroup*", "*Vpc*")]));
    assert.match(said, /no alarm tells of every change of network ACLs, gateways and route tables\./);
  });

  it("leaves what is not known yet to the update", async () => {
    const program = (pattern: string) => () => watched([later(pattern)])();
    assert.deepEqual(await phases(policy, program(OTHERS)), [0, 1]);
    assert.deepEqual(await phases(policy, program(EVERYTHING)), [0, 0]);
    const counting = (name: string) => () => {
      const { name: logGroupName, arn } = new aws.cloudwatch.LogGroup("audit", {});
      trail(pulumi.interpolate`${arn}:*`);
      const metricTransformation = { ...metric, name: later(name) };
      new aws.cloudwatch.LogMetricFilter("filter", {
        logGroupName,
        pattern: EVERYTHING,
        metricTransformation,
      });
      alarm();
    };
    assert.deepEqual(await phases(policy, counting("Changes")), [0, 0]);
    assert.deepEqual(await phases(policy, counting("Others")), [0, 1]);
  });
});
