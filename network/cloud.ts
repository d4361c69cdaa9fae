import type { Resource } from "../stack/resource";
import type { Stack } from "../stack/stack";
import type { Answer, Unknown } from "../stack/value";
import type { Guest } from "./attachments/guest";
import type { Interface, UnnamedInterface } from "./attachments/interface";
import type { Member } from "./attachments/member";
import type { FlowLogging } from "./audit/flow-logging";
import type { Trail } from "./audit/trail";
import type { Bucket, PublicAccessBlock } from "./data/bucket";
import type { Channel } from "./data/channel";
import type { Key } from "./data/key";
import type { Store } from "./data/store";
import type { Volume, VolumeBackup } from "./data/volume";
import type { Default } from "./defaults/defaults";
import type { PrefixList, PrefixListEntry } from "./groups/prefix-list";
import type { SecurityGroup } from "./groups/security-group";
import type { AccessKey } from "./identity/access-key";
import type { Grant } from "./identity/grant";
import type { Grantee } from "./identity/grantee";
import type { PublicShare } from "./identity/share";
import type { WrittenText } from "./identity/written-text";
import type { ElasticIp } from "./machines/elastic-ip";
import type { Instance } from "./machines/instance";
import type { Launch } from "./machines/launch";
import type { MetadataService } from "./machines/metadata-service";
import type { Placement } from "./machines/placement";
import type { Naming } from "./names/naming";
import type { DefaultVpcUse } from "./routing/default-vpc-use";
import type { NatGateway } from "./routing/nat-gateway";
import type { NetworkAcl } from "./routing/network-acl";
import type { RouteTable } from "./routing/route-table";
import type { DeclaredSubnet } from "./routing/subnet";
import type { Vpc } from "./routing/vpc";
import type { Acceleration } from "./services/acceleration";
import type { Database, SubnetGroup } from "./services/database";
import type { Endpoint } from "./services/endpoint";
import type { ForwardedPort } from "./services/forwarded-port";
import type { LoadBalancer } from "./services/load-balancer";
import type { ServiceEndpoint } from "./services/service-endpoint";

/** What bridges any provider of Terraform under that provider's own name, with every type in the module `index`. */
export const TERRAFORM_PROVIDER = "terraform-provider";

/** A cloud: what it says of its types whatever stack they stand in, and how its part of a stack is read. */
export interface Cloud {
  /** The package that programs write its resources with, such as `aws`. */
  readonly packageName: string;
  /** By which other packages programs make resources of this cloud that nobody reads, and what types those have. */
  readonly unread: readonly { readonly by: string; readonly types: RegExp }[];
  /** Types of its own by which a program makes others that nobody reads, such as stacks of CloudFormation. */
  readonly typesMakingOthers: readonly string[];
  owns(type: string): boolean;
  readonly naming: Naming;
  /** The types that should say which environment they belong to. */
  readonly environmentTypes: readonly string[];
  /** How many machines a resource launches at least, by what the program says; UNKNOWN while that is not known. */
  capacityOf(resource: Resource, stack: Stack): number | Unknown;
  /** Whether two of its resources lie in one place, such as a region of an account. */
  sharesPlace(one: Resource, other: Resource): Answer;
  /** The account that a resource lies in; undefined where nothing tells, UNKNOWN while that is not known. */
  accountOf(resource: Resource): string | Unknown | undefined;
  /** Whether a text names one thing in all places. */
  isUniqueId(text: string): boolean;
  /** Whether it is not known yet where one of its resources lies. */
  isPlaceUnknown(resource: Resource): boolean;
  /** As `ProviderDefaults.documented`. */
  documentedDefault(type: string, property: string, version?: string): Default | undefined;
  read(stack: Stack): CloudNetwork;
}

/** All nouns of one kind, alone or with what else their reader can be asked. */
export type All<Noun> = readonly Noun[] | { readonly all: readonly Noun[] };

/** The part of a network that one cloud reads; each kind of noun is read when somebody first asks for it. */
export interface CloudNetwork {
  readonly vpcs: All<Vpc>;
  readonly subnets: All<DeclaredSubnet>;
  readonly routeTables: All<RouteTable>;
  readonly networkAcls: All<NetworkAcl>;
  readonly securityGroups: All<SecurityGroup> & {
    adoptedDefaultGroupOf(vpc: Vpc): SecurityGroup | Unknown | undefined;
  };
  readonly prefixLists: All<PrefixList> & { readonly strayEntries: readonly PrefixListEntry[] };
  readonly interfaces: All<Interface>;
  readonly unnamedInterfaces: All<UnnamedInterface>;
  readonly guests: All<Guest>;
  readonly members: All<Member>;
  readonly instances: All<Instance>;
  readonly launches: All<Launch>;
  readonly elasticIps: All<ElasticIp>;
  readonly metadataServices: All<MetadataService>;
  readonly placements: All<Placement>;
  readonly databases: All<Database> & { readonly subnetGroups: readonly SubnetGroup[] };
  readonly loadBalancers: All<LoadBalancer> & { isTarget(resource: Resource): Answer };
  readonly accelerations: All<Acceleration>;
  readonly forwardedPorts: All<ForwardedPort>;
  readonly natGateways: All<NatGateway>;
  readonly endpoints: All<Endpoint>;
  readonly serviceEndpoints: All<ServiceEndpoint>;
  readonly buckets: All<Bucket>;
  readonly publicAccessBlocks: All<PublicAccessBlock>;
  readonly volumes: All<Volume>;
  readonly volumeBackups: All<VolumeBackup>;
  readonly channels: All<Channel>;
  readonly stores: All<Store>;
  readonly keys: All<Key>;
  readonly defaultVpcUses: All<DefaultVpcUse>;
  readonly roles: {
    of(placement: Placement): Grantee | Unknown | undefined;
    keyOf(placement: Placement): string | undefined;
  };
  /** Whether a machine is managed by default, where its own role does not let it. */
  readonly isManagedByDefault: (machine: Resource) => Answer;
  readonly grants: All<Grant>;
  readonly grantees: All<Grantee>;
  readonly accessKeys: All<AccessKey>;
  readonly publicShares: All<PublicShare>;
  readonly writtenTexts: All<WrittenText>;
  readonly flowLoggings: All<FlowLogging>;
  readonly trails: All<Trail>;
  readonly groupUses: { isUsed(group: SecurityGroup): Answer };
}
