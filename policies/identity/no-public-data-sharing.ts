import { groupBy } from "../../stack/multimap";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Data, keys, images and functions must not be shared with everyone.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Name the accounts, organization, network or resources that need it.",
  controls: [
    "FSBP EC2.1",
    "FSBP KMS.5",
    "FSBP Lambda.1",
    "FSBP RDS.1",
    "FSBP S3.2",
    "FSBP S3.3",
    "FSBP SNS.4",
    "FSBP SQS.3",
    "FSBP SSM.4",
    "AWS Config kms-key-policy-no-public-access",
    "AWS Config lambda-function-public-access-prohibited",
    "AWS Config rds-snapshots-public-prohibited",
    "AWS Config s3-bucket-public-read-prohibited",
    "AWS Config s3-bucket-public-write-prohibited",
    "AWS Config sns-topic-no-public-access",
    "AWS Config sqs-queue-no-public-access",
    "AWS Config ssm-document-not-public",
  ],
  stricterThanControls:
    "Many more kinds of resources are looked at; and an ACL or policy counts whether or not a public access block makes up for it.",
  looserThanControls:
    "A service that may call a function for anybody's resource is not everyone, where Lambda.1 wants an account for Amazon S3.",

  *check(network) {
    const open = network.publicShares.filter(
      ({ mayBeNarrowed = false }) => network.isWhole || !mayBeNarrowed,
    );
    for (const [resource, shares] of groupBy(open, (share) => share.resource)) {
      const titles = shares.map(({ title }) => title);
      yield finding(
        resource,
        `${listText(titles)} ${titles.length === 1 ? "shares" : "share"} it with everyone.`,
      );
    }
  },
});
