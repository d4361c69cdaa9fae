import type { Registered } from "../harness/program";
import { original } from "./changes";
import { UNKNOWN_MARKS } from "./values";

/**
 * Which resources a change can have to do with, worked out from references alone, before and after it. Knows nothing of the product:
 * of what it leaves out, every finding must stay as it was.
 */
export function influenced(
  before: readonly Registered[],
  after: readonly Registered[],
  pointsAt: PointsAt,
): (urn: string, policy: string) => boolean {
  const [old, now] = [new Set(before.map(original)), new Set(after.map(original))];
  const changed = [...before, ...after].filter((one) => !(old.has(original(one)) && now.has(original(one))));
  if (changed.some(({ type }) => ACCOUNT_WIDE.test(type))) return () => true;
  const urns = new Set(changed.map(({ urn }) => urn));
  const outputsBefore = new Map(before.map(({ urn, outputs }) => [urn, outputs]));
  const all = new Set(
    [before, after].flatMap((resources) => [...reached(resources, urns, outputsBefore, pointsAt)]),
  );
  const joined = new Set(
    JOINED_OTHERWISE.flatMap(([what, policy]) => (changed.some(({ type }) => what.test(type)) ? policy : [])),
  );
  // What refers to what is worked out for AWS alone: of Alibaba Cloud, all may have to do with all.
  const others = changed.some(isOfAlicloud) ? [...before, ...after].filter(isOfAlicloud) : [];
  for (const { urn } of others) urns.add(urn);
  return (urn, policy) => urns.has(urn) || all.has(urn) || joined.has(policy);
}

const isOfAlicloud = ({ type }: Registered) => type.startsWith("alicloud:");

/** What belongs together without referring to each other, and the policy that asks of it. */
const JOINED_OTHERWISE: readonly (readonly [what: RegExp, policy: string])[] = [
  // Machines of one application, which is a tag.
  [
    /:(Instance|SpotInstanceRequest|LaunchTemplate|LaunchConfiguration|Fleet|SpotFleetRequest|Group)$/,
    "require-load-balancer-for-public-instances",
  ],
  // An alarm names the metric that a filter counts.
  [/:(LogMetricFilter|MetricAlarm)$/, "require-network-change-alarms"],
  // What the stack exports is used elsewhere.
  [/^pulumi:pulumi:Stack$/, "no-unused-security-group"],
  [/^pulumi:pulumi:Stack$/, "no-unattached-elastic-ip"],
  // What is backed up is chosen by tags.
  [/:(LifecyclePolicy|Selection)$/, "require-ebs-backup"],
];

/**
 * What holds for a whole account or region, for the VPC that others land in without naming it, or for all resources of a provider.
 */
const ACCOUNT_WIDE =
  /:(DefaultVpc|DefaultSubnet|AccountPublicAccessBlock|InstanceMetadataDefaults|EbsEncryptionByDefault|EbsDefaultKmsKey|VpcBlockPublicAccessOptions|ServiceSetting|Trail)$|^pulumi:providers:/;

/** Of a type's property, the types that any stack shows it to point at. */
export type PointsAt = ReadonlyMap<string, ReadonlySet<string>>;

/** What no stack here shows, and the typings of the SDK say: the property takes ids, ARNs or names of that type. */
const POINTS_UNSEEN: readonly (readonly [property: string, type: string])[] = [
  // Each block of the older way of attaching names an interface, and an interface's own block an instance.
  ["aws:ec2/instance:Instance networkInterfaces", "aws:ec2/networkInterface:NetworkInterface"],
  ["aws:ec2/networkInterface:NetworkInterface attachments", "aws:ec2/instance:Instance"],
  // An interface lists its groups.
  ["aws:ec2/networkInterface:NetworkInterface securityGroups", "aws:ec2/securityGroup:SecurityGroup"],
  // An address may go to an interface in place of an instance.
  ["aws:ec2/eip:Eip networkInterface", "aws:ec2/networkInterface:NetworkInterface"],
  // A flow log may be of a subnet in place of a VPC.
  ["aws:ec2/flowLog:FlowLog subnetId", "aws:ec2/subnet:Subnet"],
  // A balancer may name a subnet beside the address that it has there.
  ["aws:lb/loadBalancer:LoadBalancer subnetMappings", "aws:ec2/subnet:Subnet"],
  // A rule may let out to a list; the stacks here let out to a gateway endpoint's.
  [
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule prefixListId",
    "aws:ec2/managedPrefixList:ManagedPrefixList",
  ],
  // Roles and users may have policies of the stack; the stacks here attach the cloud's own.
  ["aws:iam/role:Role managedPolicyArns", "aws:iam/policy:Policy"],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment policyArn", "aws:iam/policy:Policy"],
  ["aws:iam/userPolicyAttachment:UserPolicyAttachment policyArn", "aws:iam/policy:Policy"],
  // A replica names the database that it copies, and a bucket the one that its objects go to.
  ["aws:rds/instance:Instance replicateSourceDb", "aws:rds/instance:Instance"],
  ["aws:s3/bucket:Bucket replicationConfiguration", "aws:s3/bucket:Bucket"],
];

