import type { PrefixList } from "../prefix-list";
import type { Resource } from "../resource";
import type { Route, RouteTable, RouteTarget, RouteTargetKind } from "../route-table";
import type { Problem } from "../rule";
import type { Reference, Stack } from "../stack";
import type { Value } from "../value";
import { elements, field, isObject, UNKNOWN } from "../value";
import type { Vpc } from "../vpc";
import { readBlock } from "./blocks";
import type { PrefixLists } from "./prefix-lists";
import { PREFIX_LIST } from "./prefix-lists";
import { quote } from "./services";
import { SUBNETS, VPCS } from "./types";
import type { Vpcs } from "./vpcs";

const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
export const ROUTE_TABLES = [ROUTE_TABLE, DEFAULT_ROUTE_TABLE] as const;
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

/** The route tables of a stack, the ones its VPCs were made with, and those outside it that something points at. */
export class RouteTables {
  private readonly tables = new Map<string, RouteTableUnderConstruction>();
  private readonly mainTables = new Map<string, RouteTableUnderConstruction>();
  private readonly bySubnet = new Map<string, RouteTable | undefined>();

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
    private readonly lists: PrefixLists,
  ) {
    for (const vpc of vpcs.all) this.makeMain(vpc);
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

  /** The table of a subnet: its own, else its VPC's main one; undefined where that is not to be known. */
  of(subnet: Resource, vpc: Vpc | undefined = this.vpcs.of(subnet)): RouteTable | undefined {
    if (this.bySubnet.has(subnet.urn)) return this.bySubnet.get(subnet.urn);
    return vpc && this.mainTables.get(vpc.key);
  }

  /** The table a reference points at; undefined where that is not to be known. */
  at(reference: Reference): RouteTable | undefined {
    return this.find(reference);
  }

  private find(reference: Reference): RouteTableUnderConstruction | undefined {
    switch (reference.kind) {
      case "resource":
        return reference.certain ? this.tables.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id);
      case "computed":
        return (VPCS as readonly string[]).includes(reference.from.type)
          ? this.mainTables.get(reference.from.urn)
          : undefined;
      case "opaque":
        return undefined;
    }
  }

  private outside(id: string): RouteTableUnderConstruction {
    const known = this.tables.get(id);
    if (known !== undefined) return known;
    const table = new RouteTableUnderConstruction(undefined, id, id, undefined);
    table.isComplete = false;
    this.tables.set(id, table);
    return table;
  }

  private makeMain(vpc: Vpc): void {
    const key = `main route table of ${vpc.key}`;
    const table = new RouteTableUnderConstruction(
      undefined,
      key,
      `the main route table of ${vpc.title}`,
      vpc,
    );
    table.isComplete = vpc.resource !== undefined && !vpc.isDefault;
    this.tables.set(key, table);
    this.mainTables.set(vpc.key, table);
  }

  /** A resource that adopts a VPC's main table, whose own routes replace what was there. */
  private adopt(resource: Resource): void {
    const [reference] = this.stack.references(resource, "defaultRouteTableId", ROUTE_TABLES);
    const adopted = reference && this.find(reference);
    const table = new RouteTableUnderConstruction(resource, resource.urn, resource.title, adopted?.vpc);
    this.tables.set(resource.urn, table);
    if (adopted === undefined) return;
    this.tables.set(adopted.key, table);
    if (adopted.vpc !== undefined) this.mainTables.set(adopted.vpc.key, table);
  }

  private readInline(resource: Resource): void {
    const table = this.tables.get(resource.urn);
    if (table === undefined) return;
    for (const [i, entry] of elements(resource.getDeclared("routes")).entries()) {
      if (entry === UNKNOWN) table.isComplete = false;
      else table.routes.push(...this.readRoutes(resource, `routes[${i}]`, INLINE, entry));
    }
  }

  private readStandalone(resource: Resource): void {
    const references = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = references.length === 1 ? this.find(references[0] as Reference) : undefined;
    table?.routes.push(...this.readRoutes(resource, "", STANDALONE, resource));
  }

  private readRoutes(
    resource: Resource,
    path: string,
    spelling: Spelling,
    source: Value | Resource,
  ): Route[] {
    const of = (name: string): Value =>
      source === resource ? resource.get(name) : field(source as Value, name);
    const within = (name: string) => (path === "" ? name : `${path}.${name}`);
    const problems: Problem[] = [];
    if (source !== resource && !isObject(source as Value)) {
      problems.push({ path, message: `${quote(source as Value)} is not a route` });
    }
    const target = this.readTarget(resource, path === "" ? undefined : "routes", of);
    const route = (block: string | undefined, addresses: Route["addresses"]): Route => ({
      resource,
      path,
      block,
      addresses,
      target,
      problems,
    });
    const routes: Route[] = [];
    for (const [name, family] of spelling.blocks) {
      const value = of(name);
      if (value === undefined || value === "") continue;
      if (value === UNKNOWN) routes.push(route(undefined, undefined));
      else {
        const addresses = readBlock(within(name), value, family, problems);
        if (addresses !== undefined) routes.push(route(value as string, addresses));
      }
    }
    for (const list of this.destinationLists(resource, path === "" ? undefined : "routes", of)) {
      if (list === undefined || !list.complete) routes.push(route(undefined, undefined));
      for (const { block, addresses } of list?.entries ?? []) routes.push(route(block, addresses));
    }
    return routes;
  }

  private destinationLists(
    resource: Resource,
    property: string | undefined,
    of: (name: string) => Value,
  ): (PrefixList | undefined)[] {
    const name = "destinationPrefixListId";
    return this.stack
      .references(resource, property ?? name, [PREFIX_LIST], of(name))
      .map((reference) => this.lists.at(reference));
  }

  private readTarget(
    resource: Resource,
    property: string | undefined,
    of: (name: string) => Value,
  ): RouteTarget {
    for (const { name, kind, types } of TARGETS) {
      const value = of(name);
      if (value === undefined || value === "") continue;
      const [reference, ...others] = this.stack.references(resource, property ?? name, types, value);
      if (value !== UNKNOWN) {
        const found = reference?.kind === "resource" ? reference.resource : undefined;
        const actual = kind ?? (found ? KINDS.get(found.type) : kindById(String(value)));
        return { kind: actual ?? "unknown", resource: found, title: found?.title ?? String(value) };
      }
      if (reference?.kind === "resource" && reference.certain && others.length === 0) {
        const { type, title } = reference.resource;
        return { kind: kind ?? KINDS.get(type) ?? "unknown", resource: reference.resource, title };
      }
      const candidates = [reference, ...others].map((one) =>
        one?.kind === "resource" ? KINDS.get(one.resource.type) : undefined,
      );
      const agreed = new Set(candidates).size === 1 ? candidates[0] : undefined;
      return {
        kind: kind ?? agreed ?? "unknown",
        resource: undefined,
        title: kind ?? agreed ?? "a target not known yet",
      };
    }
    return { kind: "unknown", resource: undefined, title: "no target" };
  }

  private replaceMain(resource: Resource): void {
    const [vpc] = this.stack.references(resource, "vpcId", VPCS).map((reference) => this.vpcs.at(reference));
    const [table] = this.stack
      .references(resource, "routeTableId", ROUTE_TABLES)
      .map((reference) => this.find(reference));
    if (vpc === undefined) return;
    if (table === undefined) this.mainTables.delete(vpc.key);
    else this.mainTables.set(vpc.key, table);
  }

  private associate(resource: Resource): void {
    const tables = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = tables.length === 1 ? this.find(tables[0] as Reference) : undefined;
    for (const subnet of this.stack.references(resource, "subnetId", SUBNETS)) {
      if (subnet.kind !== "resource") continue;
      this.bySubnet.set(subnet.resource.urn, subnet.certain ? table : undefined);
    }
  }
}

class RouteTableUnderConstruction implements RouteTable {
  readonly routes: Route[] = [];
  isComplete = true;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly vpc: Vpc | undefined,
  ) {}
}

interface Spelling {
  readonly blocks: readonly (readonly [name: string, family: "IPv4" | "IPv6"])[];
}

const INLINE: Spelling = {
  blocks: [
    ["cidrBlock", "IPv4"],
    ["ipv6CidrBlock", "IPv6"],
  ],
};

const STANDALONE: Spelling = {
  blocks: [
    ["destinationCidrBlock", "IPv4"],
    ["destinationIpv6CidrBlock", "IPv6"],
  ],
};

export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const VPN_GATEWAY = "aws:ec2/vpnGateway:VpnGateway";
const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

const KINDS: ReadonlyMap<string, RouteTargetKind> = new Map([
  [INTERNET_GATEWAY, "internet-gateway"],
  [VPN_GATEWAY, "virtual-private-gateway"],
  [VPC_ENDPOINT, "vpc-endpoint"],
  ["aws:ec2/carrierGateway:CarrierGateway", "carrier-gateway"],
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
