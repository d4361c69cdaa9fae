import * as aws from "@pulumi/aws";

// "Until we know what the pipeline needs."
// no-administrator-policy: pipeline
new aws.iam.Policy("pipeline", {
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
});

// The export runs outside AWS, so it got a user with a key and permissions of its own.
// no-user-attached-policy: exporter
const exporter = new aws.iam.User("exporter");
new aws.iam.UserPolicyAttachment("exporter", {
  user: exporter.name,
  policyArn: aws.iam.ManagedPolicy.AmazonS3ReadOnlyAccess,
});
// no-long-term-access-key: exporter-key
new aws.iam.AccessKey("exporter-key", { user: exporter.name });

// The key before this one, for the script that was not changed yet; AWS's own example stands in for it here.
// no-embedded-credentials: exporter-key-id
new aws.ssm.Parameter("exporter-key-id", { type: "String", value: "AKIAIOSFODNN7EXAMPLE" });

// A partner wanted to hear of orders; everyone else can now, too.
const orders = new aws.sns.Topic("orders-placed", { kmsMasterKeyId: "alias/aws/sns" });
// no-public-data-sharing: orders-placed-policy
new aws.sns.TopicPolicy("orders-placed-policy", {
  arn: orders.arn,
  policy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:Subscribe", Resource: orders.arn }],
  },
});
