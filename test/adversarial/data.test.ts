import * as aws from "@pulumi/aws";
import requireEbsBackup from "../../policies/data/require-ebs-backup";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import requireKmsKeyRotation from "../../policies/data/require-kms-key-rotation";
import requireS3Encryption from "../../policies/data/require-s3-encryption";
import requireS3PublicAccessBlock from "../../policies/data/require-s3-public-access-block";
import requireS3Versioning from "../../policies/data/require-s3-versioning";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import requireDatabaseBackup from "../../policies/databases/require-database-backup";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";

const on = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const bucket = (name = "bucket", args: object = {}) => new aws.s3.Bucket(name, args);
const block = (of: unknown, args: object, name = "block") =>
  new aws.s3.BucketPublicAccessBlock(name, { bucket: of as string, ...args });
const versions = (of: unknown, status: string, name = "versions") =>
  new aws.s3.BucketVersioning(name, { bucket: of as string, versioningConfiguration: { status } });
const volume = (args: object = {}, name = "volume") =>
  new aws.ebs.Volume(name, { availabilityZone: "us-east-1a", size: 8, ...args });
const template = (ebs: object) =>
  new aws.ec2.LaunchTemplate("template", { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });
const instance = (args: object = {}) =>
  new aws.ec2.Instance("instance", { ami: "ami-0123456789abcdef0", instanceType: "t3.micro", ...args });
const rds = (args: object = {}) => new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", ...args });
const later = <T>(value: T) => new aws.ec2.Eip("later", {}).id.apply(() => value);

