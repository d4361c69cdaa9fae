import { allOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { type Setting, type Steps, settingsOf, valueAt, valuesAt } from "../../../stack/setting";
import type { About, Reference, Stack } from "../../../stack/stack";
import { type Answer, flag, integer, isGiven, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { tagsOf } from "../names/naming";
import { vswitchesNamed } from "../routing/vswitches";
import {
  CONTAINER_SCALING,
  MACHINE_HANDLES,
  MACHINES_NAMED,
  ROLE_ATTACHMENTS,
  SCALING_CONFIGURATION,
  SCALING_GROUP,
} from "../types";
import { MACHINE_TYPES, type MachineType } from "./machine-types";

/** What the resources of a stack launch, or describe for others to launch. */
export function readInstances(stack: Stack): Instance[] {
  const attached = ROLE_ATTACHMENTS.map(([type, machines]) =>
    stack.about([type], machines, MACHINES_NAMED, MACHINE_HANDLES),
  );
  return Object.entries(MACHINE_TYPES).flatMap(([type, row]) =>
    stack
      .ofType(type)
      .filter((resource) => row.needsTemplate !== true || isWritten(resource, "launchTemplateId"))
      .map((resource) => readInstance(resource, row, stack, attached)),
  );
}

function readInstance(
  resource: Resource,
  row: MachineType,
  stack: Stack,
  attached: readonly ((machine: Resource) => About)[],
): Instance {
  return {
    resource,
    path: "",
    kind: row.kind,
    publicAddressSettings: publicAddressSettingsOf(resource, row),
    isReplacedForPublicAddress: row.publicAddressReplaces === true,
    profile: profileOf(resource, row, attached),
    profileWord: "RAM role",
    mayGetProfile: row.kind === "machine",
    tags: tagsOf(resource),
    subnets: vswitchesOf(stack, resource),
  };
}

/**
 * A role of its own, or one that is or may be attached; what launches from a template alone has its template's, tasks need none, and some types
 * cannot name one.
 */
function profileOf(
  resource: Resource,
  { kind, role, needsTemplate, isOfCluster, templates }: MachineType,
  attached: readonly ((machine: Resource) => About)[],
): Instance["profile"] {
  if (needsTemplate) return "inherited";
  const cannotName = role === undefined && templates === undefined;
  if (isOfCluster || kind === "task" || cannotName) return "named";
  const isNamed = role !== undefined && isWritten(resource, String(role[0]));
  const abouts = attached.map((about) => about(resource));
  return isNamed || abouts.some(({ certain, possible }) => certain.length > 0 || possible.length > 0)
    ? "named"
    : "none";
}

function publicAddressSettingsOf(
  resource: Resource,
  { bandwidth, publicAddress, publicAddressNeeds, hasPublicAddress }: MachineType,
): Setting[] {
  const inputs = resource.declared ?? resource.settled;
  const found = (steps: Steps | undefined) => (steps === undefined ? [] : valuesAt(inputs, steps));
  const takesEffect =
    publicAddressNeeds === undefined || (flag(valueAt(inputs, publicAddressNeeds)) ?? false);
  const settings = [
    ...settingsOf(resource, found(bandwidth), isMoreThanNothing),
    ...settingsOf(resource, found(publicAddress), (value) => allOf([takesEffect, flag(value) ?? UNKNOWN])),
  ];
  if (settings.length > 0 || hasPublicAddress !== true) return settings;
  return [{ value: true, resource, path: publicAddress ?? [], written: undefined }];
}

/** Whether a bandwidth lets something out, and so comes with a public address. */
function isMoreThanNothing(value: Value): Answer | undefined {
  const bandwidth = integer(value);
  return typeof bandwidth === "number" ? bandwidth > 0 : bandwidth;
}

/** The vSwitches that a resource names itself, a scaling configuration those of its group; what the cloud chose is none of these. */
export function vswitchesOf(stack: Stack, resource: Resource): Reference[] {
  if (resource.type === SCALING_CONFIGURATION || resource.type === CONTAINER_SCALING) {
    const [group, ...others] = stack.references(resource, "scalingGroupId", [SCALING_GROUP]);
    if (group?.kind !== "resource" || !group.certain || others.length > 0) return [{ kind: "opaque" }];
    return vswitchesOf(stack, group.resource);
  }
  const row = MACHINE_TYPES[resource.type];
  for (const [property, ...steps] of row?.vswitches ?? []) {
    const value = valueAt(resource.getDeclared(property), steps);
    if (!isGiven(value)) continue;
    return vswitchesNamed(stack, resource, property, valueAt(resource.get(property), steps));
  }
  return [];
}

export function isWritten(resource: Resource, property: string): boolean {
  return isGiven(text(resource.getDeclared(property)));
}
