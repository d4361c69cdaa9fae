import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../policies/data/require-ebs-backup";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { holds } from "../adversarial/speakers";
import { instanceIn, site } from "./site";

const { ecs } = alicloud;

/** A value that nobody knows before the update. */
const later = <T>(value: T): pulumi.Output<T> =>
  new ecs.EcsKeyPair("later", {}).keyPairName.apply(() => value) as pulumi.Output<T>;

const snapshots = (more: object = {}) =>
  new ecs.AutoSnapshotPolicy("snapshots", {
    repeatWeekdays: ["1"],
    retentionDays: 7,
    timePoints: ["1"],
    ...more,
  });

const attached = (diskId: pulumi.Input<string>) =>
  new ecs.EcsAutoSnapshotPolicyAttachment("attachment", { autoSnapshotPolicyId: snapshots().id, diskId });

const disk = (more: object = {}, name = "data") => new ecs.EcsDisk(name, { size: 20, ...more });

const withTags =
  (associationType: string, tagValue: string): (() => void) =>
  () => {
    snapshots({ associationType, targetTags: [{ tagKey: "Backup", tagValue }] });
    disk({ instanceId: instanceIn(site(), { tags: { Backup: "daily" } }).id });
  };

const flagged = ["require-ebs-backup: data"];

describe("automatic snapshots of disks", () => {
  holdsInEveryForm(
    [policy],
    [
      ["a disk that no policy is attached to", () => void [disk(), snapshots()], flagged],
      ["a disk that a policy is attached to", () => void attached(disk().id), []],
      [
        "a disk beside one that a policy is attached to",
        () => void [attached(disk({}, "other").id), disk()],
        flagged,
      ],
    ],
  );

  const planned = (more: object) => () => {
    const { id } = instanceIn(site());
    disk({ instanceId: id });
    new alicloud.hbr.ServerBackupPlan("plan", {
      ecsServerBackupPlanName: "plan",
      instanceId: id,
      retention: 7,
      schedule: "I|1602673264|P1D",
      details: [{ appConsistent: false, snapshotGroup: true }],
      ...more,
    });
  };
  const bound = (more: object) => () => {
    const { id } = instanceIn(site());
    disk({ instanceId: id });
    new alicloud.hbr.PolicyBinding("binding", { dataSourceId: id, policyId: "po-elsewhere", ...more });
  };
  holds(
    [policy],
    [
      ["a plan for its instance", planned({}), []],
      ["a plan for its instance that is off", planned({ disabled: true }), flagged],
      ["a policy of backups for its instance", bound({ sourceType: "UDM_ECS" }), []],
      ["a policy of backups for files of its instance", bound({ sourceType: "ECS_FILE" }), flagged],
      ["a policy for the tags of its instance", withTags("AssociatedWithInstanceTag", "daily"), []],
      ["a policy for other tags", withTags("AssociatedWithInstanceTag", "weekly"), flagged],
      ["tags that take no effect", withTags("AssociatedWithDisk", "daily"), flagged],
      [
        "a system disk without a policy",
        () => void instanceIn(site(), { systemDiskSize: 40 }),
        ["require-ebs-backup: box"],
      ],
      [
        "a system disk with one",
        () => void instanceIn(site(), { systemDiskSize: 40, systemDiskAutoSnapshotPolicyId: snapshots().id }),
        [],
      ],
      ["a system disk that the image decides", () => void instanceIn(site()), []],
      [
        "one data disk of two without a policy",
        () =>
          void instanceIn(site(), {
            dataDisks: [{ size: 20, autoSnapshotPolicyId: snapshots().id }, { size: 20 }],
          }),
        ["require-ebs-backup: box"],
      ],
    ],
  );

  holdsOnceKnown(
    [policy],
    [
      [
        "the disk of an attachment beside a machine",
        () => void [instanceIn(site(), { systemDiskSize: 40 }), attached(later("d-bp1elsewhere00000001"))],
        ["require-ebs-backup: box"],
      ],
      ["the disk of an attachment", () => void [disk(), attached(later("d-bp1elsewhere00000001"))], flagged],
      [
        "the policy of a data disk",
        () => void instanceIn(site(), { dataDisks: [{ size: 20, autoSnapshotPolicyId: later("") }] }),
        ["require-ebs-backup: box"],
      ],
    ],
  );
});
