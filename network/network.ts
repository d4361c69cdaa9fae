import { remembered, rememberedOf } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import { type Places, Stack } from "../stack/stack";
import { type Answer, UNKNOWN, type Unknown } from "../stack/value";
import { Absences, NONE } from "./absences";
import { ALICLOUD } from "./alicloud/alicloud";
import { AWS } from "./aws/aws";
import type { All, Cloud, CloudNetwork } from "./cloud";
import type { Default } from "./defaults/defaults";
import type { PrefixListEntry } from "./groups/prefix-list";
import type { SecurityGroup } from "./groups/security-group";
import type { Grantee } from "./identity/grantee";
import { lazily, type Readers } from "./lazily";
import type { Placement } from "./machines/placement";
import { isManagedBySsm } from "./machines/role";
import { environmentOf, environmentOfStack, namesOfStack } from "./names/environment";
import { isOneOf, type Naming, PLAIN_NAMING } from "./names/naming";
import { type Name, Tags } from "./names/tags";
import type { Vocabulary } from "./names/vocabulary";
import { type AcceleratedPath, pathsThroughAccelerators } from "./paths/through-accelerators";
import { type BalancedPath, pathsThroughBalancers } from "./paths/through-balancers";
import { pathsThroughNat } from "./paths/through-nat";
import type { Vpc } from "./routing/vpc";
import type { SubnetGroup } from "./services/database";

/** The clouds whose resources are judged. */
const CLOUDS: readonly Cloud[] = [AWS, ALICLOUD];

/** The types that should say which environment they belong to, of every cloud. */
export const ENVIRONMENT_TYPES = CLOUDS.flatMap(({ environmentTypes }) => environmentTypes);

/** The packages whose resources are judged, such as `aws`. */
export const PACKAGES: readonly string[] = CLOUDS.map((cloud) => cloud.packageName);

function cloudOf({ type }: Pick<Resource, "type">): Cloud | undefined {
  return ownersOf(type)[0];
}

/** Types are what a stack has few of, and policies ask for each resource. */
const ownersOf = remembered((type) => CLOUDS.filter((cloud) => cloud.owns(type)));

/** What the provider or cloud of a type takes for a property that a program leaves out; undefined where nobody says. */
export function documentedDefault(type: string, property: string, version?: string): Default | undefined {
  return cloudOf({ type })?.documentedDefault(type, property, version);
}

const PLACES: Places = {
  share: (one, other) => {
    const [cloud, others] = [cloudOf(one), cloudOf(other)];
    if (cloud === undefined || others === undefined) return true;
    return cloud === others && cloud.sharesPlace(one, other);
  },
  isUnique: (text) => CLOUDS.some((cloud) => cloud.isUniqueId(text)),
  isUnknown: (resource) => cloudOf(resource)?.isPlaceUnknown(resource) ?? false,
};

/** The packages that make resources which nobody reads, and which one to declare them by. */
const UNREAD = CLOUDS.flatMap(({ packageName, unread }) =>
  unread.map((one) => ({ ...one, instead: packageName })),
);

/** The package of a resource that nobody reads, although it lies in a cloud that is judged; undefined of others. */
export function unreadPackageOf({ type }: Pick<Resource, "type">): string | undefined {
  return UNREAD.find(({ types }) => types.test(type))?.by;
}

const MAKING_OTHERS = new Set(CLOUDS.flatMap(({ typesMakingOthers }) => typesMakingOthers));

/** Whether what a resource makes, by a template of another kind, is not there to be judged. */
export function makesOthers({ type }: Pick<Resource, "type">): boolean {
  return MAKING_OTHERS.has(type);
}

/** How the names and tags of a resource are to be read. */
export function namingOf(resource: Resource): Naming {
  return cloudOf(resource)?.naming ?? PLAIN_NAMING;
}

