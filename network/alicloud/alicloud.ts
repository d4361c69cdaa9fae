import type { Stack } from "../../stack/stack";
import { UNKNOWN } from "../../stack/value";
import type { Cloud, CloudNetwork } from "../cloud";
import { lazily } from "../lazily";
import { documentedDefault } from "./defaults/provider-default";
import { ENVIRONMENT_TYPES } from "./names/environment-types";
import { ALICLOUD_NAMING } from "./names/naming";
import { accountOf, isUniqueId, sharesPlace } from "./places";

const AlicloudNetwork = lazily<CloudNetwork, { readonly stack: Stack }>({
  vpcs: () => [],
  subnets: () => [],
  routeTables: () => [],
  networkAcls: () => [],
  securityGroups: () => ({ all: [], adoptedDefaultGroupOf: () => undefined }),
  prefixLists: () => ({ all: [], strayEntries: [] }),
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
  groupUses: () => ({ isUsed: () => UNKNOWN }),
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
