import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { joinedPath, pathText } from "../../../stack/setting";
import type { Handle, Reference, Stack } from "../../../stack/stack";
import type { Answer, Value } from "../../../stack/value";
import { elements, field, idsIn, isObject, UNKNOWN } from "../../../stack/value";
import type { Attachment, Interface } from "../../attachments/interface";
import { GROUPS, type SecurityGroups } from "../groups/security-groups";
import { descriptionsIn } from "../machines/instances";
import { MACHINE_TYPES } from "../machines/machine-types";
import { NETWORK_INTERFACE, SUBNETS, VPC_ENDPOINT } from "../types";

/** The properties, at any depth of any resource, by which AWS resources name the groups of their interfaces, and what they name them by. */
const GROUP_PROPERTIES: ReadonlyMap<string, readonly Handle[]> = new Map([
  ["securityGroupIds", ["id"]],
  ["vpcSecurityGroupIds", ["id"]],
  ["securityGroups", ["id", "name"]],
  ["securityGroupNames", ["name"]],
  ["securityGroupArns", ["id"]],
  ["securityGroupIdLists", ["id"]],
  ["securityGroupsIds", ["id"]],
  ["replicationServersSecurityGroupsIds", ["id"]],
  ["vpcSecurityGroupMemberships", ["id"]],
  ["customSecurityGroupId", ["id"]],
  ["engineSecurityGroupId", ["id"]],
  ["workspaceSecurityGroupId", ["id"]],
  ["clusterSecurityGroupId", ["id"]],
  ["emrManagedMasterSecurityGroup", ["id"]],
  ["emrManagedSlaveSecurityGroup", ["id"]],
  ["additionalMasterSecurityGroups", ["id"]],
  ["additionalSlaveSecurityGroups", ["id"]],
  ["serviceAccessSecurityGroup", ["id"]],
]);

/** The properties of one resource that name the groups of different machines. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["emrManagedMasterSecurityGroup", "master"],
  ["additionalMasterSecurityGroups", "master"],
  ["emrManagedSlaveSecurityGroup", "slave"],
  ["additionalSlaveSecurityGroups", "slave"],
  ["serviceAccessSecurityGroup", "service access"],
  ["engineSecurityGroupId", "engine"],
  ["workspaceSecurityGroupId", "workspace"],
]);

/** The properties, at any depth, of the parts that name groups beside subnets or a VPC. */
const HOLDERS = new Set([
  ...["vpc", "vpcConfig", "vpcConfigs", "vpcConfiguration", "vpcOptions", "networkConfig"],
  ...["networkConfiguration", "networkConfigurations", "awsVpcConfiguration", "networkInterfaces"],
  ...["brokerNodeGroupInfo", "computeConfig", "computeResources", "ec2Attributes", "endpointDetails"],
  ...["instanceLaunchTemplate", "kafkaClusters", "launchSpecifications", "managedInstancesProvider"],
  ...["apacheKafkaCluster", "defaultSpaceSettings", "defaultUserSettings", "domainSettings", "ec2Config"],
  ...["ecsParameters", "ecsTarget", "ecsTaskParameters", "elasticsearchConfiguration", "kafkaCluster"],
  ...["labelingJobResourceConfig", "managedVpcResource", "monitoringJobDefinition", "networkModeConfig"],
  ...["networkModeConfigs", "opensearchConfiguration", "opensearchserverlessConfiguration"],
  ...["physicalConnectionRequirements", "trainingJobDefinition", "trainingJobDefinitions", "userSettings"],
  ...["vpcEgressConfiguration", "workforceVpcConfig", "workspaceCreationProperties"],
]);

/** The lists of names that the cloud keeps beside its lists of ids. */
const NAME_LISTS = new Set(["securityGroups", "securityGroupNames"]);

/** Types whose group properties name the two ends of a rule, or what was measured, and put no group on an interface. */
const NO_INTERFACES =
  /^aws:(ec2\/(default)?securityGroup(Rule)?:|vpc\/securityGroup|ec2\/networkInsightsAnalysis:)/i;

/** Types with one `securityGroupId`, and the property that says whose interface gets it; undefined for their own. */
const SINGLE_GROUPS: ReadonlyMap<string, { readonly owner: string; readonly type: string } | undefined> =
  new Map([
    [
      "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
      { owner: "networkInterfaceId", type: NETWORK_INTERFACE },
    ],
    [
      "aws:ec2/securityGroupAssociation:SecurityGroupAssociation",
      { owner: "vpcEndpointId", type: VPC_ENDPOINT },
    ],
    ["aws:s3outposts/endpoint:Endpoint", undefined],
  ]);

