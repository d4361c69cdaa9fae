import type { Stack } from "../../stack/stack";
import { UNKNOWN } from "../../stack/value";
import type { Interface } from "../attachments/interface";
import { readMembers } from "../attachments/members";
import { type Cloud, type CloudNetwork, TERRAFORM_PROVIDER } from "../cloud";
import { GroupUses } from "../groups/group-uses";
import { lazily } from "../lazily";
import type { Instance } from "../machines/instance";
import type { Launch } from "../machines/launch";
import { operatingSystemOf } from "../machines/operating-systems";
import type { Placement } from "../machines/placement";
import { readGuests } from "./attachments/guests";
import { readInterfaces } from "./attachments/interfaces";
import { readUnnamedInterfaces } from "./attachments/unnamed-interfaces";
import { readFlowLoggings } from "./audit/flow-loggings";
import { readTrails } from "./audit/trails";
import { readBuckets, readPublicAccessBlocks } from "./data/buckets";
import { readChannels } from "./data/channels";
import { readKeys } from "./data/keys";
import { readStores } from "./data/stores";
import { readVolumeBackups } from "./data/volume-backups";
import { readVolumes } from "./data/volumes";
import { documentedDefault } from "./defaults/provider-default";
import { PrefixLists } from "./groups/prefix-lists";
import { SecurityGroups } from "./groups/security-groups";
import { readAccessKeys } from "./identity/access-keys";
import { readGrants } from "./identity/grants";
import { readPublicShares } from "./identity/shares";
import { readWrittenTexts } from "./identity/written-texts";
import { Attachments } from "./machines/attachments";
import { capacityOf } from "./machines/capacities";
import { readElasticIps } from "./machines/elastic-ips";
import { readInstances } from "./machines/instances";
import { readLaunches } from "./machines/launches";
import { readMetadataServices } from "./machines/metadata-services";
import { readPlacements } from "./machines/placements";
import { Roles } from "./machines/roles";
import { ENVIRONMENT_TYPES } from "./names/environment-types";
import { ALICLOUD_NAMING, tagsOf } from "./names/naming";
import { accountOf, isPlaceUnknown, isUniqueId, sharesPlace } from "./places";
import { readDefaultVpcUses } from "./routing/default-vpc-uses";
import { Gateways } from "./routing/gateways";
import { readNatGateways } from "./routing/nat-gateways";
import { NetworkAcls } from "./routing/network-acls";
import { RouteTables } from "./routing/route-tables";
import { Vpcs } from "./routing/vpcs";
import { VSwitches } from "./routing/vswitches";
import { readAccelerations } from "./services/accelerations";
import { Databases } from "./services/databases";
import { readEndpoints } from "./services/endpoints";
import { readForwardedPorts } from "./services/forwarded-ports";
import { LoadBalancers } from "./services/load-balancers";
import { readServiceEndpoints } from "./services/service-endpoints";
import { MAKING_OTHERS, SECURITY_GROUP_RULE } from "./types";

/** Of the nouns that readers need of each other, what they are read by. */
interface AlicloudReaders extends CloudNetwork {
  readonly vpcs: Vpcs;
  readonly securityGroups: SecurityGroups;
  readonly prefixLists: PrefixLists;
  readonly interfaces: readonly Interface[];
  readonly gateways: Gateways;
  readonly routeTables: RouteTables;
  readonly networkAcls: NetworkAcls;
  readonly subnets: VSwitches;
  readonly databases: Databases;
  readonly loadBalancers: LoadBalancers;
  readonly instances: readonly Instance[];
  readonly launches: readonly Launch[];
  readonly attachments: Attachments;
  readonly placements: readonly Placement[];
}

