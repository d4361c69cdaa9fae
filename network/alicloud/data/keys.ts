import type { Resource } from "../../../stack/resource";
import { readSwitch, type Setting, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { isText, text, UNKNOWN } from "../../../stack/value";
import type { Key } from "../../data/key";

/** The keys of a stack. Alibaba Cloud rotates symmetric ones whose material it makes itself. */
export function readKeys(stack: Stack): Key[] {
  return stack
    .ofType("alicloud:kms/key:Key")
    .map((resource) => ({ resource, rotation: rotationOf(resource) }));
}

function rotationOf(resource: Resource): Setting | undefined {
  const [spec, origin] = ["keySpec", "origin"].map((name) => text(resource.getDeclared(name)));
  if (isText(spec) && !spec.startsWith("Aliyun_")) return undefined;
  if (typeof origin === "string" && origin === "EXTERNAL") return undefined;
  const path = ["automaticRotation"];
  const rotation = settingAt(resource, path, readSwitch) ?? {
    value: false,
    resource,
    path,
    written: undefined,
  };
  return spec === UNKNOWN || origin === UNKNOWN ? { ...rotation, value: UNKNOWN } : rotation;
}
