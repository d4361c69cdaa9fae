import { pathText } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { field } from "../../../stack/value";
import type { Volume } from "../../data/volume";
import { LAUNCH_TEMPLATE } from "../types";
import { DEVICES, devicesOf } from "./block-devices";
import { VolumeEncryption } from "./volume-encryption";

/** A template gets another version, and a service other tasks. */
const CHANGED_IN_PLACE = [LAUNCH_TEMPLATE, "aws:ecs/service:Service"];

/** The volumes and block devices of a stack. */
export function readVolumes(stack: Stack): Volume[] {
  const reader = new VolumeEncryption(stack);
  return stack.rowsOf(DEVICES).flatMap(([resource]) => {
    // In templates the provider has it as text, since left out is a third value.
    const required = resource.type === LAUNCH_TEMPLATE ? "true" : true;
    const isReplacedForEncryption = !CHANGED_IN_PLACE.includes(resource.type);
    return devicesOf(resource).flatMap((device): Volume[] => {
      const isFixed = field(device.value, "snapshotId") !== undefined;
      const encryption = reader.candidateFor(resource, device);
      return encryption === undefined
        ? []
        : [
            {
              resource,
              path: pathText(device.path),
              encryption,
              required,
              isFixed,
              isReplacedForEncryption,
            },
          ];
    });
  });
}
