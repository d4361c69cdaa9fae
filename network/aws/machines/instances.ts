import type { Resource } from "../../../stack/resource";
import { type Path, pathText, readSwitch, settingsAt, valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, UNKNOWN } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { tagsOf } from "../names/naming";
import { SUBNETS } from "../types";

/** How one resource type describes what it launches. Lists on the way are read element by element. */
interface Form {
  readonly kind: Instance["kind"];
  /** Where in the resource the description lies; without it, the resource is the description. */
  readonly within?: readonly string[];
  readonly publicAddress: readonly string[];
  readonly subnets?: readonly string[];
  /** The tags of what is launched, where they are not the resource's own. */
  readonly tags?: (description: Value) => Value[];
}

const ECS_NETWORK = {
  publicAddress: ["networkConfiguration", "assignPublicIp"],
  subnets: ["networkConfiguration", "subnets"],
};

const FORMS: Readonly<Record<string, Form>> = {
  "aws:ec2/instance:Instance": {
    kind: "machine",
    publicAddress: ["associatePublicIpAddress"],
    subnets: ["subnetId"],
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": {
    kind: "machine",
    publicAddress: ["associatePublicIpAddress"],
    subnets: ["subnetId"],
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    kind: "machine",
    within: ["launchSpecifications"],
    publicAddress: ["associatePublicIpAddress"],
    subnets: ["subnetId"],
    tags: tagsIn("tags"),
  },
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": {
    kind: "machine",
    publicAddress: ["createPublicIp"],
    subnets: ["stagingAreaSubnetId"],
    tags: tagsIn("stagingAreaTags"),
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    kind: "template",
    publicAddress: ["networkInterfaces", "associatePublicIpAddress"],
    subnets: ["networkInterfaces", "subnetId"],
    tags: (template) =>
      elements(field(template, "tagSpecifications")).flatMap((specification) => {
        const type = field(specification, "resourceType");
        if (type === UNKNOWN) return [UNKNOWN];
        return type === "instance" ? [field(specification, "tags")] : [];
      }),
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": {
    kind: "template",
    publicAddress: ["associatePublicIpAddress"],
  },
  "aws:ecs/service:Service": { kind: "task", ...ECS_NETWORK },
  "aws:ecs/taskSet:TaskSet": { kind: "task", ...ECS_NETWORK },
  "aws:cloudwatch/eventTarget:EventTarget": {
    kind: "task",
    within: ["ecsTarget"],
    ...ECS_NETWORK,
    tags: tagsIn("tags"),
  },
  "aws:scheduler/schedule:Schedule": {
    kind: "task",
    within: ["target", "ecsParameters"],
    ...ECS_NETWORK,
    tags: tagsIn("tags"),
  },
  "aws:pipes/pipe:Pipe": {
    kind: "task",
    within: ["targetParameters", "ecsTaskParameters"],
    publicAddress: ["networkConfiguration", "awsVpcConfiguration", "assignPublicIp"],
    subnets: ["networkConfiguration", "awsVpcConfiguration", "subnets"],
    tags: tagsIn("tags"),
  },
};

function tagsIn(property: string): (description: Value) => Value[] {
  return (description) => [field(description, property)];
}

/** What the resources of a stack launch, or describe for others to launch. */
export function readInstances(stack: Stack): Instance[] {
  return Object.entries(FORMS).flatMap(([type, form]) =>
    stack.ofType(type).flatMap((resource) => readInstancesOf(resource, form, stack)),
  );
}

function readInstancesOf(resource: Resource, form: Form, stack: Stack): Instance[] {
  const inputs = resource.declared ?? resource.settled;
  const descriptions = [...valuesAt(inputs, form.within ?? [])].flatMap(
    ({ path, value }): { path: Path; description: Value }[] =>
      elements(value).map((element, i) => ({
        path: Array.isArray(value) ? [...path, i] : path,
        description: element,
      })),
  );
  return descriptions.map(({ path, description }) => ({
    resource,
    path: pathText(path),
    kind: form.kind,
    publicAddressSettings: settingsAt(resource, form.publicAddress, readSwitch, { value: description, path }),
    tags: tagsOf(resource, ...(form.tags?.(description) ?? [])),
    subnets: readSubnetReferences(resource, form, description, stack),
  }));
}

function readSubnetReferences(
  resource: Resource,
  { within, subnets }: Form,
  description: Value,
  stack: Stack,
): Reference[] {
  const [property, ...steps] = subnets ?? [];
  if (property === undefined) return [];
  const start = within === undefined ? resource.get(property) : field(description, property);
  return stack.references(resource, within?.[0] ?? property, SUBNETS, valueAt(start, steps));
}
