import * as aws from "@pulumi/aws";
import requireEbsBackup from "../../policies/data/require-ebs-backup";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import requireKmsKeyRotation from "../../policies/data/require-kms-key-rotation";
import requireS3Encryption from "../../policies/data/require-s3-encryption";
import requireS3PublicAccessBlock from "../../policies/data/require-s3-public-access-block";
import replicationUnlessEnabled from "../../policies/data/require-s3-replication";
import requireS3Versioning from "../../policies/data/require-s3-versioning";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import requireDatabaseBackup from "../../policies/databases/require-database-backup";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import { configured } from "../harness/configured";
import { holdsOnceKnown } from "./forms";
import { holds } from "./speakers";

const requireS3Replication = configured(replicationUnlessEnabled, { enforcementLevel: "advisory" });
const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;
const FORWARD = {
  type: "forward",
  targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/1",
};
const SWITCHES = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const later = <T>(value: T) => new aws.ec2.Eip("later", {}).id.apply(() => value);
const provider = (name: string, args: object) => ({ provider: new aws.Provider(name, args) });

const bucket = (args: object = {}, name = "one", opts = {}) => new aws.s3.Bucket(name, args as never, opts);
const block = (to: unknown, args: object, opts = {}) =>
  new aws.s3.BucketPublicAccessBlock("block", { bucket: to as string, ...args }, opts);
const account = (args: object, opts = {}) => new aws.s3.AccountPublicAccessBlock("account", args, opts);
const versions = (to: unknown, status: unknown) =>
  new aws.s3.BucketVersioning("versions", {
    bucket: to as string,
    versioningConfiguration: { status: status as string },
  });
const volume = (args: object = {}, opts = {}) =>
  new aws.ebs.Volume("one", { availabilityZone: "us-east-1a", size: 8, ...args }, opts);
const template = (args: object) => new aws.ec2.LaunchTemplate("one", args);
const recipe = (deviceName: string, ebs = {}) =>
  new aws.imagebuilder.ImageRecipe("one", {
    parentImage: "arn:aws:imagebuilder:us-east-1:aws:image/amazon-linux-2023-x86/x.x.x",
    version: "1.0.0",
    components: [],
    blockDeviceMappings: [{ deviceName, ebs: { volumeSize: 8, ...ebs } }],
  });
const key = (args: object, opts = {}) => new aws.kms.Key("one", args, opts);
const rds = (args: object) =>
  new aws.rds.Instance("one", { instanceClass: "db.t4g.micro", engine: "postgres", ...args } as never);
const aurora = (args: object) => new aws.rds.Cluster("one", { engine: "aurora-postgresql", ...args });
const oracle = (value: string) =>
  new aws.rds.OptionGroup("one", {
    engineName: "oracle-ee",
    majorEngineVersion: "19",
    options: [{ optionName: "SSL", optionSettings: [{ name: "SQLNET.SSL_VERSION", value }] }],
  });
const redshift = (args: object) =>
  new aws.redshift.Cluster("one", { clusterIdentifier: "c", nodeType: "ra3.large", ...args });
const listener = (args: object) =>
  new aws.lb.Listener("one", {
    loadBalancerArn: "arn:aws:lb",
    port: 443,
    defaultActions: [FORWARD],
    ...args,
  });
const group = (args: object) =>
  new aws.elasticache.ReplicationGroup("one", { description: "cache", ...args });
const distribution = (viewerCertificate: object, more: object = {}) =>
  new aws.cloudfront.Distribution("one", {
    enabled: true,
    defaultCacheBehavior: {
      viewerProtocolPolicy: "https-only",
      allowedMethods: [],
      cachedMethods: [],
      targetOriginId: "o",
    },
    origins: [],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate,
    ...more,
  });
const image = (args = {}) =>
  new aws.ec2.AmiCopy("image", { sourceAmiId: "ami-1", sourceAmiRegion: "us-east-1", ...args }).id;
const snapshot = () =>
  new aws.ebs.SnapshotCopy("copy", { sourceSnapshotId: "snap-1", sourceRegion: "us-east-1", encrypted: true })
    .id;
const lightsail = (args = {}) =>
  new aws.lightsail.Database("one", {
    blueprintId: "mysql_8_0",
    bundleId: "micro_1_0",
    masterDatabaseName: "d",
    masterPassword: "secret",
    masterUsername: "u",
    relationalDatabaseName: "r",
    ...args,
  });
const kafka = (args = {}) =>
  new aws.msk.Cluster("one", {
    kafkaVersion: "3.6.0",
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: { clientSubnets: [], instanceType: "kafka.m5.large", securityGroups: [] },
    ...args,
  });
const cache = (args: object) =>
  new aws.elasticache.Cluster("one", { nodeType: "cache.t4g.small", numCacheNodes: 1, ...args });
