import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-ebs-encryption";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { later, messages, phases, registered } from "../../harness/phases";
import { remediated } from "../../harness/remediate";

const FLAGGED = ["require-ebs-encryption: one"];

const machine = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const volume = (args: object = {}, name = "one") =>
  new aws.ebs.Volume(name, { availabilityZone: "us-east-1a", size: 8, ...args });
const mapping = (ebs: object, deviceName = "/dev/xvda") => ({ blockDeviceMappings: [{ deviceName, ebs }] });

/** Each with what it says of one device's encryption put in. */
const FORMS: Readonly<Record<string, (device: object) => unknown>> = {
  volume,
  "an instance's root": (device) => new aws.ec2.Instance("one", { ...machine, rootBlockDevice: device }),
  "an instance's other": (device) =>
    new aws.ec2.Instance("one", { ...machine, ebsBlockDevices: [{ deviceName: "/dev/sdf", ...device }] }),
  "a spot request's": (device) =>
    new aws.ec2.SpotInstanceRequest("one", { ...machine, rootBlockDevice: device }),
  "a launch template's": (device) => new aws.ec2.LaunchTemplate("one", mapping(device)),
  "a launch configuration's": (device) =>
    new aws.ec2.LaunchConfiguration("one", {
      imageId: machine.ami,
      instanceType: "t3.micro",
      rootBlockDevice: device,
    }),
  "a fleet's": (device) =>
    new aws.ec2.SpotFleetRequest("one", {
      iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
      targetCapacity: 1,
      launchSpecifications: [{ ...machine, ebsBlockDevices: [{ deviceName: "/dev/sdf", ...device }] }],
    }),
  "an image's": (device) =>
    new aws.ec2.Ami("one", {
      rootDeviceName: "/dev/xvda",
      ebsBlockDevices: [{ deviceName: "/dev/xvda", ...device }],
    }),
};

