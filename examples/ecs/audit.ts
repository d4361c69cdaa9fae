import * as alicloud from "@pulumi/alicloud";
import { vpc } from "./network";
import { auditBucket, named, options, tagged } from "./settings";

/** Who changed what, in every region, written to the bucket that the organization keeps for it. */
new alicloud.actiontrail.Trail(
  "changes",
  { trailName: named("changes"), ossBucketName: auditBucket, trailRegion: "All", eventRw: "All" },
  options,
);

const logs = new alicloud.log.Project("logs", { projectName: named("logs"), tags: tagged() }, options);
const flows = new alicloud.log.Store(
  "flows",
  {
    projectName: logs.projectName,
    logstoreName: "flows",
    retentionPeriod: 90,
    encryptConf: { enable: true, encryptType: "default" },
  },
  options,
);
new alicloud.vpc.FlowLog(
  "vpc",
  {
    flowLogName: named("vpc"),
    resourceType: "VPC",
    resourceId: vpc.id,
    trafficType: "All",
    projectName: logs.projectName,
    logStoreName: flows.logstoreName,
    tags: tagged(),
  },
  options,
);
