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
): (urn: string) => boolean {
  const [old, now] = [new Set(before.map(original)), new Set(after.map(original))];
  const changed = [...before, ...after].filter((one) => !(old.has(original(one)) && now.has(original(one))));
  if (changed.some(({ type }) => ACCOUNT_WIDE.test(type))) return () => true;
  const urns = new Set(changed.map(({ urn }) => urn));
  for (const resources of [before, after]) {
    for (const urn of reached(resources, changed, pointsAt)) urns.add(urn);
  }
  return (urn) => urns.has(urn);
}

/** What belongs to a whole account and region, or to a VPC that others land in without naming it. */
const ACCOUNT_WIDE =
  /:(DefaultVpc|DefaultSubnet|\w*Account\w*|\w*Defaults|\w*ByDefault|\w*Options|ServiceSetting|Trail)$|^pulumi:providers:/;

/** Of a type's property, the types that any stack shows it to point at. */
export type PointsAt = ReadonlyMap<string, ReadonlySet<string>>;

export function readPointsAt(stacks: readonly (readonly Registered[])[]): PointsAt {
  const result = new Map<string, Set<string>>();
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
  return result;
}

/** Many stand on these without having to do with each other; what is said of them may follow from any. */
const SHARED = [
  {
    what: /:(Vpc)$/,
    by: /:(Subnet|SecurityGroup|RouteTable|TargetGroup|NetworkAcl|Instance|Cluster)$/,
  },
  {
    what: /:(Subnet)$/,
    by: /:(Instance|NetworkInterface|\w*SubnetGroup|LoadBalancer|Group|Service|NatGateway|VpcEndpoint|Function|Fleet|SpotFleetRequest|SpotInstanceRequest|LaunchTemplate|MountTarget|\w*Cluster|Domain)$/,
  },
  {
    what: /:(InternetGateway|NatGateway|Key|KeyPair|Ami|Eip)$/,
    by: /:(Route|RouteTable|Instance|NatGateway)$/,
  },
];

function reached(
  resources: readonly Registered[],
  changed: readonly Registered[],
  pointsAt: PointsAt,
): Set<string> {
  const isChanged = (one: Registered) => changed.some(({ urn }) => urn === one.urn);
  const { uses, usedBy } = readEdges(resources, isChanged, pointsAt);
  const urns = new Set<string>();
  const passed = new Set<Registered>();
  const queue = resources.filter(isChanged);
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (passed.has(one)) continue;
    passed.add(one);
    urns.add(one.urn);
    queue.push(...(usedBy.get(one) ?? []));
    const { type } = one;
    for (const used of uses.get(one) ?? []) {
      urns.add(used.urn);
      if (!SHARED.some(({ what, by }) => what.test(used.type) && by.test(type))) queue.push(used);
    }
  }
  return urns;
}

type Edges = ReadonlyMap<Registered, ReadonlySet<Registered>>;

function readEdges(
  resources: readonly Registered[],
  isChanged: (one: Registered) => boolean,
  pointsAt: PointsAt,
): { readonly uses: Edges; readonly usedBy: Edges } {
  const uses = new Map<Registered, Set<Registered>>(resources.map((one) => [one, new Set()]));
  const usedBy = new Map<Registered, Set<Registered>>(resources.map((one) => [one, new Set()]));
  for (const one of resources) {
    const texts = textsOf([one.inputs, one.outputs]);
    const behind = withDescendants(Object.values(one.dependencies).flat(), resources);
    const open = openTypes(one, isChanged(one), pointsAt);
    for (const other of resources) {
      if (one === other) continue;
      const isUse =
        one.provider === other.urn ||
        behind.has(other.urn) ||
        open.has(other.type) ||
        handlesOf(other).some((handle) => texts.has(handle));
      if (!isUse) continue;
      uses.get(one)?.add(other);
      usedBy.get(other)?.add(one);
    }
  }
  return { uses, usedBy };
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

/** The types that an unknown value of a resource may point at, for want of anything that says where it comes from. */
function openTypes(one: Registered, isChanged: boolean, pointsAt: PointsAt): Set<string> {
  const result = new Set<string>();
  for (const values of isChanged ? [one.inputs, one.outputs] : [one.inputs]) {
    for (const [property, value] of Object.entries(values)) {
      const unknowns = textsIn(value).filter(isUnknown).length;
      if (unknowns <= (one.dependencies[property]?.length ?? 0)) continue;
      for (const type of pointsAt.get(`${one.type} ${property}`) ?? []) result.add(type);
    }
  }
  return result;
}

const isUnknown = (text: string) => (UNKNOWN_MARKS as readonly string[]).includes(text);

const textsOf = (value: unknown) => new Set(textsIn(value));

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
