import type { Resource } from "../../../stack/resource";
import { type Found, pathText, valueAt, valuesAt, valuesNamed } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, flag, isObject, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Interface, UnnamedInterface } from "../../attachments/interface";
import type { Placement } from "../../machines/placement";
import { isWithin } from "../../machines/places";
import type { Subnet } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import type { SecurityGroups } from "../groups/security-groups";
import { MACHINE_TYPES } from "../machines/machine-types";
import type { Subnets } from "../routing/subnets";
import type { Vpcs } from "../routing/vpcs";
import type { Databases } from "../services/databases";
import { NETWORK_INTERFACE, SUBNETS, VPC_ENDPOINT, VPCS } from "../types";

const ENDPOINT_ASSOCIATION = "aws:ec2/securityGroupAssociation:SecurityGroupAssociation";

/** The types of VPC endpoints whose interfaces have groups. */
const WITH_GROUPS: readonly Value[] = ["Interface", "Resource", "ServiceNetwork"];

/** A type whose interface AWS puts on the default group of its VPC when it names none. */
interface Form {
  /** Where the parts lie that have one each, or what they are called wherever they lie; without it, the resource itself has one. */
  readonly within?: readonly string[] | string;
  /** Within a part, the property that names the VPC itself, or where subnets of it are named. */
  readonly vpc?: string;
  readonly subnets?: readonly (readonly string[])[];
  /** Those of the type that have such an interface. */
  readonly when?: (resource: Resource, vpc: Vpc) => boolean;
}

const BALANCER: Form = {
  subnets: [["subnets"], ["subnetMappings", "subnetId"]],
  // A network balancer without groups has none.
  when: (resource) =>
    [undefined, "", "application"].includes(text(resource.getDeclared("loadBalancerType")) as string),
};

const CLASSIC_BALANCER: Form = {
  subnets: [["subnets"]],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html: a group of its own in the default VPC.
  when: (_, vpc) => !vpc.isDefault,
};

const FILE_SYSTEM: Form = { subnets: [["subnetIds"]] };

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ManagedVpcResource.html: a resource gateway that AWS makes. */
const AGENT: Form = { within: "managedVpcResource", vpc: "vpcIdentifier" };

/**
 * As the types' API documentation says, or the provider's own tests hold, or because EC2 puts each interface that is made without a group on the
 * default one: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html. Lambda functions, EKS clusters and others make groups of their own or must name some.
 */
const FORMS: Readonly<Record<string, Form>> = {
  [NETWORK_INTERFACE]: { subnets: [["subnetId"]] },
  [VPC_ENDPOINT]: {
    vpc: "vpcId",
    when: (resource) => WITH_GROUPS.includes(resource.getDeclared("vpcEndpointType")),
  },
  "aws:lb/loadBalancer:LoadBalancer": BALANCER,
  "aws:alb/loadBalancer:LoadBalancer": BALANCER,
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer": BALANCER,
  "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": BALANCER,
  "aws:elb/loadBalancer:LoadBalancer": CLASSIC_BALANCER,
  "aws:elasticloadbalancing/loadBalancer:LoadBalancer": CLASSIC_BALANCER,
  "aws:efs/mountTarget:MountTarget": { subnets: [["subnetId"]] },
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": { subnets: [["subnetId"]] },
  "aws:ec2clientvpn/endpoint:Endpoint": { vpc: "vpcId" },
  "aws:vpclattice/resourceGateway:ResourceGateway": { vpc: "vpcId" },
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": AGENT,
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": AGENT,
  "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget": AGENT,
  "aws:bedrock/agentcoreHarness:AgentcoreHarness": AGENT,
  "aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider": AGENT,
  "aws:bedrock/agentcoreRegistry:AgentcoreRegistry": AGENT,
  "aws:apprunner/vpcConnector:VpcConnector": { subnets: [["subnets"]] },
  "aws:transfer/server:Server": {
    within: ["endpointDetails"],
    vpc: "vpcId",
    // The other type names an endpoint that is there already.
    when: (resource) => resource.getDeclared("endpointType") === "VPC",
  },
  "aws:transfer/webApp:WebApp": {
    within: ["endpointDetails", "vpc"],
    vpc: "vpcId",
    subnets: [["subnetIds"]],
  },
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": { vpc: "vpcId" },
  "aws:opensearch/vpcEndpoint:VpcEndpoint": { within: ["vpcOptions"], subnets: [["subnetIds"]] },
  "aws:elasticsearch/vpcEndpoint:VpcEndpoint": { within: ["vpcOptions"], subnets: [["subnetIds"]] },
  "aws:msk/cluster:Cluster": { within: ["brokerNodeGroupInfo"], subnets: [["clientSubnets"]] },
  "aws:msk/serverlessCluster:ServerlessCluster": { within: ["vpcConfigs"], subnets: [["subnetIds"]] },
  "aws:m2/environment:Environment": { subnets: [["subnetIds"]] },
  "aws:mq/broker:Broker": { subnets: [["subnetIds"]] },
  "aws:rds/proxy:Proxy": { subnets: [["vpcSubnetIds"]] },
  "aws:fsx/lustreFileSystem:LustreFileSystem": FILE_SYSTEM,
  "aws:fsx/ontapFileSystem:OntapFileSystem": FILE_SYSTEM,
  "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": FILE_SYSTEM,
  "aws:fsx/windowsFileSystem:WindowsFileSystem": FILE_SYSTEM,
  "aws:fsx/fileCache:FileCache": FILE_SYSTEM,
  "aws:msk/replicator:Replicator": { within: ["kafkaClusters", "vpcConfig"], subnets: [["subnetIds"]] },
  "aws:medialive/channel:Channel": { within: ["vpc"], subnets: [["subnetIds"]] },
  "aws:medialive/input:Input": { within: ["vpc"], subnets: [["subnetIds"]] },
  "aws:ecs/expressGatewayService:ExpressGatewayService": {
    within: ["networkConfigurations"],
    subnets: [["subnets"]],
  },
};

