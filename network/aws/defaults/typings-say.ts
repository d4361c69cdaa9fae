import type { Defaults } from "../../defaults/defaults";

// Written by `npm run generate:defaults`: what the typings of @pulumi/aws say of properties that are left out.

/** By major, the version that was read. */
export const VERSIONS: Readonly<Record<number, string>> = {
  "6": "6.83.4",
  "7": "7.48.0",
};

export const TYPINGS_SAY: Defaults = {
  "aws:cloudtrail/trail:Trail": {
    enableLogFileValidation: false,
    enableLogging: true,
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    "ecsTarget.networkConfiguration.assignPublicIp": false,
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    actionsEnabled: true,
  },
  "aws:dax/cluster:Cluster": {
    clusterEndpointEncryptionType: "NONE",
    "serverSideEncryption.enabled": false,
  },
  "aws:dms/instanceProfile:InstanceProfile": {
    publiclyAccessible: {
      "7": true,
    },
  },
  "aws:docdb/cluster:Cluster": {
    backupRetentionPeriod: 1,
    storageEncrypted: false,
  },
  "aws:dynamodb/table:Table": {
    "pointInTimeRecovery.enabled": false,
  },
  "aws:ebs/encryptionByDefault:EncryptionByDefault": {
    enabled: true,
  },
  "aws:ec2/amiCopy:AmiCopy": {
    encrypted: false,
  },
  "aws:ec2/instance:Instance": {
    "ebsBlockDevices.encrypted": false,
    "metadataOptions.httpEndpoint": "enabled",
    "metadataOptions.httpPutResponseHopLimit": 1,
    "rootBlockDevice.encrypted": false,
  },
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": {
    httpEndpoint: "no-preference",
    httpTokens: "no-preference",
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": {
    "ebsBlockDevices.encrypted": {
      "7": false,
    },
    "rootBlockDevice.encrypted": {
      "7": false,
    },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    "metadataOptions.httpEndpoint": "enabled",
    "metadataOptions.httpPutResponseHopLimit": 1,
    "metadataOptions.httpTokens": "optional",
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": {
    "ebsBlockDevices.encrypted": false,
    "metadataOptions.httpEndpoint": "enabled",
    "metadataOptions.httpPutResponseHopLimit": 1,
    "rootBlockDevice.encrypted": false,
  },
  "aws:ec2/subnet:Subnet": {
    assignIpv6AddressOnCreation: false,
    mapPublicIpOnLaunch: false,
  },
  "aws:ec2/vpc:Vpc": {
    enableDnsHostnames: false,
    enableDnsSupport: true,
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    privateDnsEnabled: false,
    vpcEndpointType: "Gateway",
  },
  "aws:ecs/service:Service": {
    "networkConfiguration.assignPublicIp": false,
    "volumeConfiguration.managedEbsVolume.encrypted": true,
  },
  "aws:ecs/taskSet:TaskSet": {
    "networkConfiguration.assignPublicIp": false,
  },
  "aws:eks/cluster:Cluster": {
    "vpcConfig.endpointPrivateAccess": false,
    "vpcConfig.endpointPublicAccess": true,
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    atRestEncryptionEnabled: false,
  },
  "aws:elasticsearch/domain:Domain": {
    "domainEndpointOptions.enforceHttps": true,
    "encryptAtRest.enabled": false,
  },
  "aws:iam/accessKey:AccessKey": {
    status: "Active",
  },
  "aws:kinesis/stream:Stream": {
    encryptionType: "NONE",
  },
  "aws:kms/externalKey:ExternalKey": {
    enabled: true,
  },
  "aws:kms/key:Key": {
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    internal: false,
    loadBalancerType: "application",
  },
  "aws:lb/targetGroup:TargetGroup": {
    targetType: "instance",
  },
  "aws:memorydb/cluster:Cluster": {
    tlsEnabled: true,
  },
  "aws:msk/cluster:Cluster": {
    "encryptionInfo.encryptionInTransit.clientBroker": "TLS",
    "encryptionInfo.encryptionInTransit.inCluster": true,
  },
  "aws:neptune/cluster:Cluster": {
    backupRetentionPeriod: 1,
    storageEncrypted: false,
  },
  "aws:neptune/clusterInstance:ClusterInstance": {
    publiclyAccessible: false,
  },
  "aws:opensearch/domain:Domain": {
    "domainEndpointOptions.enforceHttps": true,
    "encryptAtRest.enabled": false,
    "nodeToNodeEncryption.enabled": false,
  },
  "aws:rds/cluster:Cluster": {
    backupRetentionPeriod: 1,
    storageEncrypted: false,
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    publiclyAccessible: false,
  },
  "aws:rds/globalCluster:GlobalCluster": {
    storageEncrypted: false,
  },
  "aws:rds/instance:Instance": {
    backupRetentionPeriod: 0,
    publiclyAccessible: false,
    storageEncrypted: false,
  },
  "aws:redshift/cluster:Cluster": {
    automatedSnapshotRetentionPeriod: 1,
    encrypted: {
      "7": "true",
    },
    publiclyAccessible: {
      "6": true,
      "7": false,
    },
  },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  "aws:transfer/server:Server": {
    endpointType: "PUBLIC",
  },
};
