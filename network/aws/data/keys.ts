import type { Resource } from "../../../stack/resource";
import { readSwitch, type Setting } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { isText, text, UNKNOWN } from "../../../stack/value";
import type { Key } from "../../data/key";
import { settingOf } from "../defaults/provider-default";

const KEY = "aws:kms/key:Key";

/** The keys of a stack. Replicas have their primary's rotation, and imported material cannot be rotated: neither is one. */
export function readKeys(stack: Stack): Key[] {
  return stack.ofType(KEY).map((resource) => ({ resource, rotation: rotationOf(resource) }));
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html: which keys AWS rotates. */
function rotationOf(resource: Resource): Setting | undefined {
  const custom = [resource.getDeclared("customKeyStoreId"), resource.getDeclared("xksKeyId")];
  const kinds = (["customerMasterKeySpec", "keyUsage"] as const).map(
    (name) => settingOf(resource, [name], text)?.value,
  );
  const isOther = custom.some(isText);
  const [spec, usage] = kinds;
  if (
    isOther ||
    (spec !== UNKNOWN && spec !== "SYMMETRIC_DEFAULT") ||
    (usage !== UNKNOWN && usage !== "ENCRYPT_DECRYPT")
  )
    return undefined;
  const rotation = settingOf(resource, ["enableKeyRotation"], readSwitch);
  const isUndecided = [...kinds, ...custom].includes(UNKNOWN);
  return rotation && isUndecided ? { ...rotation, value: UNKNOWN } : rotation;
}
