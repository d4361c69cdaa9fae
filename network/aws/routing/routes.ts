import type { Family } from "../../../algebra/addresses";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import { joinedPath } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, isGiven, isObject, isText, text, UNKNOWN } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import { readBlock } from "../../groups/blocks";
import { resourcesBehind } from "../../references";
import type { Route, RouteTarget, RouteTargetKind } from "../../routing/route-table";
import type { PrefixLists } from "../groups/prefix-lists";
import { PREFIX_LIST } from "../groups/prefix-lists";
import { VPC_ENDPOINT } from "../types";

/** What one declaration of a route gives, and whether that is all. */
interface RoutesRead {
  readonly routes: readonly Route[];
  readonly isComplete: boolean;
}

type Destination = Pick<Route, "block" | "addresses" | "isListed" | "destination">;

/** One declaration of a route, and how it is read. */
interface RouteInput {
  readonly resource: Resource;
  readonly path: string;
  readonly isInline: boolean;
  readonly get: (name: string) => Value;
  /** What the program itself says, where the engine shows it. */
  readonly declared: (name: string) => Value;
  readonly problems: Problem[];
}

/** Reads routes, inline or standalone. */
export class RouteReader {
  constructor(
    private readonly stack: Stack,
    private readonly sources: { readonly prefixLists: PrefixLists },
  ) {}

  /** @param source the inline route, or the resource that is one */
  read(resource: Resource, path: string, source: Value | Resource): RoutesRead {
    const isInline = source !== resource;
    const get = (name: string): Value => (isInline ? field(source as Value, name) : resource.get(name));
    const declared = (name: string): Value => (isInline ? get(name) : field(resource.declared, name));
    const problems: Problem[] = [];
    const input: RouteInput = { resource, path, isInline, get, declared, problems };
    const target = this.readTarget(input);
    const blocks = readBlocks(input);
    const { listed, isComplete } = this.readLists(input);
    const destinations = [...blocks, ...listed];
    if (isInline && !isObject(source as Value)) {
      problems.push({ path, message: `${quote(source as Value)} is not a route` });
    } else if (destinations.length === 0 && !isGiven(get(DESTINATION_LIST)))
      problems.push({ path, message: "names no destination" });
    else if (target === undefined) problems.push({ path, message: "names no target" });
    if (resource.declared !== undefined)
      problems.push(...this.namedTwice(input), ...unservedFamily(input, target));
    const unknown = { kind: "unknown", resource: undefined, title: "no target" } as const;
    // A list that has nothing leads nowhere.
    const isNowhere = destinations.length === 0 && problems.length > 0;
    const routes = (isNowhere ? [NOWHERE] : destinations).map((one, i) => ({
      resource,
      path,
      ...one,
      target: target ?? unknown,
      problems: i === 0 ? problems : [],
    }));
    return { routes, isComplete };
  }

  private readLists({ resource, isInline, get }: RouteInput): {
    readonly listed: readonly Destination[];
    readonly isComplete: boolean;
  } {
    const property = isInline ? "routes" : DESTINATION_LIST;
    const listed: Destination[] = [];
    let isComplete = true;
    for (const reference of this.stack.references(resource, property, [PREFIX_LIST], get(DESTINATION_LIST))) {
      const isCertain = reference.kind !== "resource" || reference.certain;
      const list = isCertain ? this.sources.prefixLists.behind(reference) : undefined;
      const destination = list && `prefix list ${list.name ?? list.key}`;
      for (const { block, addresses } of list?.entries ?? []) {
        if (addresses !== undefined) listed.push({ block, addresses, isListed: true, destination });
      }
      if (list?.complete === true) continue;
      listed.push({ block: undefined, addresses: undefined, isListed: true, destination });
      if (list === undefined || list.resource !== undefined) isComplete = false;
    }
    return { listed, isComplete };
  }

