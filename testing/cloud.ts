import { createHash } from "node:crypto";
import { documentedDefault } from "../network/network";
import { SIGNATURE } from "../stack/signatures";
import { ALICLOUD_ID_PREFIXES, alicloudValue } from "./alicloud";
import { policyDocument } from "./policy-document";
import { isObject, type Properties } from "./properties";
import { type Property, type Shape, Typings } from "./typings";

export { isObject, type Properties } from "./properties";

const installed = new Map<string, Typings>();
const byToken = new Map<string, Typings>();

/** The typings of the program's own SDK for a type or function such as `aws:ec2/getAmi:getAmi`, read when somebody first asks. */
export function typingsOf(token: string): Typings {
  const known = byToken.get(token);
  if (known !== undefined) return known;
  const [name] = token.split(":") as [string];
  const typings = installed.get(name) ?? Typings.installed(name);
  installed.set(name, typings);
  byToken.set(token, typings);
  return typings;
}

/** Takes a package that is not installed for one that tells nothing of its resources. */
export function withoutTypings(name: string): void {
  try {
    typingsOf(name);
  } catch {
    installed.set(name, Typings.none());
  }
}

/** Whether a stand-in plays the cloud of a type. */
export function hasStandIn(token: string): boolean {
  return /^(aws|alicloud):/.test(token);
}

function defaultOf(token: string, path: string): unknown {
  return documentedDefault(token, path, typingsOf(token).version);
}

const REGION = "us-east-1";
const ACCOUNT = "123456789012";
const ZONES = ["a", "b", "c"].map((letter) => `${REGION}${letter}`);

const hashes = new Map<string, string>();

/** Seventeen hexadecimal digits, as AWS's ids have. */
export function hash(text: string): string {
  const known = hashes.get(text) ?? createHash("sha256").update(text).digest("hex").slice(0, 17);
  hashes.set(text, known);
  return known;
}

const DEFAULT_VPC_ID = `vpc-${hash("default VPC")}`;
const DEFAULT_GROUP_ID = `sg-${hash("default group")}`;

/** What the engine reads as "not known yet", whatever its type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => JSON.stringify(value ?? null).includes(UNKNOWN);

/** Where a computed value comes from: the resource it belongs to, which also seeds whatever looks random. */
export interface Origin {
  readonly token: string;
  readonly name: string;
  readonly seed: string;
}

/** What a property that was left out gets. */
type Fill = (name: string, property: Property, path: string) => unknown;

/**
 * The properties and, for each that was left out, what `fill` says, unless that is undefined. Goes into nested objects too: of
 * `metadataOptions: { httpTokens }` the hop limit is the provider's to compute.
 */
function complete(
  typings: Typings,
  properties: Properties,
  shape: Shape,
  fill: Fill,
  within = "",
): Properties {
  const completed = { ...properties };
  for (const [name, property] of shape) {
    const given = properties[name];
    const path = `${within}${name}`;
    const value =
      given === undefined
        ? fill(name, property, path)
        : completeNested(typings, given, property.type.replace(/\[\]$/, ""), fill, path);
    if (value !== undefined) completed[name] = value;
  }
  return completed;
}

function completeNested(typings: Typings, given: unknown, type: string, fill: Fill, path: string): unknown {
  if (Array.isArray(given)) return given.map((element) => completeNested(typings, element, type, fill, path));
  const shape = isObject(given) ? typings.nestedShape(type) : undefined;
  return shape === undefined ? given : complete(typings, given as Properties, shape, fill, `${path}.`);
}

/** The inputs with what the provider itself gives to what the program left out and AWS does not decide. */
export function withDefaults(token: string, inputs: Properties): Properties {
  const typings = typingsOf(token);
  const names = typings.inputsOf(token);
  const shape = [...shapeOf(token)].filter(([name]) => names?.has(name));
  return complete(typings, inputs, new Map(shape), (_, { optional }, path) =>
    optional ? defaultOf(token, path) : undefined,
  );
}

