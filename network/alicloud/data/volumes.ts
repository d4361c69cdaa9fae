import type { Resource } from "../../../stack/resource";
import { pathText, readSwitch, type Setting, settingsAt, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, isObject, UNKNOWN, type Value } from "../../../stack/value";
import type { Volume } from "../../data/volume";
import { certainResource } from "../../references";
import { sharesPlace } from "../places";
import { DISKS, INSTANCE, INSTANCE_SET, LAUNCH_TEMPLATES, NODE_POOL, SCALING_CONFIGURATION } from "../types";

const BY_DEFAULT = "alicloud:ecs/diskEncryptionByDefault:DiskEncryptionByDefault";
const SNAPSHOTS = ["alicloud:ecs/ecsSnapshot:EcsSnapshot", "alicloud:ecs/snapshot:Snapshot"];
const MACHINES = [INSTANCE, INSTANCE_SET, SCALING_CONFIGURATION, NODE_POOL, ...LAUNCH_TEMPLATES];

/** The disks of a stack, and those that machines and templates ask for; what a machine leaves to its image is not asked about. */
export function readVolumes(stack: Stack): Volume[] {
  const defaults = stack
    .ofType(BY_DEFAULT)
    .filter((one) => (readSwitch(one.getDeclared("encrypted")) ?? true) !== false);
  const mayBeDefault = (resource: Resource) => defaults.some((one) => sharesPlace(one, resource) !== false);
  const volumes = [
    ...stack
      .ofType(...DISKS)
      .filter((resource) => !(readSwitch(sourceOf(stack, resource)?.getDeclared("encrypted")) ?? false))
      .map((resource) => volumeOf(resource, ["encrypted"], resource.declared ?? resource.settled)),
    ...stack.ofType(...MACHINES).flatMap(ofMachine),
  ];
  return volumes.filter(({ resource, encryption }) => encryption.value !== false || !mayBeDefault(resource));
}

/** The disk whose snapshot a disk is made of: where it is encrypted, so are both, https://help.aliyun.com/document_detail/59643.html. */
function sourceOf(stack: Stack, disk: Resource): Resource | undefined {
  const snapshot = certainResource(stack.references(disk, "snapshotId", SNAPSHOTS)[0]);
  return snapshot && certainResource(stack.references(snapshot, "diskId", DISKS)[0]);
}

function ofMachine(resource: Resource): Volume[] {
  const inputs = resource.declared ?? resource.settled ?? {};
  // Those of a set are as its image has them: nothing of a set encrypts them.
  const system =
    resource.type !== INSTANCE_SET && Object.keys(inputs).some((name) => name.startsWith("systemDisk"));
  const path = isObject(inputs.systemDisk ?? null) ? ["systemDisk", "encrypted"] : ["systemDiskEncrypted"];
  const data = elements(inputs.dataDisks).flatMap((disk, i): Volume[] =>
    disk === UNKNOWN ? [] : [volumeOf(resource, ["dataDisks", i, "encrypted"], disk, ["encrypted"])],
  );
  return [...(system ? [volumeOf(resource, path, inputs, path)] : []), ...data];
}

/** @param steps where in `holder` it is said */
function volumeOf(
  resource: Resource,
  path: Setting["path"],
  holder: Value,
  steps: readonly string[] = ["encrypted"],
): Volume {
  const [found] = valuesAt(holder, steps);
  const written = found?.value;
  const own = path.length === 1 ? settingsAt(resource, steps, readSwitch)[0] : undefined;
  const value = written === undefined ? false : (readSwitch(written) ?? UNKNOWN);
  const isSnapshot = field(holder, "snapshotId") !== undefined;
  return {
    resource,
    path: pathText(path.slice(0, -1)),
    encryption: own ?? { value, resource, path, written },
    required: true,
    isOfSnapshot: isSnapshot,
    isReplacedForEncryption: true,
  };
}
