import type { Resource } from "../../../stack/resource";
import { joinedPath } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  idsIn,
  isGiven,
  isObject,
  UNKNOWN,
  type Value,
  type Values,
} from "../../../stack/value";
import type { Attachment, Interface } from "../../attachments/interface";
import type { SecurityGroups } from "../groups/security-groups";
import { SECURITY_GROUP, SECURITY_GROUP_RULE } from "../types";

/** The properties, at any depth of any resource, that name the groups of its interfaces. */
const GROUP_PROPERTIES = new Set([
  "securityGroups",
  "securityGroupIds",
  "securityGroupId",
  "securityGroup",
  "additionalSecurityGroupIds",
  "kibanaPrivateSecurityGroupId",
]);

/** The properties, at any depth, of the parts that name groups beside others. */
const HOLDERS = new Set([
  ...["networkInterfaces", "networkInfo", "networkParameters", "nodeAttributes", "nodeGroups", "vpcConfig"],
  ...["sourceKafkaParameters", "sourceRocketmqParameters", "vpcInfo", "zoneVswitchSecurityGroups"],
]);

/** What names a group and has no interface on it. */
const NO_INTERFACES: ReadonlySet<string> = new Set([SECURITY_GROUP, SECURITY_GROUP_RULE]);

/** What puts a group on another resource, and where it names that. */
const ATTACHING: Readonly<Record<string, { readonly owner: string; readonly types: readonly string[] }>> = {
  "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment": {
    owner: "loadBalancerId",
    types: ["alicloud:alb/loadBalancer:LoadBalancer"],
  },
  "alicloud:nlb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment": {
    owner: "loadBalancerId",
    types: ["alicloud:nlb/loadBalancer:LoadBalancer"],
  },
};

/** Every interface of the stack that names security groups, whatever resource makes it. */
export function readInterfaces(stack: Stack, groups: SecurityGroups): Interface[] {
  const interfaces = new Map<string, InterfaceUnderConstruction>();
  for (const resource of stack.resources) {
    if (!resource.type.startsWith("alicloud:") || NO_INTERFACES.has(resource.type)) continue;
    const owner = ownerOf(stack, resource);
    for (const list of listsOf(resource)) {
      const path = owner === resource ? list.path : "";
      const key = `${owner.urn} ${path}`;
      const known = interfaces.get(key) ?? new InterfaceUnderConstruction(owner, path);
      interfaces.set(key, known);
      attach(known, stack, groups, resource, list);
    }
  }
  return [...interfaces.values()];
}

class InterfaceUnderConstruction implements Interface {
  readonly attachments: Attachment[] = [];
  namesGroups = false;
  mayHaveMore = false;

  constructor(
    readonly resource: Resource,
    readonly path: string,
  ) {}
}

function attach(
  to: InterfaceUnderConstruction,
  stack: Stack,
  groups: SecurityGroups,
  resource: Resource,
  { property, name, value, isDeclared }: GroupList,
): void {
  to.namesGroups ||= isDeclared !== false;
  for (const reference of stack.references(resource, property, [SECURITY_GROUP], idsIn(value))) {
    const group = groups.behind(reference);
    // Whatever stands behind a part, it may name others.
    const certain = !HOLDERS.has(name) && (reference.kind !== "resource" || reference.certain);
    // What the cloud is left to choose are none of the program's.
    if (group === undefined) to.mayHaveMore ||= isDeclared !== false;
    else if (!to.attachments.some((one) => one.group === group && one.certain)) {
      to.attachments.push({ group, certain, isDeclared, role: "" });
    }
  }
}

function ownerOf(stack: Stack, resource: Resource): Resource {
  const row = ATTACHING[resource.type];
  if (row === undefined) return resource;
  const [owner, ...others] = stack.references(resource, row.owner, row.types);
  return owner?.kind === "resource" && owner.certain && others.length === 0 ? owner.resource : resource;
}

interface GroupList {
  readonly path: string;
  /** The top-level property that holds it. */
  readonly property: string;
  /** Its own, or that of a part of which it is not known yet what it names. */
  readonly name: string;
  readonly value: Value;
  readonly isDeclared: Answer;
}

/** The lists of groups in a resource: those that the program writes, else those that the cloud settled. */
function listsOf(resource: Resource): GroupList[] {
  const { declared, settled } = resource;
  const written = [...within(declared ?? {})].map((list): GroupList => {
    // At the update the cloud tells what was not known before.
    const known = list.value === UNKNOWN ? resource.get(list.property) : list.value;
    return { ...list, value: list.path === "" ? known : list.value, isDeclared: true };
  });
  if (written.length > 0) return [...written.map((list) => settledWithin(resource, list))];
  const isDeclared: Answer = declared === undefined ? UNKNOWN : false;
  return [...within(settled ?? {})].map((list) => ({ ...list, isDeclared }));
}

/** What the cloud settled of a list inside an object. */
function settledWithin(resource: Resource, list: GroupList): GroupList {
  if (list.value !== UNKNOWN && !elements(list.value).includes(UNKNOWN)) return list;
  const twin = [...within(resource.settled ?? {})].find(
    ({ path, name }) => path === list.path && name === list.name,
  );
  return twin === undefined ? list : { ...list, value: twin.value };
}

function* within(values: Values, path = "", property?: string): Iterable<Omit<GroupList, "isDeclared">> {
  for (const [name, value] of Object.entries(values)) {
    const top = property ?? name;
    if (GROUP_PROPERTIES.has(name)) {
      if (!isEmpty(value)) yield { path, property: top, name, value };
    } else if (HOLDERS.has(name) && elements(value).includes(UNKNOWN)) {
      yield { path, property: top, name, value: UNKNOWN };
    } else if (Array.isArray(value)) {
      for (const [i, element] of (value as readonly Value[]).entries()) {
        if (isObject(element)) yield* within(element, joinedPath(path, `${name}[${i}]`), top);
      }
    } else if (isObject(value)) yield* within(value, joinedPath(path, name), top);
  }
}

function isEmpty(value: Value): boolean {
  return !isGiven(value) || value === null || (Array.isArray(value) && value.length === 0);
}
