import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import type { Answer, Value } from "../../../stack/value";
import { text, UNKNOWN } from "../../../stack/value";
import type { Interface } from "../../attachments/interface";
import type { RouteTable } from "../../routing/route-table";
import type { Vpc } from "../../routing/vpc";
import type { Endpoint, EndpointKind } from "../../services/endpoint";
import type { SecurityGroups } from "../groups/security-groups";
import { maySharePlace, regionOf } from "../places";
import { ROUTE_TABLES, type RouteTables } from "../routing/route-tables";
import type { Subnets } from "../routing/subnets";
import type { Vpcs } from "../routing/vpcs";
import { SUBNETS, VPC_ENDPOINT } from "../types";
import { readHostedZones } from "./hosted-zones";

const ENDPOINT_SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService";
const SUBNET_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";
const ROUTE_TABLE_ASSOCIATION = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
const PRIVATE_DNS = "aws:vpc/endpointPrivateDns:EndpointPrivateDns";

const KINDS: ReadonlyMap<Value, EndpointKind> = new Map<Value, EndpointKind>([
  // https://www.pulumi.com/registry/packages/aws/api-docs/ec2/vpcendpoint/: Gateway is what it is when left out.
  [undefined, "gateway"],
  ["", "gateway"],
  ["Gateway", "gateway"],
  ["Interface", "interface"],
  ["GatewayLoadBalancer", "gateway-load-balancer"],
  ["Resource", "resource"],
  ["ServiceNetwork", "service-network"],
]);

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  readonly routeTables: RouteTables;
  readonly securityGroups: SecurityGroups;
  readonly interfaces: readonly Interface[];
}

/** The VPC endpoints of a stack, with what other resources add to them. */
export function readEndpoints(sources: Sources): Endpoint[] {
  const { stack, vpcs } = sources;
  const tableAssociations = stack.about([ROUTE_TABLE_ASSOCIATION], "vpcEndpointId", [VPC_ENDPOINT]);
  const subnetAssociations = stack.about([SUBNET_ASSOCIATION], "vpcEndpointId", [VPC_ENDPOINT]);
  const privateDns = stack.about([PRIVATE_DNS], "vpcEndpointId", [VPC_ENDPOINT]);
  const interfacesOf = groupBy(sources.interfaces, ({ resource }) => resource);
  const hasHostedZone = readHostedZones(stack);
  return stack.ofType(VPC_ENDPOINT).map((resource) => {
    const type = resource.get("vpcEndpointType");
    const kind = type === UNKNOWN ? UNKNOWN : KINDS.get(type);
    const vpc = vpcs.of(resource);
    const { name: service, region } = serviceOf(resource, stack);
    const interfaces = kind === "gateway" ? [] : (interfacesOf.get(resource) ?? []);
    return {
      resource,
      title: resource.title,
      kind,
      service,
      isOfAnotherRegion: isAnotherRegion(region, vpc?.resource ?? resource),
      vpc,
      mayBeIn: (other) =>
        vpc === undefined
          ? other.resource === undefined || maySharePlace(resource, other.resource)
          : vpc === other,
      ...routeTablesOf(resource, tableAssociations(resource), sources),
      groups: kind === "gateway" ? [] : sources.securityGroups.named(interfaces, vpc),
      mayHaveMoreGroups: interfaces.some(
        ({ mayHaveMore, attachments }) => mayHaveMore || attachments.some(({ certain }) => !certain),
      ),
      addresses: addressesOf(resource, subnetAssociations(resource), vpc, sources),
      privateDns: privateDnsOf(resource, privateDns(resource)),
      hasHostedZone:
        typeof service === "string"
          ? hasHostedZone(vpc?.resource, { name: service, region }, resource)
          : false,
    };
  });
}

/** Where it names no subnets that are known, anywhere in its VPC. */
function addressesOf(
  resource: Resource,
  { certain, possible }: About,
  vpc: Vpc | undefined,
  { stack, subnets }: Sources,
): AddressSet {
  const references = [
    ...stack.references(resource, "subnetIds", SUBNETS),
    ...certain.flatMap((association) => stack.references(association, "subnetId", SUBNETS)),
  ];
  const named = references.map((reference) => subnets.behind(reference)?.addresses ?? AddressSet.empty);
  const isOpen = possible.length > 0 || named.some(({ isEmpty }) => isEmpty);
  const own = isOpen ? AddressSet.empty : unionAll(named, AddressSet.empty);
  const candidates = [own, vpc?.addresses ?? AddressSet.empty, AddressSet.all];
  return candidates.find(({ isEmpty }) => !isEmpty) ?? AddressSet.all;
}

/** Whether a service is named for another region than that of what asks for it. */
function isAnotherRegion(region: string | undefined, resource: Resource): boolean {
  const own = regionOf(resource);
  return region !== undefined && own !== undefined && region !== own;
}

const REGION = "[a-z]+(?:-[a-z]+)+-\\d+";

/** https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const AWS_SERVICES = [
  new RegExp(`^(?:cn\\.)?com\\.amazonaws\\.(?!vpce\\.)(?:(?<region>${REGION})\\.)?(?<name>.+)$`),
  new RegExp(`^(?:aws\\.api|api\\.aws)\\.(?<region>${REGION})\\.(?<name>.+)$`),
  new RegExp(`^aws\\.(?<family>.+)\\.(?<region>${REGION})\\.(?<name>.+)$`),
];

interface Service {
  readonly name: Endpoint["service"];
  readonly region: string | undefined;
}

function serviceOf(resource: Resource, stack: Stack): Service {
  const name = resource.get("serviceName");
  const told = resource.getDeclared("serviceRegion");
  const region = typeof told === "string" ? told : undefined;
  if (name === UNKNOWN) {
    const [reference] = stack.references(resource, "serviceName", [ENDPOINT_SERVICE]);
    return { name: reference?.kind === "resource" ? undefined : UNKNOWN, region };
  }
  const found = AWS_SERVICES.map((pattern) => pattern.exec(String(text(name)))?.groups).find(
    (parts) => parts !== undefined,
  );
  if (found === undefined) return { name: undefined, region };
  return {
    name: [found.family, found.name].filter((part) => part !== undefined).join("."),
    region: region ?? found.region,
  };
}

function routeTablesOf(
  resource: Resource,
  { certain, possible }: About,
  { stack, routeTables }: Sources,
): Pick<Endpoint, "routeTables" | "mayHaveMoreRouteTables"> {
  const references = [
    ...stack.references(resource, "routeTableIds", ROUTE_TABLES),
    ...certain.flatMap((association) => stack.references(association, "routeTableId", ROUTE_TABLES)),
  ];
  const tables = references.map((reference) => routeTables.behind(reference));
  return {
    routeTables: tables.filter((table): table is RouteTable => table !== undefined),
    mayHaveMoreRouteTables: possible.length > 0 || tables.includes(undefined),
  };
}

/** A resource of its own may turn private DNS on; the endpoint then says nothing of it. */
function privateDnsOf(resource: Resource, { certain, possible }: About): Answer | undefined {
  const own = resource.getDeclared("privateDnsEnabled");
  // In an audit, the cloud's false may be from before another resource turned it on.
  const isSettled =
    own !== undefined && (resource.declared !== undefined || certain.length + possible.length === 0);
  if (isSettled) return readSwitch(own);
  const switches = certain.map((one) => readSwitch(one.get("privateDnsEnabled")));
  return switches.find((value) => value !== undefined) ?? (possible.length > 0 ? UNKNOWN : undefined);
}
