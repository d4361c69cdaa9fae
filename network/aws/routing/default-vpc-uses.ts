import type { Resource } from "../../../stack/resource";
import { valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, isText, UNKNOWN, type Value } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import type { Placement } from "../../machines/placement";
import type { DefaultVpcUse } from "../../routing/default-vpc-use";
import { SECURITY_GROUP } from "../groups/security-groups";
import { MACHINE_TYPES } from "../machines/machine-types";

/** Where a resource would name its VPC, a subnet or a group of subnets, or what it has these from. */
const PLACES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [SECURITY_GROUP]: [["vpcId"]],
  "aws:elb/loadBalancer:LoadBalancer": [["subnets"]],
  "aws:elasticloadbalancing/loadBalancer:LoadBalancer": [["subnets"]],
  "aws:rds/instance:Instance": [["dbSubnetGroupName"], ["replicateSourceDb"]],
  "aws:rds/cluster:Cluster": [["dbSubnetGroupName"]],
  "aws:docdb/cluster:Cluster": [["dbSubnetGroupName"]],
  "aws:docdb/elasticCluster:ElasticCluster": [["subnetIds"]],
  "aws:neptune/cluster:Cluster": [["neptuneSubnetGroupName"]],
  "aws:redshift/cluster:Cluster": [["clusterSubnetGroupName"]],
  "aws:redshiftserverless/workgroup:Workgroup": [["subnetIds"]],
  "aws:elasticache/cluster:Cluster": [["subnetGroupName"], ["replicationGroupId"]],
  "aws:elasticache/replicationGroup:ReplicationGroup": [["subnetGroupName"]],
  "aws:elasticache/serverlessCache:ServerlessCache": [["subnetIds"]],
  "aws:memorydb/cluster:Cluster": [["subnetGroupName"]],
  "aws:dax/cluster:Cluster": [["subnetGroupName"]],
  "aws:dms/replicationInstance:ReplicationInstance": [["replicationSubnetGroupId"]],
  "aws:mq/broker:Broker": [["subnetIds"]],
  "aws:m2/environment:Environment": [["subnetIds"]],
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExpressGatewayServiceNetworkConfiguration.html
  "aws:ecs/expressGatewayService:ExpressGatewayService": [["networkConfigurations", "subnets"]],
};

/** The name of the groups of subnets that services make in the default VPC. */
const DEFAULT = "default";

interface Sources {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
  readonly placements: readonly Placement[];
}

export function readDefaultVpcUses(sources: Sources): DefaultVpcUse[] {
  const others = sources.stack
    .rowsOf(PLACES)
    .filter(([resource, places]) => !places.some((steps) => isNamed(resource, steps)));
  return [...machines(sources), ...others.map(([resource]) => ({ resource, path: "" }))];
}

/** The machines that neither themselves nor by a template name a subnet, and bring no interface of their own. */
function machines({ instances, placements }: Sources): DefaultVpcUse[] {
  const described = new Set(instances.filter(namesSubnet).map(({ resource }) => resource));
  const uses = new Map<string, DefaultVpcUse>();
  for (const { instance, template, resource, subnet } of placements) {
    const { resource: own, path, kind } = instance;
    // Overrides of a fleet may name one.
    if (subnet?.vpc?.isDefault !== true) continue;
    // Elastic Beanstalk may have it from a saved configuration.
    const mayName = typeof MACHINE_TYPES[own.type]?.subnets === "function";
    if (kind !== "machine" || mayName || resource !== own || namesSubnet(instance)) continue;
    if (typeof template === "object" && described.has(template)) continue;
    uses.set(`${own.urn} ${path}`, { resource: own, path });
  }
  return [...uses.values()];
}

/** Whether the program itself names one: afterwards the cloud tells where each is. */
function namesSubnet({ resource, path, subnets }: Instance): boolean {
  const places = MACHINE_TYPES[resource.type]?.subnets ?? [];
  if (path !== "" || typeof places === "function") return subnets.length > 0;
  return places.some((steps) => isNamed(resource, steps));
}

function isNamed(resource: Resource, steps: readonly string[]): boolean {
  const found = valuesAt(resource.declared ?? resource.settled, steps);
  return found.some(({ value }) => elements(value).some(isName));
}

function isName(value: Value): boolean {
  return value === UNKNOWN || (isText(value) && value !== DEFAULT);
}