/** The nouns of which a network holds those of every cloud. */
const NOUNS = [
  "vpcs",
  "subnets",
  "routeTables",
  "networkAcls",
  "securityGroups",
  "prefixLists",
  "interfaces",
  "unnamedInterfaces",
  "guests",
  "members",
  "instances",
  "launches",
  "elasticIps",
  "metadataServices",
  "placements",
  "databases",
  "loadBalancers",
  "accelerations",
  "forwardedPorts",
  "natGateways",
  "endpoints",
  "serviceEndpoints",
  "defaultVpcUses",
  "grants",
  "grantees",
  "accessKeys",
  "buckets",
  "publicAccessBlocks",
  "publicShares",
  "writtenTexts",
  "volumes",
  "volumeBackups",
  "channels",
  "stores",
  "keys",
  "flowLoggings",
  "trails",
] as const;

type NounName = (typeof NOUNS)[number];
type NounOf<Kind> = Kind extends All<infer Noun> ? Noun : never;
type Nouns = { readonly [Name in NounName]: readonly NounOf<CloudNetwork[Name]>[] };

/** What is read beside the nouns of every cloud, or worked out from them. */
interface Others {
  /** The entries of prefix lists outside the stack. */
  readonly strayPrefixListEntries: readonly PrefixListEntry[];
  /** The groups of subnets for databases, in use or not. */
  readonly subnetGroups: readonly SubnetGroup[];
  /** The ways from the internet through accelerators to instances. */
  readonly acceleratedPaths: readonly AcceleratedPath[];
  /** The ways from the internet through NAT gateways to instances. */
  readonly forwardedPaths: readonly AcceleratedPath[];
  /** The ways from the internet through balancers to instances, tasks and databases. */
  readonly balancedPaths: readonly BalancedPath[];
}

interface Parts {
  readonly stack: Stack;
  /** The clouds that have resources in the stack, and what each reads of it. */
  readonly owners: readonly Cloud[];
  readonly clouds: readonly CloudNetwork[];
  /** Whether the stack is there whole, or one resource alone, as a resource policy sees it. */
  readonly isWhole: boolean;
  /** Of one resource alone, what none of its type has. */
  readonly absences: Absences | undefined;
}

const nounReaders = Object.fromEntries(
  NOUNS.map((name) => [
    name,
    ({ clouds }: Parts) =>
      clouds.length === 1
        ? listOf<unknown>((clouds[0] as CloudNetwork)[name])
        : clouds.flatMap((cloud) => listOf<unknown>(cloud[name])),
  ]),
) as unknown as Readers<Nouns, Parts & Others>;

const readers: Readers<Nouns & Others, Parts> = {
  ...nounReaders,
  strayPrefixListEntries: ({ clouds }) => clouds.flatMap(({ prefixLists }) => prefixLists.strayEntries),
  subnetGroups: ({ clouds }) => clouds.flatMap(({ databases }) => databases.subnetGroups),
  acceleratedPaths: (network) => [...pathsThroughAccelerators(network)],
  forwardedPaths: (network) => [...pathsThroughNat(network)],
  balancedPaths: (network) => [...pathsThroughBalancers(network)],
};

const LazyNetwork = lazily<Nouns & Others, Parts>(
  Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [
      name,
      (parts: Nouns & Others & Parts) => (parts.absences?.has(name, parts.stack) ? NONE : read(parts)),
    ]),
  ) as unknown as typeof readers,
);

/**
 * The network that a stack declares: the nouns that policies ask about, linked by reference. Immutable; each kind of noun is read once,
 * when a policy first asks for it.
 */
export class Network extends LazyNetwork {
  private networksOfOne: Map<Resource, Network> | undefined;
  private networksUnseen: readonly Network[] | undefined;

  private constructor(stack: Stack, isWhole: boolean, absences?: Absences) {
    const [first] = stack.resources;
    const owners =
      first !== undefined && stack.resources.length === 1
        ? ownersOf(first.type)
        : CLOUDS.filter(({ owns }) => stack.resources.some(({ type }) => owns(type)));
    super({ stack, isWhole, absences, owners, clouds: owners.map((cloud) => cloud.read(stack)) });
  }