describe("data, adversarially", () => {
  describe("the public kept out of buckets", () => {
    const flagged = ["require-s3-public-access-block: bucket"];
    // biome-ignore format: read row by row
    holdsInEveryForm([requireS3PublicAccessBlock], [
      ["by nothing", () => bucket(), []],
      ["by id", () => block(bucket().id, on), []],
      ["by name", () => block(bucket().bucket, {}), flagged],
      ["by a literal name", () => { bucket("bucket", { bucket: "shop-data" }); block("shop-data", {}); }, flagged],
      ["three of four", () => block(bucket().id, { ...on, ignorePublicAcls: false }), flagged],
      ["each its own", () => { block(bucket("bucket").id, {}); block(bucket("other").id, on, "another"); }, flagged],
      ["of a BucketV2", () => block(new aws.s3.BucketV2("bucket", {}).id, {}), flagged],
      ["by the account", () => { block(bucket().id, {}); new aws.s3.AccountPublicAccessBlock("account", on); }, []],
      ["by an account that says nothing", () => { block(bucket().id, on); new aws.s3.AccountPublicAccessBlock("account", {}); }, []],
      ["of a bucket elsewhere", () => block("somebody-elses", { blockPublicAcls: true }), ["require-s3-public-access-block: block"]],
    ]);
    // biome-ignore format: read row by row
    holdsOnceKnown([requireS3PublicAccessBlock], [
      ["one of the four", () => block(bucket().id, { ...on, blockPublicPolicy: later(false) }), flagged],
      ["the block's bucket", () => { bucket("bucket", { bucket: "shop-data" }); block(later("shop-data"), {}); }, flagged],
    ]);
  });

  describe("what else is said of buckets", () => {
    const flagged = ["require-s3-versioning: bucket"];
    // biome-ignore format: read row by row
    holdsInEveryForm([requireS3Versioning], [
      ["enabled", () => versions(bucket().id, "Enabled"), []],
      ["suspended", () => versions(bucket().id, "Suspended"), flagged],
      ["the other bucket's", () => { bucket(); versions(bucket("other").id, "Enabled"); }, flagged],
      ["by the older kind", () => new aws.s3.BucketVersioningV2("versions", { bucket: new aws.s3.BucketV2("bucket", {}).bucket, versioningConfiguration: { status: "Enabled" } }), []],
      ["inline", () => bucket("bucket", { versioning: { enabled: true } }), []],
      ["with Object Lock", () => bucket("bucket", { objectLockEnabled: true }), []],
    ]);
    // biome-ignore format: read row by row
    holdsInEveryForm([requireS3Encryption], [
      ["by nothing", () => bucket(), ["require-s3-encryption: bucket"]],
      ["by a configuration", () => new aws.s3.BucketServerSideEncryptionConfiguration("sse", { bucket: bucket().bucket,
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }), []],
    ]);
  });

  describe("volumes", () => {
    const flagged = (name: string) => [`require-ebs-encryption: ${name}`];
    // biome-ignore format: read row by row
    holdsInEveryForm([requireEbsEncryption], [
      ["bare", () => volume(), flagged("volume")],
      ["encrypted", () => volume({ encrypted: true }), []],
      ["by default of their region", () => { volume(); new aws.ebs.EncryptionByDefault("default"); }, []],
      ["by a default that is off", () => { volume(); new aws.ebs.EncryptionByDefault("default", { enabled: false }); }, flagged("volume")],
      ["a template's, as text", () => template({ encrypted: "true" }), []],
      ["a template's", () => template({ volumeSize: 20 }), flagged("template")],
      ["a machine's root beside its template's", () => instance({ launchTemplate: { id: template({ encrypted: "true" }).id }, rootBlockDevice: { volumeSize: 20 } }), [], flagged("instance")],
      ["a machine's other device", () => instance({ ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }, { deviceName: "/dev/sdg" }] }), flagged("instance")],
      ["of an encrypted snapshot", () => volume({ snapshotId: new aws.ebs.Snapshot("snapshot", { volumeId: volume({ encrypted: true }, "source").id }).id }), []],
      ["a snapshot of themselves", () => volume({ snapshotId: "snap-0123456789abcdef0" }), flagged("volume")],
    ]);
    // biome-ignore format: read row by row
    holdsInEveryForm([requireEbsBackup], [
      ["by nothing", () => volume(), ["require-ebs-backup: volume"]],
      ["by a tag of the selection", () => { volume({ tags: { Backup: "yes" } }); new aws.backup.Selection("selection", {
          iamRoleArn: "arn:aws:iam::123456789012:role/b", planId: "plan", selectionTags: [{ type: "STRINGEQUALS", key: "Backup", value: "yes" }] }); }, []],
      ["by name", () => new aws.backup.Selection("selection", { iamRoleArn: "arn:aws:iam::123456789012:role/b", planId: "plan", resources: [volume().arn] }), []],
    ]);
  });

  describe("single resources", () => {
    // biome-ignore format: read row by row
    holdsInEveryForm([requireKmsKeyRotation, requireDatabaseEncryption, requireDatabaseBackup, requireStorageEncryption, requireTlsInTransit], [
      ["a key", () => new aws.kms.Key("key", {}), ["require-kms-key-rotation: key"]],
      ["a key for signatures", () => new aws.kms.Key("key", { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" }), []],
      ["a database", () => rds(), ["require-database-backup: db", "require-database-encryption: db"]],
      ["a database with both", () => rds({ storageEncrypted: true, backupRetentionPeriod: 7 }), []],
      ["a queue", () => new aws.sqs.Queue("queue", { sqsManagedSseEnabled: true }), []],
      ["a file system", () => new aws.efs.FileSystem("files", {}), ["require-storage-encryption: files"]],
      ["a listener that redirects", () => new aws.lb.Listener("listener", { loadBalancerArn: "arn:aws:lb", port: 80, protocol: "HTTP",
          defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }] }), []],
      ["a listener that does not", () => new aws.alb.Listener("listener", { loadBalancerArn: "arn:aws:lb", port: 80, protocol: "HTTP",
          defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }] }), ["require-tls-in-transit: listener"]],
      ["a listener of an old policy", () => new aws.lb.Listener("listener", { loadBalancerArn: "arn:aws:lb", port: 443, protocol: "HTTPS",
          sslPolicy: "ELBSecurityPolicy-2016-08", defaultActions: [{ type: "forward", targetGroupArn: "arn:aws:tg" }] }), ["require-tls-in-transit: listener"]],
    ]);
  });
});
