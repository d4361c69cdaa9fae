const IDENTIFIER = ["identifier", "identifierPrefix"];
const CLUSTER_IDENTIFIER = ["clusterIdentifier", "clusterIdentifierPrefix"];

/** By type, where a resource's own name stands if not in `name`: elsewhere the same properties name another resource. */
const NAME_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "aws:rds/instance:Instance": IDENTIFIER,
  "aws:rds/clusterInstance:ClusterInstance": IDENTIFIER,
  "aws:docdb/clusterInstance:ClusterInstance": IDENTIFIER,
  "aws:neptune/clusterInstance:ClusterInstance": IDENTIFIER,
  "aws:rds/cluster:Cluster": CLUSTER_IDENTIFIER,
  "aws:docdb/cluster:Cluster": CLUSTER_IDENTIFIER,
  "aws:neptune/cluster:Cluster": CLUSTER_IDENTIFIER,
  "aws:redshift/cluster:Cluster": CLUSTER_IDENTIFIER,
  "aws:elasticache/cluster:Cluster": ["clusterId"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId"],
};

/** The properties that hold a resource's physical name or the beginning of it. */
export function namePropertiesOf(type: string): readonly string[] {
  return NAME_PROPERTIES[type] ?? ["name", "namePrefix"];
}

/**
 * Whether the provider made a physical name of the logical one: in lower case where AWS wants that, a hyphen and seven hexadecimal
 * digits behind it. https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function isAutonamed(logicalName: string, name: string): boolean {
  const prefix = `${logicalName}-`.toLowerCase();
  return name.toLowerCase().startsWith(prefix) && /^[0-9a-f]{7}$/.test(name.slice(prefix.length));
}