/** Every interface of the stack that names security groups, whatever resource makes it. */
export function readInterfaces(stack: Stack, groups: SecurityGroups): Interface[] {
  const interfaces = new Interfaces(stack, groups);
  for (const resource of stack.resources) {
    if (!resource.type.startsWith("aws:") || NO_INTERFACES.test(resource.type)) continue;
    const lists = groupLists(resource);
    for (const list of lists) interfaces.add(resource, list);
    if (lists.length > 1) interfaces.compare(resource, lists);
    if (SINGLE_GROUPS.has(resource.type)) interfaces.addSingle(resource);
  }
  return interfaces.all;
}

class Interfaces {
  private readonly byResource = new Map<Resource, Map<string, InterfaceUnderConstruction>>();
  private ownersById: ReadonlyMap<string, Resource> | undefined;

  constructor(
    private readonly stack: Stack,
    private readonly groups: SecurityGroups,
  ) {}

  get all(): Interface[] {
    return [...this.byResource.values()].flatMap((byPath) => [...byPath.values()]);
  }

  add(resource: Resource, { path, property, name, value }: GroupList): void {
    if (isEmpty(value)) return;
    const isDeclared: Answer = resource.declared === undefined ? UNKNOWN : isDeclaredBy(resource, property);
    const to = this.interfaceAt(resource, path);
    to.namesGroups ||= isDeclared !== false;
    const spelling: AttachmentSpelling = {
      handles: GROUP_PROPERTIES.get(name),
      isDeclared,
      role: ROLES.get(name),
      // Whatever stands behind a part, it may name others.
      isPossible: HOLDERS.has(name),
    };
    this.attach(to, resource, property, groupIdsIn(value), spelling);
  }

  /** Of unknown groups beside each other, the program may name more than stand behind them: which of them is another is not known. */
  compare(resource: Resource, lists: readonly GroupList[]): void {
    for (const beside of groupBy(lists, ({ property, path }) => `${property} ${path}`).values()) {
      const [first] = beside;
      if (first === undefined || beside.length === 1) continue;
      const ids = beside.flatMap(({ value }) => groupIdsIn(value));
      const references = this.stack.references(resource, first.property, GROUPS, ids);
      if (references.some((one) => this.groups.behind(one) === undefined))
        this.interfaceAt(resource, first.path).mayHaveMore = true;
    }
  }

  addSingle(resource: Resource): void {
    const single = SINGLE_GROUPS.get(resource.type);
    const owner = single && this.ownerOf(resource, single.owner, single.type);
    const property = "securityGroupId";
    this.attach(this.interfaceAt(owner ?? resource, ""), resource, property, resource.get(property));
  }

  private interfaceAt(resource: Resource, path: string): InterfaceUnderConstruction {
    const byPath = this.byResource.get(resource) ?? new Map<string, InterfaceUnderConstruction>();
    this.byResource.set(resource, byPath);
    const found = byPath.get(path) ?? {
      resource,
      path,
      attachments: [],
      mayHaveMore: false,
      namesGroups: false,
    };
    byPath.set(path, found);
    return found;
  }

  private attach(
    to: InterfaceUnderConstruction,
    resource: Resource,
    property: string,
    value: Value,
    { handles, isDeclared = true, role = "", isPossible = false }: AttachmentSpelling = {},
  ): void {
    const references = this.stack.references(resource, property, GROUPS, value, handles);
    const mayBeOther = isOfSeveral(references, value);
    for (const reference of references) {
      const group = this.groups.behind(reference);
      const isSure =
        reference.kind === "resource" ? reference.certain : !(isComputed(reference) && mayBeOther);
      const certain = !isPossible && isSure;
      if (group === undefined) to.mayHaveMore = true;
      else {
        const i = to.attachments.findIndex((one) => one.group === group && one.role === role);
        const known = to.attachments[i];
        if (known === undefined) to.attachments.push({ group, certain, isDeclared, role });
        else if (certain) {
          to.attachments[i] = {
            ...known,
            certain,
            isDeclared: isDeclared === true || known.isDeclared || isDeclared,
          };
        }
      }
    }
  }

  /** The resource that makes the interface a property points at: itself, or one such as an instance that has it as its first. */
  private ownerOf(resource: Resource, property: string, type: string): Resource | undefined {
    const [reference, ...others] = this.stack.references(resource, property, [type]);
    if (reference === undefined || others.length > 0) return undefined;
    switch (reference.kind) {
      case "resource":
        return reference.certain ? reference.resource : undefined;
      case "computed":
        return reference.from;
      case "outside":
        this.ownersById ??= interfaceOwners(this.stack);
        return this.ownersById.get(reference.id);
      case "opaque":
        return undefined;
    }
  }
}