  static ofStack(resources: readonly Resource[], tags?: ReadonlyMap<string, string>): Network {
    return new Network(new Stack(resources, tags, PLACES), true);
  }

  static ofResource(resource: Resource, tags?: ReadonlyMap<string, string>): Network {
    let absences = absencesByType.get(resource.type);
    if (absences === undefined) {
      absences = new Absences((stack) => new Network(stack, false) as object as Readonly<Record<string, []>>);
      absencesByType.set(resource.type, absences);
    }
    return new Network(new Stack([resource], tags), false, absences);
  }

  /**
   * What a resource policy saw of a resource: its inputs and nothing else. Undefined where the engine did not show them, so that no
   * resource policy has spoken.
   */
  alone(resource: Resource): Network | undefined {
    if (!this.isWhole || resource.declared === undefined) return undefined;
    this.networksOfOne ??= new Map();
    let network = this.networksOfOne.get(resource);
    if (network === undefined) {
      network = Network.ofResource(resource.alone(), this.stack.tags);
      this.networksOfOne.set(resource, network);
    }
    return network;
  }

  /** The resources that no resource policy has seen, as in an audit that shows outputs alone: each by itself. */
  get unseen(): readonly Network[] {
    this.networksUnseen ??= this.resources.flatMap((resource) =>
      resource.declared === undefined && !resource.isContext
        ? Network.ofResource(resource.alone(), this.stack.tags)
        : [],
    );
    return this.networksUnseen;
  }

  get resources(): readonly Resource[] {
    return this.stack.resources;
  }

  /** The resources of this stack that lie in a cloud which is judged and are not: by the package that makes them, and the one that would. */
  get unread(): readonly {
    readonly by: string;
    readonly instead: string;
    readonly resources: readonly Resource[];
  }[] {
    return UNREAD.flatMap(({ by, types, instead }) => {
      const resources = this.own.filter(({ type }) => types.test(type));
      return resources.length === 0 ? [] : { by, instead, resources };
    });
  }

  /** The resources of this stack that make others which are not judged. */
  get makingOthers(): readonly Resource[] {
    return this.own.filter(makesOthers);
  }

  private get own(): Resource[] {
    return this.resources.filter(({ isContext }) => !isContext);
  }

  /** The resources of some types, by whatever token these are named. */
  resourcesOf(types: readonly string[]): readonly Resource[] {
    return this.resources.filter((resource) => isOneOf(resource.type, types, namingOf(resource)));
  }

  /** The resources that the program gives tags. */
  get tagged(): readonly Resource[] {
    return this.resources.filter((resource) => resource.get("tags") !== undefined);
  }

  /**
   * The default group of a VPC as the stack adopts it; undefined where it does not, UNKNOWN where that cannot be known.
   * @param resident what lies in the VPC, which may be outside the stack
   */
  adoptedDefaultGroupOf(vpc: Vpc, resident = vpc.resource): SecurityGroup | Unknown | undefined {
    return this.cloudOf({ resource: resident })?.securityGroups.adoptedDefaultGroupOf(vpc);
  }

  /** Whether something in the stack or outside it refers to a group of the stack, apart from its own rules; UNKNOWN while that may be. */
  isUsed(group: SecurityGroup): Answer {
    return this.cloudOf(group)?.groupUses.isUsed(group) ?? UNKNOWN;
  }

  /** Whether a balancer or target group, of the stack or outside it, has a resource among its targets; UNKNOWN while that may be. */
  isBalanced(resource: Resource): Answer {
    return this.cloudOf({ resource })?.loadBalancers.isTarget(resource) ?? false;
  }

  /** The role that a placed instance has; undefined for none, UNKNOWN where it cannot be known. */
  roleOf(placement: Placement): Grantee | Unknown | undefined {
    return this.cloudOf(placement)?.roles.of(placement);
  }

