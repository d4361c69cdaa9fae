import * as alicloud from "@pulumi/alicloud";
import { tags } from "./network";

// Each of these says by itself what keeps it: nothing.
// require-s3-encryption: downloads
// require-s3-public-access-block: downloads
// require-s3-versioning: downloads
const downloads = new alicloud.oss.Bucket("downloads", { bucket: "shop-downloads", tags });
new alicloud.oss.BucketPublicAccessBlock("downloads", {
  bucket: downloads.bucket,
  blockPublicAccess: false,
});
// "So that customers find them." And whatever else lands there.
// no-public-data-sharing: downloads
new alicloud.oss.BucketAcl("downloads", { bucket: downloads.bucket, acl: "public-read" });

// require-storage-encryption: drafts
new alicloud.nas.FileSystem("drafts", { protocolType: "NFS", storageType: "Performance", tags });

// Nobody takes a snapshot of it.
// require-ebs-backup: archive
new alicloud.ecs.EcsDisk("archive", { size: 500, zoneId: "eu-central-1a", encrypted: true, tags });
