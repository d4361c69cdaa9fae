import { remembered } from "../../../stack/remembered";
import type { Resource } from "../../../stack/resource";
import type { Value } from "../../../stack/value";
import { NAME_PROPERTIES, type Naming } from "../../names/naming";
import { Tags } from "../../names/tags";

const IDENTIFIER = ["identifier", "identifierPrefix"];
const CLUSTER_IDENTIFIER = ["clusterIdentifier", "clusterIdentifierPrefix"];

/** By type, where a resource's own name stands if not in `name`: elsewhere the same properties name another resource. */
const OWN_NAME_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
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

const AUTOSCALING_GROUP = "aws:autoscaling/group:Group";

/** By the one token of a type that has several: those that the SDK offers beside it, and those that older programs left in states. */
export const canonicalType = remembered((type) =>
  type
    .replace(/^aws:(alb|applicationloadbalancing|elasticloadbalancingv2)\//, "aws:lb/")
    .replace(/^aws:elasticloadbalancing\//, "aws:elb/"),
);

export const AWS_NAMING: Naming = {
  // The one type with a list is the one without default tags: https://www.hashicorp.com/blog/default-tags-in-the-terraform-aws-provider
  hasTagList: (type) => type === AUTOSCALING_GROUP,
  namePropertiesOf: (type) => OWN_NAME_PROPERTIES[type] ?? NAME_PROPERTIES,
  canonicalType,
};

/** The tags of a resource, and over them those of a part of it, such as a launch template's instance tags. */
export function tagsOf(resource: Resource, ...ofPart: readonly Value[]): Tags {
  return Tags.of(resource, AWS_NAMING, ...ofPart);
}
