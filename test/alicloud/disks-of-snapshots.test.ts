import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import policy from "../../policies/data/require-ebs-encryption";
import { flagging } from "../harness/flagging";
import { phases } from "../harness/phases";

const { flags, passes } = flagging(policy);
const { ecs } = alicloud;

const copyOf = (source: object, copy: object = {}) => {
  const data = new ecs.EcsDisk("data", { size: 20, ...source });
  const snapshot = new ecs.EcsSnapshot("snapshot", { diskId: data.id });
  new ecs.EcsDisk("copy", { snapshotId: snapshot.id, ...copy });
};

describe("disks made of snapshots", () => {
  it("are encrypted where the disk was that the snapshot is of", async () => {
    await passes(() => copyOf({ encrypted: true }));
  });

  it("are not where it was not, unless they say so", async () => {
    await flags(() => copyOf({}), ["copy", "data"]);
    await flags(() => copyOf({ encrypted: false }, { encrypted: true }), "data");
  });

  it("are where a machine, or what describes one, asks for them", async () => {
    const machines = (encrypted: boolean) => () => {
      const data = new ecs.EcsDisk("data", { size: 20, encrypted });
      const dataDisks = [{ size: 20, snapshotId: new ecs.EcsSnapshot("snapshot", { diskId: data.id }).id }];
      new ecs.Instance("instance", { dataDisks });
      new ecs.EcsLaunchTemplate("template", { dataDisks });
      new alicloud.ess.ScalingConfiguration("configuration", { scalingGroupId: "asg-1", dataDisks });
    };
    await passes(machines(true));
    await flags(machines(false), ["configuration", "data", "instance", "template"]);
  });

  it("are left to the update while the disk's encryption is not known", async () => {
    const later = (value: boolean) => new ecs.EcsKeyPair("later", {}).id.apply(() => value);
    assert.deepEqual(await phases(policy, () => copyOf({ encrypted: later(false) })), [0, 2]);
    assert.deepEqual(await phases(policy, () => copyOf({ encrypted: later(true) })), [0, 0]);
  });

  it("are not known to be where the stack does not have the snapshot", async () => {
    await flags(() => new ecs.EcsDisk("copy", { snapshotId: "s-bp1000000000000000001" }), "copy");
  });
});
