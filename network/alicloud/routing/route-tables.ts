import { AddressSet } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { type Answer, elements, field, isText, text, UNKNOWN } from "../../../stack/value";
import type { Problem, Refusal } from "../../filters/entry";
import type { Route, RouteTable, RouteTarget, RouteTargetKind } from "../../routing/route-table";
import type { Claim } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import { readBlock } from "../groups/blocks";
import { NAT_GATEWAY, ROUTE_TABLE, VSWITCHES } from "../types";
import { IPV4_GATEWAY, isActive } from "./gateways";
import { isOfInternet } from "./nat-gateways";
import type { Vpcs } from "./vpcs";

/** The types of routes, and where each says where it leads to. */
const DESTINATIONS: Readonly<Record<string, string>> = {
  "alicloud:vpc/routeEntry:RouteEntry": "destinationCidrblock",
  "alicloud:vpc/vPCRouteEntry:VPCRouteEntry": "destinationCidrBlock",
};
const ATTACHMENT = "alicloud:vpc/routeTableAttachment:RouteTableAttachment";

const DEFAULT = "0.0.0.0/0";

/** What a next hop is, by its type in capitals. */
const TARGETS: Readonly<Record<string, RouteTargetKind>> = {
  IPV4GATEWAY: "internet-gateway",
  VPNGATEWAY: "virtual-private-gateway",
  ATTACHMENT: "transit-gateway",
  VPCPEER: "vpc-peering-connection",
  GATEWAYENDPOINT: "vpc-endpoint",
  NATGATEWAY: "snat-gateway",
  INSTANCE: "network-interface",
  NETWORKINTERFACE: "network-interface",
};

/** The properties by which a VPC names the table that it is made with. */
const SYSTEM_TABLE_IDS = ["routeTableId", "routerTableId"];

/** The route tables of a stack, those that its VPCs are made with, and those outside it that something points at. */
export class RouteTables {
  private readonly tables = new Map<string, RouteTableUnderConstruction>();
  /** By key of the VPC. */
  private readonly systemTables = new Map<string, RouteTableUnderConstruction>();
  private readonly byVSwitch = new Map<Resource, RouteTable | undefined>();

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
  ) {
    for (const vpc of vpcs.all) if (vpc.resource !== undefined) this.systemTableOf(vpc);
    for (const resource of stack.ofType(ROUTE_TABLE)) {
      const table = new RouteTableUnderConstruction(
        resource,
        resource.urn,
        resource.title,
        vpcs.of(resource),
      );
      this.tables.set(resource.urn, table);
    }
    for (const resource of stack.ofType(...Object.keys(DESTINATIONS))) this.readRoute(resource);
    for (const vpc of vpcs.all) if (vpc.resource !== undefined) this.addMadeRoute(vpc);
    for (const resource of stack.ofType(ATTACHMENT)) this.attach(resource);
  }

  get all(): RouteTable[] {
    return [...new Set(this.tables.values())];
  }

  /** The table of a vSwitch: the one attached to it, else the one that its VPC is made with; undefined where that cannot be known. */
  of(vswitch: Resource, vpc: Vpc | undefined): RouteTable | undefined {
    if (this.byVSwitch.has(vswitch)) return this.byVSwitch.get(vswitch);
    return vpc && this.systemTableOf(vpc);
  }

  /** The table that a VPC is made with, with local routes alone. */
  systemTableOf(vpc: Vpc): RouteTable {
    const known = this.systemTables.get(vpc.key);
    if (known !== undefined) return known;
    const key = `system route table of ${vpc.key}`;
    const table = new RouteTableUnderConstruction(
      undefined,
      key,
      `the system route table of ${vpc.title}`,
      vpc,
    );
    if (vpc.resource === undefined) table.isComplete = false;
    this.tables.set(key, table);
    this.systemTables.set(vpc.key, table);
    for (const property of SYSTEM_TABLE_IDS) {
      const id = vpc.resource?.getSettled(property);
      if (isText(id)) this.tables.set(id, table);
    }
    return table;
  }

  private find(reference: Reference | undefined): RouteTableUnderConstruction | undefined {
    switch (reference?.kind) {
      case "resource":
        return reference.certain ? this.tables.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id, reference.id);
      case "computed": {
        const vpc =
          this.vpcs.of(reference.from) ?? this.vpcs.all.find((one) => one.resource === reference.from);
        return vpc && this.systemTables.get(vpc.key);
      }
      default:
        return undefined;
    }
  }

  private outside(key: string, title: string): RouteTableUnderConstruction {
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const table = new RouteTableUnderConstruction(undefined, key, title, undefined);
    table.isComplete = false;
    this.tables.set(key, table);
    return table;
  }

  private readRoute(resource: Resource): void {
    const references = this.stack.references(resource, "routeTableId", [ROUTE_TABLE]);
    const table = references.length === 1 ? this.find(references[0]) : undefined;
    const apart = `route table of ${resource.urn}`;
    const owner = table ?? this.outside(apart, "a route table not known yet");
    const route = readRoute(this.stack, resource);
    const other = owner.routes.find(
      ({ destination }) => destination !== undefined && destination === route.destination,
    );
    if (other?.resource !== undefined && resource.declared !== undefined) {
      const message = `leads to ${route.destination}, as ${other.resource.title} does already`;
      owner.refusals.push({ resource, path: "", message });
    }
    owner.routes.push(route);
    // It may be of any of these.
    for (const reference of table === undefined ? references : []) {
      const candidate = reference.kind === "resource" ? this.tables.get(reference.resource.urn) : undefined;
      if (candidate !== undefined) candidate.isComplete = UNKNOWN;
    }
  }

  /**
   * The first Internet NAT gateway of a VPC comes with a default route of the system table, where that has none.
   * https://www.alibabacloud.com/help/en/nat-gateway/api-createnatgateway
   */
  private addMadeRoute(vpc: Vpc): void {
    const table = this.systemTables.get(vpc.key);
    const gateways = this.stack
      .ofType(NAT_GATEWAY)
      .filter((one) => isOfInternet(one) !== false && this.vpcs.of(one) === vpc);
    const [first, ...others] = gateways;
    if (first === undefined || table?.routes.some(({ destination }) => destination === DEFAULT)) return;
    const [resource, title] =
      others.length === 0 ? [first, first.title] : [undefined, "a NAT gateway not known yet"];
    table?.routes.push({
      resource: undefined,
      path: "",
      block: DEFAULT,
      addresses: AddressSet.ipv4,
      destination: DEFAULT,
      isListed: false,
      target: { kind: "snat-gateway", resource, title },
      problems: [],
    });
  }

  private attach(resource: Resource): void {
    const references = this.stack.references(resource, "routeTableId", [ROUTE_TABLE]);
    const table = references.length === 1 ? this.find(references[0]) : undefined;
    for (const reference of this.stack.references(resource, "vswitchId", VSWITCHES)) {
      if (reference.kind !== "resource") continue;
      const vswitch = reference.resource;
      if (reference.certain) table?.claims.push({ subnet: vswitch, by: resource });
      const isAgreed = !this.byVSwitch.has(vswitch) || this.byVSwitch.get(vswitch) === table;
      this.byVSwitch.set(vswitch, reference.certain && isAgreed ? table : undefined);
    }
  }
}

