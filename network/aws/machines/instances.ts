import type { Resource } from "../../../stack/resource";
import { type Path, pathText, readSwitch, settingsAt, valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { tagsOf } from "../names/naming";
import { SUBNETS } from "../types";
import { MACHINE_TYPES, type MachineType, type Steps } from "./machine-types";

interface Description {
  readonly path: Path;
  readonly value: Value;
}

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
  const isPart = one.path.length > 0;
  return {
    resource,
    path: pathText(one.path),
    kind: row.kind,
    publicAddressSettings: row.publicAddress ? settingsAt(resource, row.publicAddress, readSwitch, one) : [],
    tags: tagsOf(resource, ...(row.tags?.(one.value) ?? [])),
    subnets: (row.subnets ?? []).flatMap((steps) =>
      subnetsAt(resource, isPart ? row.within : undefined, steps, one.value, stack),
    ),
  };
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
