import type { Resource } from "../../../stack/resource";
import { type Read, readSwitch } from "../../../stack/setting";
import {
  type Answer,
  field,
  flag,
  integer,
  isGiven,
  text,
  UNKNOWN,
  type Unknown,
  type Value,
  word,
} from "../../../stack/value";
import type { Store } from "../../data/store";
import { regionOf } from "../places";

type Steps = readonly string[];

/** Where a type says one thing. */
export interface Place<T> {
  readonly steps: Steps;
  readonly read: Read<T>;
  /** What it is where the program leaves it out and the provider's documentation says nothing. */
  readonly otherwise: T;
  /** What it is made of, whose setting it takes where it says nothing itself. */
  readonly origins?: readonly string[];
  /** Those of the type that are not asked. */
  readonly unless?: (resource: Resource) => boolean;
  /** What is left out of those of the type where this is ignored, which a key alone turns on. */
  readonly keyLeftOut?: (resource: Resource) => string | undefined;
  /** Known for some of the type alone, before the provider's default. */
  readonly when?: (resource: Resource) => T | Unknown | undefined;
}

export interface StoreType {
  readonly kind: Store["kind"];
  readonly encryption?: Place<boolean>;
  /** Those beside it, of a type whose parts are each encrypted or not. */
  readonly others?: readonly Place<boolean>[];
  readonly backup?: Place<boolean | number>;
}

const SNAPSHOT = ["snapshotIdentifier", "restoreToPointInTime"];

function switched(steps: Steps, more: Partial<Place<boolean>> = {}): Place<boolean> {
  return { steps, read: readSwitch, otherwise: false, ...more };
}

function days(
  property: string,
  otherwise: number,
  { replicaOf, origins }: { readonly replicaOf?: string; readonly origins?: readonly string[] } = {},
): Place<number> {
  const unless = (resource: Resource) => replicaOf !== undefined && isSaid(resource, replicaOf);
  return { steps: [property], read: integer, otherwise, unless, ...(origins && { origins }) };
}

function notDisabled(...steps: Steps): Place<boolean> {
  const read = (value: Value): Answer | undefined => {
    const isDisabled = flag(value);
    return typeof isDisabled === "boolean" ? !isDisabled : isDisabled;
  };
  return { steps: [...steps, "encryptionDisabled"], read, otherwise: true };
}

/** A key's id or ARN, or any other text but some. */
function named(steps: Steps, ...none: readonly string[]): Place<boolean> {
  const read = (value: Value): Answer | undefined => {
    const said = text(value);
    return said === undefined || said === UNKNOWN ? said : said !== "" && !none.includes(said.toUpperCase());
  };
  return { steps, read, otherwise: false };
}

export function isSaid(resource: Resource, property: string): boolean {
  return isGiven(resource.getDeclared(property));
}

/** Whether a replica's source is told to lie in another region than the replica. */
function isOfOtherRegion(replica: Resource): boolean {
  const source = text(replica.getDeclared("replicateSourceDb"));
  const [, region] = /^arn:[\w-]+:rds:([\w-]+):/.exec(String(source)) ?? [];
  const own = regionOf(replica);
  return region !== undefined && own !== undefined && region !== own;
}

function cluster(origins: readonly string[] = SNAPSHOT): StoreType {
  return {
    kind: "database",
    encryption: switched(["storageEncrypted"], { origins: ["replicationSourceIdentifier", ...origins] }),
    backup: days("backupRetentionPeriod", 1, { replicaOf: "replicationSourceIdentifier" }),
  };
}

const GLOBAL_CLUSTER: StoreType = {
  kind: "database",
  encryption: switched(["storageEncrypted"], { origins: ["sourceDbClusterIdentifier"] }),
};

const SEARCH: StoreType = { kind: "storage", encryption: switched(["encryptAtRest", "enabled"]) };