const DATABASES = new Set([
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:rds/proxyEndpoint:ProxyEndpoint",
  "aws:docdb/cluster:Cluster",
  "aws:docdb/elasticCluster:ElasticCluster",
  "aws:neptune/cluster:Cluster",
  "aws:redshift/cluster:Cluster",
  "aws:redshift/endpointAccess:EndpointAccess",
  "aws:redshiftserverless/workgroup:Workgroup",
  "aws:redshiftserverless/endpointAccess:EndpointAccess",
  "aws:dax/cluster:Cluster",
  "aws:dms/replicationInstance:ReplicationInstance",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:memorydb/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:elasticsearch/domain:Domain",
]);

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  readonly interfaces: readonly Interface[];
  readonly placements: readonly Placement[];
  readonly databases: Databases;
  readonly securityGroups: SecurityGroups;
}

/** The interfaces for which the program names no group, in VPCs that are known; each once. */
export function readUnnamedInterfaces(sources: Sources): UnnamedInterface[] {
  const named = new NamedInterfaces(sources.interfaces);
  const found = new Map<string, UnnamedInterface>();
  for (const one of [...placed(sources, named), ...databases(sources, named), ...others(sources, named)]) {
    const key = `${one.resource.urn} ${one.path}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

class NamedInterfaces {
  private readonly paths = new Map<Resource, string[]>();

  constructor(interfaces: readonly Interface[]) {
    for (const { resource, path, namesGroups } of interfaces) {
      if (!namesGroups) continue;
      const known = this.paths.get(resource);
      if (known === undefined) this.paths.set(resource, [path]);
      else known.push(path);
    }
  }

  /** Whether a resource names a group at a path or within, or in a part around it that is not known yet. */
  has(resource: Resource, path = ""): boolean {
    const paths = this.paths.get(resource) ?? [];
    return paths.some((one) => isWithin(one, path) || (one !== "" && path.startsWith(one)));
  }

  /** Whether a resource names a group for itself, whatever its parts name. */
  hasItself(resource: Resource): boolean {
    return this.paths.get(resource)?.includes("") ?? false;
  }
}

function* placed(
  { placements, securityGroups }: Sources,
  named: NamedInterfaces,
): Iterable<UnnamedInterface> {
  for (const { instance, template, resource, subnet } of placements) {
    const own = instance.resource;
    const vpc = knownVpc(subnet?.vpc, securityGroups);
    // Network interfaces of their own speak for themselves, launched by an instance or not.
    if (vpc === undefined || template === UNKNOWN || resource !== own) continue;
    if (MACHINE_TYPES[own.type]?.makesGroups === true || named.has(own, instance.path)) continue;
    if (template === undefined) {
      yield { resource: own, path: instance.path, vpc };
    } else {
      for (const path of pathsNamingNone(template, named)) yield { resource: template, path, vpc };
    }
  }
}

/** Of a default VPC of which the stack adopts neither itself nor its default group, nothing can be said. */
function knownVpc(vpc: Vpc | undefined, groups: SecurityGroups): Vpc | undefined {
  if (vpc?.isDefault !== true || vpc.resource !== undefined) return vpc;
  return typeof groups.adoptedDefaultGroupOf(vpc) === "object" ? vpc : undefined;
}

/** The interfaces that a launch template describes without a group. */
function pathsNamingNone(template: Resource, named: NamedInterfaces): string[] {
  const interfaces = elements(template.getDeclared("networkInterfaces"));
  if (interfaces.length === 0) return named.has(template) ? [] : [""];
  if (named.hasItself(template)) return [];
  return interfaces.flatMap((one, i) => {
    const path = pathText(["networkInterfaces", i]);
    // One that is there already has the groups it was made with.
    const isMade = isObject(one) && field(one, "networkInterfaceId") === undefined;
    return isMade && !named.has(template, path) ? [path] : [];
  });
}

function* databases(sources: Sources, named: NamedInterfaces): Iterable<UnnamedInterface> {
  for (const { resource, subnets } of sources.databases.all) {
    const vpc = knownVpc(vpcOf(subnets), sources.securityGroups);
    if (vpc === undefined || !DATABASES.has(resource.type) || resource.declared === undefined) continue;
    // A member of a replication group has the groups of that.
    const isMember = resource.getDeclared("replicationGroupId") !== undefined;
    if (!isMember && !named.has(resource)) yield { resource, path: "", vpc };
  }
}

function* others(sources: Sources, named: NamedInterfaces): Iterable<UnnamedInterface> {
  const { stack } = sources;
  const replaced = endpointsOffTheDefaultGroup(stack);
  for (const resource of stack.ofType(...Object.keys(FORMS))) {
    if (resource.declared === undefined || replaced(resource)) continue;
    const form = FORMS[resource.type] as Form;
    for (const part of partsOf(resource, form)) {
      if (named.has(resource, pathText(part.path))) continue;
      const vpc = vpcOfPart(resource, part, form, sources);
      if (vpc !== undefined && (form.when?.(resource, vpc) ?? true)) {
        yield { resource, path: pathText(part.path), vpc };
      }
    }
  }
}

function partsOf(resource: Resource, { within = [] }: Form): Found[] {
  const found =
    typeof within === "string" ? valuesNamed(resource.declared, within) : valuesAt(resource.declared, within);
  const parts = [...found].filter(({ value }) => value !== undefined);
  return parts.flatMap(({ path, value }) =>
    elements(value).map((part, i) => ({ path: Array.isArray(value) ? [...path, i] : path, value: part })),
  );
}

function vpcOfPart(
  resource: Resource,
  part: Found,
  form: Form,
  { stack, vpcs, subnets }: Sources,
): Vpc | undefined {
  const referencesIn = (steps: readonly string[], types: readonly string[]) => {
    const property = String(part.path[0] ?? steps[0]);
    // What the whole resource says may be known by now, while its inputs were not.
    const value = part.path.length === 0 ? resource.get(property) : part.value;
    const rest = part.path.length === 0 ? steps.slice(1) : steps;
    return stack.references(resource, property, types, valueAt(value, rest));
  };
  const namesVpc = form.vpc !== undefined && field(part.value, form.vpc) !== undefined;
  if (namesVpc) {
    const [reference] = referencesIn([form.vpc as string], VPCS);
    return reference && vpcs.behind(reference);
  }
  const found = (form.subnets ?? []).flatMap((steps) => referencesIn(steps, SUBNETS));
  const named = subnets.among(found);
  return named === UNKNOWN ? undefined : vpcOf(named);
}

function vpcOf(subnets: readonly Subnet[]): Vpc | undefined {
  return subnets.find(({ vpc }) => vpc !== undefined)?.vpc;
}

/** The endpoints whose default group an association replaces, or may. */
function endpointsOffTheDefaultGroup(stack: Stack): (resource: Resource) => boolean {
  const associations = stack.about([ENDPOINT_ASSOCIATION], "vpcEndpointId", [VPC_ENDPOINT]);
  const replaces = (one: Resource) =>
    [true, UNKNOWN].includes(flag(one.getDeclared("replaceDefaultAssociation")) ?? false);
  return (resource) => {
    if (resource.type !== VPC_ENDPOINT) return false;
    const { certain, possible } = associations(resource);
    return [...certain, ...possible].some(replaces);
  };
}
