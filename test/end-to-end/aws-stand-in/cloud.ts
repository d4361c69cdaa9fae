import { createHash } from "node:crypto";
import { inputsOf, nestedShape, outputsOf, resultOf, type Shape } from "./typings";

export type Properties = Record<string, unknown>;

export const REGION = "us-east-1";
export const ACCOUNT = "123456789012";
const ZONES = ["a", "b", "c"].map((letter) => `${REGION}${letter}`);

/** Seventeen hexadecimal digits, as AWS's ids have. */
export const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 17);

/** What the engine reads as "not known yet", whatever its type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => JSON.stringify(value ?? null).includes(UNKNOWN);

/** Where a computed value comes from: the resource it belongs to, which also seeds whatever looks random. */
export interface Origin {
  readonly token: string;
  readonly name: string;
  readonly seed: string;
}

/**
 * The inputs and, for every property that the provider computes and the program left out, what `compute` says.
 * Goes into nested objects too: of `metadataOptions: { httpTokens }` the hop limit is the provider's.
 */
export function complete(
  inputs: Properties,
  shape: Shape,
  compute: (property: string, type: string) => unknown,
): Properties {
  const outputs = { ...inputs };
  for (const [property, { type, optional }] of shape) {
    const given = inputs[property];
    if (given === undefined) {
      if (!optional) outputs[property] = compute(property, type);
      continue;
    }
    const nested = nestedShape(type.replace(/\[\]$/, ""));
    if (nested === undefined) continue;
    const completed = (value: unknown) => (isObject(value) ? complete(value, nested, compute) : value);
    outputs[property] = Array.isArray(given) ? given.map(completed) : completed(given);
  }
  return outputs;
}

/** The outputs of a planned resource: what the cloud will compute is unknown. */
export function planned(token: string, inputs: Properties): Properties {
  return complete(inputs, outputsOf(token) ?? new Map(), () => UNKNOWN);
}

/** The outputs of a resource that exists: what the program left out has a value that AWS could have given. */
export function settled(origin: Origin, inputs: Properties): Properties {
  return complete(inputs, outputsOf(origin.token) ?? new Map(), (property, type) =>
    computedValue(origin, property, type),
  );
}

/** The outputs after an update: what the cloud computed before stays, unless the program now gives it. */
export function updated(origin: Origin, state: Properties, inputs: Properties): Properties {
  const shape = outputsOf(origin.token);
  const kept = Object.entries(state).filter(([property]) => shape?.get(property)?.optional === false);
  return settled(origin, { ...Object.fromEntries(kept), ...inputs });
}

/** The id of a new resource: AWS's prefix and a hash, or the name or ARN where AWS identifies the resource by that. */
export function idOf(origin: Origin, inputs: Properties): string {
  const [, path = ""] = origin.token.split(":");
  const [service = "", kind = ""] = path.split("/");
  const prefix = ID_PREFIXES[kind];
  if (prefix !== undefined && service !== "rds") return `${prefix}-${hash(origin.seed)}`;
  if (IDENTIFIED_BY_ARN.has(service)) return arnOf(origin);
  const name = NAMES.map((property) => inputs[property]).find((value) => typeof value === "string");
  return typeof name === "string" ? name : `${kind}-${hash(origin.seed)}`;
}

/** A fixed answer to a look-up such as `aws:ec2/getAmi:getAmi`: the arguments, and plausible values for the rest. */
export function answer(token: string, args: Properties): Properties {
  const origin = { token, name: "", seed: `${token} ${JSON.stringify(args)}` };
  const known = ANSWERS[token.split(":")[2] ?? ""]?.(args, origin) ?? {};
  return complete({ ...args, ...known }, resultOf(token) ?? new Map(), (property, type) =>
    computedValue(origin, property, type),
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
  getPolicyDocument: (args) => ({ json: policyDocument(args) }),
  getRegion: () => ({ name: REGION, id: REGION }),
  getSecurityGroups: (_, origin) => ({ ids: [`sg-${hash(origin.seed)}`] }),
  getSubnets: (args) => ({ ids: [1, 2].map((n) => `subnet-${hash(`${JSON.stringify(args)} ${n}`)}`) }),
  getVpc: (_, origin) => ({ id: `vpc-${hash(origin.seed)}`, cidrBlock: "172.31.0.0/16", default: true }),
};

const VALUES: Record<string, unknown> = {
  accountId: ACCOUNT,
  arn: arnOf,
  availabilityZone: ZONES[0],
  cidrBlock: "10.0.0.0/16",
  httpEndpoint: "enabled",
  httpPutResponseHopLimit: 1,
  httpTokens: "optional",
  ipv6AssociationId: "",
  instanceState: "running",
  outpostArn: "",
  ownerId: ACCOUNT,
  partition: "aws",
  privateIp: "10.0.0.10",
  publicIp: (origin: Origin) => (origin.token === "aws:ec2/eip:Eip" ? "203.0.113.10" : ""),
  region: REGION,
  spotInstanceRequestId: "",
  subnetId: `subnet-${hash("default subnet")}`,
  tenancy: "default",
  vpcId: `vpc-${hash("default VPC")}`,
  vpcSecurityGroupIds: [`sg-${hash("default group")}`],
  zoneId: "use1-az1",
};

/** A value that AWS could have computed for a property of this type. The same origin always gets the same one. */
function computedValue(origin: Origin, property: string, type: string): unknown {
  const known = VALUES[property];
  if (known !== undefined) return typeof known === "function" ? known(origin) : known;
  if (type === "boolean") return false;
  if (type === "number") return 0;
  if (type.endsWith("[]")) return [];
  if (type.startsWith("{")) return {};
  const nested = nestedShape(type);
  if (nested !== undefined)
    return complete({}, nested, (inner, innerType) => computedValue(origin, inner, innerType));
  // An id that a program may give and did not give is that of something that is not there.
  if (inputsOf(origin.token)?.has(property)) return "";
  const prefix = idPrefix(property);
  if (prefix !== undefined) return `${prefix}-${hash(`${property} of ${origin.seed}`)}`;
  if (property.endsWith("Arn")) return arnOf({ ...origin, name: property });
  if (/^(address|endpoint|dnsName)$/.test(property))
    return `${origin.name}-${hash(origin.seed)}.${REGION}.amazonaws.com`;
  return "";
}

/** `defaultSecurityGroupId` and `subnetId` are ids of the kind that their names end in. */
function idPrefix(property: string): string | undefined {
  const name = property.toLowerCase();
  return Object.entries(ID_PREFIXES).find(([kind]) => name.endsWith(`${kind.toLowerCase()}id`))?.[1];
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

const IDENTIFIED_BY_ARN = new Set(["acm", "alb", "lb", "sns", "secretsmanager"]);

const NAMES = ["name", "bucket", "identifier", "clusterIdentifier", "keyName", "functionName", "family"];

function arnOf({ token, name, seed }: Origin): string {
  const [, path = ""] = token.split(":");
  const [service = "", kind = ""] = path.split("/");
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${kind}/${name}-${hash(seed)}`;
}

function policyDocument(args: Properties): string {
  const statements = (args.statements as Properties[] | undefined) ?? [];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Effect: statement.effect ?? "Allow",
      Action: statement.actions,
      Resource: statement.resources,
      Principal: (statement.principals as { type: string; identifiers: string[] }[] | undefined)?.reduce(
        (all, { type, identifiers }) => Object.assign(all, { [type]: identifiers }),
        {},
      ),
    })),
  });
}

export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