  /** What tells the role of a placed instance from every other; undefined for none, or where nothing does. */
  roleKeyOf(placement: Placement): string | undefined {
    return this.cloudOf(placement)?.roles.keyOf(placement);
  }

  /** Whether Systems Manager can manage a placed machine, by its role or by default. */
  isManagedBySsm(placement: Placement): Answer {
    const byRole = isManagedBySsm(this.roleOf(placement));
    if (byRole === true) return true;
    const byDefault = this.cloudOf(placement)?.isManagedByDefault(placement.instance.resource) ?? false;
    return byDefault === false ? byRole : byDefault;
  }

  /** The tags of a resource, its provider's default tags among them. */
  tagsOf(resource: Resource): Tags {
    return Tags.of(resource, namingOf(resource));
  }

  /** The names of a resource, what the cloud calls it before what the program calls it. */
  namesOf(resource: Resource): Name[] {
    return this.tagsOf(resource).names;
  }

  /** The environment a resource belongs to; undefined where nothing says, UNKNOWN where that cannot be known. */
  environmentOf(resource: Resource, vocabulary: Vocabulary): string | Unknown | undefined {
    return environmentOf(this.tagsOf(resource), vocabulary);
  }

  /** What says the environment of a resource's stack: its tags, else its name. */
  namesOfStack({ urn }: Resource, vocabulary: Vocabulary): Name[] {
    return namesOfStack(this.tagsOfStack, urn, vocabulary);
  }

  /** The environment of a resource's stack; undefined where nothing says, or several are named. */
  environmentOfStack({ urn }: Resource, vocabulary: Vocabulary): string | undefined {
    return environmentOfStack(this.tagsOfStack, urn, vocabulary);
  }

  private get tagsOfStack(): Tags {
    return readStackTags(this.stack.tags);
  }

  /** Whether two resources lie in one place, such as a region of an account; those of two clouds lie in none. */
  sharesPlace(one: Resource, other: Resource): Answer {
    return PLACES.share(one, other);
  }

  /** How many machines a resource launches at least; UNKNOWN while that is not known. */
  capacityOf(resource: Resource): number | Unknown {
    return cloudOf(resource)?.capacityOf(resource, this.stack) ?? 1;
  }

  /** The account that a resource lies in; undefined where nothing tells, UNKNOWN while that is not known. */
  accountOf(resource: Resource): string | Unknown | undefined {
    return cloudOf(resource)?.accountOf(resource);
  }

  private cloudOf({ resource }: { readonly resource: Resource | undefined }): CloudNetwork | undefined {
    return this.clouds[this.owners.findIndex(({ owns }) => resource !== undefined && owns(resource.type))];
  }
}

const own = Object.entries(Object.getOwnPropertyDescriptors(Network.prototype));

/** That no part may be forgotten, the compiler sees to. */
const PARTS: Readonly<Record<keyof Parts, true>> = {
  stack: true,
  owners: true,
  clouds: true,
  isWhole: true,
  absences: true,
};

/** What a network is asked, by name: with arguments, and without. */
export const METHODS = own.flatMap(([name, { get }]) =>
  get === undefined && name !== "constructor" ? name : [],
) as (keyof Network)[];
export const MEMBERS = [
  ...Object.keys(PARTS),
  ...Object.keys(readers),
  ...own.flatMap(([name, { get }]) => (get === undefined ? [] : name)),
] as (keyof Network)[];

/** Types are what a stack has few of. */
const absencesByType = new Map<string, Absences>();

/** Read once for all networks of one stack. */
const readStackTags = rememberedOf((tags: ReadonlyMap<string, string>) =>
  Tags.read(Object.fromEntries(tags)),
);

function listOf<Noun>(all: All<Noun>): readonly Noun[] {
  return "all" in all ? all.all : all;
}