const AlicloudNetwork = lazily<AlicloudReaders, { readonly stack: Stack }>({
  vpcs: ({ stack }) => new Vpcs(stack),
  gateways: ({ stack, vpcs }) => new Gateways(stack, vpcs),
  subnets: (alicloud) => new VSwitches(alicloud),
  routeTables: ({ stack, vpcs }) => new RouteTables(stack, vpcs),
  networkAcls: ({ stack, prefixLists }) => new NetworkAcls(stack, prefixLists),
  securityGroups: ({ stack, vpcs, prefixLists }) => new SecurityGroups(stack, vpcs, prefixLists),
  prefixLists: ({ stack }) => new PrefixLists(stack),
  interfaces: ({ stack, securityGroups }) => readInterfaces(stack, securityGroups),
  unnamedInterfaces: (alicloud) => readUnnamedInterfaces(alicloud),
  guests: (alicloud) => readGuests(alicloud),
  members: (alicloud) =>
    readMembers(alicloud, {
      ...{ tagsOf, operatingSystemOf },
      mayBeTaken: (one) => alicloud.attachments.mayTake(one),
    }),
  instances: ({ stack }) => readInstances(stack),
  launches: (alicloud) => readLaunches(alicloud),
  attachments: ({ stack }) => new Attachments(stack),
  elasticIps: ({ stack }) => readElasticIps(stack),
  metadataServices: (alicloud) => readMetadataServices(alicloud),
  placements: (alicloud) => readPlacements(alicloud),
  databases: (alicloud) => new Databases(alicloud),
  loadBalancers: (alicloud) => new LoadBalancers(alicloud),
  forwardedPorts: (alicloud) => readForwardedPorts(alicloud),
  natGateways: (alicloud) => readNatGateways(alicloud),
  accelerations: (alicloud) => readAccelerations(alicloud),
  defaultVpcUses: (alicloud) => readDefaultVpcUses(alicloud),
  serviceEndpoints: ({ stack }) => readServiceEndpoints(stack),
  endpoints: (alicloud) => readEndpoints(alicloud),
  grantees: () => [],
  roles: ({ stack }) => new Roles(stack),
  isManagedByDefault: () => () => UNKNOWN,
  grants: ({ stack }) => readGrants(stack),
  accessKeys: ({ stack }) => readAccessKeys(stack),
  publicShares: ({ stack }) => readPublicShares(stack),
  writtenTexts: ({ stack }) => readWrittenTexts(stack),
  flowLoggings: (alicloud) => readFlowLoggings(alicloud),
  trails: ({ stack }) => readTrails(stack),
  groupUses: (alicloud) => new GroupUses(alicloud, ({ type }) => type === SECURITY_GROUP_RULE),
  buckets: ({ stack }) => readBuckets(stack),
  publicAccessBlocks: ({ stack }) => readPublicAccessBlocks(stack),
  volumes: ({ stack }) => readVolumes(stack),
  volumeBackups: ({ stack }) => readVolumeBackups(stack),
  channels: ({ stack }) => readChannels(stack),
  stores: ({ stack }) => readStores(stack),
  keys: ({ stack }) => readKeys(stack),
});

/** What the package itself has in no module. */
const IN_NO_MODULE = [
  ...["milvusInstance", "mscSubContract", "mscSubSubscription", "mscSubWebhook"],
  ...["openApiExplorerApiMcpServer", "polarDbExtension", "starRocksInstance"],
];

/** Alibaba Cloud, by its typed resources. */
export const ALICLOUD: Cloud = {
  packageName: "alicloud",
  unread: [{ by: TERRAFORM_PROVIDER, types: new RegExp(`^alicloud:index/(?!(${IN_NO_MODULE.join("|")}):)`) }],
  typesMakingOthers: MAKING_OTHERS,
  owns: (type) => type.startsWith("alicloud:"),
  naming: ALICLOUD_NAMING,
  environmentTypes: ENVIRONMENT_TYPES,
  capacityOf,
  sharesPlace,
  accountOf,
  isUniqueId,
  isPlaceUnknown,
  documentedDefault,
  read: (stack) => new AlicloudNetwork({ stack }),
};
