import { AddressSet, type Family } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Value } from "../../../stack/value";
import { elements, field, isObject, UNKNOWN } from "../../../stack/value";
import type { Problem } from "../../groups/rule";
import type { Route, RouteTable, RouteTarget, RouteTargetKind } from "../../routing/route-table";
import type { Vpc } from "../../routing/vpc";
import { readBlock } from "../groups/blocks";
import type { PrefixLists } from "../groups/prefix-lists";
import { PREFIX_LIST } from "../groups/prefix-lists";
import { quote } from "../groups/service-fields";
import { SUBNETS, VPCS } from "../types";
import type { Vpcs } from "./vpcs";

const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
export const ROUTE_TABLES = [ROUTE_TABLE, DEFAULT_ROUTE_TABLE] as const;
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

const PASS_TABLES_ON: ReadonlySet<string> = new Set([ROUTE, ASSOCIATION, MAIN_ASSOCIATION]);

/** The route tables of a stack, the ones its VPCs were made with, and those outside it that something points at. */
export class RouteTables {
  private readonly tables = new Map<string, RouteTableUnderConstruction>();
  /** By URN of the VPC; a VPC whose main table cannot be known has none. */
  private readonly mainTables = new Map<string, RouteTableUnderConstruction>();
  private readonly bySubnet = new Map<string, RouteTable | undefined>();

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
    private readonly lists: PrefixLists,
  ) {
    for (const vpc of vpcs.all) if (vpc.resource !== undefined) this.makeMain(vpc);
    for (const resource of stack.ofType(ROUTE_TABLE)) {
      const { urn, title } = resource;
      this.tables.set(urn, new RouteTableUnderConstruction(resource, urn, title, vpcs.of(resource)));
    }
    for (const resource of stack.ofType(DEFAULT_ROUTE_TABLE)) this.adopt(resource);
    for (const resource of stack.ofType(...ROUTE_TABLES)) this.readInline(resource);
    for (const resource of stack.ofType(ROUTE)) this.readStandalone(resource);
    for (const resource of stack.ofType(MAIN_ASSOCIATION)) this.replaceMain(resource);
    for (const resource of stack.ofType(ASSOCIATION)) this.associate(resource);
  }

  get all(): RouteTable[] {
    return [...new Set(this.tables.values())];
  }

  /** The table of a subnet: its own, else its VPC's main one; undefined where that cannot be known. */
  of(subnet: Resource, vpc: Vpc | undefined = this.vpcs.of(subnet)): RouteTable | undefined {
    if (this.bySubnet.has(subnet.urn)) return this.bySubnet.get(subnet.urn);
    return vpc && this.mainOf(vpc);
  }

  /** A VPC's main table; undefined where that cannot be known. */
  mainOf(vpc: Vpc): RouteTable | undefined {
    if (vpc.resource === undefined && vpc.isDefault && !this.mainTables.has(vpc.key)) this.makeMain(vpc);
    return this.mainTables.get(vpc.key);
  }

  /** The table a reference points at; undefined where that cannot be known. */
  at(reference: Reference): RouteTable | undefined {
    return this.find(reference);
  }

  private find(reference: Reference | undefined): RouteTableUnderConstruction | undefined {
    switch (reference?.kind) {
      case "resource":
        return reference.certain ? this.tables.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id, reference.id);
      case "computed":
        return (
          this.mainTables.get(reference.from.urn) ??
          this.tables.get(reference.from.urn) ??
          this.passedOnBy(reference.from)
        );
      default:
        return undefined;
    }
  }

  /** What names a table, such as an association, passes on the table's id. */
  private passedOnBy(resource: Resource): RouteTableUnderConstruction | undefined {
    if (!PASS_TABLES_ON.has(resource.type)) return undefined;
    const [reference, ...others] = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    // One step only: resources may name each other in a circle.
    const goesOn = reference?.kind === "computed" && PASS_TABLES_ON.has(reference.from.type);
    return goesOn || others.length > 0 ? undefined : this.find(reference);
  }

  private outside(key: string, title: string): RouteTableUnderConstruction {
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const table = new RouteTableUnderConstruction(undefined, key, title, undefined);
    table.isComplete = false;
    this.tables.set(key, table);
    return table;
  }

  /** A VPC is made with a main table of local routes alone; that of an account's default VPC leads to the internet, and may have more. */
  private makeMain(vpc: Vpc): void {
    const key = `main route table of ${vpc.key}`;
    const table = new RouteTableUnderConstruction(
      undefined,
      key,
      `the main route table of ${vpc.title}`,
      vpc,
    );
    table.isComplete = !vpc.isDefault;
    if (vpc.isDefault) table.routes.push(ROUTE_OF_DEFAULT_VPC);
    this.tables.set(key, table);
    this.mainTables.set(vpc.key, table);
    for (const property of MAIN_TABLE_IDS) {
      const id = vpc.resource?.getSettled(property);
      if (typeof id !== "string" || id === "") continue;
      table.ids.push(id);
      this.tables.set(id, table);
    }
  }

  /** A resource that adopts a VPC's main table, whose own routes replace what was there. */
  private adopt(resource: Resource): void {
    // Not by type: the adopting resource has the id of the table that it adopts.
    const id = resource.get("defaultRouteTableId");
    const adopted =
      typeof id === "string"
        ? this.tables.get(id)
        : this.find(this.stack.references(resource, "defaultRouteTableId", [])[0]);
    const table = new RouteTableUnderConstruction(resource, resource.urn, resource.title, adopted?.vpc);
    this.tables.set(resource.urn, table);
    if (typeof id === "string") this.tables.set(id, table);
    if (adopted?.vpc === undefined) return;
    for (const key of [adopted.key, ...adopted.ids]) this.tables.set(key, table);
    this.mainTables.set(adopted.vpc.key, table);
  }

  private readInline(resource: Resource): void {
    const table = this.tables.get(resource.urn);
    if (table === undefined) return;
    const routes = elements(resource.getDeclared("routes"));
    for (const [i, entry] of routes.entries()) {
      if (entry === UNKNOWN) table.isComplete = UNKNOWN;
      else this.readRoutes(table, resource, `routes[${i}]`, entry);
    }
  }

  private readStandalone(resource: Resource): void {
    const references = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = references.length === 1 ? this.find(references[0]) : undefined;
    // It may be any of these, and is kept apart, to be told of its problems.
    for (const reference of table === undefined ? references : []) {
      const candidate = reference.kind === "resource" && this.tables.get(reference.resource.urn);
      if (candidate) candidate.isComplete = UNKNOWN;
    }
    const apart = `route table of ${resource.urn}`;
    this.readRoutes(table ?? this.outside(apart, "a route table not known yet"), resource, "", resource);
  }

  private readRoutes(
    table: RouteTableUnderConstruction,
    resource: Resource,
    path: string,
    source: Value | Resource,
  ): void {
    const inline = source !== resource;
    const of = (name: string): Value => (inline ? field(source as Value, name) : resource.get(name));
    const problems: Problem[] = [];
    const target = this.readTarget(resource, inline ? "routes" : undefined, of);
    const destinations: Pick<Route, "block" | "addresses" | "isListed">[] = [];
    let named = false;
    for (const [name, family] of inline ? INLINE_BLOCKS : STANDALONE_BLOCKS) {
      const value = of(name);
      if (value === undefined || value === "") continue;
      named = true;
      const addresses =
        value === UNKNOWN
          ? undefined
          : readBlock(path === "" ? name : `${path}.${name}`, value, family, problems);
      destinations.push({ block: addresses && (value as string), addresses, isListed: false });
    }
    const property = inline ? "routes" : "destinationPrefixListId";
    for (const reference of this.stack.references(
      resource,
      property,
      [PREFIX_LIST],
      of("destinationPrefixListId"),
    )) {
      named = true;
      const isCertain = reference.kind !== "resource" || reference.certain;
      const list = isCertain ? this.lists.at(reference) : undefined;
      for (const { block, addresses } of list?.entries ?? []) {
        if (addresses !== undefined) destinations.push({ block, addresses, isListed: true });
      }
      if (list?.complete === true) continue;
      destinations.push({ block: undefined, addresses: undefined, isListed: true });
      if (list === undefined || list.resource !== undefined) table.isComplete = UNKNOWN;
    }
    if (inline && !isObject(source as Value)) {
      problems.push({ path, message: `${quote(source as Value)} is not a route` });
    } else if (!named) {
      problems.push({ path, message: "names no destination" });
    } else if (target.title === NO_TARGET) {
      problems.push({ path, message: "names no target" });
    }
    if (destinations.length === 0) {
      destinations.push({ block: undefined, addresses: undefined, isListed: false });
    }
    for (const [i, one] of destinations.entries()) {
      table.routes.push({ resource, path, ...one, target, problems: i === 0 ? problems : [] });
    }
  }

  private readTarget(
    resource: Resource,
    property: string | undefined,
    of: (name: string) => Value,
  ): RouteTarget {
    for (const { name, kind, types } of TARGETS) {
      const value = of(name);
      if (value === undefined || value === "") continue;
      const references = this.stack
        .references(resource, property ?? name, types, value)
        .flatMap((reference) => this.attached(reference, types));
      const [reference, ...others] = references;
      if (reference?.kind === "resource" && reference.certain && others.length === 0) {
        const { type, title } = reference.resource;
        return { kind: kind ?? KINDS.get(type) ?? "unknown", resource: reference.resource, title };
      }
      if (value !== UNKNOWN) {
        const actual = kind ?? kindById(String(value)) ?? "unknown";
        return { kind: actual, resource: undefined, title: String(value) };
      }
      const candidates = references.map((one) =>
        one.kind === "resource" ? KINDS.get(one.resource.type) : undefined,
      );
      const agreed = new Set(candidates).size === 1 ? candidates[0] : undefined;
      const actual = kind ?? agreed ?? "unknown";
      const title = actual === "unknown" ? "a target not known yet" : `a ${actual.replaceAll("-", " ")}`;
      const oneOf = property === undefined ? [] : this.sharedTargets(resource, property, name, types);
      return { kind: actual, resource: undefined, title, oneOf };
    }
    return { kind: "unknown", resource: undefined, title: NO_TARGET };
  }

  /** The gateways behind the routes of a table whose targets are not known yet: where there are no more of them than such routes, each has one. */
  private sharedTargets(
    resource: Resource,
    property: string,
    name: string,
    types: readonly string[],
  ): RouteTarget[] {
    const targets = elements(resource.getDeclared(property)).map((route): Value => field(route, name));
    const unknown = targets.filter((target) => target === UNKNOWN);
    return this.stack.references(resource, property, types, unknown).flatMap((reference) => {
      if (reference.kind !== "resource" || !reference.certain) return [];
      const { type, title } = reference.resource;
      return [{ kind: KINDS.get(type) ?? "unknown", resource: reference.resource, title }];
    });
  }

  /** An attachment passes on the id of the gateway that it attaches. */
  private attached(reference: Reference, types: readonly string[]): Reference[] {
    const property = reference.kind === "computed" ? ATTACHMENTS.get(reference.from.type) : undefined;
    if (reference.kind !== "computed" || property === undefined) return [reference];
    return this.stack.references(reference.from, property, types);
  }

  private replaceMain(resource: Resource): void {
    const tables = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = tables.length === 1 ? this.find(tables[0]) : undefined;
    for (const reference of this.stack.references(resource, "vpcId", VPCS)) {
      const vpc = this.vpcs.at(reference);
      if (vpc !== undefined && table !== undefined) this.mainTables.set(vpc.key, table);
      else if (vpc !== undefined) this.mainTables.delete(vpc.key);
      else if (reference.kind === "resource") this.mainTables.delete(reference.resource.urn);
    }
  }

  /** Associations of gateways are not asked about: no subnet's packets go out by them. */
  private associate(resource: Resource): void {
    const tables = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = tables.length === 1 ? this.find(tables[0]) : undefined;
    for (const subnet of this.stack.references(resource, "subnetId", SUBNETS)) {
      if (subnet.kind !== "resource") continue;
      const { urn } = subnet.resource;
      const isAgreed = !this.bySubnet.has(urn) || this.bySubnet.get(urn) === table;
      this.bySubnet.set(urn, subnet.certain && isAgreed ? table : undefined);
    }
  }
}

