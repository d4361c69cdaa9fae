import type { Attachment, Interface } from "../interface";
import type { Resource } from "../resource";
import type { Stack } from "../stack";
import type { Value } from "../value";
import { isObject, UNKNOWN } from "../value";
import { GROUPS, type SecurityGroups } from "./security-groups";

/** The properties, at any depth of any resource, by which AWS resources name the groups of their interfaces. */
const GROUP_PROPERTIES = new Set([
  "securityGroups",
  "securityGroupIds",
  "vpcSecurityGroupIds",
  "vpcSecurityGroups",
  "securityGroupsIds",
  "replicationServersSecurityGroupsIds",
  "engineSecurityGroupId",
  "workspaceSecurityGroupId",
  "clusterSecurityGroupId",
  "emrManagedMasterSecurityGroup",
  "emrManagedSlaveSecurityGroup",
  "serviceAccessSecurityGroup",
]);

/** Types whose group properties name the two ends of a rule, and not an interface. */
const NO_INTERFACES = /^aws:(ec2\/(default)?securityGroup|vpc\/securityGroup)/i;

/** Every interface of the stack that names security groups, whatever resource makes it. */
export function readInterfaces(stack: Stack, groups: SecurityGroups): Interface[] {
  return stack.resources
    .filter(({ type }) => type.startsWith("aws:") && !NO_INTERFACES.test(type))
    .flatMap((resource) => readInterfacesOf(resource, stack, groups));
}

function readInterfacesOf(resource: Resource, stack: Stack, groups: SecurityGroups): Interface[] {
  const attachmentsByPath = new Map<string, { attachments: Attachment[]; mayHaveMore: boolean }>();
  for (const { path, property, value } of groupLists(resource)) {
    const known = attachmentsByPath.get(path) ?? { attachments: [], mayHaveMore: false };
    for (const reference of stack.references(resource, property, GROUPS, value)) {
      const group = groups.at(reference);
      if (group === undefined) known.mayHaveMore = true;
      else if (!known.attachments.some((attachment) => attachment.group === group)) {
        known.attachments.push({ group, certain: reference.kind !== "resource" || reference.certain });
      }
    }
    attachmentsByPath.set(path, known);
  }
  return [...attachmentsByPath].map(([path, found]) => ({ resource, path, ...found }));
}

interface GroupList {
  readonly path: string;
  /** The top-level property that holds it. */
  readonly property: string;
  readonly value: Value;
}

function* groupLists(resource: Resource): Iterable<GroupList> {
  const properties = new Set([
    ...Object.keys(resource.declared ?? {}),
    ...Object.keys(resource.settled ?? {}),
  ]);
  for (const property of properties) {
    yield* within(property, resource.get(property), "", property);
  }
}

function* within(name: string, value: Value, path: string, property: string): Iterable<GroupList> {
  if (GROUP_PROPERTIES.has(name)) {
    if (value !== undefined) yield { path, property, value };
  } else if (Array.isArray(value)) {
    for (const [i, element] of (value as readonly Value[]).entries()) {
      yield* fieldsOf(element, `${join(path, name)}[${i}]`, property);
    }
  } else {
    yield* fieldsOf(value, join(path, name), property);
  }
}

function* fieldsOf(value: Value, path: string, property: string): Iterable<GroupList> {
  if (value === UNKNOWN || !isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* within(name, inner, path, property);
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
