import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { UNKNOWN } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import type { Launch } from "../../machines/launch";
import { certainResource } from "../../references";
import type { VSwitches } from "../routing/vswitches";
import { LAUNCH_TEMPLATES } from "../types";
import { isWritten, vswitchesOf } from "./instances";
import { MACHINE_TYPES } from "./machine-types";

const TEMPLATE_NAMES = ["id", "launchTemplateName", "name"];

interface Sources {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
  readonly subnets: VSwitches;
}

/** What each machine is launched from, and where. What it says itself goes before what its template says. */
export function readLaunches({ stack, instances, subnets }: Sources): Launch[] {
  const templates = new Map(
    instances.filter(({ kind }) => kind === "template").map((one) => [one.resource, one]),
  );
  return instances
    .filter(({ kind }) => kind !== "template")
    .map((instance) => {
      const template = templateOf(stack, instance.resource, templates);
      const its = template === undefined || template === UNKNOWN ? undefined : template;
      const own = vswitchesOf(stack, instance.resource);
      const named = own.length > 0 || its === undefined ? own : vswitchesOf(stack, its.resource);
      const { isOfCluster = false } = MACHINE_TYPES[instance.resource.type] ?? {};
      const isOpen = own.length === 0 && (template === UNKNOWN || isOfCluster);
      return {
        instance: its === undefined ? instance : { ...instance, tags: its.tags.with(instance.tags) },
        template,
        subnets: isOpen ? UNKNOWN : subnets.among(named),
      };
    });
}

function templateOf(
  stack: Stack,
  resource: Resource,
  templates: ReadonlyMap<Resource, Instance>,
): Launch["template"] {
  for (const property of MACHINE_TYPES[resource.type]?.templates ?? []) {
    if (!isWritten(resource, property)) continue;
    const references = stack.references(
      resource,
      property,
      LAUNCH_TEMPLATES,
      resource.get(property),
      TEMPLATE_NAMES,
    );
    const [found] = references.map(certainResource);
    return (found && templates.get(found)) ?? UNKNOWN;
  }
  return undefined;
}
