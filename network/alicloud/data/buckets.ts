import type { Resource } from "../../../stack/resource";
import { readSwitch, settingAt, settingsAt } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Bucket, PublicAccessBlock } from "../../data/bucket";
import {
  type BucketKind,
  type PublicAccessOf,
  readBuckets as readBucketsOf,
  readStatus,
} from "../../data/bucket-reader";
import { publicAccessBy } from "../../data/public-access";
import { accountOf, sharesPlace } from "../places";
import { BUCKET } from "../types";

const BLOCK = "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT_BLOCK = "alicloud:oss/accountPublicAccessBlock:AccountPublicAccessBlock";
const REPLICATION = "alicloud:oss/bucketReplication:BucketReplication";

/** Every public access of OSS hangs on one flag; new buckets have it on since October 2025. */
const NAME = "blockPublicAccess";

const OSS: BucketKind = {
  types: [BUCKET],
  // Its id is its name.
  handles: ["id", "bucket"],
  configurations: {
    versioning: {
      types: ["alicloud:oss/bucketVersioning:BucketVersioning"],
      steps: ["status"],
      inline: [["versioning", "status"]],
      read: readStatus,
    },
    encryption: {
      types: ["alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption"],
      steps: ["sseAlgorithm"],
      inline: [["serverSideEncryptionRule", "sseAlgorithm"]],
      read: isAlgorithm,
    },
    // A rule has no status: it is in force as long as it is there.
    replication: { types: [REPLICATION], steps: ["destination"], inline: [], read: () => true },
  },
  block: BLOCK,
  publicAccessOf,
  // https://www.alibabacloud.com/help/en/oss/user-guide/block-public-access: of accounts, buckets and access points.
  accessPoints: {
    "alicloud:oss/accessPoint:AccessPoint": {
      switches: ["publicAccessBlockConfiguration"],
      bucket: ["bucket"],
      vpc: ["vpcConfiguration", "vpcId"],
    },
  },
  destinations: [["destination", "bucket"]],
  nameIn: (value) => value,
};

/** The buckets of a stack with what other resources say of them, and what is said of buckets outside it. */
export function readBuckets(stack: Stack): Bucket[] {
  return readBucketsOf(stack, OSS);
}

/** What resources say of buckets, whichever these are. */
export function readPublicAccessBlocks(stack: Stack): PublicAccessBlock[] {
  return stack
    .ofType(BLOCK)
    .map((resource) => ({ resource, switches: settingsAt(resource, [NAME], readSwitch) }));
}

function publicAccessOf(stack: Stack, aboutOf: (bucket: Resource) => About): PublicAccessOf {
  return publicAccessBy(
    {
      names: [NAME],
      accounts: stack.ofType(ACCOUNT_BLOCK),
      settingOf: (block, name) => settingAt(block, [name], readSwitch),
      isOfAccount,
    },
    aboutOf,
  );
}

/** An account's block holds in every region. */
function isOfAccount(account: Resource, bucket: Resource): Answer {
  const [one, other] = [accountOf(account), accountOf(bucket)];
  if (typeof one === "string" && typeof other === "string") return one === other;
  return sharesPlace(account, bucket) === true || UNKNOWN;
}

function isAlgorithm(value: Value): Answer | undefined {
  const said = text(value);
  return said === undefined || said === UNKNOWN ? said : /^(AES256|KMS)$/i.test(said);
}
