import type { Stack } from "../../stack/stack";
import type { Interface } from "../attachments/interface";
import { readMembers } from "../attachments/members";
import { type Cloud, type CloudNetwork, TERRAFORM_PROVIDER } from "../cloud";
import { GroupUses } from "../groups/group-uses";
import { lazily } from "../lazily";
import type { Instance } from "../machines/instance";
import { operatingSystemOf } from "../machines/operating-systems";
import type { Placement } from "../machines/placement";
import { readGuests } from "./attachments/guests";
import { readInterfaces } from "./attachments/interfaces";
import { readUnnamedInterfaces } from "./attachments/unnamed-interfaces";
import { readFlowLoggings } from "./audit/flow-loggings";
import { readTrails } from "./audit/trails";
import { readBuckets } from "./data/buckets";
import { readChannels } from "./data/channels";
import { readKeys } from "./data/keys";
import { readPublicAccessBlocks } from "./data/public-access-blocks";
import { readStores } from "./data/stores";
import { readVolumeBackups } from "./data/volume-backups";
import { readVolumes } from "./data/volumes";
import { documentedDefault } from "./defaults/provider-default";
import { PrefixLists } from "./groups/prefix-lists";
import { isPartOfGroup, SecurityGroups } from "./groups/security-groups";
import { readAccessKeys } from "./identity/access-keys";
import { Grantees } from "./identity/grantees";
import { readGrants } from "./identity/grants";
import { readPublicShares } from "./identity/shares";
import { readWrittenTexts } from "./identity/written-texts";
import { Attachments } from "./machines/attachments";
import { capacityOf } from "./machines/capacities";
import { readElasticIps } from "./machines/elastic-ips";
import { readHostManagement } from "./machines/host-management";
import { readInstances } from "./machines/instances";
import { Launches } from "./machines/launches";
import { readMetadataServices } from "./machines/metadata-services";
import { readPlacements } from "./machines/placements";
import { Roles } from "./machines/roles";
import { ENVIRONMENT_TYPES } from "./names/environment-types";
import { AWS_NAMING, tagsOf } from "./names/naming";
import { accountOf, isPlaceUnknown, isUniqueId, sharesPlace } from "./places";
import { readDefaultVpcUses } from "./routing/default-vpc-uses";
import { readNatGateways } from "./routing/nat-gateways";
import { NetworkAcls } from "./routing/network-acls";
import { RouteTables } from "./routing/route-tables";
import { Subnets } from "./routing/subnets";
import { Vpcs } from "./routing/vpcs";
import { readAccelerations } from "./services/accelerations";
import { Databases } from "./services/databases";
import { readEndpoints } from "./services/endpoints";
import { LoadBalancers } from "./services/load-balancers";
import { readServiceEndpoints } from "./services/service-endpoints";
import { MAKING_OTHERS } from "./types";

/** Of the nouns that readers need of each other, what they are read by. */
interface AwsReaders extends CloudNetwork {
  readonly vpcs: Vpcs;
  readonly subnets: Subnets;
  readonly routeTables: RouteTables;
  readonly networkAcls: NetworkAcls;
  readonly securityGroups: SecurityGroups;
  readonly prefixLists: PrefixLists;
  readonly interfaces: readonly Interface[];
  readonly instances: readonly Instance[];
  readonly launches: Launches;
  readonly attachments: Attachments;
  readonly placements: readonly Placement[];
  readonly databases: Databases;
  readonly loadBalancers: LoadBalancers;
  readonly grantees: Grantees;
}

/** A reader that is given all of them reads only those that it comes to ask for. */
const AwsNetwork = lazily<AwsReaders, { readonly stack: Stack }>({
  vpcs: ({ stack }) => new Vpcs(stack),
  subnets: (aws) => new Subnets(aws),
  routeTables: (aws) => new RouteTables(aws),
  networkAcls: ({ stack, vpcs }) => new NetworkAcls(stack, vpcs),
  securityGroups: (aws) => new SecurityGroups(aws),
  prefixLists: ({ stack }) => new PrefixLists(stack),
  interfaces: ({ stack, securityGroups }) => readInterfaces(stack, securityGroups),
  unnamedInterfaces: (aws) => readUnnamedInterfaces(aws),
  guests: (aws) => readGuests(aws),
  members: (aws) =>
    readMembers(aws, { tagsOf, operatingSystemOf, mayBeTaken: (one) => aws.attachments.mayTake(one) }),
  instances: ({ stack }) => readInstances(stack),
  launches: (aws) => new Launches(aws),
  attachments: ({ stack }) => new Attachments(stack),
  elasticIps: ({ stack }) => readElasticIps(stack),
  metadataServices: (aws) => readMetadataServices(aws),
  placements: (aws) => readPlacements(aws),
  databases: (aws) => new Databases(aws),
  loadBalancers: (aws) => new LoadBalancers(aws),
  accelerations: (aws) => readAccelerations(aws),
  forwardedPorts: () => [],
  natGateways: (aws) => readNatGateways(aws),
  defaultVpcUses: (aws) => readDefaultVpcUses(aws),
  serviceEndpoints: ({ stack }) => readServiceEndpoints(stack),
  endpoints: (aws) => readEndpoints(aws),
  grantees: ({ stack }) => new Grantees(stack),
  roles: ({ stack, grantees }) => new Roles(stack, grantees),
  isManagedByDefault: ({ stack }) => readHostManagement(stack),
  grants: ({ stack }) => readGrants(stack),
  accessKeys: ({ stack }) => readAccessKeys(stack),
  publicShares: ({ stack }) => readPublicShares(stack),
  writtenTexts: ({ stack }) => readWrittenTexts(stack),
  flowLoggings: (aws) => readFlowLoggings(aws),
  trails: ({ stack }) => readTrails(stack),
  groupUses: (aws) => new GroupUses(aws, isPartOfGroup),
  buckets: ({ stack }) => readBuckets(stack),
  publicAccessBlocks: ({ stack }) => readPublicAccessBlocks(stack),
  volumes: ({ stack }) => readVolumes(stack),
  volumeBackups: ({ stack }) => readVolumeBackups(stack),
  channels: ({ stack }) => readChannels(stack),
  stores: ({ stack }) => readStores(stack),
  keys: ({ stack }) => readKeys(stack),
});

export const AWS: Cloud = {
  packageName: "aws",
  unread: [
    { by: "aws-native", types: /^aws-native:/ },
    { by: "awscc", types: /^awscc:/ },
    { by: TERRAFORM_PROVIDER, types: /^aws:index\// },
  ],
  typesMakingOthers: MAKING_OTHERS,
  owns: (type) => type.startsWith("aws:"),
  naming: AWS_NAMING,
  environmentTypes: ENVIRONMENT_TYPES,
  capacityOf,
  sharesPlace,
  accountOf: ({ provider }) => accountOf(provider),
  isUniqueId,
  isPlaceUnknown,
  documentedDefault,
  read: (stack) => new AwsNetwork({ stack }),
};
