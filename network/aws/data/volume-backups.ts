import { allOf, anyOf, not } from "../../../stack/answers";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, isObject, UNKNOWN, type Value } from "../../../stack/value";
import type { VolumeBackup } from "../../data/volume";
import { certainResource } from "../../references";
import { tagsOf } from "../names/naming";
import { sharesPlace } from "../places";
import { INSTANCES, VOLUME, VOLUME_COPY } from "../types";

const LIFECYCLE = "aws:dlm/lifecyclePolicy:LifecyclePolicy";
const SELECTION = "aws:backup/selection:Selection";
const VOLUMES: readonly string[] = [VOLUME, VOLUME_COPY];
const ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment";

/** The volumes of a stack, and whether a lifecycle policy or a selection of a backup plan covers them or the machine they are attached to. */
export function readVolumeBackups(stack: Stack): VolumeBackup[] {
  const machines = attachedMachines(stack);
  const plans = stack.ofType(LIFECYCLE, SELECTION);
  return stack.ofType(...VOLUMES).map((resource) => {
    const answers = plans.map((plan): Answer => {
      const isHere = sharesPlace(plan, resource);
      if (isHere === false) return false;
      const attached = machines.get(resource) ?? [];
      const covers =
        plan.type === LIFECYCLE
          ? byLifecycle(plan, resource, attached)
          : bySelection(plan, [resource, ...attached], stack);
      return isHere === UNKNOWN && covers === true ? UNKNOWN : covers;
    });
    return { resource, isBackedUp: anyOf(answers) };
  });
}

function attachedMachines(stack: Stack): ReadonlyMap<Resource, Resource[]> {
  const machines = new Map<Resource, Resource[]>();
  for (const one of stack.ofType(ATTACHMENT)) {
    const [volume, machine] = [
      certainResource(stack.references(one, "volumeId", VOLUMES)[0]),
      certainResource(stack.references(one, "instanceId", INSTANCES)[0]),
    ];
    if (volume !== undefined && machine !== undefined) push(machines, volume, machine);
  }
  return machines;
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html */
function byLifecycle(policy: Resource, volume: Resource, machines: readonly Resource[]): Answer {
  const details = policy.getDeclared("policyDetails");
  const isEnabled = readSwitch(policy.getDeclared("state")) ?? true;
  if (details === UNKNOWN) return isEnabled === false ? false : UNKNOWN;
  const kind = policy.getDeclared("defaultPolicy");
  if (kind !== undefined) {
    const excluded = field(field(details, "exclusions"), "excludeTags");
    const isOfKind = kind === UNKNOWN ? UNKNOWN : kind === "VOLUME" || machines.length > 0;
    return allOf([isEnabled, isOfKind, not(hasAnyTag(volume, excluded))]);
  }
  const isOfEvents = field(details, "policyType") === "EVENT_BASED_POLICY";
  const types = elements(field(details, "resourceTypes"));
  const targets = field(details, "targetTags");
  const covers = types.map((type): Answer => {
    if (type === UNKNOWN) return UNKNOWN;
    return anyOf((type === "INSTANCE" ? machines : [volume]).map((one) => hasAnyTag(one, targets)));
  });
  return allOf([isEnabled, !isOfEvents, anyOf(covers)]);
}

function hasAnyTag(resource: Resource, wanted: Value): Answer {
  if (wanted === UNKNOWN) return UNKNOWN;
  if (!isObject(wanted)) return false;
  return anyOf(Object.entries(wanted).map(([key, value]) => hasTag(resource, key, value)));
}

function hasTag(resource: Resource, key: Value, wanted: Value, isPattern = false): Answer {
  if (typeof key !== "string" || typeof wanted !== "string")
    return key === UNKNOWN || wanted === UNKNOWN ? UNKNOWN : false;
  const value = tagsOf(resource).exactly(key.replace(/^aws:ResourceTag\//, ""));
  if (value === UNKNOWN) return UNKNOWN;
  return value !== undefined && (isPattern ? matches(wanted, value) : value === wanted);
}

/** Whether a text is what a pattern says, in which `*` is any text. */
function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*+/g, ".*");
  return new RegExp(`^${source}$`, "s").test(value);
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html */
function bySelection(selection: Resource, candidates: readonly Resource[], stack: Stack): Answer {
  return anyOf(
    candidates.map((one) => {
      const excluded = named(selection, "notResources", one, stack);
      return allOf([selects(selection, one, stack), excluded === undefined ? true : not(excluded)]);
    }),
  );
}

function selects(selection: Resource, one: Resource, stack: Stack): Answer {
  const tags = elements(selection.getDeclared("selectionTags")).map(
    (tag): Answer => hasTag(one, field(tag, "key"), field(tag, "value")),
  );
  const conditions = conditionsOf(selection, one);
  const byName = named(selection, "resources", one, stack);
  // Names and tags together narrow or widen, as the documentation leaves open: either counts.
  if (byName !== undefined) tags.push(byName);
  return allOf([tags.length === 0 ? true : anyOf(tags), ...conditions]);
}

const OPERATORS = [
  ["stringEquals", false, true],
  ["stringLikes", true, true],
  ["stringNotEquals", false, false],
  ["stringNotLikes", true, false],
] as const;

function conditionsOf(selection: Resource, one: Resource): Answer[] {
  return elements(selection.getDeclared("conditions")).flatMap((condition) =>
    OPERATORS.flatMap(([operator, isPattern, isWanted]) =>
      elements(field(condition, operator)).map((each): Answer => {
        const answer = hasTag(one, field(each, "key"), field(each, "value"), isPattern);
        return isWanted ? answer : not(answer);
      }),
    ),
  );
}

/** Whether a list of ARNs and patterns names a resource; undefined where there is no list. */
function named(selection: Resource, property: string, one: Resource, stack: Stack): Answer | undefined {
  const values = elements(selection.getDeclared(property));
  if (values.length === 0) return undefined;
  const noun = VOLUMES.includes(one.type) ? "volume" : "instance";
  const isOfAll = new RegExp(`^(\\*|arn:[^:]*:(ec2|\\*):.*[:/](${noun}/)?[^/]*\\*)$`);
  const known = values.map((value): Answer => {
    if (typeof value !== "string") return false;
    return isOfAll.test(value) && (value.includes(`${noun}/`) || !value.includes("/"));
  });
  const references = stack.references(selection, property, [...VOLUMES, ...INSTANCES], values, ["arn", "id"]);
  const joined = references.map((reference): Answer => {
    if (reference.kind === "outside") return false;
    if (reference.kind !== "resource") return UNKNOWN;
    return reference.resource === one && (reference.certain || UNKNOWN);
  });
  return anyOf([...known, ...joined]);
}
