import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/identity/no-public-data-sharing";
import { judgeProgram, verdict } from "../../harness/judge";
import { later } from "../private-access/managed";

const FLAGGED = ["no-public-data-sharing: it"];
type Statement = Record<string, unknown>;
const EVERYONE = { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" };
const json = (...statements: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const queue = (text: unknown) => () =>
  new aws.sqs.QueuePolicy("it", { queueUrl: "q", policy: text as string });
const where = (Condition: Statement) => ({ ...EVERYONE, Condition });
const deny = (more: Statement) => ({ ...EVERYONE, Effect: "Deny", ...more });

const phases = async (program: () => unknown) => [
  (await judgeProgram([policy], program, "preview")).length,
  (await judgeProgram([policy], program, "update")).length,
];

describe("no-public-data-sharing", () => {
  const flags = (title: string, ...statements: Statement[]) =>
    it(`flags ${title}`, async () =>
      assert.deepEqual(await verdict([policy], queue(json(...statements))), FLAGGED));
  const passes = (title: string, ...statements: Statement[]) =>
    it(`passes ${title}`, async () =>
      assert.deepEqual(await verdict([policy], queue(json(...statements))), []));

  flags("everyone", EVERYONE);
  flags("every AWS principal", { ...EVERYONE, Principal: { AWS: "*" } });
  flags("everyone among others", { ...EVERYONE, Principal: { AWS: ["111122223333", "*"] } });
  flags("everyone but some", { ...EVERYONE, Principal: undefined, NotPrincipal: { AWS: "111122223333" } });
  passes("an account", { ...EVERYONE, Principal: { AWS: "arn:aws:iam::111122223333:root" } });
  passes("a service", { ...EVERYONE, Principal: { Service: "sns.amazonaws.com" } });
  passes("a Deny for everyone", deny({}));
  passes("nobody", { ...EVERYONE, Principal: undefined });

  for (const [operator, key, value] of [
    ["StringEquals", "aws:PrincipalOrgID", "o-abc123"],
    ["StringEquals", "AWS:SourceOwner", "111122223333"],
    ["StringEqualsIgnoreCase", "aws:SourceAccount", "111122223333"],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abc123/*"],
    ["StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:uploads"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"],
    ["StringLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"],
    ["StringLike", "aws:userid", "AROAEXAMPLEID123456:*"],
    ["StringEquals", "kms:CallerAccount", "111122223333"],
    ["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"]],
    ["IpAddress", "aws:SourceIp", "198.51.100.7"],
    ["Bool", "elasticfilesystem:AccessedViaMountTarget", "true"],
    ["StringEquals", "sns:Endpoint", "https://events.example.com/integration/key/enqueue"],
    ["StringLike", "SNS:Endpoint", ["https://events.example.com/*", "arn:aws:sqs:eu-west-1:111122223333:*"]],
  ] as const) {
    passes(`everyone, narrowed by ${operator} ${key} ${value}`, where({ [operator]: { [key]: value } }));
  }
  for (const [operator, key, value] of [
    ["StringLike", "aws:PrincipalOrgID", "*"],
    ["StringLike", "aws:SourceVpce", "vpce-*"],
    ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy"],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
    ["ArnLike", "aws:SourceArn", ["arn:aws:s3:::uploads", "arn:aws:sns:*:*:*"]],
    ["StringEquals", "aws:SourceAccount", "$" + "{aws:PrincipalAccount}"],
    ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-abc123"],
    ["ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-abc123"],
    ["StringNotEquals", "aws:SourceAccount", "111122223333"],
    ["Null", "aws:PrincipalOrgID", "false"],
    ["IpAddress", "aws:SourceIp", "0.0.0.0/0"],
    ["IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]],
    ["IpAddress", "aws:SourceIp", "::/0"],
    ["NotIpAddress", "aws:SourceIp", "203.0.113.0/24"],
    ["StringLike", "aws:Referer", "https://example.com/*"],
    ["Bool", "aws:SecureTransport", "true"],
    ["Bool", "elasticfilesystem:AccessedViaMountTarget", "false"],
    ["StringEquals", "aws:PrincipalTag/team", "web"],
    ["StringEquals", "sns:Protocol", "https"],
    ["StringLike", "sns:Endpoint", "https://*.example.com/*"],
    ["StringLike", "sns:Endpoint", "arn:aws:sqs:eu-west-1:*:orders"],
    ["StringNotEquals", "sns:Endpoint", "https://events.example.com/"],
    ["StringLike", "sns:Endpoint", "*@example.com"],
  ] as const) {
    flags(`everyone, narrowed by no ${operator} ${key} ${value}`, where({ [operator]: { [key]: value } }));
  }
  passes(
    "one condition of several that narrows",
    where({ Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:SourceAccount": "111122223333" } }),
  );

  const mailboxes = (protocol: string) =>
    where({ StringLike: { "sns:Endpoint": "*@example.com" }, StringEquals: { "sns:Protocol": protocol } });
  passes("the mailboxes of one domain", mailboxes("email"));
  flags("web addresses that end like a mailbox", mailboxes("https"));

  const elsewhere = { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };
  passes("what a Deny takes back", EVERYONE, deny({}));
  passes("what a Deny leaves for one endpoint", EVERYONE, deny({ Condition: elsewhere }));
  passes(
    "what Denies take back together",
    EVERYONE,
    deny({ Action: "sqs:a*" }),
    deny({ NotAction: "SQS:A*" }),
  );
  passes("what a Deny leaves for one principal", EVERYONE, {
    ...deny({ Principal: undefined }),
    NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/x" },
  });
  flags("what a Deny takes back in part", EVERYONE, deny({ Action: "sqs:DeleteQueue" }));
  flags("what a Deny takes from one account", EVERYONE, deny({ Principal: { AWS: "111122223333" } }));
  flags(
    "what a Deny leaves to all who say that they are one program",
    EVERYONE,
    deny({ Condition: { StringNotEquals: { "aws:UserAgent": "shop" } } }),
  );
  flags(
    "what a Deny leaves to all who use TLS",
    EVERYONE,
    deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
  );
  flags(
    "what a Deny leaves to all who use TLS, or one endpoint",
    EVERYONE,
    deny({ Condition: { ...elsewhere, Bool: { "aws:SecureTransport": "false" } } }),
  );

  it("sees what each kind of resource shares", async () => {
    const text = json({ ...EVERYONE, Action: "*" });
    const owner = json({ ...EVERYONE, Action: "*", Principal: { AWS: "111122223333" } });
    const places: ((text: string) => unknown)[] = [
      (policyText) => new aws.s3.BucketPolicy("it", { bucket: "b", policy: policyText }),
      (policyText) => new aws.s3.Bucket("it", { policy: policyText }),
      (policyText) => new aws.s3.BucketV2("it", { policy: policyText }),
      (policyText) => new aws.kms.Key("it", { policy: policyText }),
      (policyText) => new aws.kms.KeyPolicy("it", { keyId: "k", policy: policyText }),
      (policyText) => new aws.sqs.Queue("it", { policy: policyText }),
      (policyText) => new aws.sns.Topic("it", { policy: policyText }),
      (policyText) =>
        new aws.sns.TopicPolicy("it", { arn: "arn:aws:sns:eu-west-1:111122223333:t", policy: policyText }),
      (policyText) => new aws.ecr.RepositoryPolicy("it", { repository: "r", policy: policyText }),
      (policyText) => new aws.secretsmanager.SecretPolicy("it", { secretArn: "s", policy: policyText }),
      (policyText) => new aws.efs.FileSystemPolicy("it", { fileSystemId: "fs", policy: policyText }),
      (policyText) => new aws.glacier.Vault("it", { accessPolicy: policyText }),
      (policyText) => new aws.backup.VaultPolicy("it", { backupVaultName: "v", policy: policyText }),
      (policyText) => new aws.iam.Role("it", { assumeRolePolicy: policyText }),
      (policyText) => new aws.organizations.ResourcePolicy("it", { content: policyText }),
      (policyText) =>
        new aws.s3control.MultiRegionAccessPointPolicy("it", { details: { name: "m", policy: policyText } }),
    ];
    for (const place of places) {
      assert.deepEqual(await verdict([policy], () => place(text)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => place(owner)), []);
    }
  });

  const AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
  const LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
  const acl = (uri: string) => ({
    owner: { id: "1" },
    grants: [{ permission: "READ", grantee: { type: "Group", uri } }],
  });
  const lambda = { action: "lambda:InvokeFunction", function: "f" };
  const layer = { action: "lambda:GetLayerVersion", layerName: "l", statementId: "s", versionNumber: 1 };
  const document = { content: "{}", documentType: "Command" };
  const image = { name: "d", distributions: [] };
  const distribution = (launchPermission: object) => ({
    ...image,
    distributions: [{ region: "eu-west-1", amiDistributionConfiguration: { launchPermission } }],
  });
  for (const [title, flagged, passed] of [
    [
      "an ACL",
      () => new aws.s3.Bucket("it", { acl: "public-read" }),
      () => new aws.s3.Bucket("it", { acl: "private" }),
    ],
    [
      "an ACL beside its bucket",
      () => new aws.s3.BucketAcl("it", { bucket: "b", acl: "authenticated-read" }),
      () => new aws.s3.BucketAcl("it", { bucket: "b", acl: "log-delivery-write" }),
    ],
    [
      "an object's ACL",
      () => new aws.s3.BucketObjectv2("it", { bucket: "b", key: "k", acl: "public-read-write" }),
      () => new aws.s3.BucketObjectv2("it", { bucket: "b", key: "k", acl: "bucket-owner-read" }),
    ],
    [
      "a grant",
      () => new aws.s3.BucketV2("it", { grants: [{ type: "Group", permissions: ["READ"], uri: AllUsers }] }),
      () =>
        new aws.s3.BucketV2("it", { grants: [{ type: "Group", permissions: ["READ"], uri: LogDelivery }] }),
    ],
    [
      "a grant of an ACL",
      () => new aws.s3.BucketAclV2("it", { bucket: "b", accessControlPolicy: acl(AllUsers) }),
      () => new aws.s3.BucketAclV2("it", { bucket: "b", accessControlPolicy: acl(LogDelivery) }),
    ],
    [
      "a launch permission",
      () => new aws.ec2.AmiLaunchPermission("it", { imageId: "ami-1", group: "all" }),
      () => new aws.ec2.AmiLaunchPermission("it", { imageId: "ami-1", accountId: "111122223333" }),
    ],
    [
      "Image Builder's launch permission",
      () => new aws.imagebuilder.DistributionConfiguration("it", distribution({ userGroups: ["all"] })),
      () => new aws.imagebuilder.DistributionConfiguration("it", distribution({ userIds: ["111122223333"] })),
    ],
    [
      "a snapshot",
      () =>
        new aws.rds.Snapshot("it", {
          dbInstanceIdentifier: "d",
          dbSnapshotIdentifier: "s",
          sharedAccounts: ["all"],
        }),
      () =>
        new aws.rds.Snapshot("it", {
          dbInstanceIdentifier: "d",
          dbSnapshotIdentifier: "s",
          sharedAccounts: ["1"],
        }),
    ],
    [
      "a document of Systems Manager",
      () => new aws.ssm.Document("it", { ...document, permissions: { type: "Share", accountIds: "All" } }),
      () =>
        new aws.ssm.Document("it", {
          ...document,
          permissions: { type: "Share", accountIds: "111122223333" },
        }),
    ],
    [
      "a function",
      () => new aws.lambda.Permission("it", { ...lambda, principal: "*" }),
      () => new aws.lambda.Permission("it", { ...lambda, principal: "*", principalOrgId: "o-abc123" }),
    ],
    [
      "a function for all sources",
      () => new aws.lambda.Permission("it", { ...lambda, principal: "*", sourceArn: "arn:aws:s3:::*" }),
      () => new aws.lambda.Permission("it", { ...lambda, principal: "*", sourceArn: "arn:aws:s3:::uploads" }),
    ],
    [
      "a function's URL",
      () => new aws.lambda.FunctionUrl("it", { functionName: "f", authorizationType: "NONE" }),
      () => new aws.lambda.FunctionUrl("it", { functionName: "f", authorizationType: "AWS_IAM" }),
    ],
    [
      "an endpoint service that takes whoever asks",
      () => new aws.ec2.VpcEndpointService("it", { acceptanceRequired: false, allowedPrincipals: ["*"] }),
      () => new aws.ec2.VpcEndpointService("it", { acceptanceRequired: true, allowedPrincipals: ["*"] }),
    ],
    [
      "an endpoint service of every account",
      () => new aws.ec2.VpcEndpointService("it", { acceptanceRequired: false, allowedPrincipals: ["*"] }),
      () =>
        new aws.ec2.VpcEndpointService("it", {
          acceptanceRequired: false,
          allowedPrincipals: ["arn:aws:iam::111122223333:root"],
        }),
    ],
    [
      "a layer",
      () => new aws.lambda.LayerVersionPermission("it", { ...layer, principal: "*" }),
      () =>
        new aws.lambda.LayerVersionPermission("it", { ...layer, principal: "*", organizationId: "o-abc123" }),
    ],
    [
      "an event bus",
      () => new aws.cloudwatch.EventPermission("it", { principal: "*", statementId: "s" }),
      () =>
        new aws.cloudwatch.EventPermission("it", {
          principal: "*",
          statementId: "s",
          condition: { type: "StringEquals", key: "aws:PrincipalOrgID", value: "o-abc123" },
        }),
    ],
  ] as const) {
    it(`flags ${title} for everyone, and passes one for somebody`, async () => {
      assert.deepEqual(await verdict([policy], flagged), FLAGGED);
      assert.deepEqual(await verdict([policy], passed), []);
    });
  }

  it("takes a queue that has no name of its own for the one that a Deny names", async () => {
    const text = json(EVERYONE, deny({ Resource: "arn:aws:sqs:eu-west-1:111122223333:orders" }));
    assert.deepEqual(
      await judgeProgram([policy], () => new aws.sqs.Queue("it", { policy: text }), "preview"),
      [],
    );
  });

  it("takes a resource that is not known yet for the policy's own, and leaves the rest to the update", async () => {
    const own = () => {
      const { url: queueUrl, arn: Resource } = new aws.sqs.Queue("q");
      const statement = { ...EVERYONE, Effect: "Allow" as const, Resource };
      new aws.sqs.QueuePolicy("it", { queueUrl, policy: { Version: "2012-10-17", Statement: [statement] } });
    };
    assert.deepEqual(await phases(own), [1, 1]);
    assert.deepEqual(await phases(() => queue(later(json(EVERYONE)))()), [0, 1]);
    const by = (value: string) => () =>
      queue({ Statement: [where({ StringLike: { "aws:SourceArn": later(value) } })] })();
    assert.deepEqual(await phases(by("*")), [0, 1]);
    assert.deepEqual(await phases(by("arn:aws:sns:eu-west-1:111122223333:t")), [0, 0]);
    const principal = () => queue({ Statement: [{ ...EVERYONE, Principal: { AWS: later("*") } }] })();
    assert.deepEqual(await phases(principal), [0, 1]);
    const condition = (of: Statement) => () =>
      queue({ Statement: [{ ...EVERYONE, Condition: later(of) }] })();
    assert.deepEqual(await phases(condition({ Bool: { "aws:SecureTransport": "true" } })), [0, 1]);
    assert.deepEqual(await phases(condition({ StringEquals: { "aws:PrincipalOrgID": "o-abc123" } })), [0, 0]);
  });

  it("is not stopped by what is no document", async () => {
    for (const text of [
      "",
      "{",
      "[]",
      '{"Statement":[null,3,{"Effect":"Allow","Principal":7,"Condition":[]}]}',
    ]) {
      assert.deepEqual(await verdict([policy], queue(text)), [], text);
    }
    const blocks = where({ IpAddress: { "aws:SourceIp": ["no block"] } });
    assert.deepEqual(await verdict([policy], queue(json(blocks))), []);
  });

  it("says where, once for each resource", async () => {
    const program = () =>
      new aws.s3.Bucket("it", { acl: "public-read", policy: json({ Sid: "All", ...EVERYONE }) });
    const said = await judgeProgram([policy], program, "preview");
    assert.equal(said.length, 1);
    assert.match(
      said[0]?.message ?? "",
      /policy\.Statement\[0\] \(All\) and acl "public-read" share it with everyone\./,
    );
  });
});
