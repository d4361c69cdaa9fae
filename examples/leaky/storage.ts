import * as aws from "@pulumi/aws";
import { tags } from "./network";

function versions(name: string, bucket: aws.s3.Bucket): void {
  new aws.s3.BucketVersioning(name, { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
}

function encryption(name: string, bucket: aws.s3.Bucket): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(name, {
    bucket: bucket.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
  });
}

// require-s3-public-access-block: downloads
const downloads = new aws.s3.Bucket("downloads", { tags });
versions("downloads", downloads);
encryption("downloads", downloads);
// To share one file by a policy: two of the four switches are left out, and so are off.
new aws.s3.BucketPublicAccessBlock("downloads", {
  bucket: downloads.id,
  blockPublicAcls: true,
  ignorePublicAcls: true,
});

// What a customer overwrites here is gone.
// require-s3-versioning: uploads
const uploads = new aws.s3.Bucket("uploads", { tags });
encryption("uploads", uploads);

// Nobody chose a key, so that nobody can take one away.
// require-s3-encryption: invoices
const invoices = new aws.s3.Bucket("invoices", { tags });
versions("invoices", invoices);

new aws.dlm.LifecyclePolicy("daily", {
  description: "A snapshot each day",
  executionRoleArn: "arn:aws:iam::123456789012:role/service-role/AWSDataLifecycleManagerDefaultRole",
  policyDetails: {
    resourceTypes: ["VOLUME"],
    targetTags: { Backup: "daily" },
    schedules: [{ name: "daily", createRule: { interval: 24 }, retainRule: { count: 14 } }],
  },
  tags,
});

// Whoever copies a snapshot of it reads what was scanned.
// require-ebs-encryption: scans
new aws.ebs.Volume("scans", {
  availabilityZone: "eu-west-1a",
  size: 100,
  tags: { ...tags, Backup: "daily" },
});

// It lacks the tag by which the others are backed up.
// require-ebs-backup: ledgers
new aws.ebs.Volume("ledgers", { availabilityZone: "eu-west-1a", size: 100, encrypted: true, tags });

// The same key material for ever.
// require-kms-key-rotation: invoices
new aws.kms.Key("invoices", { description: "Invoices", tags });

// What it holds for those who are not there yet lies in the clear.
// require-storage-encryption: parcels
new aws.sns.Topic("parcels", { tags });
