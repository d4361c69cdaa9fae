import { AddressSet } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Value } from "../../../stack/value";
import { elements, UNKNOWN } from "../../../stack/value";
import type { Refusal } from "../../filters/entry";
import { type Route, type RouteTable, routeTitle } from "../../routing/route-table";
import type { Claim } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import type { PrefixLists } from "../groups/prefix-lists";
import { SUBNETS, VPCS } from "../types";
import { INTERNET_GATEWAY, RouteReader } from "./routes";
import { isUntold, mayShare, Strays } from "./strays";
import type { Vpcs } from "./vpcs";

const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
export const ROUTE_TABLES = [ROUTE_TABLE, DEFAULT_ROUTE_TABLE] as const;
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN_ASSOCIATION = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";

/** What has a gateway write routes of its own into a table, which nobody sees. */
const PROPAGATIONS = [
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
  "aws:vpc/routeServerPropagation:RouteServerPropagation",
] as const;

const PASS_TABLES_ON: ReadonlySet<string> = new Set([ROUTE, ASSOCIATION, MAIN_ASSOCIATION]);

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly prefixLists: PrefixLists;
}

/** The route tables of a stack, the ones its VPCs were made with, and those outside it that something points at. */
export class RouteTables {
  private readonly tables = new Map<string, RouteTableUnderConstruction>();
  /** By URN of the VPC; a VPC whose main table cannot be known has none. */
  private readonly mainTables = new Map<string, RouteTableUnderConstruction>();
  /** By key of the VPC, the tables by which its internet gateways send on what comes in. */
  private readonly arrivalTables = new Map<string, RouteTable>();
  private readonly bySubnet = new Map<string, RouteTable | undefined>();
  private readonly routes: RouteReader;
  /** What binds a table to a subnet not known yet, adopts the main table of a VPC not known yet, or replaces it. */
  private readonly bindings: Strays;
  private readonly adoptions: Strays;
  private readonly replacements: Strays;

  private readonly stack: Stack;
  private readonly vpcs: Vpcs;

  constructor(sources: Sources) {
    const { stack, vpcs } = sources;
    this.stack = stack;
    this.vpcs = vpcs;
    this.bindings = new Strays(stack);
    this.adoptions = new Strays(stack);
    this.replacements = new Strays(stack);
    this.routes = new RouteReader(stack, sources);
    for (const vpc of vpcs.all) if (vpc.resource !== undefined) this.makeMain(vpc);
    for (const resource of stack.ofType(ROUTE_TABLE)) {
      const { urn, title } = resource;
      this.tables.set(urn, new RouteTableUnderConstruction(resource, urn, title, vpcs.of(resource)));
    }
    for (const resource of stack.ofType(DEFAULT_ROUTE_TABLE)) this.adopt(resource);
    for (const resource of stack.ofType(...ROUTE_TABLES)) this.readInline(resource);
    for (const resource of stack.ofType(ROUTE)) this.readStandalone(resource);
    for (const resource of stack.ofType(...PROPAGATIONS)) this.propagate(resource);
    for (const resource of stack.ofType(MAIN_ASSOCIATION)) this.replaceMain(resource);
    for (const resource of stack.ofType(ASSOCIATION)) this.associate(resource);
  }

  get all(): RouteTable[] {
    return [...new Set(this.tables.values())];
  }

  /** The table of a subnet: its own, else its VPC's main one; undefined where that cannot be known. */
  of(subnet: Resource, vpc: Vpc | undefined = this.vpcs.of(subnet)): RouteTable | undefined {
    if (this.bySubnet.has(subnet.urn)) return this.bySubnet.get(subnet.urn);
    return this.bindings.mayBeOn(subnet, vpc) ? undefined : vpc && this.mainOf(vpc);
  }

  /** A VPC's main table; undefined where that cannot be known. */
  mainOf(vpc: Vpc): RouteTable | undefined {
    if (vpc.resource === undefined && vpc.isDefault && !this.mainTables.has(vpc.key)) this.makeMain(vpc);
    const table = this.mainTables.get(vpc.key);
    const isAdopted = table?.resource !== undefined;
    const mayBeAnother =
      this.replacements.mayBeOn(vpc.resource, vpc) ||
      (!isAdopted && this.adoptions.mayBeOn(vpc.resource, vpc));
    return mayBeAnother ? undefined : table;
  }

  /** The table by which a VPC's internet gateway sends on what comes in, where the stack gives it one. */
  arrivalTableOf(vpc: Vpc): RouteTable | undefined {
    return this.arrivalTables.get(vpc.key);
  }

