import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { readSwitch, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { Unknown } from "../../../stack/value";
import { elements, integer, isGiven, isText, text, UNKNOWN } from "../../../stack/value";
import { type Interface, namesGroup } from "../../attachments/interface";
import type { SecurityGroup } from "../../groups/security-group";
import { resourcesBehind } from "../../references";
import type { Subnet } from "../../routing/subnet";
import type { Database, SubnetGroup } from "../../services/database";
import { settingOf } from "../defaults/provider-default";
import type { SecurityGroups } from "../groups/security-groups";
import { AWS_NAMING } from "../names/naming";
import { maySharePlace, sharesPlace } from "../places";
import type { Subnets } from "../routing/subnets";
import { SUBNETS } from "../types";

const RDS_SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const DOCDB_SUBNET_GROUP = "aws:docdb/subnetGroup:SubnetGroup";
const NEPTUNE_SUBNET_GROUP = "aws:neptune/subnetGroup:SubnetGroup";
const REDSHIFT_SUBNET_GROUP = "aws:redshift/subnetGroup:SubnetGroup";
const ELASTICACHE_SUBNET_GROUP = "aws:elasticache/subnetGroup:SubnetGroup";
const MEMORYDB_SUBNET_GROUP = "aws:memorydb/subnetGroup:SubnetGroup";
const DAX_SUBNET_GROUP = "aws:dax/subnetGroup:SubnetGroup";
const DMS_SUBNET_GROUP = "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup";

/** One service makes the subnet groups of RDS, DocumentDB and Neptune, and each takes the others'. */
const DB_SUBNET_GROUPS = [RDS_SUBNET_GROUP, DOCDB_SUBNET_GROUP, NEPTUNE_SUBNET_GROUP];

const SUBNET_GROUPS = [
  ...DB_SUBNET_GROUPS,
  REDSHIFT_SUBNET_GROUP,
  ELASTICACHE_SUBNET_GROUP,
  MEMORYDB_SUBNET_GROUP,
  DAX_SUBNET_GROUP,
  DMS_SUBNET_GROUP,
];

const RDS_INSTANCE = "aws:rds/instance:Instance";
const RDS_PROXY = "aws:rds/proxy:Proxy";
const RDS_CLUSTER = "aws:rds/cluster:Cluster";
const DOCDB_CLUSTER = "aws:docdb/cluster:Cluster";
const NEPTUNE_CLUSTER = "aws:neptune/cluster:Cluster";
const REDSHIFT_CLUSTER = "aws:redshift/cluster:Cluster";
const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

interface Link {
  readonly property: string;
  readonly types: readonly string[];
}

/** How one resource type says what decides who gets to the database. */
interface Form {
  /** Where it names its subnets itself. */
  readonly subnets?: readonly string[];
  readonly subnetGroup?: Link;
  /** The resource whose groups, port and subnet group it shares. */
  readonly cluster?: Link;
  /** The database that it is a replica of, whose engine and, unless it names one, subnet group it has. */
  readonly source?: Link;
  /** The port where the program leaves it out, by the engine. Undefined where there is none to judge by. */
  readonly port?: number | ReadonlyMap<RegExp, number>;
  /** The property that names the engine. */
  readonly engine?: string;
  readonly mayBePublic?: true;
  /** Whether it must name subnets, or lies in no VPC where it names none; others then lie in the default one. */
  readonly isAlwaysPlaced?: true;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, Port. */
const RDS_PORTS: ReadonlyMap<RegExp, number> = new Map([
  [/mysql|mariadb|^aurora$/i, 3306],
  [/postgres/i, 5432],
  [/oracle/i, 1521],
  [/sqlserver/i, 1433],
  [/^db2/i, 50000],
]);

const CACHE_PORTS: ReadonlyMap<RegExp, number> = new Map([
  [/memcached/i, 11211],
  [/redis|valkey/i, 6379],
]);

const within = (property: string, ...types: readonly string[]): Link => ({ property, types });

const FORMS: Readonly<Record<string, Form>> = {
  [RDS_INSTANCE]: {
    subnetGroup: within("dbSubnetGroupName", ...DB_SUBNET_GROUPS),
    source: within("replicateSourceDb", RDS_INSTANCE),
    port: RDS_PORTS,
    mayBePublic: true,
  },
  [RDS_CLUSTER]: { subnetGroup: within("dbSubnetGroupName", ...DB_SUBNET_GROUPS), port: RDS_PORTS },
  "aws:rds/clusterInstance:ClusterInstance": {
    subnetGroup: within("dbSubnetGroupName", ...DB_SUBNET_GROUPS),
    cluster: within("clusterIdentifier", RDS_CLUSTER),
    port: RDS_PORTS,
    mayBePublic: true,
  },
  "aws:rds/shardGroup:ShardGroup": {
    cluster: within("dbClusterIdentifier", RDS_CLUSTER),
    port: 5432,
    mayBePublic: true,
  },
  [RDS_PROXY]: {
    subnets: ["vpcSubnetIds"],
    port: RDS_PORTS,
    engine: "engineFamily",
    isAlwaysPlaced: true,
  },
  // A further door to a proxy, in subnets and on groups of its own.
  "aws:rds/proxyEndpoint:ProxyEndpoint": {
    subnets: ["vpcSubnetIds"],
    source: within("dbProxyName", RDS_PROXY),
    port: RDS_PORTS,
    engine: "engineFamily",
    isAlwaysPlaced: true,
  },
  "aws:redshiftserverless/endpointAccess:EndpointAccess": {
    subnets: ["subnetIds"],
    port: 5439,
    isAlwaysPlaced: true,
  },
  [DOCDB_CLUSTER]: { subnetGroup: within("dbSubnetGroupName", ...DB_SUBNET_GROUPS), port: 27017 },
  "aws:docdb/clusterInstance:ClusterInstance": {
    cluster: within("clusterIdentifier", DOCDB_CLUSTER),
    port: 27017,
  },
  "aws:docdb/elasticCluster:ElasticCluster": { subnets: ["subnetIds"], port: 27017 },
  [NEPTUNE_CLUSTER]: { subnetGroup: within("neptuneSubnetGroupName", ...DB_SUBNET_GROUPS), port: 8182 },
  "aws:neptune/clusterInstance:ClusterInstance": {
    subnetGroup: within("neptuneSubnetGroupName", ...DB_SUBNET_GROUPS),
    cluster: within("clusterIdentifier", NEPTUNE_CLUSTER),
    port: 8182,
    mayBePublic: true,
  },
  [REDSHIFT_CLUSTER]: {
    subnetGroup: within("clusterSubnetGroupName", REDSHIFT_SUBNET_GROUP),
    port: 5439,
    mayBePublic: true,
  },
  "aws:redshift/endpointAccess:EndpointAccess": {
    subnetGroup: within("subnetGroupName", REDSHIFT_SUBNET_GROUP),
    port: 5439,
    isAlwaysPlaced: true,
  },
  "aws:redshiftserverless/workgroup:Workgroup": { subnets: ["subnetIds"], port: 5439, mayBePublic: true },
  "aws:elasticache/cluster:Cluster": {
    subnetGroup: within("subnetGroupName", ELASTICACHE_SUBNET_GROUP),
    cluster: within("replicationGroupId", REPLICATION_GROUP),
    port: CACHE_PORTS,
  },
  [REPLICATION_GROUP]: { subnetGroup: within("subnetGroupName", ELASTICACHE_SUBNET_GROUP), port: 6379 },
  "aws:elasticache/serverlessCache:ServerlessCache": { subnets: ["subnetIds"], port: CACHE_PORTS },
  "aws:memorydb/cluster:Cluster": {
    subnetGroup: within("subnetGroupName", MEMORYDB_SUBNET_GROUP),
    port: 6379,
  },
  "aws:dax/cluster:Cluster": { subnetGroup: within("subnetGroupName", DAX_SUBNET_GROUP), port: 8111 },
  "aws:dms/replicationInstance:ReplicationInstance": {
    subnetGroup: within("replicationSubnetGroupId", DMS_SUBNET_GROUP),
    mayBePublic: true,
  },
  "aws:opensearch/domain:Domain": { subnets: ["vpcOptions", "subnetIds"], port: 443, isAlwaysPlaced: true },
  "aws:elasticsearch/domain:Domain": {
    subnets: ["vpcOptions", "subnetIds"],
    port: 443,
    isAlwaysPlaced: true,
  },
  "aws:timestreaminfluxdb/dbInstance:DbInstance": {
    subnets: ["vpcSubnetIds"],
    port: 8086,
    mayBePublic: true,
    isAlwaysPlaced: true,
  },
  "aws:timestreaminfluxdb/dbCluster:DbCluster": {
    subnets: ["vpcSubnetIds"],
    port: 8086,
    mayBePublic: true,
    isAlwaysPlaced: true,
  },
};

export const DATABASES = Object.keys(FORMS);

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
  readonly subnets: Subnets;
  readonly securityGroups: SecurityGroups;
}

/** The databases and caches of a stack, and the groups of subnets that are there for some. */
export class Databases {
  readonly all: readonly Database[];
  private readonly groupsByResource = new Map<Resource, SubnetGroup>();
  private readonly byName = new Map<string, Resource[]>();
  private readonly interfacesOf = new Map<Resource, Interface[]>();

  constructor(private readonly sources: Sources) {
    const { stack, interfaces } = sources;
    for (const resource of stack.ofType(...SUBNET_GROUPS, ...DATABASES)) this.name(resource);
    for (const resource of stack.ofType(...SUBNET_GROUPS)) {
      const subnets = this.subnetsNamedBy(resource, ["subnetIds"]);
      this.groupsByResource.set(resource, { resource, title: resource.title, subnets });
    }
    for (const one of interfaces.filter(namesGroup)) {
      push(this.interfacesOf, one.resource, one);
    }
    this.all = stack.ofType(...DATABASES).map((resource) => this.read(resource));
  }

  get subnetGroups(): SubnetGroup[] {
    return [...this.groupsByResource.values()];
  }

  private read(resource: Resource): Database {
    const form = FORMS[resource.type] as Form;
    const { stack } = this.sources;
    const cluster = form.cluster && this.resourceAt(resource, form.cluster);
    const models = [resource, ...(cluster ? [cluster] : this.sourcesOf(resource))];
    // A source of another region has nothing to say of where its replica lies.
    const nearby = models.filter(
      (one) => one === resource || (maySharePlace(one, resource) && !stack.mayPart(one, resource)),
    );
    const [subnetGroup] = nearby.flatMap((one) => this.subnetGroupOf(one) ?? []);
    const named = subnetGroup?.subnets ?? this.subnetsNamedBy(resource, form.subnets ?? []);
    const subnets = this.isLeftToAws(resource, models) ? this.defaultSubnetsFor(resource) : named;
    return {
      resource,
      title: resource.title,
      port: portOf(models, form),
      publicAddressSetting: form.mayBePublic && settingOf(resource, ["publiclyAccessible"], readSwitch),
      groups: this.groupsNamedBy(resource, cluster, subnets),
      subnetGroup,
      subnets,
    };
  }

  /** Whether neither it nor what it takes its subnets from names any, so that AWS puts it in the default VPC. */
  private isLeftToAws(resource: Resource, models: readonly Resource[]): boolean {
    const form = FORMS[resource.type] as Form;
    if (form.isAlwaysPlaced === true || models.some((one) => namesSubnets(one))) return false;
    // Of what lies elsewhere, or is restored from a copy, nothing can be said.
    const links = [form.cluster, form.source].flatMap((link) => link?.property ?? []);
    const isItsOwn = links.every((property) => resource.getDeclared(property) === undefined);
    const isBySource = models.length > 1 && models.every((one) => sharesPlace(one, resource) === true);
    return (isItsOwn || isBySource) && !models.some(isRestored);
  }

  private defaultSubnetsFor(resource: Resource): readonly Subnet[] {
    const subnet = this.sources.subnets.defaultOf(resource);
    return subnet === undefined ? [] : [subnet];
  }

  private subnetGroupOf(resource: Resource): SubnetGroup | undefined {
    const { subnetGroup } = FORMS[resource.type] as Form;
    const group = subnetGroup && this.resourceAt(resource, subnetGroup);
    return group && this.groupsByResource.get(group);
  }

  /** The database that a replica replicates, and so on. */
  private sourcesOf(resource: Resource): Resource[] {
    const sources = new Set<Resource>();
    for (let one: Resource | undefined = resource; one !== undefined && !sources.has(one); ) {
      sources.add(one);
      const link: Link | undefined = FORMS[one.type]?.source;
      const source: Resource | undefined = link && this.resourceAt(one, link);
      one = source;
    }
    sources.delete(resource);
    return [...sources];
  }

  private groupsNamedBy(
    resource: Resource,
    cluster: Resource | undefined,
    subnets: readonly Subnet[],
  ): readonly SecurityGroup[] {
    const interfaces = this.interfacesOf.get(resource) ?? (cluster && this.interfacesOf.get(cluster)) ?? [];
    return this.sources.securityGroups.named(interfaces, subnets[0]?.vpc);
  }

  private subnetsNamedBy(resource: Resource, [property, ...steps]: readonly string[]): readonly Subnet[] {
    if (property === undefined) return [];
    const { stack, subnets } = this.sources;
    const named = subnets.among(
      stack.references(resource, property, SUBNETS, valueAt(resource.get(property), steps)),
    );
    return named === UNKNOWN ? [] : named;
  }

  /** The one resource that a property names by id, ARN or name; undefined where that cannot be known, or it lies outside the stack. */
  private resourceAt(resource: Resource, { property, types }: Link): Resource | undefined {
    const value = resource.get(property);
    const [reference] = this.sources.stack.references(resource, property, types, value, [
      "id",
      "arn",
      "name",
    ]);
    if (reference?.kind === "resource") return reference.certain ? reference.resource : undefined;
    if (value === undefined || value === UNKNOWN) return undefined;
    // Names that the program chooses are known before their resource has an id; others still tell where they come from.
    const named = reference?.kind === "outside" ? this.named(resource, types, reference.id) : undefined;
    const [behind, ...others] = resourcesBehind(this.sources.stack, resource, property, types);
    return named ?? (others.length === 0 ? behind : undefined);
  }

  /** Names join within a place only. */
  private named(from: Resource, types: readonly string[], name: string): Resource | undefined {
    const named = types.flatMap((type) => this.byName.get(nameKey(type, name)) ?? []);
    const { stack } = this.sources;
    const [found, ...others] = stack.nearest(from, named);
    return found !== undefined && others.length === 0 && !stack.mayPart(from, found) ? found : undefined;
  }

  private name(resource: Resource): void {
    const properties =
      resource.type === DMS_SUBNET_GROUP ? [DMS_NAME] : AWS_NAMING.namePropertiesOf(resource.type);
    for (const property of properties) {
      const name = text(resource.get(property));
      if (isText(name) && !property.endsWith("Prefix")) {
        push(this.byName, nameKey(resource.type, name), resource);
      }
    }
  }
}

/** AWS keeps a subnet group of this name for those of the default VPC. */
const DEFAULT_SUBNET_GROUP = "default";

function namesSubnets(resource: Resource): boolean {
  const { subnets, subnetGroup } = FORMS[resource.type] as Form;
  if (subnetGroup !== undefined) {
    const named = resource.getDeclared(subnetGroup.property) ?? "";
    return named !== "" && named !== DEFAULT_SUBNET_GROUP;
  }
  const named = subnets?.[0] && resource.getDeclared(subnets[0]);
  return elements(named).some((one) => one !== "");
}

const COPIES = [
  "snapshotIdentifier",
  "restoreToPointInTime",
  "s3Import",
  "snapshotArn",
  "snapshotArns",
  "snapshotName",
];

function isRestored(resource: Resource): boolean {
  return COPIES.some((property) => resource.getDeclared(property) !== undefined);
}

const DMS_NAME = "replicationSubnetGroupId";

/** AWS keeps these names in lower case. */
function nameKey(type: string, name: string): string {
  return `${type} ${name.toLowerCase()}`;
}

/** @param models the database and what it has its port and engine from where it says nothing itself */
function portOf(models: readonly Resource[], form: Form): Database["port"] {
  if (form.port === undefined) return undefined;
  const declared = models.map((one) => integer(one.getDeclared("port")));
  for (const port of declared) if (port !== undefined && port !== 0) return port;
  const engine = models.map((one) => text(one.get(form.engine ?? "engine")));
  return typeof form.port === "number"
    ? form.port
    : (standardPort(form.port, engine.find(isGiven)) ?? settledPort(models[0] as Resource));
}

function standardPort(
  ports: ReadonlyMap<RegExp, number>,
  engine: string | Unknown | undefined,
): number | undefined {
  if (typeof engine !== "string") return undefined;
  return [...ports].find(([pattern]) => pattern.test(engine))?.[1];
}

function settledPort(resource: Resource): number | Unknown {
  const port = integer(resource.getSettled("port"));
  return typeof port === "number" && port > 0 ? port : UNKNOWN;
}
