import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import type { Answer, Unknown, Value } from "../../../stack/value";
import { UNKNOWN } from "../../../stack/value";
import type { Interface } from "../../attachments/interface";
import type { RouteTable } from "../../routing/route-table";
import type { Endpoint, EndpointKind } from "../../services/endpoint";
import type { SecurityGroups } from "../groups/security-groups";
import { ROUTE_TABLES, type RouteTables } from "../routing/route-tables";
import type { Vpcs } from "../routing/vpcs";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ENDPOINT_SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService";
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
  readonly routeTables: RouteTables;
  readonly securityGroups: SecurityGroups;
  readonly interfaces: readonly Interface[];
}

/** The VPC endpoints of a stack, with what other resources add to them. */
export function readEndpoints(sources: Sources): Endpoint[] {
  const { stack, vpcs } = sources;
  const tableAssociations = stack.about([ROUTE_TABLE_ASSOCIATION], "vpcEndpointId", [ENDPOINT]);
  const privateDns = stack.about([PRIVATE_DNS], "vpcEndpointId", [ENDPOINT]);
  const interfacesOf = new Map<Resource, Interface[]>();
  for (const one of sources.interfaces) {
    interfacesOf.set(one.resource, [...(interfacesOf.get(one.resource) ?? []), one]);
  }
  return stack.ofType(ENDPOINT).map((resource) => {
    const type = resource.get("vpcEndpointType");
    const kind = type === UNKNOWN ? UNKNOWN : KINDS.get(type);
    const vpc = vpcs.of(resource);
    return {
      resource,
      title: resource.title,
      kind,
      service: serviceOf(resource, stack),
      vpc,
      ...routeTablesOf(resource, tableAssociations(resource), sources),
      groups: kind === "gateway" ? [] : sources.securityGroups.named(interfacesOf.get(resource) ?? [], vpc),
      privateDns: privateDnsOf(resource, privateDns(resource)),
    };
  });
}

const REGION = "[a-z]+(?:-[a-z]+)+-\\d+";

/** https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const AWS_SERVICES = [
  new RegExp(`^(?:cn\\.)?com\\.amazonaws\\.(?!vpce\\.)(?:${REGION}\\.)?(.+)$`),
  new RegExp(`^(?:aws\\.api|api\\.aws)\\.${REGION}\\.(.+)$`),
  new RegExp(`^aws\\.(.+)\\.${REGION}\\.(.+)$`),
];

function serviceOf(resource: Resource, stack: Stack): string | Unknown | undefined {
  const name = resource.get("serviceName");
  if (name === UNKNOWN) {
    const [reference] = stack.references(resource, "serviceName", [ENDPOINT_SERVICE]);
    return reference?.kind === "resource" ? undefined : UNKNOWN;
  }
  if (typeof name !== "string") return undefined;
  for (const pattern of AWS_SERVICES) {
    const parts = pattern.exec(name);
    if (parts !== null) return parts.slice(1).join(".");
  }
  return undefined;
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
  const tables = references.map((reference) => routeTables.at(reference));
  return {
    routeTables: tables.filter((table): table is RouteTable => table !== undefined),
    mayHaveMoreRouteTables: possible.length > 0 || tables.includes(undefined),
  };
}

/** A resource of its own may turn private DNS on; the endpoint then says nothing of it. */
function privateDnsOf(resource: Resource, { certain, possible }: About): Answer | undefined {
  const own = resource.getDeclared("privateDnsEnabled");
  if (own !== undefined) return readSwitch(own);
  const switches = certain.map((one) => readSwitch(one.get("privateDnsEnabled")));
  return switches.find((value) => value !== undefined) ?? (possible.length > 0 ? UNKNOWN : undefined);
}