  /** Undefined where it names none. */
  private readTarget({ resource, isInline, get }: RouteInput): RouteTarget | undefined {
    const given = TARGETS.find(({ name }) => isGiven(get(name)));
    if (given === undefined) return undefined;
    const { name, kind, types } = given;
    const value = get(name);
    const references = this.stack
      .references(resource, isInline ? "routes" : name, types, value)
      .flatMap((reference) => this.attached(reference, types));
    const [reference, ...others] = references;
    if (reference?.kind === "resource" && reference.certain && others.length === 0) {
      return targetOf(reference.resource, kind);
    }
    if (value !== UNKNOWN) {
      const actual = kind ?? kindById(String(text(value))) ?? "unknown";
      return { kind: actual, resource: undefined, title: String(text(value)) };
    }
    const kinds = new Set(
      references.map((one) => (one.kind === "resource" ? KINDS.get(one.resource.type) : undefined)),
    );
    const actual = kind ?? (kinds.size === 1 ? [...kinds][0] : undefined) ?? "unknown";
    return {
      kind: actual,
      resource: undefined,
      title: actual === "unknown" ? "a target not known yet" : `a ${actual.replaceAll("-", " ")}`,
      oneOf: isInline ? this.sharedTargets(resource, given) : [],
    };
  }

  /** The gateways behind the routes of a table whose targets are not known yet: where there are no more of them than such routes, each has one. */
  private sharedTargets(resource: Resource, { name, types }: TargetField): RouteTarget[] {
    const targets = elements(resource.getDeclared("routes")).map((route): Value => field(route, name));
    const unknown = targets.filter((target) => target === UNKNOWN);
    return this.stack
      .references(resource, "routes", types, unknown)
      .flatMap((reference) =>
        reference.kind === "resource" && reference.certain ? [targetOf(reference.resource, undefined)] : [],
      );
  }

  /** A route has one destination and one target. What the cloud adds to them is no second one. */
  private namedTwice({ resource, path, isInline, declared }: RouteInput): Problem[] {
    const blocks = isInline ? INLINE_BLOCKS : STANDALONE_BLOCKS;
    const isNamed = (name: string, types: readonly string[] = []) =>
      declared(name) === UNKNOWN
        ? !isInline && resourcesBehind(this.stack, resource, name, types).length > 0
        : isGiven(declared(name));
    const list = { name: DESTINATION_LIST, types: [PREFIX_LIST] };
    const destinations = [...blocks.map(([name]) => ({ name, types: [] })), list];
    return [destinations, TARGETS].flatMap((fields) => {
      const [first, second] = fields.filter(({ name, types }) => isNamed(name, types));
      return second === undefined ? [] : [{ path, message: `names both ${first?.name} and ${second.name}` }];
    });
  }

  /** An attachment passes on the id of the gateway that it attaches. */
  private attached(reference: Reference, types: readonly string[]): Reference[] {
    const property = reference.kind === "computed" ? ATTACHMENTS.get(reference.from.type) : undefined;
    if (reference.kind !== "computed" || property === undefined) return [reference];
    return this.stack.references(reference.from, property, types);
  }
}

const NOWHERE: Destination = {
  block: undefined,
  addresses: undefined,
  isListed: false,
  destination: undefined,
};

function targetOf(resource: Resource, kind: RouteTargetKind | undefined): RouteTarget {
  const { type, title } = resource;
  return { kind: kind ?? KINDS.get(type) ?? "unknown", resource, title };
}

