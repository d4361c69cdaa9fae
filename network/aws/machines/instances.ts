import type { Resource } from "../../../stack/resource";
import { type Found, pathText, readSwitch, settingsOf, valueAt, valuesAt } from "../../../stack/setting";
import type { Handle, Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, idsIn, isText, text, UNKNOWN } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { Tags } from "../../names/tags";
import { certainResource } from "../../references";
import { tagsOf } from "../names/naming";
import { SUBNETS } from "../types";
import { MACHINE_TYPES, type MachineType, type Steps, type Where } from "./machine-types";

/** A value that describes what is launched. */
type Description = Found;

/** What the resources of a stack launch, or describe for others to launch. */
export function readInstances(stack: Stack): Instance[] {
  return stack
    .rowsOf(MACHINE_TYPES)
    .filter(([resource, row]) => row.when?.(resource) ?? true)
    .flatMap(([resource, row]) =>
      descriptionsIn(resource, row).map((one) => readInstance(resource, row, one, stack)),
    );
}

/** The parts of a resource that describe what it launches. */
export function descriptionsIn(resource: Resource, { within, launching = [] }: MachineType): Description[] {
  const inputs = resource.declared ?? resource.settled;
  const whole: Description = { path: [], value: inputs };
  if (within === undefined) return [whole];
  const launches = launching.some((one) => elements(valueAt(inputs, one.within ?? [])).length > 0);
  return [...[...at(within, whole)].flatMap(each), ...(launches ? [whole] : [])];
}

/** A list of descriptions one by one. */
function each({ path, value }: Description): Description[] {
  return elements(value).map((element, i) => ({
    path: Array.isArray(value) ? [...path, i] : path,
    value: element,
  }));
}

function readInstance(resource: Resource, row: MachineType, one: Description, stack: Stack): Instance {
  const found = row.publicAddress === undefined ? [] : at(row.publicAddress, one);
  return {
    resource,
    path: pathText(one.path),
    kind: row.kind,
    publicAddressSettings: settingsOf(resource, found, readSwitch),
    isReplacedForPublicAddress: row.publicAddressReplaces === true,
    profile: profileOf(row, one),
    profileWord: "instance profile",
    mayGetProfile: false,
    tags: tagsIn(resource, row, one, stack),
    subnets: subnetsIn(resource, row, one, stack),
  };
}

function profileOf(
  { profiles, role, runsWithoutProfile }: MachineType,
  one: Description,
): Instance["profile"] {
  if (profiles === undefined) return role === undefined ? "inherited" : "named";
  const named = profiles.flatMap((steps) => valuesAt(one.value, steps).map(({ value }) => value));
  const isNamed = named.some((value) => value === UNKNOWN || isText(value));
  return isNamed || runsWithoutProfile !== true ? "named" : "none";
}

/** Its own tags and over them those of its task definition, where it gives tasks those, and what it gives them itself. */
function tagsIn(resource: Resource, row: MachineType, { path, value }: Description, stack: Stack): Tags {
  const given = row.tags?.(value) ?? [];
  const propagation = row.definition && text(valueAt(value, row.definition.propagation));
  if (propagation !== UNKNOWN && propagation?.toUpperCase() !== "TASK_DEFINITION") {
    return tagsOf(resource, ...given);
  }
  const steps = row.definition?.name ?? [];
  const property = String([...path, ...steps][0]);
  const references = stack.references(resource, property, [TASK_DEFINITION], valueAt(value, steps), HANDLES);
  const [definition] = references.map(certainResource);
  const isKnown = propagation !== UNKNOWN && definition !== undefined;
  const its = isKnown ? Tags.read(definition.get("tagsAll"), definition.get("tags")) : Tags.read(UNKNOWN);
  const own = tagsOf(resource);
  return own
    .with(its)
    .with(Tags.read(...given))
    .calledAs(own);
}

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const HANDLES: readonly Handle[] = ["id", "arn"];

/** What stands in a place of a description. */
function at(where: Where, { path, value }: Description): Iterable<Found> {
  return typeof where === "function" ? where(value, path) : valuesAt(value, where, path);
}

function subnetsIn(
  resource: Resource,
  { subnets = [], within }: MachineType,
  one: Description,
  stack: Stack,
): Reference[] {
  if (typeof subnets === "function") {
    return [...subnets(one.value, one.path)].flatMap(({ path: [property], value }) =>
      stack.references(resource, String(property), SUBNETS, idsIn(value)),
    );
  }
  const part = one.path.length > 0 && typeof within !== "function" ? within : undefined;
  return subnets.flatMap((steps) => subnetsAt(resource, part, steps, one.value, stack));
}

function subnetsAt(
  resource: Resource,
  within: Steps | undefined,
  [property = "", ...steps]: Steps,
  description: Value,
  stack: Stack,
): Reference[] {
  const start = within === undefined ? resource.get(property) : field(description, property);
  const references = stack.references(
    resource,
    within?.[0] ?? property,
    SUBNETS,
    idsIn(valueAt(start, steps)),
  );
  // Where the program names none, a subnet outside the stack is where the cloud put it by its own lights.
  const isNamed = within !== undefined || resource.getDeclared(property) !== undefined;
  return isNamed ? references : references.filter(({ kind }) => kind === "resource");
}