interface InterfaceUnderConstruction extends Interface {
  readonly attachments: Attachment[];
  mayHaveMore: boolean;
  namesGroups: boolean;
}

interface AttachmentSpelling {
  readonly handles?: readonly Handle[] | undefined;
  readonly isDeclared?: Answer;
  readonly role?: string | undefined;
  readonly isPossible?: boolean;
}

/** The resources that made an interface of their own, by its id. */
function interfaceOwners(stack: Stack): ReadonlyMap<string, Resource> {
  const owners = new Map<string, Resource>();
  for (const resource of stack.resources) {
    for (const property of ["primaryNetworkInterfaceId", "networkInterfaceId", "networkInterfaceIds"]) {
      if (SINGLE_GROUPS.has(resource.type)) continue;
      for (const id of elements(resource.getSettled(property))) {
        if (typeof id === "string") owners.set(id, resource);
      }
    }
  }
  return owners;
}

const isComputed = (one: Reference): one is Extract<Reference, { kind: "computed" }> =>
  one.kind === "computed";

/** Of what stands behind a property, subnets alone stand for no group. */
const NO_ORIGINS: readonly string[] = SUBNETS;

/** Whether more is behind what is not known yet than it can be computed from, such as the VPC that the same part names. */
function isOfSeveral(references: readonly Reference[], value: Value): boolean {
  const origins = references.filter((one) => isComputed(one) && !NO_ORIGINS.includes(one.from.type));
  return origins.length > elements(value).length;
}

/** The ids of groups in a value, those in ARNs as well. */
function groupIdsIn(value: Value): readonly Value[] {
  return elements(idsIn(value)).map((one) =>
    typeof one === "string" ? one.replace(/^arn:.*:security-group\//, "") : one,
  );
}

interface GroupList {
  readonly path: string;
  /** The top-level property that holds it. */
  readonly property: string;
  /** Its own, which is the same at the top level; that of a part of which it is not known yet what it names. */
  readonly name: string;
  readonly value: Value;
}

/** The lists of groups in a resource. Beside those that the program gives, the cloud's echo of the same is left out. */
function groupLists(resource: Resource): GroupList[] {
  const properties = new Set([
    ...Object.keys(resource.declared ?? {}),
    ...Object.keys(resource.settled ?? {}),
  ]);
  const lists = [...properties].flatMap((property) => [
    ...within(property, resource.get(property), "", property),
  ]);
  lists.push(...listsInTexts(resource));
  const isDeclared = ({ property }: GroupList) => isDeclaredBy(resource, property);
  return lists.filter((list) => {
    if (isDeclared(list)) return true;
    const beside = lists.filter((other) => other !== list && other.path === list.path);
    return (
      !beside.some(isDeclared) &&
      !(
        NAME_LISTS.has(list.name) &&
        beside.some(({ name, value }) => !NAME_LISTS.has(name) && !isEmpty(value))
      )
    );
  });
}

/** Those that JSON and settings hold. */
function listsInTexts(resource: Resource): GroupList[] {
  const row = MACHINE_TYPES[resource.type];
  const { groups } = row ?? {};
  if (row === undefined || groups === undefined) return [];
  return descriptionsIn(resource, row).flatMap(({ path, value: description }) =>
    [...groups(description, path)].map(
      ({ path: [property], value }): GroupList => ({
        path: pathText(path),
        property: String(property),
        name: "securityGroups",
        value,
      }),
    ),
  );
}

function isDeclaredBy(resource: Resource, property: string): boolean {
  return field(resource.declared, property) !== undefined;
}

function isEmpty(value: Value): boolean {
  return Array.isArray(value) && value.length === 0;
}

function* within(name: string, value: Value, path: string, property: string): Iterable<GroupList> {
  if (GROUP_PROPERTIES.has(name)) {
    if (value !== undefined && value !== null) yield { path, property, name, value };
  } else if (Array.isArray(value)) {
    for (const [i, element] of (value as readonly Value[]).entries()) {
      yield* partsOf(name, element, `${joinedPath(path, name)}[${i}]`, property);
    }
  } else {
    yield* partsOf(name, value, joinedPath(path, name), property);
  }
}

function* partsOf(holder: string, value: Value, path: string, property: string): Iterable<GroupList> {
  // A part that is not known yet may name groups.
  if (value === UNKNOWN && HOLDERS.has(holder)) yield { path, property, name: holder, value };
  if (value === UNKNOWN || !isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* within(name, inner, path, property);
  }
}
