import { pathText } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { field } from "../../../stack/value";
import type { Volume } from "../../data/volume";
import { DEVICES, devicesOf } from "./block-devices";
import { VolumeEncryption } from "./volume-encryption";

/** The volumes and block devices of a stack. */
export function readVolumes(stack: Stack): Volume[] {
  const reader = new VolumeEncryption(stack);
  return stack.ofType(...Object.keys(DEVICES)).flatMap((resource) =>
    devicesOf(resource).flatMap((device) => {
      const isOfSnapshot = field(device.value, "snapshotId") !== undefined;
      const encryption = reader.of(resource, device);
      return encryption === undefined
        ? []
        : [{ resource, path: pathText(device.path), encryption, isOfSnapshot }];
    }),
  );
}
