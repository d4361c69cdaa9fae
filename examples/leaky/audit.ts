import * as aws from "@pulumi/aws";

// The wizard asked for a trail, and nobody for the other regions or for validation.
// require-cloudtrail: calls
new aws.cloudtrail.Trail("calls", { s3BucketName: "shop-audit-logs" });