/** Who may point at one may point at the other as well. */
const ALIKE: readonly (readonly [type: string, other: string])[] = [
  ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"],
  ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"],
];

export function readPointsAt(stacks: readonly (readonly Registered[])[]): PointsAt {
  const result = new Map(POINTS_UNSEEN.map(([property, type]) => [property, new Set([type])]));
  for (const stack of stacks) {
    const types = new Map(stack.map(({ urn, type }) => [urn, type]));
    for (const { type, dependencies } of stack) {
      for (const [property, urns] of Object.entries(dependencies)) {
        const key = `${type} ${property}`;
        const known = result.get(key) ?? new Set();
        for (const urn of urns) known.add(types.get(urn) ?? "");
        result.set(key, known);
      }
    }
  }
  for (const types of result.values()) {
    for (const [one, other] of ALIKE) if (types.has(one)) types.add(other);
  }
  return result;
}

/** What says more of the things it refers to: whoever stands on these stands on it too. All else merely uses what it refers to. */
const CONFIGURES: readonly (readonly [what: RegExp, of: RegExp])[] = [
  // A rule is part of its group, and joins the members of the group that it names with those of its own.
  [/SecurityGroup(\w*Rule|RulesExclusive)?$/, /SecurityGroup$/],
  // A VPC's default parts and gateways, its endpoints' private names, its logs and further blocks are of all that lies in it.
  [/:(Default\w+|\w*InternetGateway|VpcEndpoint|FlowLog|Vpc\w+)$/, /Vpc$/],
  // A gateway endpoint adds routes to its tables.
  [/:(Route|VpcEndpoint)$/, /RouteTable$/],
  // An ACL and a log may list subnets, and an exclusion takes one out of what the account blocks.
  [/:(\w*NetworkAcl|FlowLog|\w+Exclusion)$/, /Subnet$/],
  // What these attach, associate, add or let in belongs to what they name. A table is not changed by who uses it.
  [/:(\w+(Attachment|Association|Entry|Listener|Policy|Target|Rule)|Listener|Eip)$/, /:(?!RouteTable$)/],
];

/** What a finding on one resource may follow from: whatever it, or anything that stands on it, stands on. */
function reached(
  resources: readonly Registered[],
  changed: ReadonlySet<string>,
  outputsBefore: ReadonlyMap<string, Registered["outputs"]>,
  pointsAt: PointsAt,
): Set<string> {
  const { standsOn, under } = readEdges(resources, outputsBefore, pointsAt);
  const origins = closure(
    resources.filter(({ urn }) => changed.has(urn)),
    under,
  );
  const all = [...closure(origins, standsOn), ...beside(origins, resources)];
  return new Set(all.map(({ urn }) => urn));
}

/** What is found of a thing outside the stack, such as who shares a group, is told on any of the resources that name it. */
function beside(origins: ReadonlySet<Registered>, resources: readonly Registered[]): Registered[] {
  const own = new Set(resources.flatMap(handlesOf));
  const outsideIdsOf = ({ inputs, outputs }: Registered) =>
    textsIn([inputs, outputs]).filter((text) => OUTSIDE_ID.test(text) && !own.has(text));
  const named = new Set([...origins].flatMap(outsideIdsOf));
  return resources.filter((one) => outsideIdsOf(one).some((id) => named.has(id)));
}