/** The types that are not always encrypted, by what AWS's documentation says of each. */
export const STORE_TYPES: Readonly<Record<string, StoreType>> = {
  "aws:rds/instance:Instance": {
    kind: "database",
    encryption: switched(["storageEncrypted"], {
      origins: ["replicateSourceDb", ...SNAPSHOT],
      // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html: a key is what encrypts a replica in another
      // region, where the flag is ignored, and none is taken where the source is not encrypted.
      unless: (resource) => isSaid(resource, "replicateSourceDb") && isSaid(resource, "kmsKeyId"),
      keyLeftOut: (resource) =>
        isOfOtherRegion(resource) ? "the kmsKeyId of a replica in another region" : undefined,
    }),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html: what is restored inherits it.
    backup: days("backupRetentionPeriod", 0, { replicaOf: "replicateSourceDb", origins: SNAPSHOT }),
  },
  "aws:rds/cluster:Cluster": {
    ...cluster(),
    encryption: switched(["storageEncrypted"], {
      origins: ["replicationSourceIdentifier", ...SNAPSHOT],
      // The first Aurora Serverless is always encrypted.
      unless: (resource) => ["serverless", UNKNOWN].includes(resource.getDeclared("engineMode") as string),
    }),
  },
  "aws:rds/globalCluster:GlobalCluster": GLOBAL_CLUSTER,
  "aws:docdb/cluster:Cluster": cluster(),
  "aws:docdb/globalCluster:GlobalCluster": GLOBAL_CLUSTER,
  "aws:neptune/cluster:Cluster": cluster(),
  "aws:neptune/globalCluster:GlobalCluster": GLOBAL_CLUSTER,
  "aws:redshift/cluster:Cluster": {
    kind: "database",
    encryption: switched(["encrypted"], { origins: ["snapshotIdentifier", "snapshotArn"] }),
    backup: days("automatedSnapshotRetentionPeriod", 1),
  },
  "aws:dax/cluster:Cluster": { kind: "database", encryption: switched(["serverSideEncryption", "enabled"]) },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    kind: "database",
    encryption: switched(["atRestEncryptionEnabled"], {
      origins: ["globalReplicationGroupId"],
      when: isValkey,
    }),
  },
  "aws:appsync/apiCache:ApiCache": {
    kind: "database",
    encryption: switched(["atRestEncryptionEnabled"]),
  },
  "aws:apigateway/methodSettings:MethodSettings": {
    kind: "database",
    encryption: switched(["settings", "cacheDataEncrypted"], {
      unless: (resource) => flag(field(resource.getDeclared("settings"), "cachingEnabled")) !== true,
    }),
  },
  "aws:dynamodb/table:Table": { kind: "database", backup: switched(["pointInTimeRecovery", "enabled"]) },
  "aws:keyspaces/table:Table": { kind: "database", backup: switched(["pointInTimeRecovery", "status"]) },
  "aws:lightsail/database:Database": {
    kind: "database",
    // https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_UpdateRelationalDatabase.html: on until it is turned off.
    backup: switched(["backupRetentionEnabled"], { otherwise: true }),
  },
  "aws:efs/fileSystem:FileSystem": { kind: "storage", encryption: switched(["encrypted"]) },
  "aws:opensearch/domain:Domain": SEARCH,
  "aws:elasticsearch/domain:Domain": SEARCH,
  // https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
  "aws:emr/securityConfiguration:SecurityConfiguration": {
    kind: "storage",
    encryption: switched(["configuration", "EncryptionConfiguration", "EnableAtRestEncryption"], {
      otherwise: true,
    }),
  },
  // https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html
  "aws:workspaces/workspace:Workspace": {
    kind: "storage",
    encryption: switched(["rootVolumeEncryptionEnabled"]),
    others: [switched(["userVolumeEncryptionEnabled"])],
  },
  // https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html: on until it is turned off.
  "aws:codebuild/project:Project": {
    kind: "storage",
    encryption: notDisabled("artifacts"),
    others: [notDisabled("secondaryArtifacts"), notDisabled("logsConfig", "s3Logs")],
  },
  "aws:sqs/queue:Queue": {
    kind: "storage",
    encryption: switched(["sqsManagedSseEnabled"], {
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html: on in new queues.
      otherwise: true,
      unless: (resource) => isSaid(resource, "kmsMasterKeyId"),
    }),
  },
  "aws:sns/topic:Topic": { kind: "storage", encryption: named(["kmsMasterKeyId"]) },
  "aws:kinesis/stream:Stream": { kind: "storage", encryption: named(["encryptionType"], "NONE") },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    kind: "storage",
    encryption: switched(["serverSideEncryption", "enabled"], {
      // What comes from a stream is not stored on the way.
      unless: (resource) =>
        isSaid(resource, "kinesisSourceConfiguration") || isSaid(resource, "mskSourceConfiguration"),
    }),
  },
};

/** Valkey encrypts where nobody says otherwise, and Redis does not. */
export function isValkey(resource: Resource): Answer | undefined {
  const engine = word(resource.getDeclared("engine"));
  return engine === UNKNOWN ? UNKNOWN : engine === "valkey" || undefined;
}
