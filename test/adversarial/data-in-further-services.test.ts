import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import { later } from "../harness/phases";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { holds } from "./speakers";

const policies = [requireTlsInTransit, requireStorageEncryption, requireDatabaseEncryption];
const plain = ["require-tls-in-transit: it"];
const bare = ["require-storage-encryption: it"];

const BEHAVIOR = {
  targetOriginId: "a",
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
};
const distribution = (origin: object) => () =>
  void new aws.cloudfront.Distribution("it", {
    enabled: true,
    origins: [{ originId: "a", domainName: "api.example.com", ...origin }],
    defaultCacheBehavior: BEHAVIOR,
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/c",
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  });
const asked = (originProtocolPolicy: pulumi.Input<string>, ...originSslProtocols: string[]) => ({
  customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy, originSslProtocols },
});
const within =
  (originProtocolPolicy: string, ...items: string[]) =>
  () =>
    void new aws.cloudfront.VpcOrigin("it", {
      vpcOriginEndpointConfig: {
        arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1",
        name: "it",
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy,
        originSslProtocols: { items, quantity: items.length },
      },
    });
const WEBSITE = { domainName: "shop.s3-website-us-east-1.amazonaws.com" };

describe("how CloudFront asks its origins", () => {
  holdsInEveryForm(policies, [
    ["over HTTPS", distribution(asked("https-only", "TLSv1.2")), []],
    ["over plain HTTP", distribution(asked("http-only", "TLSv1.2")), plain],
    ["over TLS 1.1 as well", distribution(asked("https-only", "TLSv1.1", "TLSv1.2")), plain],
    ["as its viewers ask", distribution(asked("match-viewer", "TLSv1.2")), []],
    ["as its viewers ask, and over SSL 3", distribution(asked("match-viewer", "SSLv3", "TLSv1.2")), plain],
    ["over plain HTTP, which an old version does not matter to", within("http-only", "TLSv1"), plain],
    ["a website of S3", distribution({ ...asked("http-only", "TLSv1"), ...WEBSITE }), []],
    [
      "a website of the stack",
      () => {
        const bucket = new aws.s3.Bucket("bucket", {});
        const site = new aws.s3.BucketWebsiteConfiguration("site", { bucket: bucket.id });
        distribution({ ...asked("http-only", "TLSv1.2"), domainName: site.websiteEndpoint })();
      },
      [],
    ],
    ["a bucket", distribution({ originAccessControlId: "E1", domainName: "b.s3.amazonaws.com" }), []],
    ["in a VPC over TLS 1.0", within("https-only", "TLSv1"), plain],
    ["in a VPC over TLS 1.2", within("https-only", "TLSv1.2"), []],
  ]);
  const askedLater =
    (policy: string, more: object, ...versions: string[]) =>
    () =>
      distribution({ ...asked(later(policy), ...versions), ...more })();
  holds(policies, [
    ["over SSL 3, or in the clear", askedLater("https-only", {}, "SSLv3"), plain],
    ["a website of S3, not known yet how", askedLater("http-only", WEBSITE, "SSLv3"), []],
  ]);
  holdsOnceKnown(policies, [
    ["over TLS 1.2, or in the clear", askedLater("http-only", {}, "TLSv1.2"), plain],
  ]);
});

const redis = (sslSecurityProtocol?: string) => () =>
  void new aws.dms.Endpoint("it", {
    endpointId: "it",
    endpointType: "target",
    engineName: "redis",
    redisSettings: {
      authType: "none",
      port: 6379,
      serverName: "cache.example.com",
      ...(sslSecurityProtocol !== undefined && { sslSecurityProtocol }),
    },
  });
const files = (inTransitEncryption: string) => () =>
  void new aws.datasync.EfsLocation("it", {
    efsFileSystemArn: "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1",
    inTransitEncryption,
    ec2Config: {
      securityGroupArns: ["arn:aws:ec2:us-east-1:123456789012:security-group/sg-0123456789abcdef0"],
      subnetArn: "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0123456789abcdef0",
    },
  });
const source = (disableSsl: boolean) => () =>
  void new aws.quicksight.DataSource("it", {
    dataSourceId: "it",
    type: "MYSQL",
    parameters: { mysql: { host: "db.example.com", port: 3306, database: "shop" } },
    sslProperties: { disableSsl },
  });

const rules = (EnableInTransitEncryption: boolean, EnableAtRestEncryption: boolean) => () =>
  void new aws.emr.SecurityConfiguration("it", {
    configuration: JSON.stringify({
      EncryptionConfiguration: { EnableInTransitEncryption, EnableAtRestEncryption },
    }),
  });

describe("what services send", () => {
  holdsInEveryForm(policies, [
    ["to Redis in the clear", redis("plaintext"), plain],
    ["to Redis by TLS", redis("ssl-encryption"), []],
    ["to Redis as DMS does by itself", redis(), []],
    ["to EFS in the clear", files("NONE"), plain],
    ["to EFS by TLS", files("TLS1_2"), []],
    ["to a database in the clear", source(true), plain],
    ["to a database by TLS", source(false), []],
    ["between nodes of EMR in the clear", rules(false, true), plain],
    ["between nodes of EMR", rules(true, true), []],
  ]);
});

const desktop = (args: object) => () =>
  void new aws.workspaces.Workspace("it", {
    bundleId: "wsb-1",
    directoryId: "d-1",
    userName: "ann",
    ...args,
  });
