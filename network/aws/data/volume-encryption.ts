import type { Resource } from "../../../stack/resource";
import { type Found, inForce, readSwitch, type Setting, settingsAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import { field, UNKNOWN } from "../../../stack/value";
import { providerDefault, settingOf } from "../defaults/provider-default";
import { sharesPlace } from "../places";
import {
  IMAGE,
  IMAGE_COPY,
  IMAGE_OF_MACHINE,
  INSTANCES,
  LAUNCH_TEMPLATE,
  VOLUME,
  VOLUME_COPY,
} from "../types";
import { devicesOf, isRoot, isSameDevice, mayBeRoot } from "./block-devices";

const DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault";
const SNAPSHOT = "aws:ebs/snapshot:Snapshot";
const SNAPSHOT_COPY = "aws:ebs/snapshotCopy:SnapshotCopy";
const SNAPSHOTS = [SNAPSHOT, SNAPSHOT_COPY, "aws:ebs/snapshotImport:SnapshotImport"];
const IMAGES = [IMAGE, IMAGE_COPY, IMAGE_OF_MACHINE];

/** Those whose root is that of the image that they start from, which is no image of the stack's. */
const INHERITING = /^aws:imagebuilder\//;

/** A block device takes no word on encryption beside a snapshot. */
function isLeftToOrigin(resource: Resource, device: Found): boolean {
  const isOfSnapshot = device.path.length > 0 && field(device.value, "snapshotId") !== undefined;
  return isOfSnapshot || (INHERITING.test(resource.type) && mayBeRoot(device, resource));
}

type Candidate = Setting | undefined;

/** What makes a block device encrypted: the default of its place, it itself, or the snapshot, image or template that it is made of. */
export class VolumeEncryption {
  private readonly asked = new Set<string>();

  constructor(private readonly stack: Stack) {}

  /** The default of its place, where that says yes or may; what says no leaves it to the volume. */
  byDefault(resource: Resource): Candidate {
    const settings = this.stack.ofType(DEFAULT).flatMap((one): Setting[] => {
      const setting = settingOf(one, ["enabled"], readSwitch);
      const isHere = sharesPlace(one, resource);
      if (setting === undefined || setting.value === false || isHere === false) return [];
      return [isHere === true ? setting : { ...setting, value: UNKNOWN }];
    });
    return settings.find(({ value }) => value === true) ?? settings[0];
  }

  /** Undefined where it is left to an image or snapshot that the stack does not know. */
  candidateFor(resource: Resource, device: Found): Candidate {
    return inForce(this.byDefault(resource), this.ofDevice(resource, device));
  }

  private ofDevice(resource: Resource, device: Found): Candidate {
    const path = [...device.path, "encrypted"];
    const [own] = settingsAt(resource, ["encrypted"], readSwitch, device);
    if (own?.value === true) return own;
    const snapshot = this.ofSnapshot(resource, device);
    const origins = [
      snapshot,
      this.ofImage(resource, device),
      own === undefined ? this.ofTemplate(resource, device) : undefined,
    ];
    const origin = [true, UNKNOWN].flatMap((value) => origins.find((one) => one?.value === value) ?? [])[0];
    const isLeft = own === undefined && snapshot === undefined && isLeftToOrigin(resource, device);
    if (origin !== undefined || isLeft) return origin;
    const known = providerDefault(
      resource,
      path.filter((step) => typeof step === "string"),
      readSwitch,
    );
    return own ?? { value: known?.value ?? false, resource, path, written: undefined };
  }

  private ofSnapshot(resource: Resource, { path, value }: Found): Candidate {
    const property = String(path[0] ?? "snapshotId");
    return this.ofFirst(
      resource,
      this.stack.references(resource, property, SNAPSHOTS, field(value, "snapshotId")),
    );
  }

  /** Of the image's devices, the root's: others a machine that asks for them makes anew. */
  private ofImage(resource: Resource, device: Found): Candidate {
    const image = ["ami", "imageId"].find((property) => resource.getDeclared(property) !== undefined);
    if (image === undefined || !mayBeRoot(device, resource)) return undefined;
    // Most images are looked up, which does not say that they are encrypted.
    const ofStack = this.stack.references(resource, image, IMAGES).filter(({ kind }) => kind === "resource");
    const found = this.ofFirst(resource, ofStack);
    return found?.value === true && !isRoot(device, resource) ? { ...found, value: UNKNOWN } : found;
  }

  private ofTemplate(resource: Resource, device: Found): Candidate {
    if (!(INSTANCES as readonly string[]).includes(resource.type)) return undefined;
    const template = resource.getDeclared("launchTemplate");
    const name = field(template, "id") ?? field(template, "name");
    for (const reference of this.stack.references(resource, "launchTemplate", [LAUNCH_TEMPLATE], name, [
      "id",
      "name",
    ])) {
      if (reference.kind !== "resource") continue;
      const same = devicesOf(reference.resource).filter((one) =>
        isSameDevice(device, one, reference.resource),
      );
      const [setting] = same.flatMap((one) => this.candidateFor(reference.resource, one) ?? []);
      if (setting !== undefined) return reference.certain ? setting : { ...setting, value: UNKNOWN };
    }
    return undefined;
  }

  /** Of what references lead to. What lies outside the stack does not count; what is not known yet may say yes. */
  private ofFirst(asking: Resource, references: readonly Reference[]): Candidate {
    for (const reference of references) {
      if (reference.kind === "outside") continue;
      if (reference.kind !== "resource")
        return { value: UNKNOWN, resource: asking, path: [], written: undefined };
      const found = this.ofOrigin(reference.resource);
      if (found?.value === true && !reference.certain) return { ...found, value: UNKNOWN };
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A snapshot's, copy's or image's own, and that of what it was taken of. */
  private ofOrigin(origin: Resource): Candidate {
    if (this.asked.has(origin.urn)) return undefined;
    this.asked.add(origin.urn);
    try {
      const own = settingOf(origin, ["encrypted"], readSwitch);
      if (own?.value === true) return own;
      const before = this.ofOriginOf(origin);
      if (own?.value === UNKNOWN && before?.value !== true) return own;
      return before ?? own ?? this.byDefault(origin);
    } finally {
      this.asked.delete(origin.urn);
    }
  }

  private ofOriginOf(origin: Resource): Candidate {
    const behind = (property: string, types: readonly string[]) =>
      this.stack.references(origin, property, types);
    switch (origin.type) {
      case VOLUME:
        return this.candidateFor(origin, { path: [], value: origin.declared ?? origin.settled });
      case SNAPSHOT:
        return this.ofFirst(origin, behind("volumeId", [VOLUME, VOLUME_COPY]));
      case VOLUME_COPY:
        return this.ofFirst(origin, behind("sourceVolumeId", [VOLUME, VOLUME_COPY]));
      case SNAPSHOT_COPY:
        return this.ofFirst(origin, behind("sourceSnapshotId", SNAPSHOTS));
      case IMAGE_COPY:
        return this.ofFirst(origin, behind("sourceAmiId", IMAGES));
      case IMAGE_OF_MACHINE:
        return this.ofFirst(origin, behind("sourceInstanceId", INSTANCES));
      default: {
        const root = origin.get("rootDeviceName");
        const [device] = devicesOf(origin).filter(
          (one) => isRoot(one, origin) || (root !== undefined && field(one.value, "deviceName") === root),
        );
        return device && this.candidateFor(origin, device);
      }
    }
  }
}
