import type { Resource } from "../../../stack/resource";
import { type Found, pathText, readSwitch, settingsOf, valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { tagsOf } from "../names/naming";
import { SUBNETS } from "../types";
import { MACHINE_TYPES, type MachineType, type Steps, type Where } from "./machine-types";

/** A value that describes what is launched. */
type Description = Found;

/** What the resources of a stack launch, or describe for others to launch. */
export function readInstances(stack: Stack): Instance[] {
  return Object.entries(MACHINE_TYPES).flatMap(([type, row]) =>
    stack
      .ofType(type)
      .filter((resource) => row.when?.(resource) ?? true)
      .flatMap((resource) =>
        descriptionsIn(resource, row).map((one) => readInstance(resource, row, one, stack)),
      ),
  );
}

function descriptionsIn(resource: Resource, { within = [], launching = [] }: MachineType): Description[] {
  const inputs = resource.declared ?? resource.settled;
  const whole: Description = { path: [], value: inputs };
  if (within.length === 0) return [whole];
  const launches = launching.some((one) => elements(valueAt(inputs, one.within ?? [])).length > 0);
  return [...[...valuesAt(inputs, within)].flatMap(each), ...(launches ? [whole] : [])];
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
    tags: tagsOf(resource, ...(row.tags?.(one.value) ?? [])),
    subnets: subnetsIn(resource, row, one, stack),
  };
}

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
  const part = one.path.length > 0 ? within : undefined;
  return subnets.flatMap((steps) => subnetsAt(resource, part, steps, one.value, stack));
}

/** The ids that a text holds between commas. */
function idsIn(value: Value): Value {
  return typeof value === "string" ? value.split(",").map((id) => id.trim()) : value;
}

function subnetsAt(
  resource: Resource,
  within: Steps | undefined,
  [property = "", ...steps]: Steps,
  description: Value,
  stack: Stack,
): Reference[] {
  const start = within === undefined ? resource.get(property) : field(description, property);
  const references = stack.references(resource, within?.[0] ?? property, SUBNETS, valueAt(start, steps));
  // Where the program names none, a subnet outside the stack is where the cloud put it by its own lights.
  const isNamed = within !== undefined || resource.getDeclared(property) !== undefined;
  return isNamed ? references : references.filter(({ kind }) => kind === "resource");
}