/** Inputs as Pulumi's bridge to the provider hands them to policies: each object names under `__defaults` what the program leaves out. */
export function marked(filled: Properties, written: Properties): Properties {
  return markedValue(filled, written) as Properties;
}

function markedValue(filled: unknown, written: unknown): unknown {
  if (Array.isArray(filled)) {
    const before = Array.isArray(written) ? written : [];
    return filled.map((one, i) => markedValue(one, before[i]));
  }
  if (!isObject(filled) || SIGNATURE in filled) return filled;
  const before = isObject(written) ? written : {};
  const entries = Object.entries(filled).map(([name, value]) => [name, markedValue(value, before[name])]);
  return {
    ...Object.fromEntries(entries),
    __defaults: Object.keys(filled).filter((name) => !(name in before)),
  };
}

/** The outputs of a planned resource: what the cloud will compute is unknown. */
export function planned(token: string, inputs: Properties, state: Properties = {}): Properties {
  const known = { id: UNKNOWN, ...kept(token, state), ...inputs };
  return complete(typingsOf(token), known, shapeOf(token), (_, { optional }) =>
    optional ? undefined : UNKNOWN,
  );
}

/**
 * The outputs of a resource that exists. What the program left out has a value that AWS could have given it, or is empty: the
 * real provider leaves nothing out. What the cloud computed before stays.
 */
export function settled(origin: Origin, id: string, inputs: Properties, state: Properties = {}): Properties {
  return complete(
    typingsOf(origin.token),
    { id, ...kept(origin.token, state), ...inputs },
    shapeOf(origin.token),
    (name, { type, optional }, path) => {
      const known = defaultOf(origin.token, path);
      if (known !== undefined) return known;
      if (!optional) return computedValue(origin, id, name, type, path);
      // Resources of the newer kind, as these are, leave out what is null.
      return origin.token.startsWith("aws:vpc/") ? undefined : emptyValue(type);
    },
  );
}

const shapeOf = (token: string): Shape => typingsOf(token).outputsOf(token) ?? new Map();

function kept(token: string, state: Properties): Properties {
  const shape = shapeOf(token);
  return Object.fromEntries(
    Object.entries(state).filter(([name]) => name === "id" || shape.get(name)?.optional === false),
  );
}

/** The id of a new resource: AWS's prefix and a hash, or the name or ARN where AWS identifies the resource by that. */
export function idOf(origin: Origin, inputs: Properties): string {
  const { service, kind } = partsOf(origin.token);
  const isAlicloud = origin.token.startsWith("alicloud:");
  const prefix = isAlicloud ? ALICLOUD_ID_PREFIXES[kind] : ID_PREFIXES[kind];
  if (prefix !== undefined && isAlicloud) return `${prefix}-bp1${hash(origin.seed)}`;
  if (prefix !== undefined && service !== "rds") return `${prefix}-${hash(origin.seed)}`;
  if (IDENTIFIED_BY_ARN.has(service)) return arnOf(origin.token, `${origin.name}-${hash(origin.seed)}`);
  const name = NAMES.filter(([, only = kind]) => only === kind)
    .map(([property]) => inputs[property])
    .find((value) => typeof value === "string");
  return typeof name === "string" ? name : `${kind}-${hash(origin.seed)}`;
}

/** A fixed answer to a look-up such as `aws:ec2/getAmi:getAmi`: the arguments, and plausible values for the rest. */
export function answer(token: string, args: Properties): Properties {
  const origin = { token, name: "", seed: `${token} ${JSON.stringify(args)}` };
  const id = hash(origin.seed);
  const known = ANSWERS[token.slice(token.lastIndexOf(":") + 1)]?.(args, origin);
  const prefix = idPrefix(`${token.split(":get")[1] ?? ""}Id`);
  const typings = typingsOf(token);
  return complete(
    typings,
    { ...(prefix !== undefined && { id: `${prefix}-${id}` }), ...args, ...known },
    typings.resultOf(token) ?? new Map(),
    (name, { type, optional }) => (optional ? undefined : computedValue(origin, id, name, type)),
  );
}