class RouteTableUnderConstruction implements RouteTable {
  readonly routes: Route[] = [];
  readonly refusals: Refusal[] = [];
  readonly claims: Claim[] = [];
  readonly managesInline: Answer = false;
  isComplete: Answer = true;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly vpc: Vpc | undefined,
  ) {}
}

function readRoute(stack: Stack, resource: Resource): Route {
  const problems: Problem[] = [];
  const property = DESTINATIONS[resource.type] ?? "";
  const block = resource.get(property);
  const addresses = block === UNKNOWN ? undefined : readBlock(property, block, undefined, problems);
  return {
    resource,
    path: "",
    block: typeof block === "string" ? block : undefined,
    addresses,
    destination: typeof block === "string" ? block : undefined,
    isListed: false,
    target: targetOf(stack, resource),
    problems,
  };
}

function targetOf(stack: Stack, resource: Resource): RouteTarget {
  // One of the newer type may list its next hops, of which it uses several alike or one in place of another.
  const isListed = resource.getDeclared("nexthopId") === undefined;
  const [hop] = isListed ? elements(resource.get("nextHops")) : [];
  const said = (name: string) => (isListed ? field(hop, name) : resource.get(name));
  const type = text(said("nexthopType"));
  const property = isListed ? "nextHops" : "nexthopId";
  const [reference] = stack.references(resource, property, [IPV4_GATEWAY, NAT_GATEWAY], said("nexthopId"));
  const target = reference?.kind === "resource" && reference.certain ? reference.resource : undefined;
  const title = target?.title ?? (reference?.kind === "outside" ? reference.id : "a next hop not known yet");
  const kind = typeof type === "string" ? TARGETS[type.toUpperCase()] : undefined;
  const isIdle = kind === "internet-gateway" && target !== undefined && isActive(target) !== true;
  return { kind: isIdle ? "unknown" : (kind ?? "unknown"), resource: target, title };
}