const tenants = (viewerProtocolPolicy: string) =>
  new aws.cloudfront.MultitenantDistribution("one", {
    comment: "c",
    enabled: true,
    tenantConfig: {},
    defaultCacheBehavior: {
      targetOriginId: "o",
      allowedMethods: { items: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
      viewerProtocolPolicy,
    },
    viewerCertificate: { acmCertificateArn: "arn:aws:acm:c", minimumProtocolVersion: "TLSv1.2_2021" },
  });
const fleet = (device: object) =>
  new aws.ec2.SpotFleetRequest("one", {
    iamFleetRole: ROLE,
    targetCapacity: 1,
    launchSpecifications: [{ ami: "ami-1", instanceType: "t3.micro", rootBlockDevices: [device] }],
  });
const lifecycle = (policyDetails: object, more: object = {}) =>
  new aws.dlm.LifecyclePolicy("plan", { description: "d", executionRoleArn: ROLE, policyDetails, ...more });
const selection = (args: object) =>
  new aws.backup.Selection("selection", { iamRoleArn: ROLE, planId: "plan", ...args });

/** Fixtures of public scanners and examples of AWS's documentation, by what AWS does with each. */
// biome-ignore format: read row by row
describe("data, by the controls of others", () => {
  describe("require-s3-public-access-block", () => {
    const flagged = ["require-s3-public-access-block: one"];
    holds([requireS3PublicAccessBlock], [
      ["switches as text", () => block(bucket().id, { blockPublicAcls: "true", blockPublicPolicy: "true", ignorePublicAcls: "true", restrictPublicBuckets: "true" }), []],
      ["a switch that is null", () => block(bucket().id, { ...SWITCHES, ignorePublicAcls: null }), flagged],
      ["half by the bucket, half by its account",
        () => { block(bucket().id, { blockPublicAcls: true, ignorePublicAcls: true }); account({ blockPublicPolicy: true, restrictPublicBuckets: true }); },
        []],
      ["half by each, and one by neither", () => { block(bucket().id, { blockPublicAcls: true, ignorePublicAcls: true }); account({ blockPublicPolicy: true }); }, flagged],
      ["its account in another region", () => { block(bucket({ region: "eu-west-1" }).id, {}); account(SWITCHES, provider("us", { region: "us-east-1" })); }, []],
      ["another account",
        () => { const its = provider("a", { allowedAccountIds: [ACCOUNT] }); block(bucket({}, "one", its).id, {}, its); account(SWITCHES, provider("b", { allowedAccountIds: ["210987654321"] })); },
        flagged],
      ["a literal name beside another's", () => { bucket({ bucket: "shop" }); bucket({ bucket: "shop-logs" }, "other"); block("shop", { blockPublicAcls: true }); }, flagged],
      ["a bucket without one, an account that says no", () => { bucket(); account({}); }, []],
      ["a bucket outside, and its account's", () => { block("somebody-elses", {}); account(SWITCHES); }, []],
      ["an old bucket by its ARN's name", () => block(new aws.s3.BucketV2("one", { bucket: "shop" }).bucket, { ...SWITCHES, blockPublicAcls: "false" }), flagged],
      ["a website with everything off",
        () => { const b = bucket({ website: { indexDocument: "index.html" } }); block(b.bucket, { blockPublicAcls: false,
            blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false }); },
        flagged],
    ]);
    holdsOnceKnown([requireS3PublicAccessBlock], [
      ["a whole block", () => block(bucket().id, { ...SWITCHES, restrictPublicBuckets: later("false") }), flagged],
    ]);
  });

  describe("require-s3-versioning, -encryption and -replication", () => {
    const versioning = ["require-s3-versioning: one"];
    const encryption = ["require-s3-encryption: one"];
    const replication = ["require-s3-replication: one"];
    holds([requireS3Versioning], [
      ["disabled by a resource of its own", () => versions(bucket().id, "Disabled"), versioning],
      ["enabled by name", () => { bucket({ bucket: "shop" }); versions("shop", "Enabled"); }, []],
      ["enabled in the bucket, suspended beside it", () => versions(bucket({ versioning: { enabled: true } }).id, "Suspended"), versioning],
      ["inline and off", () => bucket({ versioning: { enabled: false, mfaDelete: true } }), versioning],
      ["inline as text", () => new aws.s3.BucketV2("one", { versionings: [{ enabled: "true" as never }] }), []],
      ["an old bucket, a new configuration", () => versions(new aws.s3.BucketV2("one", {}).id, "Enabled"), []],
      ["with a block that is empty", () => bucket({ versioning: {} }), versioning],
      ["suspended elsewhere", () => versions("somebody-elses", "Suspended"), ["require-s3-versioning: versions"]],
      ["with Object Lock as text", () => bucket({ objectLockEnabled: "true" }), []],
      ["without Object Lock", () => bucket({ objectLockEnabled: false }), versioning],
      ["a directory bucket, which keeps none", () => new aws.s3.DirectoryBucket("one", { bucket: "a--use1-az4--x-s3", location: { name: "use1-az4" } }), []],
    ]);
    holdsOnceKnown([requireS3Versioning], [["the status", () => versions(bucket().id, later("Suspended")), versioning]]);
    holds([requireS3Encryption], [
      ["with two layers",
        () => new aws.s3.BucketServerSideEncryptionConfigurationV2("sse", { bucket: bucket().id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse" } }] }),
        []],
      ["with a bucket key and no algorithm", () => new aws.s3.BucketServerSideEncryptionConfiguration("sse", { bucket: bucket().id, rules: [{ bucketKeyEnabled: true }] }), encryption],
      ["inline", () => bucket({ serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/a" } } } }), []],
      ["inline, in an old bucket",
        () => new aws.s3.BucketV2("one", { serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "AES256" }] }] }] }),
        []],
    ]);
    const copies = (status: string) => new aws.s3.BucketReplicationConfig("copies", { bucket: bucket().id, role: ROLE, rules: [{ status, destination: { bucket: bucket({}, "other").arn } }] });
    holds([requireS3Replication], [
      ["enabled; and the other is its copy", () => copies("Enabled"), []],
      ["disabled", () => copies("Disabled"), replication],
      ["one rule of two",
        () => bucket({ replicationConfiguration: { role: ROLE, rules: [{ status: "Disabled", destination: {
            bucket: "arn:aws:s3:::x" } }, { status: "Enabled", destination: { bucket: "arn:aws:s3:::x" } }] } }),
        []],
    ]);
  });

  describe("require-ebs-encryption", () => {
    const flagged = ["require-ebs-encryption: one"];
    const byDefault = (opts = {}, args = {}) => new aws.ebs.EncryptionByDefault("default", args, opts);
    holds([requireEbsEncryption], [
      ["as text", () => volume({ encrypted: "true" }), []],
      ["null", () => volume({ encrypted: null }), flagged],
      ["a key and no word", () => volume({ kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/k" }), flagged],
      ["the default of another region", () => { volume({ region: "eu-west-1" }); byDefault({}, { region: "us-east-1" }); }, flagged],
      ["the default of its region", () => { volume({ region: "eu-west-1", encrypted: false }); byDefault({}, { region: "eu-west-1" }); }, []],
      ["the default of another account",
        () => { volume({}, provider("a", { region: "us-east-1", allowedAccountIds: [ACCOUNT] })); byDefault(provider("b", { region: "us-east-1", allowedAccountIds: ["210987654321"] })); },
        flagged],
      ["a template's instance store", () => template({ blockDeviceMappings: [{ deviceName: "/dev/sdb", virtualName: "ephemeral0" }] }), []],
      ["a template with one of two",
        () => template({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }, { deviceName: "/dev/sdb", ebs: { encrypted: "false" } }] }),
        flagged],
      ["a template's root, of an encrypted image", () => template({ imageId: image({ encrypted: true }), blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 20 } }] }), []],
      ["a template's root, of a bare image", () => template({ imageId: image(), blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 20 } }] }), flagged],
      ["a template's other device, of an encrypted image",
        () => template({ imageId: image({ encrypted: true }), blockDeviceMappings: [{ deviceName: "/dev/sdb", ebs: { volumeSize: 20 } }] }),
        flagged],
      ["a launch configuration",
        () => new aws.ec2.LaunchConfiguration("one", { imageId: "ami-1", instanceType: "t3.micro", rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ deviceName: "/dev/sdb" }] }),
        flagged],
      ["a task's own volume", () => new aws.ecs.Service("one", { volumeConfiguration: { name: "v", managedEbsVolume: { roleArn: ROLE, sizeInGb: 8 } } }), []],
      ["a task's own volume, turned off",
        () => new aws.ecs.Service("one", { volumeConfiguration: { name: "v", managedEbsVolume: { roleArn: ROLE, sizeInGb: 8, encrypted: false } } }),
        flagged],
      ["a spot instance", () => new aws.ec2.SpotInstanceRequest("one", { ami: "ami-1", instanceType: "t3.micro", ebsBlockDevices: [{ deviceName: "/dev/sdb", encrypted: false }] }), flagged],
      ["a spot fleet", () => fleet({ volumeSize: 8 }), flagged],
      ["a spot fleet, encrypted", () => fleet({ encrypted: true }), []],
      ["an image", () => new aws.ec2.Ami("one", { rootDeviceName: "/dev/xvda", ebsBlockDevices: [{ deviceName: "/dev/xvda", volumeSize: 8 }] }), flagged],
      ["a machine's device of somebody's snapshot, beside which it cannot say it",
        () => new aws.ec2.Instance("one", { ami: "ami-1", instanceType: "t3.micro", ebsBlockDevices: [{ deviceName: "/dev/sdf", snapshotId: "snap-0123456789abcdef0" }] }),
        []],
      ["the same without the snapshot", () => new aws.ec2.Instance("one", { ami: "ami-1", instanceType: "t3.micro", ebsBlockDevices: [{ deviceName: "/dev/sdf" }] }), flagged],
      ["a machine's device of an unencrypted snapshot of the stack",
        () => { const volumeId = new aws.ebs.Volume("source", { availabilityZone: "a", size: 1 }).id;
          new aws.ec2.Instance("one", { ami: "ami-1", instanceType: "t3.micro", ebsBlockDevices: [{ deviceName: "/dev/sdf", snapshotId: new aws.ebs.Snapshot("s", { volumeId }).id }] }); },
        [...flagged, "require-ebs-encryption: source"]],
      ["a recipe's root, which is its parent's", () => recipe("/dev/xvda"), []],
      ["a recipe's other device", () => recipe("/dev/xvdb"), flagged],
      ["a recipe's other device, encrypted", () => recipe("/dev/xvdb", { encrypted: "true" }), []],
      ["an image of an encrypted snapshot", () => new aws.ec2.Ami("one", { rootDeviceName: "/dev/xvda", ebsBlockDevices: [{ deviceName: "/dev/xvda", snapshotId: snapshot() }] }), []],
      ["a recipe",
        () => new aws.imagebuilder.ImageRecipe("one", { parentImage: "arn:aws:imagebuilder", version: "1.0.0",
            components: [], blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "false" } }] }),
        flagged],
      ["a machine's root, of an encrypted image", () => new aws.ec2.Instance("one", { instanceType: "t3.micro", ami: image({ encrypted: true }), rootBlockDevice: { volumeSize: 20 } }), []],
      ["a device that is left out", () => new aws.ec2.Instance("one", { instanceType: "t3.micro", ami: "ami-1", ephemeralBlockDevices: [{ deviceName: "/dev/sdb", noDevice: true }] }), []],
      ["a copy, as its source", () => new aws.ebs.VolumeCopy("copy", { sourceVolumeId: volume().id }), flagged],
      ["of a copied snapshot that is encrypted", () => volume({ snapshotId: snapshot() }), []],
    ]);
    holdsOnceKnown([requireEbsEncryption], [
      ["the volume's", () => volume({ encrypted: later("false") }), flagged],
      ["the default's", () => { volume(); byDefault({}, { enabled: later(false) }); }, flagged],
    ]);
  });

  describe("require-ebs-backup", () => {
    const flagged = ["require-ebs-backup: one"];
    const tagged = (tags: object = { Backup: "yes" }) => volume({ tags });
    const byTag = { resourceTypes: ["VOLUME"], targetTags: { Backup: "yes" }, schedules: [{ name: "s", createRule: { interval: 24 }, retainRule: { count: 7 } }] };
    holds([requireEbsBackup], [
      ["a lifecycle policy", () => { tagged(); lifecycle(byTag); }, []],
      ["a lifecycle policy that is off", () => { tagged(); lifecycle(byTag, { state: "DISABLED" }); }, flagged],
      ["a lifecycle policy of another value", () => { tagged({ Backup: "no" }); lifecycle(byTag); }, flagged],
      ["a lifecycle policy of machines", () => { tagged(); lifecycle({ ...byTag, resourceTypes: ["INSTANCE"] }); }, flagged],
      ["a default policy", () => { volume(); lifecycle({ createInterval: 1, retainInterval: 7 }, { defaultPolicy: "VOLUME" }); }, []],
      ["a selection of everything", () => { volume(); selection({ resources: ["*"] }); }, []],
      ["a selection of every volume", () => { volume(); selection({ resources: ["arn:aws:ec2:*:*:volume/*"] }); }, []],
      ["a selection of everything of EC2", () => { volume(); selection({ resources: ["arn:aws:ec2:*:*:*"] }); }, []],
      ["a selection of every machine", () => { volume(); selection({ resources: ["arn:aws:ec2:*:*:instance/*"] }); }, flagged],
      ["a selection of tables", () => { volume(); selection({ resources: ["arn:aws:dynamodb:*:*:table/*"] }); }, flagged],
      ["a selection by condition", () => { tagged(); selection({ resources: ["*"], conditions: [{ stringEquals: [{ key: "aws:ResourceTag/Backup", value: "yes" }] }] }); }, []],
      ["a selection of the machine it hangs on",
        () => { const vm = new aws.ec2.Instance("vm", { instanceType: "t3.micro", ami: "ami-1" }); new aws.ec2.VolumeAttachment("hangs",
            { deviceName: "/dev/sdb", instanceId: vm.id, volumeId: volume().id }); selection({ resources: [vm.arn] }); },
        []],
      ["a tag that the provider gives",
        () => { const p = provider("p", { region: "us-east-1", defaultTags: { tags: { Backup: "yes" } } }); volume({}, p);
            new aws.dlm.LifecyclePolicy("plan", { description: "d", executionRoleArn: ROLE, policyDetails: byTag as never }, p); },
        []],
      ["a policy of another region", () => { volume({ region: "us-east-1", tags: { Backup: "yes" } }); lifecycle(byTag, { region: "eu-west-1" }); }, flagged],
      ["a copy of a volume", () => { new aws.ebs.VolumeCopy("one", { sourceVolumeId: "vol-0123456789abcdef0" }); }, flagged],
      ["a copy of a volume, by tag", () => { new aws.ebs.VolumeCopy("one", { sourceVolumeId: "vol-0123456789abcdef0", tags: { Backup: "yes" } }); lifecycle(byTag); }, []],
      ["a selection that leaves it out", () => { selection({ resources: ["*"], notResources: [volume().arn] }); }, flagged],
    ]);
  });

  describe("require-kms-key-rotation", () => {
    const flagged = ["require-kms-key-rotation: one"];
    holds([requireKmsKeyRotation], [
      ["as text", () => key({ enableKeyRotation: "true" }), []],
      ["off", () => key({ enableKeyRotation: false }), flagged],
      ["null", () => key({ enableKeyRotation: null }), flagged],
      ["a period alone", () => key({ rotationPeriodInDays: 90 }), flagged],
      ["for HMAC", () => key({ customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" }), []],
      ["asymmetric encryption", () => key({ customerMasterKeySpec: "RSA_4096", keyUsage: "ENCRYPT_DECRYPT" }), []],
      ["said to be symmetric", () => key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" }), flagged],
      ["a primary of many regions", () => key({ multiRegion: true }), flagged],
      ["a replica", () => new aws.kms.ReplicaKey("one", { primaryKeyArn: key({ multiRegion: true, enableKeyRotation: true }).arn }), []],
      ["imported", () => new aws.kms.ExternalKey("one", {}), []],
      ["for key agreement", () => key({ customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "KEY_AGREEMENT" }), []],
      ["in a store outside AWS", () => key({ customKeyStoreId: "cks-1", xksKeyId: "k" }), []],
      ["a replica of imported material", () => new aws.kms.ReplicaExternalKey("one", { primaryKeyArn: "arn:aws:kms:us-east-1:123456789012:key/mrk-1" }), []],
      ["in a store of its own", () => key({ customKeyStoreId: "cks-1" }), []],
    ]);
    holdsOnceKnown([requireKmsKeyRotation], [["the kind", () => key({ customerMasterKeySpec: later("SYMMETRIC_DEFAULT") }), flagged]]);
  });

  describe("require-database-encryption", () => {
    const flagged = ["require-database-encryption: one"];
    holds([requireDatabaseEncryption], [
      ["RDS as text", () => rds({ storageEncrypted: "true" }), []],
      ["RDS null", () => rds({ storageEncrypted: null }), flagged],
      ["RDS with a key and no word", () => rds({ kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/k" }), flagged],
      ["RDS of a snapshot", () => rds({ snapshotIdentifier: "snap" }), []],
      ["RDS of an empty snapshot", () => rds({ snapshotIdentifier: "" }), flagged],
      ["a replica", () => rds({ replicateSourceDb: "other" }), []],
      ["a cluster of RDS", () => new aws.rds.Cluster("one", { engine: "postgres", dbClusterInstanceClass: "db.r6gd.large" }), flagged],
      ["an instance of Aurora, which its cluster encrypts",
        () => new aws.rds.ClusterInstance("one", { clusterIdentifier: "c", engine: "aurora-postgresql" as never, instanceClass: "db.r6g.large" }),
        []],
      ["Aurora Serverless v1", () => aurora({ engineMode: "serverless" }), []],
      ["DocumentDB", () => new aws.docdb.Cluster("one", {}), flagged],
      ["an elastic cluster of DocumentDB",
        () => new aws.docdb.ElasticCluster("one", { adminUserName: "a", adminUserPassword: "secret", authType: "PLAIN_TEXT", shardCapacity: 2, shardCount: 1 }),
        []],
      ["Neptune", () => new aws.neptune.Cluster("one", { storageEncrypted: false }), flagged],
      ["Redshift of provider 7", () => redshift({}), []],
      ["Redshift turned off", () => redshift({ encrypted: "false" }), flagged],
      ["DAX", () => new aws.dax.Cluster("one", { clusterName: "c", iamRoleArn: ROLE, nodeType: "dax.t3.small", replicationFactor: 1, serverSideEncryption: { enabled: false } }), flagged],
      ["Redis", () => group({ engine: "redis" }), flagged],
      ["Valkey", () => group({ engine: "valkey" }), []],
      ["Valkey turned off", () => group({ engine: "valkey", atRestEncryptionEnabled: false }), flagged],
      ["a global cluster", () => new aws.rds.GlobalCluster("one", { globalClusterIdentifier: "g", engine: "mysql" as never, storageEncrypted: false }), flagged],
      ["a global cluster of another's",
        () => new aws.rds.GlobalCluster("one", { globalClusterIdentifier: "g", sourceDbClusterIdentifier: "arn:aws:rds:us-east-1:123456789012:cluster:c" }),
        []],
      ["a global cluster of DocumentDB", () => new aws.docdb.GlobalCluster("one", { globalClusterIdentifier: "g", engine: "docdb" }), flagged],
      ["a global cluster of Neptune, encrypted", () => new aws.neptune.GlobalCluster("one", { globalClusterIdentifier: "g", engine: "neptune", storageEncrypted: true }), []],
      ["Neptune of a snapshot", () => new aws.neptune.Cluster("one", { snapshotIdentifier: "snap" }), []],
      ["an instance of DocumentDB, which its cluster encrypts", () => new aws.docdb.ClusterInstance("one", { clusterIdentifier: "c", instanceClass: "db.r6g.large" }), []],
      ["Redis as text", () => group({ engine: "redis", atRestEncryptionEnabled: "true" }), []],
      ["a group that names no engine, which is Redis", () => group({}), flagged],
      ["MemoryDB, always", () => new aws.memorydb.Cluster("one", { aclName: "a", nodeType: "db.t4g.small" }), []],
      ["DynamoDB, always", () => new aws.dynamodb.Table("one", { serverSideEncryption: { enabled: false } }), []],
      ["a cache without servers, always", () => new aws.elasticache.ServerlessCache("one", { engine: "redis" }), []],
    ]);
    holdsOnceKnown([requireDatabaseEncryption], [["RDS", () => rds({ storageEncrypted: later(false) }), flagged]]);
  });

  describe("require-database-backup", () => {
    const flagged = ["require-database-backup: one"];
    holds([requireDatabaseBackup], [
      ["RDS off", () => rds({ backupRetentionPeriod: 0 }), flagged],
      ["RDS as text", () => rds({ backupRetentionPeriod: "7" }), []],
      ["RDS null", () => rds({ backupRetentionPeriod: null }), flagged],
      ["RDS of a snapshot, whose retention it inherits", () => rds({ snapshotIdentifier: "snap" }), []],
      ["RDS of a point in time", () => rds({ restoreToPointInTime: { sourceDbInstanceIdentifier: "db", useLatestRestorableTime: true } }), []],
      ["RDS of a snapshot, off", () => rds({ snapshotIdentifier: "snap", backupRetentionPeriod: 0 }), flagged],
      ["a replica", () => rds({ replicateSourceDb: "other" }), []],
      ["Aurora", () => aurora({}), []],
      ["DocumentDB", () => new aws.docdb.Cluster("one", {}), []],
      ["Redshift of a snapshot, off", () => redshift({ snapshotIdentifier: "snap", automatedSnapshotRetentionPeriod: 0 }), flagged],
      ["Redshift off", () => redshift({ automatedSnapshotRetentionPeriod: 0 }), flagged],
      ["DynamoDB", () => new aws.dynamodb.Table("one", {}), flagged],
      ["DynamoDB with recovery", () => new aws.dynamodb.Table("one", { pointInTimeRecovery: { enabled: true } }), []],
      ["Keyspaces",
        () => new aws.keyspaces.Table("one", { keyspaceName: "k", tableName: "t", schemaDefinition: { columns: [], partitionKeys: [] }, pointInTimeRecovery: { status: "DISABLED" } }),
        flagged],
      ["Redis", () => group({ engine: "redis" }), []],
      ["Lightsail off", () => lightsail({ backupRetentionEnabled: false }), flagged],
      ["Lightsail", () => lightsail(), []],
    ]);
  });

  describe("require-storage-encryption", () => {
    const flagged = ["require-storage-encryption: one"];
    const stream = (args: object) => new aws.kinesis.Stream("one", args);
    holds([requireStorageEncryption], [
      ["EFS with a key and no word", () => new aws.efs.FileSystem("one", { kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/k" }), flagged],
      ["EFS as text", () => new aws.efs.FileSystem("one", { encrypted: "true" as never }), []],
      ["FSx, always", () => new aws.fsx.OntapFileSystem("one", { storageCapacity: 1024, subnetIds: ["subnet-1"], deploymentType: "SINGLE_AZ_1", preferredSubnetId: "subnet-1" }), []],
      ["a queue with its own key", () => new aws.sqs.Queue("one", { kmsMasterKeyId: "alias/aws/sqs" }), []],
      ["a queue with an empty key and its own off", () => new aws.sqs.Queue("one", { kmsMasterKeyId: "", sqsManagedSseEnabled: false }), flagged],
      ["a topic with an empty key", () => new aws.sns.Topic("one", { kmsMasterKeyId: "" }), flagged],
      ["a topic with a key of the stack", () => new aws.sns.Topic("one", { kmsMasterKeyId: key({}).id }), []],
      ["a queue with its own off, as text", () => new aws.sqs.Queue("one", { sqsManagedSseEnabled: "false" as never }), flagged],
      ["a stream", () => stream({ encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" }), []],
      ["a stream that says NONE", () => stream({ encryptionType: "NONE", kmsKeyId: "alias/aws/kinesis" }), flagged],
      ["a stream with a key and no type", () => stream({ kmsKeyId: "alias/aws/kinesis" }), flagged],
      ["Firehose of a topic of MSK",
        () => new aws.kinesis.FirehoseDeliveryStream("one", { destination: "extended_s3", mskSourceConfiguration: {
            mskClusterArn: "arn:aws:kafka", topicName: "t", authenticationConfiguration: { connectivity: "PRIVATE", roleArn: ROLE } } }),
        []],
      ["Firehose turned off", () => new aws.kinesis.FirehoseDeliveryStream("one", { destination: "extended_s3", serverSideEncryption: { enabled: false } }), flagged],
      ["OpenSearch turned off", () => new aws.opensearch.Domain("one", { encryptAtRest: { enabled: false } }), flagged],
      ["OpenSearch without servers, always", () => new aws.opensearch.ServerlessCollection("one", {}), []],
      ["a log group, always", () => new aws.cloudwatch.LogGroup("one", { retentionInDays: 7 }), []],
    ]);
  });

  describe("what is known only at the update", () => {
    const flagged = (policy: string) => [`require-${policy}: one`];
    holdsOnceKnown([requireDatabaseBackup, requireStorageEncryption, requireTlsInTransit, requireS3Encryption, requireEbsBackup], [
      ["a retention", () => rds({ backupRetentionPeriod: later(0) }), flagged("database-backup")],
      ["a snapshot that is none", () => rds({ snapshotIdentifier: later("") }), flagged("database-backup")],
      ["a key that is none", () => new aws.sns.Topic("one", { kmsMasterKeyId: later("") }), flagged("storage-encryption")],
      ["a certificate", () => distribution({ cloudfrontDefaultCertificate: later(true) }), flagged("tls-in-transit")],
      ["a certificate's version", () => distribution({ acmCertificateArn: "arn:aws:acm:c", minimumProtocolVersion: later("TLSv1.1_2016") }), flagged("tls-in-transit")],
      ["a listener's answer", () => listener({ port: 80, protocol: "HTTP", defaultActions: [{ type: later("forward"), targetGroupArn: "arn:aws:tg" }] }), flagged("tls-in-transit")],
      ["a listener's protocol", () => listener({ port: 80, protocol: later("HTTP") }), flagged("tls-in-transit")],
      ["a domain's endpoint",
        () => new aws.opensearch.Domain("one", { encryptAtRest: { enabled: true }, nodeToNodeEncryption: { enabled: true }, domainEndpointOptions: { enforceHttps: later(false) } }),
        flagged("tls-in-transit")],
      ["a cache's group", () => new aws.elasticache.Cluster("one", { replicationGroupId: later(""), engine: "redis" }), flagged("tls-in-transit")],
      ["a parameter", () => new aws.rds.ParameterGroup("one", { family: "postgres16", parameters: [{ name: "rds.force_ssl", value: later("0") }] }), flagged("tls-in-transit")],
      ["a parameter's name", () => new aws.rds.ParameterGroup("one", { family: "postgres14", parameters: [{ name: later("rds.force_ssl"), value: "0" }] }), flagged("tls-in-transit")],
      ["a family", () => new aws.rds.ParameterGroup("one", { family: later("mysql8.0") }), flagged("tls-in-transit")],
      ["a tag", () => { volume({ tags: { Backup: later("no") } }); lifecycle({ resourceTypes: ["VOLUME"], targetTags: { Backup: "yes" } }); }, flagged("ebs-backup")],
      ["the name of a tag that is asked for",
        () => { volume({ tags: { Team: "shop" } });
          new aws.backup.Selection("daily", { iamRoleArn: "arn:aws:iam::123456789012:role/b", planId: "p", selectionTags: [{ type: "STRINGEQUALS", key: later("App"), value: "shop" }] }); },
        flagged("ebs-backup")],
      ["whose a configuration is",
        () => { bucket({ bucket: "shop" }); new aws.s3.BucketServerSideEncryptionConfiguration("sse", {
            bucket: later("other"), rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }); },
        flagged("s3-encryption")],
    ]);
  });

  describe("require-tls-in-transit", () => {
    const flagged = ["require-tls-in-transit: one"];
    const search = (domainEndpointOptions?: object) => new aws.opensearch.Domain("one", { nodeToNodeEncryption: { enabled: true }, domainEndpointOptions });
    const parameters = (family: string, ...pairs: [string, string][]) => new aws.rds.ClusterParameterGroup("one", { family, parameters: pairs.map(([name, value]) => ({ name, value })) });
    const acm = { acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/c", sslSupportMethod: "sni-only" };
    const migration = (engineName: string, args: object = {}) =>
      new aws.dms.Endpoint("one", { endpointId: "e", endpointType: "source", engineName, ...args });
    const appsync = (args: object) =>
      new aws.appsync.ApiCache("one", { apiId: "a", apiCachingBehavior: "FULL_REQUEST_CACHING", ttl: 60, type: "SMALL", ...args });
    const workgroup = (value?: string) =>
      new aws.redshiftserverless.Workgroup("one", { namespaceName: "n", workgroupName: "w", configParameters: value === undefined ? [] : [{ parameterKey: "require_ssl", parameterValue: value }] });
    const provider = (args: object) =>
      new aws.dms.DataProvider("one", { engine: "mysql", settings: { mysqlSettings: { serverName: "db", port: 3306, databaseName: "shop", ...args } } } as never);
    const lattice = (protocol: string) =>
      new aws.vpclattice.Listener("one", { protocol, serviceIdentifier: "svc-1", defaultAction: { fixedResponse: { statusCode: 404 } } });
    const connector = (encryptionType: string) =>
      new aws.mskconnect.Connector("one", {
        kafkaconnectVersion: "2.7.1", serviceExecutionRoleArn: ROLE, connectorConfiguration: {}, capacity: {}, plugins: [],
        kafkaCluster: { apacheKafkaCluster: { bootstrapServers: "b", vpc: { securityGroups: ["sg-1"], subnets: ["subnet-1"] } } },
        kafkaClusterClientAuthentication: {}, kafkaClusterEncryptionInTransit: { encryptionType },
      });
    const MODERN = "TLSv1.2_2021";
    holds([requireTlsInTransit], [
      ["CloudFront by a name that AWS has not", () => distribution({ ...acm, minimumProtocolVersion: "TLSv1.0" }), flagged],
      ["CloudFront with TLS 1.3", () => distribution({ ...acm, minimumProtocolVersion: "TLSv1.3_2025" }), []],
      ["a search domain of CloudSearch", () => new aws.cloudsearch.Domain("one", {}), flagged],
      ["the same over HTTPS", () => new aws.cloudsearch.Domain("one", { endpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" } }), []],
      ["the same with an old policy", () => new aws.cloudsearch.Domain("one", { endpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" } }), flagged],
      ["a cache of AppSync", () => appsync({}), flagged],
      ["the same, encrypted", () => appsync({ transitEncryptionEnabled: true }), []],
      ["a migration's end without TLS", () => migration("aurora", { sslMode: "none" }), flagged],
      ["the same where nothing says so", () => migration("postgres"), flagged],
      ["the same with TLS", () => migration("postgres", { sslMode: "require" }), []],
      ["a migration's end in S3", () => migration("s3", { sslMode: "none" }), []],
      ["files by FTP", () => new aws.transfer.Server("one", { protocols: ["SFTP", "FTP"] }), flagged],
      ["files by FTPS", () => new aws.transfer.Server("one", { protocols: ["SFTP", "FTPS"] }), []],
      ["Redshift's parameter as a boolean", () => new aws.redshift.ParameterGroup("one", { family: "redshift-1.0", parameters: [{ name: "require_ssl", value: true as never }] }), []],
      ["Redshift's parameter as the other", () => new aws.redshift.ParameterGroup("one", { family: "redshift-1.0", parameters: [{ name: "require_ssl", value: false as never }] }), flagged],
      ["a redirect to HTTPS of another host",
        () => listener({ port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", host: "example.com", statusCode: "HTTP_302" } }] }),
        []],
      ["a redirect as it came",
        () => listener({ port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "#{protocol}", path: "/x", statusCode: "HTTP_301" } }] }),
        flagged],
      ["an empty protocol", () => listener({ port: 80, protocol: "" }), flagged],
      ["a network balancer's TLS by default", () => listener({ protocol: "TLS" }), flagged],
      ["a network balancer's TLS", () => listener({ protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" }), []],
      ["FIPS", () => listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04" }), []],
      ["post-quantum", () => listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" }), []],
      ["FIPS that takes 1.0", () => listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04" }), flagged],
      ["UDP and TCP", () => listener({ port: 53, protocol: "TCP_UDP" }), []],
      ["a classic balancer's policy",
        () => new aws.elb.LoadBalancerPolicy("one", { loadBalancerName: "lb", policyName: "p", policyTypeName: "SSLNegotiationPolicyType",
            policyAttributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-2016-08" }] }),
        flagged],
      ["a classic balancer's protocols",
        () => new aws.elb.SslNegotiationPolicy("one", { loadBalancer: "lb", lbPort: 443, attributes: [{ name: "Protocol-TLSv1",
            value: "false" }, { name: "Protocol-TLSv1.1", value: "false" }, { name: "Protocol-TLSv1.2", value: "true" }] }),
        []],
      ["CloudFront's own certificate", () => distribution({ cloudfrontDefaultCertificate: true }), flagged],
      ["CloudFront's own certificate, whatever is asked", () => distribution({ cloudfrontDefaultCertificate: true, minimumProtocolVersion: MODERN }), flagged],
      ["a certificate and no version", () => distribution(acm), flagged],
      ["a certificate and a version", () => distribution({ ...acm, minimumProtocolVersion: MODERN }), []],
      ["a certificate and the newest", () => distribution({ ...acm, minimumProtocolVersion: "TLSv1.3_2025" }), []],
      ["one behaviour of two",
        () => distribution({ ...acm, minimumProtocolVersion: MODERN }, { orderedCacheBehaviors: [{ pathPattern: "/x",
            viewerProtocolPolicy: "allow-all", allowedMethods: [], cachedMethods: [], targetOriginId: "o" }] }),
        flagged],
      ["OpenSearch that says nothing of its endpoint", () => search(), flagged],
      ["OpenSearch with HTTPS by the provider's default", () => search({ tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" }), []],
      ["Elasticsearch that says nothing of its endpoint", () => new aws.elasticsearch.Domain("one", { nodeToNodeEncryption: { enabled: true } }), flagged],
      ["OpenSearch over HTTP", () => search({ enforceHttps: false, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" }), flagged],
      ["a cache of Memcached", () => cache({ engine: "memcached" }), flagged],
      ["a cache of Memcached with TLS", () => cache({ engine: "memcached", transitEncryptionEnabled: true }), []],
      ["a node of a group", () => new aws.elasticache.Cluster("one", { replicationGroupId: "g" }), []],
      ["a group of a global one", () => group({ globalReplicationGroupId: "g" }), []],
      ["MSK by default", () => kafka(), []],
      ["MSK that takes both", () => kafka({ encryptionInfo: { encryptionInTransit: { clientBroker: "TLS_PLAINTEXT" } } }), flagged],
      ["DAX by default", () => new aws.dax.Cluster("one", { clusterName: "c", iamRoleArn: ROLE, nodeType: "dax.t3.small", replicationFactor: 1 }), flagged],
      ["Aurora PostgreSQL 16", () => parameters("aurora-postgresql16"), flagged],
      ["Aurora PostgreSQL 17", () => parameters("aurora-postgresql17"), []],
      ["Aurora MySQL", () => parameters("aurora-mysql8.0", ["require_secure_transport", "ON"]), []],
      ["MySQL 9.7, which asks by itself", () => new aws.rds.ParameterGroup("one", { family: "mysql9.7" }), []],
      ["MySQL 9.7, turned off", () => new aws.rds.ParameterGroup("one", { family: "mysql9.7", parameters: [{ name: "require_secure_transport", value: "0" }] }), flagged],
      ["MySQL 8.4", () => new aws.rds.ParameterGroup("one", { family: "mysql8.4" }), flagged],
      ["MariaDB 11.8", () => new aws.rds.ParameterGroup("one", { family: "mariadb11.8" }), []],
      ["MariaDB 10.11", () => new aws.rds.ParameterGroup("one", { family: "mariadb10.11" }), flagged],
      ["Oracle, which asks by options", () => new aws.rds.ParameterGroup("one", { family: "oracle-ee-19" }), []],
      ["Neptune", () => new aws.neptune.ClusterParameterGroup("one", { family: "neptune1.3", parameters: [{ name: "neptune_enforce_ssl", value: "0" }] }), flagged],
      ["Redshift as text", () => new aws.redshift.ParameterGroup("one", { family: "redshift-1.0", parameters: [{ name: "require_ssl", value: "false" }] }), flagged],
      ["a multi-region cluster of MemoryDB", () => new aws.memorydb.MultiRegionCluster("one", { multiRegionClusterNameSuffix: "m", nodeType: "db.r7g.xlarge", tlsEnabled: false }), flagged],
      ["a distribution of tenants", () => tenants("allow-all"), flagged],
      ["a distribution of tenants, by HTTPS", () => tenants("https-only"), []],
      ["an empty policy", () => listener({ protocol: "HTTPS", sslPolicy: "" }), flagged],
      ["a module's old name",
        () => new aws.alb.Listener("one", { loadBalancerArn: "arn:aws:lb", port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS-1-1-2017-01", defaultActions: [FORWARD] }),
        flagged],
      ["a classic balancer's SSL by AWS's default policy",
        () => new aws.elb.LoadBalancer("one", { listeners: [{ instancePort: 80, instanceProtocol: "tcp", lbPort: 443, lbProtocol: "ssl", sslCertificateId: "arn:aws:acm:c" }] }),
        flagged],
      ["a classic balancer's SSL by a policy",
        () => {
          const old = new aws.elb.LoadBalancer("one", { listeners: [{ instancePort: 80, instanceProtocol: "tcp", lbPort: 443, lbProtocol: "ssl", sslCertificateId: "arn:aws:acm:c" }] });
          new aws.elb.ListenerPolicy("policy", { loadBalancerName: old.name, loadBalancerPort: 443, policyNames: ["tls-1-2"] });
        },
        []],
      ["one listener of two",
        () => new aws.elb.LoadBalancer("one", { listeners: [{ instancePort: 80, instanceProtocol: "http", lbPort: 443,
            lbProtocol: "HTTPS" }, { instancePort: 80, instanceProtocol: "http", lbPort: 80, lbProtocol: "HTTP" }] }),
        flagged],
      ["Oracle by TLS 1.0", () => oracle("1.0"), flagged],
      ["Oracle by TLS 1.0 as well", () => oracle("1.2 or 1.0"), flagged],
      ["Oracle by TLS 1.2", () => oracle("1.2"), []],
      ["DocumentDB that names a version", () => new aws.docdb.ClusterParameterGroup("one", { family: "docdb5.0", parameters: [{ name: "tls", value: "tls1.2+" }] }), []],
      ["a parameter group of an instance of Aurora, which its cluster's decides", () => new aws.rds.ParameterGroup("one", { family: "aurora-postgresql15" }), []],
      ["a cache whose group is empty text", () => new aws.elasticache.Cluster("one", { replicationGroupId: "", engine: "redis" }), flagged],
      ["Valkey", () => group({ engine: "valkey" }), []],
      ["a proxy", () => new aws.rds.Proxy("one", { auths: [], engineFamily: "MYSQL", roleArn: ROLE, vpcSubnetIds: [] }), flagged],
      ["a workgroup of Redshift that asks for no TLS", () => workgroup("false"), flagged],
      ["a workgroup of Redshift that asks for TLS", () => workgroup("true"), []],
      ["a workgroup of Redshift that says nothing", () => workgroup(), []],
      ["a listener of VPC Lattice over HTTP", () => lattice("HTTP"), flagged],
      ["a listener of VPC Lattice over HTTPS", () => lattice("HTTPS"), []],
      ["a connector of MSK Connect in the clear", () => connector("PLAINTEXT"), flagged],
      ["a connector of MSK Connect by TLS", () => connector("TLS"), []],
      ["a mount in a job",
        () => new aws.batch.JobDefinition("one", { type: "container", containerProperties: JSON.stringify({
            image: "i", volumes: [{ name: "v", efsVolumeConfiguration: { fileSystemId: "fs-1" } }] }) }),
        flagged],
      ["a domain of API Gateway", () => new aws.apigateway.DomainName("one", { domainName: "a.example.com", securityPolicy: "TLS_1_0" }), flagged],
      ["a data provider of DMS that says nothing", () => provider({}), flagged],
      ["a data provider of DMS without TLS", () => provider({ sslMode: "none" }), flagged],
      ["a data provider of DMS by TLS", () => provider({ sslMode: "verify-full" }), []],
      ["an API's own endpoint that takes TLS 1.0", () => new aws.apigateway.RestApi("one", { securityPolicy: "TLS_1_0" }), flagged],
      ["an API's own endpoint that takes TLS 1.2", () => new aws.apigateway.RestApi("one", { securityPolicy: "TLS_1_2" }), []],
    ]);
  });
});
