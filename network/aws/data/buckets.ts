import type { Stack } from "../../../stack/stack";
import { UNKNOWN, type Unknown, type Value } from "../../../stack/value";
import type { Bucket } from "../../data/bucket";
import { type BucketKind, readBuckets as readBucketsOf, readStatus } from "../../data/bucket-reader";
import { BUCKETS } from "../types";
import { PUBLIC_ACCESS_BLOCK, publicAccessOf } from "./public-access-blocks";

const VERSIONING = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
];
const ENCRYPTION = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];
const REPLICATION = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];

const CONFIGURATIONS = {
  versioning: {
    types: VERSIONING,
    steps: ["versioningConfiguration", "status"],
    inline: [
      ["versioning", "enabled"],
      ["versionings", "enabled"],
      // Object Lock takes versioning along, and no way leads back.
      ["objectLockEnabled"],
      ["objectLockConfiguration", "objectLockEnabled"],
    ],
    read: readStatus,
  },
  encryption: {
    types: ENCRYPTION,
    steps: ["rules", "applyServerSideEncryptionByDefault", "sseAlgorithm"],
    inline: [
      ["serverSideEncryptionConfiguration", "rule", "applyServerSideEncryptionByDefault", "sseAlgorithm"],
      ["serverSideEncryptionConfigurations", "rules", "applyServerSideEncryptionByDefaults", "sseAlgorithm"],
    ],
    read: isAlgorithm,
  },
  replication: {
    types: REPLICATION,
    steps: ["rules", "status"],
    inline: [
      ["replicationConfiguration", "rules", "status"],
      ["replicationConfigurations", "rules", "status"],
    ],
    read: readStatus,
  },
} satisfies BucketKind["configurations"];

const DESTINATION = ["destination", "bucket"];
const DESTINATIONS = [
  ["rules", ...DESTINATION],
  ["replicationConfiguration", "rules", ...DESTINATION],
  ["replicationConfigurations", "rules", ...DESTINATION],
] satisfies BucketKind["destinations"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html: all on by default, and every level that blocks does. */
const ACCESS_POINTS = {
  "aws:s3/accessPoint:AccessPoint": {
    switches: ["publicAccessBlockConfiguration"],
    bucket: ["bucket"],
    vpc: ["vpcConfiguration", "vpcId"],
  },
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": {
    switches: ["details", "publicAccessBlock"],
    bucket: ["details", "regions", "bucket"],
  },
} satisfies BucketKind["accessPoints"];

const S3: BucketKind = {
  types: BUCKETS,
  // Its id is its name.
  handles: ["id", "bucket", "arn"],
  configurations: CONFIGURATIONS,
  block: PUBLIC_ACCESS_BLOCK,
  publicAccessOf,
  accessPoints: ACCESS_POINTS,
  destinations: DESTINATIONS,
  nameIn,
};

/** The buckets of a stack with what other resources say of them, and what is said of buckets outside it. */
export function readBuckets(stack: Stack): Bucket[] {
  return readBucketsOf(stack, S3);
}

function isAlgorithm(value: Value): boolean | Unknown {
  return value === UNKNOWN
    ? UNKNOWN
    : typeof value === "string" && /^(AES256|aws:(kms(:dsse)?|fsx))$/.test(value);
}

/** The name in the ARN of a bucket. */
function nameIn(value: Value): Value {
  return typeof value === "string" ? value.replace(/^arn:[\w-]+:s3:::/, "") : value;
}
