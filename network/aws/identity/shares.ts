import { Language } from "../../../algebra/language";
import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { pathText, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import {
  at,
  elements,
  field,
  flag,
  isGiven,
  text,
  UNKNOWN,
  type Value,
  type Values,
} from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import { type Own, statementsForEveryone } from "../../identity/everyone";
import type { PublicShare } from "../../identity/share";
import { certainResource } from "../../references";

/** The policies that say who may use a resource, by the type that holds them and where. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "aws:acmpca/policy:Policy": "policy",
  "aws:amp/resourcePolicy:ResourcePolicy": "policyDocument",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": "policy",
  "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": "accessPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": "deliveryDestinationPolicy",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
  "aws:codebuild/resourcePolicy:ResourcePolicy": "policy",
  "aws:dsql/clusterPolicy:ClusterPolicy": "policy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:fsx/s3AccessPointAttachment:S3AccessPointAttachment": "s3AccessPoint.policy",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:glacier/vaultLock:VaultLock": "policy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:kms/externalKey:ExternalKey": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:lambda/resourcePolicy:ResourcePolicy": "policy",
  "aws:mediastore/containerPolicy:ContainerPolicy": "policy",
  "aws:msk/clusterPolicy:ClusterPolicy": "policy",
  "aws:networkfirewall/resourcePolicy:ResourcePolicy": "policy",
  "aws:oam/sinkPolicy:SinkPolicy": "policy",
  "aws:opensearchingest/resourcePolicy:ResourcePolicy": "policy",
  "aws:organizations/resourcePolicy:ResourcePolicy": "content",
  "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy": "policy",
  "aws:redshift/resourcePolicy:ResourcePolicy": "policy",
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy": "policy",
  "aws:s3/accessPoint:AccessPoint": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:s3/bucketV2:BucketV2": "policy",
  "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy": "policy",
  "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": "policy",
  "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy": "policy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy": "policy",
  "aws:s3control/bucketPolicy:BucketPolicy": "policy",
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": "details.policy",
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": "policy",
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
  "aws:s3tables/tablePolicy:TablePolicy": "resourcePolicy",
  "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": "resourcePolicy",
  "aws:schemas/registryPolicy:RegistryPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:ses/identityPolicy:IdentityPolicy": "policy",
  "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
  "aws:vpclattice/resourcePolicy:ResourcePolicy": "policy",
  "aws:xray/resourcePolicy:ResourcePolicy": "policyDocument",
};

/** Of policies that are about one thing alone, the property that names it, and what its ARN looks like, `$` being the end of the name. */
const OWN_ARNS: Readonly<Record<string, readonly [property: string, arn: string]>> = {
  "aws:kms/key:Key": ["id", "arn:*:kms:*:*:key/$"],
  "aws:kms/keyPolicy:KeyPolicy": ["keyId", "arn:*:kms:*:*:key/$"],
  "aws:secretsmanager/secret:Secret": ["name", "arn:*:secretsmanager:*:*:secret:*$*"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["secretArn", "arn:*:secretsmanager:*:*:secret:*$*"],
  "aws:sns/topic:Topic": ["name", "arn:*:sns:*:*:$"],
  "aws:sns/topicPolicy:TopicPolicy": ["arn", "arn:*:sns:*:*:$"],
  "aws:sqs/queue:Queue": ["name", "arn:*:sqs:*:*:$"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl", "arn:*:sqs:*:*:$"],
};
const OF_BUCKETS = /^aws:s3\/bucket(V2|Policy)?:/;

/** The ARNs that what a policy is about has, as far as it is named; undefined for what has several of its own. */
function ownOf(resource: Resource, policy: Value): Own | undefined {
  const named = (property: string) => {
    const value = resource.get(property);
    return typeof value === "string" ? (/[^/:]+$/.exec(value)?.[0] ?? "*") : "*";
  };
  if (OF_BUCKETS.test(resource.type)) {
    // A bucket and its objects lie in one partition, which the ARNs beside tell.
    const [, partition = "aws"] = /arn:(aws[\w-]*):/.exec(JSON.stringify(policy) ?? "") ?? [];
    const arn = `arn:${partition}:s3:::${named("bucket")}`;
    return { itself: Language.matching(arn), within: Language.matching(`${arn}/*`) };
  }
  const own = OWN_ARNS[resource.type];
  if (own === undefined) return undefined;
  const [property, arn] = own;
  return { itself: Language.matching(arn.replace("$", named(property))), within: Language.none };
}

/** What makes one statement of a policy out of its own arguments. */
const STATEMENTS: Readonly<Record<string, (resource: Resource) => Value>> = {
  "aws:lambda/permission:Permission": (resource) => ({
    ArnLike: given("aws:SourceArn", resource.get("sourceArn")),
    StringEquals: {
      ...given("aws:SourceAccount", resource.get("sourceAccount")),
      ...given("aws:PrincipalOrgID", resource.get("principalOrgId")),
    },
  }),
  "aws:lambda/layerVersionPermission:LayerVersionPermission": (resource) => ({
    StringEquals: given("aws:PrincipalOrgID", resource.get("organizationId")),
  }),
  "aws:cloudwatch/eventPermission:EventPermission": (resource) => {
    const condition = resource.get("condition");
    const [type, key] = [text(field(condition, "type")), text(field(condition, "key"))];
    if (type === UNKNOWN || key === UNKNOWN) return UNKNOWN;
    return { [String(type)]: given(String(key), field(condition, "value")) };
  },
};

function given(key: string, value: Value): Values {
  return isGiven(value) ? { [key]: value } : {};
}

/** The attributes by which a type shares something, where, and what says that it is with everyone. */
const ATTRIBUTES: readonly (readonly [type: string, path: string, everyone: RegExp])[] = [
  ["aws:codebuild/project:Project", "projectVisibility", /^PUBLIC_READ$/],
  ["aws:ec2/amiLaunchPermission:AmiLaunchPermission", "group", /^all$/],
  ["aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "accountId", /^all$/],
  [
    "aws:imagebuilder/distributionConfiguration:DistributionConfiguration",
    "distributions.amiDistributionConfiguration.launchPermission.userGroups",
    /^all$/,
  ],
  ["aws:lambda/functionUrl:FunctionUrl", "authorizationType", /^NONE$/],
  ...[
    "snapshot:Snapshot",
    "snapshotCopy:SnapshotCopy",
    "clusterSnapshot:ClusterSnapshot",
    "clusterSnapshotCopy:ClusterSnapshotCopy",
  ].map((type) => [`aws:rds/${type}`, "sharedAccounts", /^all$/] as const),
  // A map, whose keys the provider reads as Terraform spells them.
  ...["account_ids", "accountIds"].map(
    (key) => ["aws:ssm/document:Document", `permissions.${key}`, /(^|,)\s*all\s*(,|$)/i] as const,
  ),
  ...[
    "bucket:Bucket",
    "bucketV2:BucketV2",
    "bucketAcl:BucketAcl",
    "bucketAclV2:BucketAclV2",
    "bucketObject:BucketObject",
    "bucketObjectv2:BucketObjectv2",
    "objectCopy:ObjectCopy",
  ].flatMap((type) => [
    [`aws:s3/${type}`, "acl", /^(public-read|public-read-write|authenticated-read)$/] as const,
    [`aws:s3/${type}`, "grants.uri", /\/groups\/global\/(All|Authenticated)Users$/] as const,
    [
      `aws:s3/${type}`,
      "accessControlPolicy.grants.grantee.uri",
      /\/groups\/global\/(All|Authenticated)Users$/,
    ] as const,
  ]),
];

const ATTRIBUTES_BY_TYPE = Object.fromEntries(groupBy(ATTRIBUTES, ([type]) => type));

export function readPublicShares(stack: Stack): PublicShare[] {
  return [...byDocument(stack), ...byArguments(stack), ...byAttribute(stack), ...openServices(stack)];
}

const ENDPOINT_SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService";
const ALLOWED_PRINCIPAL = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple";

/** Whoever may ask for a connection and is taken without being asked makes a service public: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html */
function openServices(stack: Stack): PublicShare[] {
  const takesAll = (service: Resource | undefined) =>
    flag(service?.getDeclared("acceptanceRequired")) === false;
  const inline = stack
    .ofType(ENDPOINT_SERVICE)
    .filter(
      (service) => takesAll(service) && elements(service.getDeclared("allowedPrincipals")).includes("*"),
    )
    .map((resource) => ({ resource, title: 'allowedPrincipals "*" without acceptanceRequired' }));
  const apart = stack
    .ofType(ALLOWED_PRINCIPAL)
    .filter(
      (one) =>
        one.get("principalArn") === "*" &&
        stack
          .references(one, "vpcEndpointServiceId", [ENDPOINT_SERVICE])
          .some((one) => takesAll(certainResource(one))),
    )
    .map((resource) => ({ resource, title: 'principalArn "*" without acceptanceRequired of the service' }));
  return [...inline, ...apart];
}

const ACCESS_POINT = "aws:s3/accessPoint:AccessPoint";
const ACCESS_POINT_POLICY = "aws:s3control/accessPointPolicy:AccessPointPolicy";

/** Where access points are kept to a VPC, which no policy opens to the internet: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html */
const KEPT_TO_A_VPC: Readonly<Record<string, readonly string[]>> = {
  [ACCESS_POINT]: ["vpcConfiguration", "vpcId"],
  "aws:fsx/s3AccessPointAttachment:S3AccessPointAttachment": ["s3AccessPoint", "vpcConfiguration", "vpcId"],
};

function isKeptToAVpc(stack: Stack, resource: Resource): boolean {
  if (resource.type === ACCESS_POINT_POLICY) {
    const arn = resource.get("accessPointArn");
    const [reference] = stack.references(resource, "accessPointArn", [ACCESS_POINT], arn, ["arn"]);
    const point = certainResource(reference);
    return point !== undefined && isKeptToAVpc(stack, point);
  }
  const steps = KEPT_TO_A_VPC[resource.type];
  return steps !== undefined && at(resource.declared ?? resource.settled, steps) !== undefined;
}

function* byDocument(stack: Stack): Iterable<PublicShare> {
  for (const [resource, place] of stack.rowsOf(DOCUMENTS)) {
    if (isKeptToAVpc(stack, resource)) continue;
    const mayBeNarrowed = resource.type === ACCESS_POINT_POLICY;
    for (const { path, value } of valuesAt(resource.declared ?? resource.settled, place.split("."))) {
      for (const { title } of statementsForEveryone(readDocument(value), () => ownOf(resource, value))) {
        yield { resource, title: `${pathText(path)}.${title}`, mayBeNarrowed };
      }
    }
  }
}

function* byArguments(stack: Stack): Iterable<PublicShare> {
  for (const [resource, conditionOf] of stack.rowsOf(STATEMENTS)) {
    const statement: Values = {
      Effect: "Allow",
      Principal: { AWS: resource.get("principal") },
      Action: "*",
      Condition: conditionOf(resource),
    };
    if (statementsForEveryone(readDocument({ Statement: [statement] })).length > 0) {
      yield { resource, title: 'principal "*"' };
    }
  }
}

function* byAttribute(stack: Stack): Iterable<PublicShare> {
  for (const [resource, attributes] of stack.rowsOf(ATTRIBUTES_BY_TYPE)) {
    for (const [, steps, everyone] of attributes) {
      for (const { path, value } of valuesAt(resource.declared ?? resource.settled, steps.split("."))) {
        const said = elements(value).find((one) => typeof one === "string" && everyone.test(one));
        if (said !== undefined) yield { resource, title: `${pathText(path)} "${String(said)}"` };
      }
    }
  }
}