const build = (args: object) => () =>
  void new aws.codebuild.Project("it", {
    serviceRole: "arn:aws:iam::123456789012:role/build",
    artifacts: { type: "S3", location: "artifacts" },
    environment: {
      computeType: "BUILD_GENERAL1_SMALL",
      image: "aws/codebuild/standard:7.0",
      type: "LINUX_CONTAINER",
    },
    source: { type: "NO_SOURCE" },
    ...args,
  });
const others = (...disabled: boolean[]) =>
  disabled.map((encryptionDisabled, i) => ({
    artifactIdentifier: `a${i}`,
    type: "S3",
    location: "artifacts",
    encryptionDisabled,
  }));
const logs = (encryptionDisabled: boolean) =>
  build({ logsConfig: { s3Logs: { status: "ENABLED", location: "logs", encryptionDisabled } } });
const cache = (settings: object) => () =>
  void new aws.apigateway.MethodSettings("it", {
    restApi: "api",
    stageName: "live",
    methodPath: "*/*",
    settings,
  });

describe("what services keep", () => {
  holdsInEveryForm(policies, [
    ["desktops", desktop({}), bare],
    ["desktops, one volume in the clear", desktop({ rootVolumeEncryptionEnabled: true }), bare],
    [
      "desktops, encrypted",
      desktop({ rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: true }),
      [],
    ],
    [
      "artifacts in the clear",
      build({ artifacts: { type: "S3", location: "a", encryptionDisabled: true } }),
      bare,
    ],
    ["artifacts", build({}), []],
    [
      "the second of two other artifacts in the clear",
      build({ secondaryArtifacts: others(false, true) }),
      bare,
    ],
    ["other artifacts", build({ secondaryArtifacts: others(false, false) }), []],
    ["logs of builds in the clear", logs(true), bare],
    ["logs of builds", logs(false), []],
    ["answers of an API in the clear", cache({ cachingEnabled: true }), ["require-database-encryption: it"]],
    ["answers of an API", cache({ cachingEnabled: true, cacheDataEncrypted: true }), []],
    ["no answers of an API", cache({ metricsEnabled: true }), []],
  ]);
});

const user =
  (acceptanceRequired: boolean, principalArn = "*") =>
  () => {
    const service = new aws.ec2.VpcEndpointService("service", { acceptanceRequired });
    new aws.ec2.VpcEndpointServiceAllowedPrinciple("it", { vpcEndpointServiceId: service.id, principalArn });
  };
const ACCOUNT = "arn:aws:iam::111122223333:root";

describe("endpoint services whose principals stand apart", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["for everyone who asks", user(false), ["no-public-data-sharing: it"]],
      ["for everyone whom somebody accepts", user(true), []],
      ["for one account", user(false, ACCOUNT), []],
    ],
  );
});

const FOR_ALL = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});
const FOR_AN_OFFICE = FOR_ALL.replace(
  '"Resource":"*"',
  '"Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/28"}}',
);
const VPC = { vpcConfiguration: { vpcId: "vpc-0123456789abcdef0" } };
const point = (args: object = {}, name = "it") => new aws.s3.AccessPoint(name, { bucket: "files", ...args });
const policyOf = (args: object) => () =>
  void new aws.s3control.AccessPointPolicy("it", {
    accessPointArn: point(args, "point").arn,
    policy: FOR_ALL,
  });
const attachment = (s3AccessPoint: object) => () =>
  void new aws.fsx.S3AccessPointAttachment("it", {
    name: "files",
    type: "OPENZFS",
    openzfsConfiguration: {
      volumeId: "fsvol-0123456789abcdef0",
      fileSystemIdentity: { type: "POSIX", posixUser: { uid: 1000, gid: 1000 } },
    },
    s3AccessPoint: { policy: FOR_ALL, ...s3AccessPoint },
  });
const composed =
  (...conditions: object[]) =>
  () => {
    const { json } = aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "AWS", identifiers: ["*"] }],
          actions: ["sqs:SendMessage"],
          resources: ["*"],
          conditions: conditions as aws.types.input.iam.GetPolicyDocumentStatementConditionArgs[],
        },
      ],
    });
    new aws.sqs.QueuePolicy("it", { queueUrl: "queue", policy: json });
  };
const ORGANIZATION = { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-a1b2c3d4e5"] };
const search = (accessPolicy: string) => () =>
  void new aws.cloudsearch.DomainServiceAccessPolicy("it", { domainName: "search", accessPolicy });
const shared = ["no-public-data-sharing: it"];

describe("policies of access points, queues and searches", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["an access point for everyone", () => void point({ policy: FOR_ALL }), shared],
      ["an access point for everyone in a VPC", () => void point({ policy: FOR_ALL, ...VPC }), []],
      ["a policy of an access point for everyone", policyOf({}), shared],
      ["a policy of an access point for everyone in a VPC", policyOf(VPC), []],
      ["files for everyone", attachment({}), shared],
      ["files for everyone in a VPC", attachment(VPC), []],
      ["a queue for everyone, as the provider composes it", composed(), shared],
      ["a queue for an organization, as the provider composes it", composed(ORGANIZATION), []],
      ["a search for everyone", search(FOR_ALL), shared],
      ["a search for an office", search(FOR_AN_OFFICE), []],
    ],
  );
});
