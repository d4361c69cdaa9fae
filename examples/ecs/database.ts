import * as alicloud from "@pulumi/alicloud";
import { machines, snapshots } from "./machines";
import { databaseVSwitches } from "./network";
import * as groups from "./security-groups";
import { options, tagged } from "./settings";

const key = new alicloud.kms.Key(
  "orders",
  {
    description: "The disks of the database of orders",
    keySpec: "Aliyun_AES_256",
    automaticRotation: "Enabled",
    rotationInterval: "365d",
    pendingWindowInDays: 30,
    tags: tagged(),
  },
  options,
);

// MySQL on machines of its own: one that serves and one that follows, each with its data on an encrypted disk.
machines({
  tier: "database",
  group: groups.database,
  vswitches: databaseVSwitches,
  dataDisks: [
    {
      name: "data",
      category: "cloud_essd",
      size: 200,
      encrypted: true,
      kmsKeyId: key.id,
      autoSnapshotPolicyId: snapshots.id,
      deleteWithInstance: false,
    },
  ],
});