function readBlocks({ path, isInline, get, problems }: RouteInput): Destination[] {
  return (isInline ? INLINE_BLOCKS : STANDALONE_BLOCKS).flatMap(([name, family]): Destination[] => {
    const value = get(name);
    if (!isGiven(value)) return [];
    if (value === UNKNOWN) return [NOWHERE];
    const addresses = readBlock(joinedPath(path, name), value, family, problems);
    const destination = addresses?.blocks().join(", ");
    return [{ block: addresses && (value as string), addresses, isListed: false, destination }];
  });
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html: for IPv6 alone. */
function unservedFamily(
  { path, isInline, declared }: RouteInput,
  target: RouteTarget | undefined,
): Problem[] {
  if (target?.kind !== "egress-only-internet-gateway") return [];
  // One that is not known yet may turn out to be none.
  if (target.resource === undefined && declared("egressOnlyGatewayId") === UNKNOWN) return [];
  const blocks = isInline ? INLINE_BLOCKS : STANDALONE_BLOCKS;
  const isIPv4 = blocks.some(([name, family]) => {
    const block = declared(name);
    return family === "IPv4" && isText(block);
  });
  return isIPv4
    ? [{ path, message: "sends IPv4 to an egress-only internet gateway, which takes IPv6 alone" }]
    : [];
}

const DESTINATION_LIST = "destinationPrefixListId";

type BlockFields = readonly (readonly [name: string, family: Family])[];

const INLINE_BLOCKS: BlockFields = [
  ["cidrBlock", "IPv4"],
  ["ipv6CidrBlock", "IPv6"],
];

const STANDALONE_BLOCKS: BlockFields = [
  ["destinationCidrBlock", "IPv4"],
  ["destinationIpv6CidrBlock", "IPv6"],
];

export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const VPN_GATEWAY = "aws:ec2/vpnGateway:VpnGateway";

/** What `gatewayId` takes; endpoints and carrier gateways have properties of their own. */
const KINDS: ReadonlyMap<string, RouteTargetKind> = new Map([
  [INTERNET_GATEWAY, "internet-gateway"],
  [VPN_GATEWAY, "virtual-private-gateway"],
]);

/** What attaches a gateway to a VPC, and where it names the gateway. */
const ATTACHMENTS: ReadonlyMap<string, string> = new Map([
  ["aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "internetGatewayId"],
  ["aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "vpnGatewayId"],
]);

/** What a gateway's id begins with says what it is. */
function kindById(id: string): RouteTargetKind | undefined {
  if (id === "local") return "local";
  return GATEWAY_IDS.find(([prefix]) => id.startsWith(prefix))?.[1];
}

const GATEWAY_IDS: readonly (readonly [string, RouteTargetKind])[] = [
  ["igw-", "internet-gateway"],
  ["vgw-", "virtual-private-gateway"],
  ["vpce-", "vpc-endpoint"],
  ["cagw-", "carrier-gateway"],
];

interface TargetField {
  readonly name: string;
  /** Undefined where the property takes gateways of several kinds. */
  readonly kind?: RouteTargetKind;
  readonly types: readonly string[];
}

const TARGETS: readonly TargetField[] = [
  { name: "gatewayId", types: [...KINDS.keys()] },
  { name: "natGatewayId", kind: "nat-gateway", types: [NAT_GATEWAY] },
  {
    name: "egressOnlyGatewayId",
    kind: "egress-only-internet-gateway",
    types: ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"],
  },
  {
    name: "transitGatewayId",
    kind: "transit-gateway",
    types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  },
  {
    name: "vpcPeeringConnectionId",
    kind: "vpc-peering-connection",
    types: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
  },
  { name: "vpcEndpointId", kind: "vpc-endpoint", types: [VPC_ENDPOINT] },
  {
    name: "networkInterfaceId",
    kind: "network-interface",
    types: ["aws:ec2/networkInterface:NetworkInterface"],
  },
  { name: "instanceId", kind: "network-interface", types: ["aws:ec2/instance:Instance"] },
  { name: "carrierGatewayId", kind: "carrier-gateway", types: ["aws:ec2/carrierGateway:CarrierGateway"] },
  { name: "localGatewayId", kind: "local-gateway", types: [] },
  { name: "coreNetworkArn", kind: "core-network", types: [] },
  { name: "odbNetworkArn", kind: "odb-network", types: [] },
];