describe("require-ebs-encryption", () => {
  for (const [title, program] of Object.entries(FORMS)) {
    it(`flags ${title} device without encryption, and passes one with it`, async () => {
      assert.deepEqual(await verdict([policy], () => program({})), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program({ encrypted: false })), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program({ encrypted: "false" })), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program({ encrypted: true })), []);
      assert.deepEqual(await verdict([policy], () => program({ encrypted: "true" })), []);
    });
  }

  it("passes whatever the region's default encrypts", async () => {
    const beside = (args: object) => () => {
      volume({ encrypted: false });
      new aws.ebs.EncryptionByDefault("default", args);
    };
    assert.deepEqual(await verdict([policy], beside({})), []);
    assert.deepEqual(await verdict([policy], beside({ enabled: true })), []);
    assert.deepEqual(await verdict([policy], beside({ enabled: false })), FLAGGED);
    const elsewhere = (region: string) => () => {
      volume({ region: "us-east-1" });
      new aws.ebs.EncryptionByDefault("default", { region });
    };
    assert.deepEqual(await verdict([policy], elsewhere("us-east-1")), []);
    assert.deepEqual(await verdict([policy], elsewhere("eu-west-1")), FLAGGED);
  });

  it("takes a volume for encrypted where the snapshot of the stack that it is made of is", async () => {
    const from =
      (encrypted: boolean, copied = false) =>
      () => {
        const snapshot = new aws.ebs.Snapshot("snapshot", { volumeId: volume({ encrypted }, "source").id });
        const copy = () =>
          new aws.ebs.SnapshotCopy("copy", {
            sourceSnapshotId: snapshot.id,
            sourceRegion: "us-east-1",
            encrypted: true,
          });
        volume({ snapshotId: copied ? copy().id : snapshot.id });
      };
    assert.deepEqual(await verdict([policy], from(true)), []);
    assert.deepEqual(await verdict([policy], from(false)), [...FLAGGED, "require-ebs-encryption: source"]);
    assert.deepEqual(await verdict([policy], from(false, true)), ["require-ebs-encryption: source"]);
    assert.deepEqual(
      await verdict([policy], () => volume({ snapshotId: "snap-0123456789abcdef0" })),
      FLAGGED,
    );
  });

  it("takes a root for encrypted where the image of the stack is", async () => {
    const of = (encrypted: boolean) => () => {
      const image = new aws.ec2.AmiCopy("image", {
        sourceAmiId: machine.ami,
        sourceAmiRegion: "us-east-1",
        encrypted,
      });
      new aws.ec2.Instance("one", { ...machine, ami: image.id, rootBlockDevice: { volumeSize: 20 } });
    };
    assert.deepEqual(await verdict([policy], of(true)), []);
    assert.deepEqual(await verdict([policy], of(false)), FLAGGED);
  });

  it("takes a device for encrypted where its template's is, unless it says otherwise", async () => {
    const launched =
      (encrypted: string, device: object = {}) =>
      () => {
        const template = new aws.ec2.LaunchTemplate("template", mapping({ encrypted }));
        new aws.ec2.Instance("one", {
          ...machine,
          rootBlockDevice: device,
          launchTemplate: { id: template.id },
        });
      };
    assert.deepEqual(await verdict([policy], launched("true")), []);
    assert.deepEqual(await verdict([policy], launched("true", { encrypted: false })), FLAGGED);
    assert.deepEqual(await verdict([policy], launched("false")), [
      ...FLAGGED,
      "require-ebs-encryption: template",
    ]);
  });

  it("passes what is no volume, or not judged", async () => {
    assert.deepEqual(await verdict([policy], () => new aws.ec2.Instance("one", machine)), []);
    const template = (device: object) => () =>
      new aws.ec2.LaunchTemplate("one", { blockDeviceMappings: [{ deviceName: "/dev/sdb", ...device }] });
    assert.deepEqual(await verdict([policy], template({ virtualName: "ephemeral0" })), []);
    assert.deepEqual(await verdict([policy], template({ noDevice: "" })), []);
    const listing = (ebsBlockDevices: object) => () =>
      new aws.ec2.Instance("one", { ...machine, ebsBlockDevices: ebsBlockDevices as never });
    assert.deepEqual(await verdict([policy], listing([null])), []);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => volume({ encrypted: later(false) })), [0, 1]);
    assert.deepEqual(await phases(policy, () => volume({ encrypted: later(true) })), [0, 0]);
    const default_ = (enabled: boolean) => () => {
      new aws.ebs.EncryptionByDefault("default", { enabled: later(enabled) });
      volume();
    };
    assert.deepEqual(await phases(policy, default_(false)), [0, 1]);
    assert.deepEqual(await phases(policy, default_(true)), [0, 0]);
  });

  it("takes what is no flag for undecided", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(await verdict([policy], () => volume({ encrypted: nonsense })), []);
    }
    assert.deepEqual(
      await verdict(
        [policy],
        () => new aws.ec2.Instance("one", { ...machine, ebsBlockDevices: "no" as never }),
      ),
      FLAGGED,
    );
  });

  it("says where each stands, once", async () => {
    const two = () =>
      new aws.ec2.Instance("one", {
        ...machine,
        rootBlockDevice: { encrypted: false },
        ebsBlockDevices: [{ deviceName: "/dev/sdf" }],
      });
    assert.deepEqual(await messages(policy, two), [
      "rootBlockDevice.encrypted is false and ebsBlockDevices[0].encrypted is left out, which means false.",
    ]);
  });

  it("encrypts what a template asks for, which gets another version", async () => {
    const template = () =>
      new aws.ec2.LaunchTemplate("one", { blockDeviceMappings: [{ deviceName: "/dev/sdf", ebs: {} }] });
    assert.deepEqual((await remediated(policy, await registered(template, "one")))?.blockDeviceMappings, [
      { deviceName: "/dev/sdf", ebs: { encrypted: "true" } },
    ]);
  });

  it("encrypts, where the resource may be replaced", async () => {
    const allowed = configured(policy, { allowReplacement: true });
    const before = await registered(() => volume(), "one");
    assert.equal(await remediated(policy, before), undefined);
    assert.deepEqual(await remediated(allowed, before), { ...before.inputs, encrypted: true });
    const instance = await registered(() => FORMS["an instance's root"]?.({ encrypted: false }), "one");
    assert.deepEqual((await remediated(allowed, instance))?.rootBlockDevice, { encrypted: true });
    const two = await registered(
      () =>
        new aws.ec2.Instance("one", {
          ...machine,
          rootBlockDevice: { encrypted: true },
          ebsBlockDevices: [{ deviceName: "/dev/sdf" }, { deviceName: "/dev/sdg" }],
        }),
      "one",
    );
    assert.equal(await remediated(policy, two), undefined);
    assert.deepEqual((await remediated(allowed, two))?.ebsBlockDevices, [
      { deviceName: "/dev/sdf", encrypted: true },
      { deviceName: "/dev/sdg", encrypted: true },
    ]);
    const restored = await registered(() => volume({ snapshotId: "snap-1" }), "one");
    assert.equal((await remediated(allowed, restored))?.encrypted, true);
    const ofSnapshot = await registered(
      () => FORMS["an instance's other"]?.({ snapshotId: "snap-1" }),
      "one",
    );
    assert.equal(await remediated(allowed, ofSnapshot), undefined);
    assert.equal(
      await remediated(allowed, await registered(() => volume({ encrypted: true }), "one")),
      undefined,
    );
  });
});