class RouteTableUnderConstruction implements RouteTable {
  readonly routes: Route[] = [];
  isComplete: Answer = true;
  /** The ids that its VPC gives it. */
  readonly ids: string[] = [];

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly vpc: Vpc | undefined,
  ) {}
}

/** The provider gives a VPC's main table twice. */
const MAIN_TABLE_IDS = ["mainRouteTableId", "defaultRouteTableId"] as const;

type BlockFields = readonly (readonly [name: string, family: Family])[];

const INLINE_BLOCKS: BlockFields = [
  ["cidrBlock", "IPv4"],
  ["ipv6CidrBlock", "IPv6"],
];

const STANDALONE_BLOCKS: BlockFields = [
  ["destinationCidrBlock", "IPv4"],
  ["destinationIpv6CidrBlock", "IPv6"],
];

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
const ROUTE_OF_DEFAULT_VPC: Route = {
  resource: undefined,
  path: "the route that AWS made",
  block: "0.0.0.0/0",
  addresses: AddressSet.ipv4,
  isListed: false,
  target: { kind: "internet-gateway", resource: undefined, title: "the internet gateway of the default VPC" },
  problems: [],
};

const NO_TARGET = "no target";

export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const VPN_GATEWAY = "aws:ec2/vpnGateway:VpnGateway";
const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

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
  { name: "natGatewayId", kind: "nat-gateway", types: ["aws:ec2/natGateway:NatGateway"] },
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