/** Such as `sg-0a1b2c3d4e5f60718`, and ARNs. */
const OUTSIDE_ID = /^([a-z]+-[0-9a-f]{8,}|arn:.+)$/;

type Edges = ReadonlyMap<Registered, ReadonlySet<Registered>>;

function closure(origins: Iterable<Registered>, edges: Edges): Set<Registered> {
  const result = new Set(origins);
  for (const one of result) for (const next of edges.get(one) ?? []) result.add(next);
  return result;
}

function readEdges(
  resources: readonly Registered[],
  outputsBefore: ReadonlyMap<string, Registered["outputs"]>,
  pointsAt: PointsAt,
): { readonly standsOn: Edges; readonly under: Edges } {
  const standsOn = new Map<Registered, Set<Registered>>(resources.map((one) => [one, new Set()]));
  const under = new Map<Registered, Set<Registered>>(resources.map((one) => [one, new Set()]));
  const stand = (one: Registered, other: Registered) => {
    standsOn.get(one)?.add(other);
    under.get(other)?.add(one);
  };
  const handles = new Map(resources.map((one) => [one, handlesOf(one)]));
  for (const one of resources) {
    const texts = new Set(textsIn([one.inputs, one.outputs]));
    const behind = withDescendants(Object.values(one.dependencies).flat(), resources);
    const open = openTypes(one, outputsBefore.get(one.urn) ?? {}, pointsAt, resources);
    for (const other of resources) {
      const isUse =
        one.provider === other.urn ||
        behind.has(other.urn) ||
        open.has(other.type) ||
        (handles.get(other) ?? []).some((handle) => texts.has(handle));
      if (one === other || !isUse) continue;
      stand(one, other);
      if (CONFIGURES.some(([what, of]) => what.test(one.type) && of.test(other.type))) stand(other, one);
    }
  }
  return { standsOn, under };
}

/** Whoever refers to a component may mean any resource inside it. */
function withDescendants(urns: readonly string[], resources: readonly Registered[]): Set<string> {
  const result = new Set(urns);
  for (const urn of result) {
    for (const one of resources) if (one.parent === urn) result.add(one.urn);
  }
  return result;
}

/** What other resources may call a resource. */
function handlesOf({ inputs, outputs }: Registered): string[] {
  const named = ["id", "arn", "name"].flatMap((key) => [inputs[key], outputs[key]]);
  const madeWith = Object.entries(outputs).flatMap(([key, value]) =>
    /^(default|main)[A-Z]\w*Id$/.test(key) ? [value] : [],
  );
  return [...named, ...madeWith].filter(
    (handle) => typeof handle === "string" && handle !== "" && !isUnknown(handle),
  ) as string[];
}

/**
 * The types that an unknown value of a resource may point at, for want of anything that says where it comes from. An output that was
 * unknown before is one that the program left out.
 */
function openTypes(
  one: Registered,
  outputsBefore: Registered["outputs"],
  pointsAt: PointsAt,
  resources: readonly Registered[],
): Set<string> {
  const changed = Object.entries(one.outputs).filter(([key, value]) => outputsBefore[key] !== value);
  const result = new Set<string>();
  for (const [property, value] of [...Object.entries(one.inputs), ...changed]) {
    const unknowns = textsIn(value).filter(isUnknown).length;
    const types = pointsAt.get(`${one.type} ${property}`) ?? new Set();
    const origins = (one.dependencies[property] ?? []).filter((origin) =>
      resources.every(({ urn, type }) => urn !== origin || types.has(type)),
    );
    if (unknowns > origins.length) for (const type of types) result.add(type);
  }
  return result;
}

const isUnknown = (text: string) => (UNKNOWN_MARKS as readonly string[]).includes(text);

/** Every text in a value, keys left out. */
function textsIn(value: unknown): string[] {
  const result: string[] = [];
  const queue = [value];
  while (queue.length > 0) {
    const next = queue.pop();
    if (typeof next === "string") result.push(next);
    else if (typeof next === "object" && next !== null) queue.push(...Object.values(next));
  }
  return result;
}
