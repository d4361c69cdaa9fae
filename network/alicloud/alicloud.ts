import type { Stack } from "../../stack/stack";
import { UNKNOWN } from "../../stack/value";
import type { Interface } from "../attachments/interface";
import type { Cloud, CloudNetwork } from "../cloud";
import { GroupUses } from "../groups/group-uses";
import { lazily } from "../lazily";
import { documentedDefault } from "./defaults/provider-default";
import { PrefixLists } from "./groups/prefix-lists";
import { SecurityGroups } from "./groups/security-groups";
import { ENVIRONMENT_TYPES } from "./names/environment-types";
import { ALICLOUD_NAMING } from "./names/naming";
import { accountOf, isUniqueId, sharesPlace } from "./places";
import { Vpcs } from "./routing/vpcs";
import { SECURITY_GROUP_RULE } from "./types";

/** What each kind of noun is read by. */
interface AlicloudReaders extends CloudNetwork {
  readonly vpcs: Vpcs;
  readonly securityGroups: SecurityGroups;
  readonly prefixLists: PrefixLists;
  readonly interfaces: readonly Interface[];
}

const AlicloudNetwork = lazily<AlicloudReaders, { readonly stack: Stack }>({
  vpcs: ({ stack }) => new Vpcs(stack),
  subnets: () => [],
  routeTables: () => [],
  networkAcls: () => [],
  securityGroups: ({ stack, vpcs, prefixLists }) => new SecurityGroups(stack, vpcs, prefixLists),
  prefixLists: ({ stack }) => new PrefixLists(stack),
  interfaces: () => [],
  unnamedInterfaces: () => [],
  members: () => [],
  instances: () => [],
  launches: () => [],
  elasticIps: () => [],
  metadataServices: () => [],
  placements: () => [],
  databases: () => ({ all: [], subnetGroups: [] }),
  loadBalancers: () => ({ all: [], isTarget: () => false }),
  accelerations: () => [],
  defaultVpcUses: () => [],
  serviceEndpoints: () => [],
  endpoints: () => [],
  grantees: () => [],
  roles: () => ({ of: () => undefined, keyOf: () => undefined }),
  isManagedByDefault: () => () => UNKNOWN,
  grants: () => [],
  accessKeys: () => [],
  publicShares: () => [],
  writtenTexts: () => [],
  flowLoggings: () => [],
  trails: () => [],
  groupUses: (alicloud) => new GroupUses(alicloud, ({ type }) => type === SECURITY_GROUP_RULE),
  buckets: () => [],
  publicAccessBlocks: () => [],
  volumes: () => [],
  volumeBackups: () => [],
  channels: () => [],
  stores: () => [],
  keys: () => [],
});

/** Alibaba Cloud, by its typed resources. */
export const ALICLOUD: Cloud = {
  packageName: "alicloud",
  owns: (type) => type.startsWith("alicloud:"),
  naming: ALICLOUD_NAMING,
  environmentTypes: ENVIRONMENT_TYPES,
  capacityOf: () => 1,
  sharesPlace,
  accountOf,
  isUniqueId,
  documentedDefault,
  read: (stack) => new AlicloudNetwork({ stack }),
};
