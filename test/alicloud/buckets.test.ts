import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import requireS3Encryption from "../../policies/data/require-s3-encryption";
import requireS3PublicAccessBlock from "../../policies/data/require-s3-public-access-block";
import replicationDisabled from "../../policies/data/require-s3-replication";
import requireS3Versioning from "../../policies/data/require-s3-versioning";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { configured } from "../harness/configured";

const { oss } = alicloud;
const requireS3Replication = configured(replicationDisabled, { enforcementLevel: "advisory" });

const bucket = (name = "files") => new oss.Bucket(name, { bucket: `shop-${name}` });

/** A value that nobody knows before the update. */
const later = <T>(value: T): pulumi.Output<T> =>
  new alicloud.ecs.EcsKeyPair("later", {}).keyPairName.apply(() => value) as pulumi.Output<T>;

const block = (own: pulumi.Input<boolean>, account?: pulumi.Input<boolean>) => () => {
  new oss.BucketPublicAccessBlock("block", { bucket: bucket().bucket, blockPublicAccess: own });
  if (account !== undefined) {
    new oss.AccountPublicAccessBlock("account", { blockPublicAccess: account });
  }
};

const versioned = (status: pulumi.Input<string>) => () =>
  void new oss.BucketVersioning("versions", { bucket: bucket().id, status });

const encrypted = (sseAlgorithm: pulumi.Input<string>) => () =>
  void new oss.BucketServerSideEncryption("encryption", { bucket: bucket().bucket, sseAlgorithm });

const copied = (to: () => pulumi.Input<string>) => () =>
  void new oss.BucketReplication("copy", {
    bucket: bucket().id,
    destination: { bucket: to(), location: "oss-cn-beijing" },
  });

describe("OSS buckets", () => {
  const exposed = ["require-s3-public-access-block: files"];
  holdsInEveryForm(
    [requireS3PublicAccessBlock],
    [
      ["a block that is off", block(false), exposed],
      ["a block that is on", block(true), []],
      ["no block, as new buckets have it on", () => void bucket(), []],
      ["a block that is off, under an account's that is on", block(false, true), []],
      ["a block that is off, under an account's that is off", block(false, false), exposed],
    ],
  );

  const pointed =
    (own: boolean, point: boolean, more: object = {}) =>
    () => {
      const { bucket: name } = bucket();
      new oss.BucketPublicAccessBlock("block", { bucket: name, blockPublicAccess: own });
      new oss.AccessPoint("point", {
        accessPointName: "point",
        bucket: name,
        networkOrigin: "internet",
        publicAccessBlockConfiguration: { blockPublicAccess: point },
        ...more,
      });
    };
  holdsInEveryForm(
    [requireS3PublicAccessBlock],
    [
      [
        "an access point that is off, as its bucket is",
        pointed(false, false),
        [...exposed, "require-s3-public-access-block: point"],
      ],
      ["one that is on", pointed(false, true), exposed],
      ["one that is off, before a bucket that is on", pointed(true, false), []],
      [
        "one that is kept to a VPC",
        pointed(false, false, { networkOrigin: "vpc", vpcConfiguration: { vpcId: "vpc-1" } }),
        exposed,
      ],
    ],
  );

  holdsInEveryForm(
    [requireS3Versioning],
    [
      ["versioning that is suspended", versioned("Suspended"), ["require-s3-versioning: files"]],
      ["versioning that is enabled", versioned("Enabled"), []],
    ],
  );

  holdsInEveryForm(
    [requireS3Encryption],
    [
      ["no word of encryption", () => void bucket(), ["require-s3-encryption: files"]],
      ["encryption by a resource of its own", encrypted("KMS"), []],
    ],
  );

  holdsInEveryForm(
    [requireS3Replication],
    [
      ["a bucket that is replicated to another of the stack", copied(() => bucket("copies").bucket), []],
      [
        "a bucket beside a replicated one",
        () => {
          copied(() => "elsewhere")();
          bucket("copies");
        },
        ["require-s3-replication: copies"],
      ],
    ],
  );

  holdsOnceKnown(
    [requireS3PublicAccessBlock],
    [
      ["a bucket's block", () => block(later(false))(), exposed],
      ["an account's block", () => block(false, later(false))(), exposed],
    ],
  );
  holdsOnceKnown(
    [requireS3Versioning],
    [["a status", () => versioned(later("Suspended"))(), ["require-s3-versioning: files"]]],
  );
  holdsOnceKnown(
    [requireS3Encryption],
    [["an algorithm", () => encrypted(later("none"))(), ["require-s3-encryption: files"]]],
  );
  holdsOnceKnown(
    [requireS3Replication],
    [
      [
        "whose objects are replicated",
        () => {
          bucket();
          new oss.BucketReplication("copy", {
            bucket: later("elsewhere"),
            destination: { bucket: "copies", location: "oss-cn-beijing" },
          });
        },
        ["require-s3-replication: files"],
      ],
    ],
  );
});
