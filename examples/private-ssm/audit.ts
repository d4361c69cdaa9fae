import * as aws from "@pulumi/aws";
import { auditBucket, named, options } from "./settings";

/** Who changed what, in every region, written to the bucket that the organization keeps for it. */
new aws.cloudtrail.Trail(
  "changes",
  {
    s3BucketName: auditBucket,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    tags: named("changes"),
  },
  options,
);