  /** The table a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): RouteTable | undefined {
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
    const references = this.stack.references(resource, "defaultRouteTableId", []);
    const adopted = typeof id === "string" ? this.tables.get(id) : this.find(references[0]);
    if (id === UNKNOWN && adopted === undefined) this.adoptions.note(resource, references, undefined);
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
    const declared = resource.getDeclared("routes");
    const routes = elements(declared);
    table.managesInline =
      resource.declared === undefined || declared === UNKNOWN ? UNKNOWN : declared !== undefined;
    if (elements(resource.getDeclared("propagatingVgws")).length > 0) table.isComplete = false;
    for (const [i, entry] of routes.entries()) {
      if (entry === UNKNOWN) table.isComplete = UNKNOWN;
      else this.addRoutes(table, resource, `routes[${i}]`, entry);
    }
  }

  private readStandalone(resource: Resource): void {
    const references = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = references.length === 1 ? this.find(references[0]) : undefined;
    // It may be any of these, and is kept apart, to be told of its problems.
    for (const candidate of table === undefined ? this.candidates(resource, references) : []) {
      candidate.isComplete = UNKNOWN;
    }
    const apart = `route table of ${resource.urn}`;
    this.addRoutes(table ?? this.outside(apart, "a route table not known yet"), resource, "", resource);
  }

  /** The tables that a route may be in: those that it was computed from or, where that tells none, every one of its place. */
  private candidates(route: Resource, references: readonly Reference[]): RouteTableUnderConstruction[] {
    if (!references.some(isUntold)) {
      return references.flatMap((one) =>
        one.kind === "resource" ? (this.tables.get(one.resource.urn) ?? []) : [],
      );
    }
    return [...new Set(this.tables.values())].filter(
      ({ resource, isComplete }) =>
        isComplete === true && (resource === undefined || mayShare(this.stack, route, resource)),
    );
  }

  private propagate(resource: Resource): void {
    for (const reference of this.stack.references(resource, "routeTableId", ROUTE_TABLES)) {
      const table =
        reference.kind === "resource" ? this.tables.get(reference.resource.urn) : this.find(reference);
      if (table?.isComplete === true) table.isComplete = false;
    }
  }

  private addRoutes(
    table: RouteTableUnderConstruction,
    resource: Resource,
    path: string,
    source: Value | Resource,
  ): void {
    const { routes, isComplete } = this.routes.read(resource, path, source);
    if (!isComplete) table.isComplete = UNKNOWN;
    table.routes.push(...routes);
    // Outputs hold the routes that others made, too.
    if (resource.declared !== undefined) table.refuseTwice(routes);
  }

  private replaceMain(resource: Resource): void {
    const tables = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = tables.length === 1 ? this.find(tables[0]) : undefined;
    for (const reference of this.stack.references(resource, "vpcId", VPCS)) {
      const vpc = this.vpcs.behind(reference);
      if (vpc !== undefined && table !== undefined) this.mainTables.set(vpc.key, table);
      else if (vpc !== undefined) this.mainTables.delete(vpc.key);
      else if (reference.kind === "resource") this.mainTables.delete(reference.resource.urn);
      else this.replacements.note(resource, [reference], table?.vpc);
    }
  }

  private associate(resource: Resource): void {
    const tables = this.stack.references(resource, "routeTableId", ROUTE_TABLES);
    const table = tables.length === 1 ? this.find(tables[0]) : undefined;
    if (table?.vpc !== undefined && this.isOfInternetGateway(resource))
      this.arrivalTables.set(table.vpc.key, table);
    const subnets = this.stack.references(resource, "subnetId", SUBNETS);
    this.bindings.note(resource, subnets, table?.vpc);
    for (const subnet of subnets) {
      if (subnet.kind !== "resource") continue;
      const { urn } = subnet.resource;
      if (subnet.certain) table?.claims.push({ subnet: subnet.resource, by: resource });
      const isAgreed = !this.bySubnet.has(urn) || this.bySubnet.get(urn) === table;
      this.bySubnet.set(urn, subnet.certain && isAgreed ? table : undefined);
    }
  }

  /** Virtual private gateways have tables as well. */
  private isOfInternetGateway(association: Resource): boolean {
    return this.stack
      .references(association, "gatewayId", [INTERNET_GATEWAY])
      .some((gateway) =>
        gateway.kind === "resource"
          ? gateway.resource.type === INTERNET_GATEWAY
          : gateway.kind === "outside" && gateway.id.startsWith("igw-"),
      );
  }
}

class RouteTableUnderConstruction implements RouteTable {
  readonly routes: Route[] = [];
  readonly refusals: Refusal[] = [];
  readonly claims: Claim[] = [];
  managesInline: Answer = false;
  /** The first route to each destination, by block or list. */
  readonly byDestination = new Map<string, Route>();
  isComplete: Answer = true;
  /** The ids that its VPC gives it. */
  readonly ids: string[] = [];

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly vpc: Vpc | undefined,
  ) {}

  /** Names destinations that an earlier route has already. */
  refuseTwice(routes: readonly Route[]): void {
    for (const [destination, route] of new Map(routes.map((one) => [one.destination, one]))) {
      if (destination === undefined || route.resource === undefined) continue;
      const other = this.byDestination.get(destination);
      if (other === undefined) this.byDestination.set(destination, route);
      else {
        const message = `leads to ${destination}, as ${routeTitle(other)} does already`;
        this.refusals.push({ resource: route.resource, path: route.path, message });
      }
    }
  }
}

/** The provider gives a VPC's main table twice. */
const MAIN_TABLE_IDS = ["mainRouteTableId", "defaultRouteTableId"] as const;

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
const ROUTE_OF_DEFAULT_VPC: Route = {
  resource: undefined,
  path: "the route that AWS made",
  block: "0.0.0.0/0",
  addresses: AddressSet.ipv4,
  destination: "0.0.0.0/0",
  isListed: false,
  target: {
    kind: "internet-gateway",
    resource: undefined,
    title: "the internet gateway of the default VPC",
  },
  problems: [],
};
