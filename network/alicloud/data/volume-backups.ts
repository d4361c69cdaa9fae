import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, text, UNKNOWN, type Value } from "../../../stack/value";
import type { VolumeBackup } from "../../data/volume";
import { certainResource } from "../../references";
import { tagsOf } from "../names/naming";
import { sharesPlace } from "../places";
import { DISKS, INSTANCE } from "../types";

const ATTACHMENT = "alicloud:ecs/ecsAutoSnapshotPolicyAttachment:EcsAutoSnapshotPolicyAttachment";
const POLICIES = [
  "alicloud:ecs/autoSnapshotPolicy:AutoSnapshotPolicy",
  "alicloud:ecs/snapshotPolicy:SnapshotPolicy",
];
const DISK_ATTACHMENTS = [
  "alicloud:ecs/ecsDiskAttachment:EcsDiskAttachment",
  "alicloud:ecs/diskAttachment:DiskAttachment",
];

/** The disks of a stack and those that instances ask for, and whether an automatic snapshot policy covers them. */
export function readVolumeBackups(stack: Stack): VolumeBackup[] {
  const attached = stack.about([ATTACHMENT], "diskId", [...DISKS, INSTANCE], ["id", "systemDiskId"]);
  const mounted = stack.about(DISK_ATTACHMENTS, "diskId", DISKS);
  const machineOf = (one: Resource) => certainResource(stack.references(one, "instanceId", [INSTANCE])[0]);
  const policies = stack.ofType(...POLICIES);
  const byTag = (machine: Resource) => any(policies.map((policy) => coversByTag(policy, machine)));

  const disks = stack.ofType(...DISKS).map((resource): VolumeBackup => {
    const { certain, possible } = attached(resource);
    const machines = [resource, ...mounted(resource).certain].flatMap((one) => machineOf(one) ?? []);
    const isAttached = certain.length > 0 || (possible.length > 0 && UNKNOWN);
    return { resource, isBackedUp: any([isAttached, ...machines.map(byTag)]) };
  });
  const machines = stack.ofType(INSTANCE).flatMap((resource): VolumeBackup[] => {
    const own = policiesOfDisks(resource);
    if (own.length === 0) return [];
    const { certain, possible } = attached(resource);
    // Which disk of the machine is meant is not told.
    const isAttached = certain.length + possible.length > 0 && UNKNOWN;
    return [{ resource, isBackedUp: any([isAttached, all(own), byTag(resource)]) }];
  });
  return [...disks, ...machines];
}

/** Whether each disk that an instance says something of names a policy; what it leaves to its image is not asked about. */
function policiesOfDisks(instance: Resource): Answer[] {
  const inputs = instance.declared ?? instance.settled ?? {};
  const saysSystem = Object.keys(inputs).some((name) => name.startsWith("systemDisk"));
  const system: Answer[] = saysSystem ? [isNamed(inputs.systemDiskAutoSnapshotPolicyId)] : [];
  const data = elements(inputs.dataDisks).map(
    (disk): Answer => (disk === UNKNOWN ? UNKNOWN : isNamed(field(disk, "autoSnapshotPolicyId"))),
  );
  return system.concat(data);
}

function isNamed(value: Value): Answer {
  const said = text(value);
  return said === UNKNOWN ? UNKNOWN : said !== undefined && said !== "";
}

/** Target tags take effect only where a policy is associated with instances by tag; whether one of several is enough is not documented. */
function coversByTag(policy: Resource, machine: Resource): Answer {
  const association = text(policy.getDeclared("associationType"));
  if (association !== UNKNOWN && association !== "AssociatedWithInstanceTag") return false;
  if (sharesPlace(policy, machine) === false) return false;
  const tags = tagsOf(machine);
  const wanted = elements(policy.getDeclared("targetTags")).map((tag): Answer => {
    if (tag === UNKNOWN) return UNKNOWN;
    const key = text(field(tag, "tagKey"));
    const value = text(field(tag, "tagValue"));
    if (key === UNKNOWN || value === UNKNOWN) return UNKNOWN;
    const own = key === undefined ? undefined : tags.exactly(key);
    return own === UNKNOWN ? UNKNOWN : own !== undefined && own === (value ?? "");
  });
  if (any(wanted) === false) return false;
  return association === UNKNOWN || all(wanted) !== true ? UNKNOWN : true;
}

function any(answers: readonly Answer[]): Answer {
  return answers.includes(true) || (answers.includes(UNKNOWN) ? UNKNOWN : false);
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}
