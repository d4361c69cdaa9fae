import type { Resource } from "../../../stack/resource";
import { pathText, readSwitch, type Setting, settingAt, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, isGiven, UNKNOWN, type Value } from "../../../stack/value";
import type { Volume } from "../../data/volume";
import { certainResource } from "../../references";
import { sharesPlace } from "../places";
import {
  DISKS,
  EDGE_INSTANCE,
  INSTANCE,
  INSTANCE_SET,
  LAUNCH_TEMPLATES,
  NODE_POOL,
  SCALING_CONFIGURATION,
} from "../types";

const BY_DEFAULT = "alicloud:ecs/diskEncryptionByDefault:DiskEncryptionByDefault";
const SNAPSHOTS = ["alicloud:ecs/ecsSnapshot:EcsSnapshot", "alicloud:ecs/snapshot:Snapshot"];
/** At the edge, where the region's default says nothing. */
const EDGE_DISK = "alicloud:ens/disk:Disk";
const AT_THE_EDGE = [EDGE_DISK, EDGE_INSTANCE];
const HADOOP = "alicloud:emrv2/cluster:Cluster";
/** What says it of disks in a list of its own, or once for all of a cluster, and where: the list, and the property of each element. */
const LISTED: readonly (readonly [type: string, list: string, property: string])[] = [
  [EDGE_INSTANCE, "dataDisks", "encrypted"],
  ["alicloud:cs/edgeKubernetes:EdgeKubernetes", "workerDataDisks", "encrypted"],
  [HADOOP, "nodeAttributes", "systemDiskEncrypted"],
  [HADOOP, "nodeAttributes", "dataDiskEncrypted"],
];
const MACHINES = [INSTANCE, INSTANCE_SET, SCALING_CONFIGURATION, NODE_POOL, ...LAUNCH_TEMPLATES];

/** The disks of a stack, and those that machines and templates ask for; what a machine leaves to its image is not asked about. */
export function readVolumes(stack: Stack): Volume[] {
  const defaults = stack
    .ofType(BY_DEFAULT)
    .filter((one) => (readSwitch(one.getDeclared("encrypted")) ?? true) !== false);
  const mayBeDefault = (resource: Resource) => defaults.some((one) => sharesPlace(one, resource) !== false);
  const volumes = [
    ...stack
      .ofType(...DISKS, EDGE_DISK)
      .filter((resource) => !mayCopyEncryption(stack, resource, "snapshotId", resource.get("snapshotId")))
      .map((resource) => volumeOf(resource, ["encrypted"], resource.declared ?? resource.settled)),
    ...stack.ofType(...MACHINES).flatMap((resource) => ofMachine(stack, resource)),
    ...LISTED.flatMap(([type, list, property]) =>
      stack.ofType(type).flatMap((resource) => listedVolumes(resource, list, property)),
    ),
  ];
  return volumes.filter(
    ({ resource, encryption }) =>
      encryption.value !== false || AT_THE_EDGE.includes(resource.type) || !mayBeDefault(resource),
  );
}

/** Disks of a list; one that a snapshot fills, or that is there already, may be encrypted by that. */
function listedVolumes(resource: Resource, list: string, property: string): Volume[] {
  return elements((resource.declared ?? resource.settled)?.[list]).flatMap((disk, i): Volume[] =>
    disk === UNKNOWN || ["snapshotId", "diskId"].some((name) => isGiven(field(disk, name)))
      ? []
      : [volumeOf(resource, [list, i, property], disk, [property])],
  );
}

/** Whether a disk is made of a snapshot of one that is encrypted, or may be: then so is it, https://help.aliyun.com/document_detail/59643.html. */
function mayCopyEncryption(stack: Stack, resource: Resource, property: string, snapshotId: Value): boolean {
  const snapshot = certainResource(stack.references(resource, property, SNAPSHOTS, snapshotId)[0]);
  const disk = snapshot && certainResource(stack.references(snapshot, "diskId", DISKS)[0]);
  return (readSwitch(disk?.getDeclared("encrypted")) ?? false) !== false;
}

function ofMachine(stack: Stack, resource: Resource): Volume[] {
  const inputs = resource.declared ?? resource.settled ?? {};
  // Those of a set are as its image has them: nothing of a set encrypts them.
  const system =
    resource.type !== INSTANCE_SET && Object.keys(inputs).some((name) => name.startsWith("systemDisk"));
  const path = isTemplate(resource) ? ["systemDisk", "encrypted"] : ["systemDiskEncrypted"];
  const data = elements(inputs.dataDisks).flatMap((disk, i): Volume[] =>
    disk === UNKNOWN || mayCopyEncryption(stack, resource, "dataDisks", field(disk, "snapshotId"))
      ? []
      : [volumeOf(resource, ["dataDisks", i, "encrypted"], disk, ["encrypted"])],
  );
  const first = volumeOf(resource, path, inputs, path);
  // The provider takes `systemDiskSize` and the like or `systemDisk`, not both.
  const isFixed = isTemplate(resource) && inputs.systemDisk === undefined;
  return [...(system ? [{ ...first, isFixed }] : []), ...data];
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
  const own = path.length === 1 ? settingAt(resource, steps, readSwitch) : undefined;
  const value = written === undefined ? false : (readSwitch(written) ?? UNKNOWN);
  return {
    resource,
    path: pathText(path.slice(0, -1)),
    encryption: own ?? { value, resource, path, written },
    required: true,
    isFixed: field(holder, "snapshotId") !== undefined,
    isReplacedForEncryption: !isTemplate(resource),
  };
}

/** A template gets another version. */
function isTemplate({ type }: Resource): boolean {
  return (LAUNCH_TEMPLATES as readonly string[]).includes(type);
}