const ANSWERS: Record<string, (args: Properties, origin: Origin) => Properties> = {
  getAmi: (_, origin) => ({
    id: `ami-${hash(origin.seed)}`,
    architecture: "x86_64",
    rootDeviceName: "/dev/xvda",
  }),
  getAvailabilityZones: () => ({ names: ZONES, zoneIds: ["use1-az1", "use1-az2", "use1-az4"], id: REGION }),
  getCallerIdentity: () => ({ accountId: ACCOUNT, id: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/someone` }),
  // Of the parameters that AWS publishes, those for ECS hold JSON.
  getParameter: ({ name }, origin) => ({
    id: name,
    type: "String",
    value: JSON.stringify({ image_id: `ami-${hash(origin.seed)}`, image_name: "ecs-optimized" }),
  }),
  getPolicyDocument: (args) => ({ ...policyDocument(args) }),
  getRegion: () => ({ name: REGION, id: REGION }),
  getSecurityGroups: (_, origin) => ({ ids: [`sg-${hash(origin.seed)}`] }),
  getSubnets: (args) => ({ ids: [1, 2].map((n) => `subnet-${hash(`${JSON.stringify(args)} ${n}`)}`) }),
  getVpc: (_, origin) => ({ id: `vpc-${hash(origin.seed)}`, cidrBlock: "172.31.0.0/16", default: true }),
};

const VALUES: Record<string, unknown> = {
  accountId: ACCOUNT,
  availabilityZone: ZONES[0],
  cidrBlock: "10.0.0.0/16",
  ipv6AssociationId: "",
  instanceState: "running",
  outpostArn: "",
  ownerId: ACCOUNT,
  partition: "aws",
  privateIp: "10.0.0.10",
  region: REGION,
  spotInstanceRequestId: "",
  subnetId: `subnet-${hash("default subnet")}`,
  tenancy: "default",
  vpcId: DEFAULT_VPC_ID,
  vpcSecurityGroupIds: [DEFAULT_GROUP_ID],
  zoneId: "use1-az1",
};

/** A value that AWS could have computed for a property of this type. The same origin always gets the same one. */
function computedValue(origin: Origin, id: string, name: string, type: string, path = name): unknown {
  const typings = typingsOf(origin.token);
  const values = origin.token.startsWith("alicloud:")
    ? alicloudValue(origin.token, name, path, hash(origin.seed))
    : VALUES[name];
  const known = identifying(origin, id, name) ?? values;
  if (known !== undefined) return known;
  const nested = typings.nestedShape(type);
  if (nested !== undefined) {
    const fill: Fill = (inner, property, at) =>
      defaultOf(origin.token, at) ??
      (property.optional ? emptyValue(property.type) : computedValue(origin, id, inner, property.type, at));
    return complete(typings, {}, nested, fill, `${path}.`);
  }
  // An id that a program may give and did not give is that of something that is not there.
  const isOwn = type === "string" && !typings.inputsOf(origin.token)?.has(name);
  return (isOwn ? madeText(origin, id, name) : undefined) ?? emptyValue(type);
}

/** What a resource is known by. */
function identifying({ token, name: title, seed }: Origin, id: string, name: string): string | undefined {
  if (name === "arn") return arnOf(token, id);
  // Whoever gives a resource no name gets one that the provider makes.
  if (name === "name" && typingsOf(token).inputsOf(token)?.has(name))
    return `${title}-${hash(seed).slice(0, 7)}`;
  // A bucket is identified by its name, a database or a cluster of them by its identifier.
  return IDENTIFIED_BY.some(([property, types]) => property === name && types.test(token)) ? id : undefined;
}

function madeText({ token, name: title, seed }: Origin, id: string, name: string): string | undefined {
  const prefix = idPrefix(name);
  if (prefix !== undefined) return `${prefix}-${hash(`${name} of ${seed}`)}`;
  if (name.endsWith("Arn")) return arnOf(token, `${name}-${id}`);
  if (name === "websiteEndpoint") return `${id}.s3-website-${REGION}.amazonaws.com`;
  const isAddress = /^(address|endpoint|dnsName)$/.test(name);
  return isAddress ? `${title}-${hash(id)}.${REGION}.amazonaws.com` : undefined;
}

/** What the provider answers for something that is not there. */
function emptyValue(type: string): unknown {
  if (type === "boolean") return false;
  if (type === "number") return 0;
  if (type.endsWith("[]")) return [];
  if (type.startsWith("{")) return {};
  return type.startsWith("outputs.") ? null : "";
}

/** `defaultSecurityGroupId` and `subnetId` are ids of the kind that their names end in. */
function idPrefix(property: string): string | undefined {
  const name = property.toLowerCase();
  return ID_ENDINGS.find(([ending]) => name.endsWith(ending))?.[1];
}

/** What one region of one account answers: its default VPC and that VPC's group have ids of their own. @param place empty for the usual one */
export function inPlace<Answer>(answer: Answer, place: string): Answer {
  if (place === "") return answer;
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(DEFAULT_VPC_ID, `vpc-${hash(`default VPC of ${place}`)}`)
      .replaceAll(DEFAULT_GROUP_ID, `sg-${hash(`default group of ${place}`)}`),
  );
}

/** What stands in the account that a new resource joins, by id: the outputs of each. */
export type World = ReadonlyMap<string, Properties>;

/** The id of what adopts something that is there already; undefined for what is new. */
export function adoptedId(token: string, inputs: Properties, world: World): string | undefined {
  if (token === "aws:ec2/defaultVpc:DefaultVpc") return DEFAULT_VPC_ID;
  if (token === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
    return defaultGroupOf(inputs.vpcId, world);
  return undefined;
}

/**
 * What AWS gives by where a resource lies and the program left out: a VPC's default group, the VPC of a subnet, a public address where the subnet
 * hands them out.
 */
export function placed(token: string, outputs: Properties, inputs: Properties, world: World): Properties {
  if (token === "aws:ec2/defaultVpc:DefaultVpc")
    return { ...outputs, defaultSecurityGroupId: DEFAULT_GROUP_ID };
  if (hasNoInterface(inputs)) return outputs;
  const place = placeOf(inputs, world);
  const result = { ...outputs };
  for (const [name, given] of GIVEN)
    if (name in outputs && !(name in inputs)) result[name] = given(place, outputs[name]);
  return result;
}

/** Where a resource lies, and what its launch template says. */
interface Place {
  readonly inputs: Properties;
  readonly world: World;
  readonly template: Properties | undefined;
  /** The template's first interface. */
  readonly card: Properties | undefined;
  readonly subnetId: unknown;
  readonly subnet: Properties | undefined;
  readonly vpcId: unknown;
}

function placeOf(inputs: Properties, world: World): Place {
  const among = world.get(String(inputs.dbSubnetGroupName)) ?? inputs;
  const { id, name } = (inputs.launchTemplate ?? {}) as Properties;
  const template = world.get(String(id ?? name));
  const card = first(template?.networkInterfaces) as Properties | undefined;
  const subnetId = first(among.subnetId ?? among.subnetIds ?? among.subnets ?? card?.subnetId);
  const subnet = world.get(String(subnetId));
  return { inputs, world, template, card, subnetId, subnet, vpcId: subnet?.vpcId ?? inputs.vpcId };
}

type Given = (place: Place, value: unknown) => unknown;

const groupsGiven: Given = ({ card, template, vpcId, world }, value) =>
  vpcId === undefined
    ? value
    : ([card?.securityGroups, template?.vpcSecurityGroupIds].find(isListOfSome) ?? [
        defaultGroupOf(vpcId, world),
      ]);

/** By the output that the program left out, what it comes to there. */
const GIVEN: ReadonlyMap<string, Given> = new Map<string, Given>([
  ["vpcSecurityGroupIds", groupsGiven],
  ["securityGroupIds", groupsGiven],
  ["securityGroups", groupsGiven],
  ["subnetId", ({ card, subnetId }, value) => (card?.subnetId === undefined ? value : subnetId)],
  ["vpcId", ({ subnet }, value) => (value === DEFAULT_VPC_ID && subnet !== undefined ? subnet.vpcId : value)],
  ["ipv6AddressCount", ({ subnet }, value) => (subnet?.assignIpv6AddressOnCreation === true ? 1 : value)],
  [
    "associatePublicIpAddress",
    ({ subnet, inputs }, value) =>
      value === false
        ? subnet?.mapPublicIpOnLaunch === true && !("primaryNetworkInterface" in inputs)
        : value,
  ],
]);

/** A gateway endpoint; and a network load balancer does without groups. */
const hasNoInterface = ({ serviceName, vpcEndpointType, loadBalancerType }: Properties): boolean =>
  (serviceName !== undefined && (vpcEndpointType ?? "Gateway") === "Gateway") ||
  loadBalancerType === "network";

const isListOfSome = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

function defaultGroupOf(vpcId: unknown, world: World): string {
  const id = world.get(String(vpcId))?.defaultSecurityGroupId;
  if (typeof id === "string") return id;
  return vpcId === undefined || vpcId === DEFAULT_VPC_ID
    ? DEFAULT_GROUP_ID
    : `sg-${hash(`default group of ${vpcId}`)}`;
}

const ID_PREFIXES: Record<string, string> = {
  securityGroupIngressRule: "sgr",
  securityGroupEgressRule: "sgr",
  securityGroupRule: "sgrule",
  securityGroup: "sg",
  vpcEndpoint: "vpce",
  vpcPeeringConnection: "pcx",
  vpc: "vpc",
  subnet: "subnet",
  networkInterface: "eni",
  spotInstanceRequest: "sir",
  instance: "i",
  launchTemplate: "lt",
  internetGateway: "igw",
  egressOnlyInternetGateway: "eigw",
  natGateway: "nat",
  transitGateway: "tgw",
  vpnGateway: "vgw",
  routeTableAssociation: "rtbassoc",
  routeTable: "rtb",
  route: "r-rtb",
  networkAcl: "acl",
  networkAclRule: "nacl",
  eip: "eipalloc",
  eipAssociation: "eipassoc",
  allocation: "eipalloc",
  association: "eipassoc",
  managedPrefixList: "pl",
  prefixList: "pl",
  volume: "vol",
  flowLog: "fl",
  ami: "ami",
};

const ID_ENDINGS = Object.entries(ID_PREFIXES).map(
  ([kind, prefix]) => [`${kind.toLowerCase()}id`, prefix] as const,
);

const IDENTIFIED_BY: readonly (readonly [property: string, types: RegExp])[] = [
  ["bucket", /^aws:s3\/bucket(V2)?:/],
  ["identifier", /^aws:\w+\/(cluster)?instance:/i],
  ["clusterIdentifier", /^aws:\w+\/cluster:/],
];

const IDENTIFIED_BY_ARN = new Set(["acm", "alb", "lb", "sns", "secretsmanager"]);

/** The properties by which resources are named, and the kind of those that alone are, where others name by them what they use. */
const NAMES: readonly (readonly [property: string, kind?: string])[] = [
  ["name"],
  ["bucket"],
  ["identifier"],
  ["clusterIdentifier", "cluster"],
  ["keyName", "keyPair"],
  ["functionName"],
  ["family"],
];

/** `aws:ec2/securityGroup:SecurityGroup` → `ec2` and `securityGroup`. */
function partsOf(token: string): { readonly service: string; readonly kind: string } {
  const [service = "", kind = ""] = token.split(":")[1]?.split("/") ?? [];
  return { service, kind };
}

/** As in `arn:aws:ec2:us-east-1:123456789012:security-group/sg-0123456789abcdef0`. */
function arnOf(token: string, id: string): string {
  const { service, kind } = partsOf(token);
  const noun = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return id.startsWith("arn:") ? id : `arn:aws:${service}:${REGION}:${ACCOUNT}:${noun}/${id}`;
}
