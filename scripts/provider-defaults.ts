import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TYPINGS_SAY, VERSIONS } from "../network/aws/defaults/typings-say";
import { type Default, type Defaults, valueIn } from "../network/defaults/defaults";
import { type Shape, Typings } from "../testing/typings";

const PUBLIC_ACCESS_BLOCK = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];
const METADATA = ["httpTokens", "httpEndpoint", "httpPutResponseHopLimit"].map(
  (name) => `metadataOptions.${name}`,
);
const BLOCK_DEVICES = ["rootBlockDevice.encrypted", "ebsBlockDevices.encrypted"];

/** The settings of which policies and stand-ins ask for the default. One more is one name more here, and `npm run generate:defaults`. */
export const ASKED: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudtrail/trail:Trail": [
    "enableLogFileValidation",
    "enableLogging",
    "includeGlobalServiceEvents",
    "isMultiRegionTrail",
    "isOrganizationTrail",
  ],
  "aws:cloudwatch/eventTarget:EventTarget": ["ecsTarget.networkConfiguration.assignPublicIp"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["actionsEnabled"],
  "aws:dax/cluster:Cluster": ["clusterEndpointEncryptionType", "serverSideEncryption.enabled"],
  "aws:dms/instanceProfile:InstanceProfile": ["publiclyAccessible"],
  "aws:docdb/cluster:Cluster": ["backupRetentionPeriod", "storageEncrypted"],
  "aws:dynamodb/table:Table": ["pointInTimeRecovery.enabled"],
  "aws:ebs/encryptionByDefault:EncryptionByDefault": ["enabled"],
  "aws:ec2/amiCopy:AmiCopy": ["encrypted"],
  "aws:ec2/defaultSubnet:DefaultSubnet": ["assignIpv6AddressOnCreation", "mapPublicIpOnLaunch"],
  "aws:ec2/instance:Instance": [...METADATA, ...BLOCK_DEVICES],
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": ["httpEndpoint", "httpTokens"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": [...METADATA, ...BLOCK_DEVICES],
  "aws:ec2/launchTemplate:LaunchTemplate": [...METADATA, "blockDeviceMappings.ebs.encrypted"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": [...METADATA, ...BLOCK_DEVICES],
  "aws:ec2/subnet:Subnet": ["assignIpv6AddressOnCreation", "mapPublicIpOnLaunch"],
  "aws:ec2/vpc:Vpc": ["enableDnsHostnames", "enableDnsSupport"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["privateDnsEnabled", "vpcEndpointType"],
  "aws:ecs/service:Service": [
    "networkConfiguration.assignPublicIp",
    "volumeConfiguration.managedEbsVolume.encrypted",
  ],
  "aws:ecs/taskSet:TaskSet": ["networkConfiguration.assignPublicIp"],
  "aws:eks/cluster:Cluster": ["vpcConfig.endpointPrivateAccess", "vpcConfig.endpointPublicAccess"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["atRestEncryptionEnabled"],
  "aws:elasticsearch/domain:Domain": ["domainEndpointOptions.enforceHttps", "encryptAtRest.enabled"],
  "aws:iam/accessKey:AccessKey": ["status"],
  "aws:kinesis/stream:Stream": ["encryptionType"],
  "aws:kms/externalKey:ExternalKey": ["enabled"],
  "aws:kms/key:Key": ["customerMasterKeySpec", "enableKeyRotation", "isEnabled", "keyUsage"],
  "aws:lb/loadBalancer:LoadBalancer": ["internal", "loadBalancerType"],
  "aws:lb/targetGroup:TargetGroup": ["targetType"],
  "aws:memorydb/cluster:Cluster": ["tlsEnabled"],
  "aws:msk/cluster:Cluster": [
    "encryptionInfo.encryptionInTransit.clientBroker",
    "encryptionInfo.encryptionInTransit.inCluster",
  ],
  "aws:neptune/cluster:Cluster": ["backupRetentionPeriod", "storageEncrypted"],
  "aws:neptune/clusterInstance:ClusterInstance": ["publiclyAccessible"],
  "aws:opensearch/domain:Domain": [
    "domainEndpointOptions.enforceHttps",
    "encryptAtRest.enabled",
    "nodeToNodeEncryption.enabled",
  ],
  "aws:rds/cluster:Cluster": ["backupRetentionPeriod", "storageEncrypted"],
  "aws:rds/clusterInstance:ClusterInstance": ["publiclyAccessible"],
  "aws:rds/globalCluster:GlobalCluster": ["storageEncrypted"],
  "aws:rds/instance:Instance": ["backupRetentionPeriod", "publiclyAccessible", "storageEncrypted"],
  "aws:redshift/cluster:Cluster": ["automatedSnapshotRetentionPeriod", "encrypted", "publiclyAccessible"],
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": PUBLIC_ACCESS_BLOCK,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": PUBLIC_ACCESS_BLOCK,
  "aws:sagemaker/notebookInstance:NotebookInstance": ["directInternetAccess"],
  "aws:transfer/server:Server": ["endpointType"],
};

/** Such as "Defaults to `false`", "Default: `Gateway`" or "The default is 0"; one that depends on something else has no value here. */
const DOCUMENTED =
  /\bdefaults?\b(?: value)?(?: is| to|:)? ?(?:`"?([\w.-]+)"?`|"([\w.-]+)"|(true|false|\d+)\b)/i;

/** What typings say of a property that is left out; undefined where they are silent, "absent" where they have no such property. */
export function saidBy(typings: Typings, type: string, property: string): Default | undefined | "absent" {
  const steps = property.split(".");
  let shape: Shape | undefined = typings.inputsOf(type);
  for (const step of steps.slice(0, -1)) {
    const [nested = ""] = /inputs\.\w+\.\w+/.exec(shape?.get(step)?.type ?? "") ?? [];
    shape = typings.nestedShape(nested);
  }
  const found = shape?.get(steps.at(-1) ?? "");
  if (found === undefined) return "absent";
  const value = DOCUMENTED.exec(found.documentation)
    ?.slice(1)
    .find((one) => one !== undefined);
  return value === undefined ? undefined : inTypeOf(found.type, value);
}

function inTypeOf(type: string, value: string): Default {
  if (type === "boolean") return value === "true";
  return type === "number" ? Number(value) : value;
}

/** The table with what typings of one major say; what those of the other majors say stays. */
export function tableWith(typings: Typings, versions: Readonly<Record<number, string>> = VERSIONS): Defaults {
  const others = Object.keys(versions)
    .map(Number)
    .filter((major) => major !== majorOf(typings));
  const rows = Object.entries(ASKED).map(([type, properties]) => {
    const cells = [...properties].sort().flatMap((property) => {
      const said = saidBy(typings, type, property);
      const values = new Map(others.map((major) => [major, valueIn(TYPINGS_SAY[type]?.[property], major)]));
      values.set(majorOf(typings), said === "absent" ? undefined : said);
      const known = [...values].filter(([, value]) => value !== undefined);
      const isAgreed = known.length === values.size && new Set(values.values()).size === 1;
      const cell = isAgreed ? known[0]?.[1] : Object.fromEntries(known);
      return known.length === 0 ? [] : [[property, cell]];
    });
    return [type, Object.fromEntries(cells)];
  });
  return Object.fromEntries(rows.filter(([, cells]) => Object.keys(cells as object).length > 0));
}

export function majorOf({ version }: Typings): number {
  return Number(version.split(".")[0]);
}

function source(typings: Typings): string {
  const versions = { ...VERSIONS, [majorOf(typings)]: typings.version };
  const write = (value: unknown) => JSON.stringify(value, undefined, 2);
  return `import type { Defaults } from "../../defaults/defaults";

// Written by \`npm run generate:defaults\`: what the typings of @pulumi/aws say of properties that are left out.

/** By major, the version that was read. */
export const VERSIONS: Readonly<Record<number, string>> = ${write(versions)};

export const TYPINGS_SAY: Defaults = ${write(tableWith(typings, versions))};
`;
}

/** Reads the typings in a folder, by default those installed here, into the table. Others: `npm pack @pulumi/aws@6`, unpacked. */
function main(): void {
  const [folder] = process.argv.slice(2);
  const typings = folder === undefined ? Typings.installed() : new Typings(folder);
  const file = join(__dirname, "..", "network/aws/defaults/typings-say.ts");
  writeFileSync(file, source(typings));
  console.log(`read @pulumi/aws ${typings.version}; run \`npm run format\``);
}

if (require.main === module) main();
