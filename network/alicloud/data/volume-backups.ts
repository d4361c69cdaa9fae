import { allOf, anyOf, not } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { readSwitch, type Steps, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, isGiven, text, UNKNOWN, type Value, word } from "../../../stack/value";
import type { VolumeBackup } from "../../data/volume";
import { certainResource, isOpen } from "../../references";
import { tagsOf } from "../names/naming";
import { sharesPlace } from "../places";
import { DISKS, INSTANCE } from "../types";

const ATTACHMENTS = [
  "alicloud:ecs/ecsAutoSnapshotPolicyAttachment:EcsAutoSnapshotPolicyAttachment",
  "alicloud:ebs/enterpriseSnapshotPolicyAttachment:EnterpriseSnapshotPolicyAttachment",
];
/** One that may be turned off. */
const ENTERPRISE_POLICY = "alicloud:ebs/enterpriseSnapshotPolicy:EnterpriseSnapshotPolicy";
const POLICIES = [
  "alicloud:ecs/autoSnapshotPolicy:AutoSnapshotPolicy",
  "alicloud:ecs/snapshotPolicy:SnapshotPolicy",
];
const DISK_ATTACHMENTS = [
  "alicloud:ecs/ecsDiskAttachment:EcsDiskAttachment",
  "alicloud:ecs/diskAttachment:DiskAttachment",
];

/** What backs up whole machines with their disks by Cloud Backup, and where it names them. */
const PLANS: Readonly<Record<string, string>> = {
  "alicloud:hbr/serverBackupPlan:ServerBackupPlan": "instanceId",
  "alicloud:hbr/policyBinding:PolicyBinding": "dataSourceId",
};
/** Where a plan names the disks that it is about; without any it is about all of the machine's. */
const CHOSEN: readonly Steps[] = [
  ["details", "diskIdLists"],
  ["advancedOptions", "udmDetail", "diskIdLists"],
];
const LEFT_OUT: Steps = ["advancedOptions", "udmDetail", "excludeDiskIdLists"];

/** The disks of a stack and those that instances ask for, and whether an automatic snapshot policy or a plan of Cloud Backup covers them. */
export function readVolumeBackups(stack: Stack): VolumeBackup[] {
  const attached = stack.about(ATTACHMENTS, "diskId", [...DISKS, INSTANCE], ["id", "systemDiskId"]);
  const mounted = stack.about(DISK_ATTACHMENTS, "diskId", DISKS);
  const machineOf = (one: Resource) => certainResource(stack.references(one, "instanceId", [INSTANCE])[0]);
  const policies = stack.ofType(...POLICIES);
  const isCovered = (machine: Resource, disk?: Resource) =>
    anyOf([...policies.map((policy) => coversByTag(policy, machine)), isPlanned(stack, machine, disk)]);

  const disks = stack.ofType(...DISKS).map((resource): VolumeBackup => {
    const { certain, possible } = attached(resource);
    const machines = [resource, ...mounted(resource).certain].flatMap((one) => machineOf(one) ?? []);
    const isAttached = anyOf([
      ...certain.map((one) => isPolicyOn(stack, one)),
      possible.length > 0 && UNKNOWN,
    ]);
    return { resource, isBackedUp: anyOf([isAttached, ...machines.map((one) => isCovered(one, resource))]) };
  });
  const machines = stack.ofType(INSTANCE).flatMap((resource): VolumeBackup[] => {
    const own = policiesOfDisks(resource);
    if (own.length === 0) return [];
    const { certain, possible } = attached(resource);
    // Which disk of the machine is meant is not told.
    const isAttached = certain.length + possible.length > 0 && UNKNOWN;
    return [{ resource, isBackedUp: anyOf([isAttached, allOf(own), isCovered(resource)]) }];
  });
  return [...disks, ...machines];
}

function isPolicyOn(stack: Stack, attachment: Resource): Answer {
  const policy = certainResource(stack.references(attachment, "policyId", [ENTERPRISE_POLICY])[0]);
  const status = word(policy?.getDeclared("status"));
  return status === UNKNOWN ? UNKNOWN : status !== "disabled";
}

/** Whether a plan backs up a disk of a machine; those that the machine itself asks for where no disk is given. */
function isPlanned(stack: Stack, machine: Resource, disk: Resource | undefined): Answer {
  const plans = Object.entries(PLANS).map(([type, property]) =>
    stack.about([type], property, [INSTANCE])(machine),
  );
  return anyOf([
    ...plans.flatMap(({ certain }) =>
      certain.map((plan) => allOf([isInForce(plan), isAbout(stack, plan, disk)])),
    ),
    ...plans.flatMap(({ possible }) => possible.map((): Answer => UNKNOWN)),
  ]);
}

/** Whether a plan is about a disk. Which disks a machine's own are is not told where a plan names some. */
function isAbout(stack: Stack, plan: Resource, disk: Resource | undefined): Answer {
  const chosen = CHOSEN.flatMap((steps) => isAmong(stack, plan, steps, disk) ?? []);
  const isLeftOut = isAmong(stack, plan, LEFT_OUT, disk) ?? false;
  return allOf([chosen.length === 0 || anyOf(chosen), not(isLeftOut)]);
}

/** Whether a list names a disk; undefined for no list. */
function isAmong(
  stack: Stack,
  plan: Resource,
  [property = "", ...steps]: Steps,
  disk?: Resource,
): Answer | undefined {
  const named = valuesAt(plan.get(property), steps).flatMap(({ value }) => elements(value));
  if (named.length === 0) return undefined;
  if (disk === undefined) return UNKNOWN;
  const references = stack.references(plan, property, DISKS, named);
  if (references.some((one) => certainResource(one) === disk)) return true;
  return references.some(isOpen) && UNKNOWN;
}

/** A binding of a policy may be to files, or to another service. */
function isInForce(plan: Resource): Answer {
  const source = text(plan.getDeclared("sourceType"));
  const isOfMachines: Answer = source === UNKNOWN ? UNKNOWN : source === undefined || source === "UDM_ECS";
  const isOff = readSwitch(plan.getDeclared("disabled")) ?? false;
  return allOf([isOfMachines, not(isOff)]);
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
  return said === UNKNOWN ? UNKNOWN : isGiven(said);
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
  if (anyOf(wanted) === false) return false;
  return association === UNKNOWN || allOf(wanted) !== true ? UNKNOWN : true;
}
