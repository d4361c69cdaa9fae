import * as aws from "@pulumi/aws";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noUserAttachedPolicy from "../../policies/identity/no-user-attached-policy";
import { holdsInEveryForm } from "./forms";

type Statement = Readonly<Record<string, unknown>>;
const json = (...Statement: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };
const ACCOUNT = "111122223333";
const instanceArn = "arn:aws:sso:::instance/ssoins-1";
const permissionSetArn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1";

const administrator = ["no-administrator-policy: it"];
const shared = ["no-public-data-sharing: it"];
/** What may be assumed with a token of an issuer, by which claims. */
const trusting = (issuer: string, claims: Statement | undefined) => () => {
  const Federated = issuer.startsWith("cognito") ? issuer : `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  const Condition = claims && { StringLike: claims };
  const assumeRolePolicy = json({
    ...{ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated } },
    ...(Condition && { Condition }),
  });
  new aws.iam.Role("it", { assumeRolePolicy });
};
const GITHUB = "token.actions.githubusercontent.com";
const toUser = ["no-user-attached-policy: it"];

const allows = (...statements: Statement[]) => new aws.iam.Policy("it", { policy: json(...statements) });
const when = (Condition: Statement) => allows({ ...ALL, Condition });
const attached = (policyArn: string) => new aws.iam.GroupPolicyAttachment("it", { group: "g", policyArn });

describe("adversarial: what IAM documents allow", () => {
  holdsInEveryForm(
    [noAdministratorPolicy],
    [
      ["an administrator in a list", () => allows({ ...ALL, Action: ["*"], Resource: ["*"] }), administrator],
      [
        "everything of a NotResource that is none",
        () => allows({ ...ALL, Resource: undefined, NotResource: "none" }),
        administrator,
      ],
      [
        "everything but one action",
        () => allows({ ...ALL, Action: undefined, NotAction: "iam:DeleteUser" }),
        [],
      ],
      [
        "a NotAction of what there is not",
        () => allows({ ...ALL, Action: undefined, NotAction: "zz:zz" }),
        [],
      ],
      ["all of three services", () => allows({ ...ALL, Action: ["iam:*", "s3:*", "ec2:*"] }), []],
      ["every action on every role", () => allows({ ...ALL, Resource: "arn:aws:iam::*:role/*" }), []],
      [
        "every action on what an account has",
        () => allows({ ...ALL, Resource: `arn:aws:*:*:${ACCOUNT}:*` }),
        [],
      ],
      [
        "everything with a hardware token",
        () => when({ NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }),
        administrator,
      ],
      [
        "everything while a session is young",
        () => when({ DateGreaterThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } }),
        administrator,
      ],
      [
        "everything but what a service does in one's name",
        () => when({ Bool: { "aws:ViaAWSService": "false" } }),
        administrator,
      ],
      [
        "everything through one service",
        () => when({ "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" } }),
        [],
      ],
      [
        "everything from one instance",
        () =>
          when({ ArnEquals: { "ec2:SourceInstanceARN": `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1` } }),
        administrator,
      ],
      [
        "everything for an organization",
        () => when({ StringEquals: { "aws:PrincipalOrgID": "o-abc123" } }),
        administrator,
      ],
      [
        "everything of one's own organization",
        () => when({ StringEquals: { "aws:ResourceOrgID": "o-abc123" } }),
        [],
      ],
      [
        "everything with a tag of the caller",
        () => when({ StringEqualsIfExists: { "aws:PrincipalTag/team": "web" } }),
        administrator,
      ],
      ["everything with some tag", () => when({ StringLike: { "aws:ResourceTag/team": "*" } }), []],
      [
        "everything with some tag or none",
        () => when({ StringLikeIfExists: { "aws:ResourceTag/team": "*" } }),
        administrator,
      ],
      [
        "everything whose tags are any, all of them",
        () => when({ "ForAllValues:StringLike": { "aws:TagKeys": ["*"] } }),
        administrator,
      ],
      [
        "everything in some region",
        () => when({ stringlike: { "aws:RequestedRegion": "*" } }),
        administrator,
      ],
      [
        "everything in a part of the world",
        () => when({ StringLike: { "aws:RequestedRegion": "eu-*" } }),
        [],
      ],
      [
        "two inline policies that are an administrator together",
        () =>
          new aws.iam.Role("it", {
            assumeRolePolicy: "{}",
            inlinePolicies: [
              { name: "a", policy: json({ ...ALL, Action: undefined, NotAction: "iam:*" }) },
              { name: "b", policy: json({ ...ALL, Action: "iam:*" }) },
            ],
          }),
        administrator,
      ],
      [
        "everything in two regions",
        () => when({ StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } }),
        [],
      ],
      [
        "everything whose tag is as the caller's",
        () => when({ StringEquals: { "aws:ResourceTag/team": "$" + "{aws:PrincipalTag/team}" } }),
        [],
      ],
      [
        "everything, less leaving the organization",
        () => allows(ALL, { ...ALL, Effect: "Deny", Action: "organizations:LeaveOrganization" }),
        administrator,
      ],
      [
        "everything, less IAM on every resource",
        () => allows(ALL, { ...ALL, Effect: "Deny", Action: "iam:*" }),
        [],
      ],
      [
        "everything, less all but reading",
        () =>
          allows(ALL, { ...ALL, Effect: "Deny", Action: undefined, NotAction: ["s3:Get*", "ec2:Describe*"] }),
        [],
      ],
      ["PowerUserAccess", () => attached("arn:aws:iam::aws:policy/PowerUserAccess"), []],
      ["a policy for a job", () => attached("arn:aws:iam::aws:policy/job-function/SystemAdministrator"), []],
      [
        "AdministratorAccess in GovCloud",
        () => attached("arn:aws-us-gov:iam::aws:policy/AdministratorAccess"),
        administrator,
      ],
      [
        "AdministratorAccess by the SDK's name for it",
        () => attached(aws.iam.ManagedPolicy.AdministratorAccess),
        administrator,
      ],
      [
        "a permission set's own policy",
        () =>
          new aws.ssoadmin.PermissionSetInlinePolicy("it", {
            instanceArn,
            permissionSetArn,
            inlinePolicy: json(ALL),
          }),
        administrator,
      ],
      [
        "a permission set's boundary",
        () =>
          new aws.ssoadmin.PermissionsBoundaryAttachment("it", {
            instanceArn,
            permissionSetArn,
            permissionsBoundary: { managedPolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
          }),
        [],
      ],
      [
        "a policy of a customer by name",
        () =>
          new aws.ssoadmin.CustomerManagedPolicyAttachment("it", {
            instanceArn,
            permissionSetArn,
            customerManagedPolicyReference: { name: "AdministratorAccess", path: "/" },
          }),
        [],
      ],
      [
        "a trust of everyone in the account",
        () =>
          new aws.iam.Role("it", {
            assumeRolePolicy: json({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "*" }),
          }),
        [],
      ],
    ],
  );

  holdsInEveryForm(
    [noUserAttachedPolicy],
    [
      [
        "a policy on a user and a group",
        () =>
          new aws.iam.PolicyAttachment("it", {
            users: ["u"],
            groups: ["g"],
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        toUser,
      ],
      [
        "a policy on nobody",
        () =>
          new aws.iam.PolicyAttachment("it", {
            users: [],
            groups: ["g"],
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        [],
      ],
      [
        "an inline policy of a user that denies",
        () => new aws.iam.UserPolicy("it", { user: "u", policy: json({ ...ALL, Effect: "Deny" }) }),
        toUser,
      ],
      [
        "a policy of a group, and of a user without a name",
        () =>
          new aws.iam.PolicyAttachment("it", {
            users: [""],
            groups: ["g"],
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        [],
      ],
      ["a user in groups", () => new aws.iam.UserGroupMembership("it", { user: "u", groups: ["g"] }), []],
      [
        "a user that is to keep no policies",
        () => new aws.iam.UserPolicyAttachmentsExclusive("it", { userName: "u", policyArns: [] }),
        [],
      ],
      [
        "a user that is to keep a policy",
        () =>
          new aws.iam.UserPolicyAttachmentsExclusive("it", {
            userName: "u",
            policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
          }),
        toUser,
      ],
      [
        "a policy on a user of the stack",
        () =>
          new aws.iam.UserPolicyAttachment("it", {
            user: new aws.iam.User("u").name,
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        toUser,
      ],
      [
        "a permission set",
        () =>
          new aws.ssoadmin.ManagedPolicyAttachment("it", {
            instanceArn,
            permissionSetArn,
            managedPolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        [],
      ],
    ],
  );
});

const EVERYONE = { ...ALL, Principal: "*" };
const queue = (...statements: Statement[]) =>
  new aws.sqs.QueuePolicy("it", { queueUrl: "q", policy: json(...statements) });
const onlyIf = (Condition: Statement) => queue({ ...EVERYONE, Condition });
const denied = (Condition: Statement) => queue(EVERYONE, { ...EVERYONE, Effect: "Deny", Condition });
const permission = (args: Partial<aws.lambda.PermissionArgs>) =>
  new aws.lambda.Permission("it", {
    action: "lambda:InvokeFunction",
    function: "f",
    principal: "*",
    ...args,
  });
const document = (permissions: Record<string, string>) =>
  new aws.ssm.Document("it", { content: "{}", documentType: "Command", permissions });
const acl = (uri: string) =>
  new aws.s3.BucketAcl("it", {
    bucket: "b",
    accessControlPolicy: {
      owner: { id: "1" },
      grants: [{ permission: "READ", grantee: { type: "Group", uri } }],
    },
  });

const DENIED = { ...EVERYONE, Effect: "Deny" };
const ofQueue = (name: string) => `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`;
const queueAt = (queueUrl: string, ...statements: Statement[]) =>
  new aws.sqs.QueuePolicy("it", { queueUrl, policy: json(...statements) });
const URL = `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/jobs`;
const bucketOf = (bucket: string, ...statements: Statement[]) =>
  new aws.s3.BucketPolicy("it", { bucket, policy: json(...statements) });

// biome-ignore format: read row by row
describe("adversarial: a Deny that names what the policy is about", () => {
  holdsInEveryForm([noPublicDataSharing], [
    ["a queue by its own ARN", () => queueAt(URL, EVERYONE, { ...DENIED, Resource: ofQueue("jobs") }), []],
    ["another queue", () => queueAt(URL, EVERYONE, { ...DENIED, Resource: ofQueue("other") }), shared],
    ["its own, of one action", () => queueAt(URL, EVERYONE, { ...DENIED, Action: "sqs:SendMessage", Resource: ofQueue("jobs") }), shared],
    ["a queue by name", () => new aws.sqs.Queue("it", { name: "jobs", policy: json(EVERYONE, { ...DENIED, Resource: ofQueue("jobs") }) }), []],
    ["a topic", () => { const arn = `arn:aws:sns:eu-west-1:${ACCOUNT}:t`; new aws.sns.TopicPolicy("it", { arn, policy: json(EVERYONE, { ...DENIED, Resource: arn }) }); }, []],
    ["another topic",
      () => { const arn = `arn:aws:sns:eu-west-1:${ACCOUNT}:t`; new aws.sns.TopicPolicy("it", { arn, policy: json(EVERYONE, { ...DENIED, Resource: `${arn}2` }) }); },
      shared],
    ["a key by its id",
      () => {
        const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
        const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${keyId}`;
        new aws.kms.KeyPolicy("it", { keyId, policy: json(EVERYONE, { ...DENIED, Resource: arn }) });
      },
      []],
    ["a bucket and its objects", () => bucketOf("shop", EVERYONE, { ...DENIED, Resource: ["arn:aws:s3:::shop", "arn:aws:s3:::shop/*"] }), []],
    ["a bucket in China", () => bucketOf("shop", EVERYONE, { ...DENIED, Resource: ["arn:aws-cn:s3:::shop", "arn:aws-cn:s3:::shop/*"] }), []],
    ["a bucket without its objects", () => bucketOf("shop", EVERYONE, { ...DENIED, Resource: "arn:aws:s3:::shop" }), shared],
    ["some objects", () => bucketOf("shop", EVERYONE, { ...DENIED, Resource: ["arn:aws:s3:::shop", "arn:aws:s3:::shop/private/*"] }), shared],
    ["another bucket", () => bucketOf("shop", EVERYONE, { ...DENIED, Resource: ["arn:aws:s3:::shop2", "arn:aws:s3:::shop2/*"] }), shared],
    ["a secret",
      () => { 
        const secretArn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db-AbCdEf`;
        new aws.secretsmanager.SecretPolicy("it", { secretArn, policy: json(EVERYONE, { ...DENIED, Resource: secretArn }) });
      },
      []],
  ]);
});

describe("adversarial: what is shared with everyone", () => {
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      [
        "a queue that a topic sends to, by ARN",
        () => onlyIf({ ArnEquals: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${ACCOUNT}:t` } }),
        [],
      ],
      [
        "a queue that any topic sends to",
        () => onlyIf({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }),
        shared,
      ],
      [
        "a queue that any topic of two accounts sends to",
        () =>
          onlyIf({
            ArnLike: { "aws:SourceArn": [`arn:aws:sns:*:${ACCOUNT}:*`, "arn:aws:sns:*:444455556666:*"] },
          }),
        [],
      ],
      ["operators in other letters", () => onlyIf({ stringequals: { "AWS:sourceaccount": ACCOUNT } }), []],
      [
        "an IfExists that lets others through",
        () => onlyIf({ ArnLikeIfExists: { "aws:SourceArn": `arn:aws:sns:*:${ACCOUNT}:*` } }),
        shared,
      ],
      [
        "a VPC whose instances hold the credentials",
        () => onlyIf({ StringEquals: { "aws:Ec2InstanceSourceVpc": "vpc-0123456789abcdef0" } }),
        [],
      ],
      [
        "a queue for one function, by a key that is for IAM policies alone",
        () =>
          onlyIf({
            ArnEquals: { "lambda:SourceFunctionArn": `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f` },
          }),
        shared,
      ],
      [
        "a private block, which everybody's VPC may have",
        () => onlyIf({ IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } }),
        shared,
      ],
      [
        "a service among those of the principal",
        () =>
          onlyIf({ "ForAnyValue:StringEquals": { "aws:PrincipalServiceNamesList": "logs.amazonaws.com" } }),
        [],
      ],
      [
        "everyone who calls through a service",
        () => onlyIf({ Bool: { "aws:ViaAWSService": "true" } }),
        shared,
      ],
      [
        "a key by account and service",
        () =>
          new aws.kms.Key("it", {
            policy: json({
              ...EVERYONE,
              Principal: { AWS: "*" },
              Condition: {
                StringEquals: {
                  "kms:CallerAccount": ACCOUNT,
                  "kms:ViaService": "s3.eu-west-1.amazonaws.com",
                },
              },
            }),
          }),
        [],
      ],
      [
        "a key by service alone",
        () =>
          new aws.kms.Key("it", {
            policy: json({
              ...EVERYONE,
              Principal: { AWS: "*" },
              Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
            }),
          }),
        shared,
      ],
      [
        "a key for its account",
        () =>
          new aws.kms.Key("it", {
            policy: json({ ...EVERYONE, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
          }),
        [],
      ],
      [
        "a topic as SNS makes it",
        () =>
          new aws.sns.Topic("it", {
            policy: json({
              ...EVERYONE,
              Principal: { AWS: "*" },
              Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT } },
            }),
          }),
        [],
      ],
      [
        "a topic that everyone may subscribe to over TLS",
        () =>
          new aws.sns.Topic("it", {
            policy: json({
              ...EVERYONE,
              Action: "SNS:Subscribe",
              Condition: { Bool: { "aws:SecureTransport": "true" } },
            }),
          }),
        shared,
      ],
      [
        "a Deny of other organizations, services apart",
        () =>
          denied({
            StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-abc123" },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          }),
        [],
      ],
      [
        "a Deny of other organizations' parts",
        () => denied({ "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-abc123/r-1/*" } }),
        [],
      ],
      [
        "a Deny of those in other organizations' parts alone",
        () => denied({ "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-abc123/r-1/*" } }),
        shared,
      ],
      [
        "a Deny of those in no organization",
        () => denied({ Null: { "aws:PrincipalOrgID": "true" } }),
        shared,
      ],
      ["a Deny of other addresses", () => denied({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), []],
      [
        "a Deny of all but one account's roles",
        () => denied({ ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/*` } }),
        [],
      ],
      ["a Deny of some addresses", () => denied({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), shared],
      [
        "a function for a service that says no source",
        () => permission({ principal: "s3.amazonaws.com" }),
        [],
      ],
      ["a function for everyone from an account", () => permission({ sourceAccount: ACCOUNT }), []],
      [
        "a function for everyone by its URL",
        () => permission({ action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" }),
        shared,
      ],
      [
        "a function for everyone's credentials by its URL",
        () => permission({ action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" }),
        shared,
      ],
      ["a function for an account", () => permission({ principal: ACCOUNT }), []],
      [
        "a document for all, as the provider reads it",
        () => document({ type: "Share", account_ids: "All" }),
        shared,
      ],
      [
        "a document for an account, as the provider reads it",
        () => document({ type: "Share", account_ids: ACCOUNT }),
        [],
      ],
      [
        "an ACL for everyone in China",
        () => acl("http://acs.amazonaws.com.cn/groups/global/AllUsers"),
        shared,
      ],
      ["an ACL for log delivery", () => acl("http://acs.amazonaws.com/groups/s3/LogDelivery"), []],
      ["an ACL that EC2 reads", () => new aws.s3.BucketAcl("it", { bucket: "b", acl: "aws-exec-read" }), []],
      [
        "an image for an organization",
        () =>
          new aws.ec2.AmiLaunchPermission("it", {
            imageId: "ami-1",
            organizationArn: `arn:aws:organizations::${ACCOUNT}:organization/o-abc123`,
          }),
        [],
      ],
      [
        "a distributed database for everyone",
        () => new aws.dsql.ClusterPolicy("it", { identifier: "c", policy: json(EVERYONE) }),
        shared,
      ],
      [
        "a distributed database for a VPC",
        () =>
          new aws.dsql.ClusterPolicy("it", {
            identifier: "c",
            policy: json({
              ...EVERYONE,
              Condition: { StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } },
            }),
          }),
        [],
      ],
      [
        "a role of GitHub's for one repository",
        () =>
          new aws.iam.Role("it", {
            assumeRolePolicy: json({
              Effect: "Allow",
              Principal: {
                Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
              },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:o/r:*" } },
            }),
          }),
        [],
      ],
      ...(
        [
          ["a role of GitHub's for whoever asks", GITHUB, { [`${GITHUB}:aud`]: "sts.amazonaws.com" }, shared],
          ["a role of GitHub's without a condition", GITHUB, undefined, shared],
          ["a role of GitHub's for every repository", GITHUB, { [`${GITHUB}:sub`]: "repo:*" }, shared],
          ["a role of GitHub's for like names", GITHUB, { [`${GITHUB}:sub`]: "repo:our-org*" }, shared],
          ["a role of GitHub's for an organization", GITHUB, { [`${GITHUB}:sub`]: "repo:our-org/*" }, []],
          ["a role of GitHub's for an owner", GITHUB, { [`${GITHUB}:repository_owner`]: "our-org" }, []],
          [
            "a role of GitHub's for an organization's repositories",
            GITHUB,
            { [`${GITHUB}:repository`]: "our-org/*" },
            [],
          ],
          [
            "a role of GitHub's for repositories of like names",
            GITHUB,
            { [`${GITHUB}:repository`]: "our-*" },
            shared,
          ],
          [
            "a role of GitHub's for every main branch",
            GITHUB,
            { [`${GITHUB}:ref`]: "refs/heads/main" },
            shared,
          ],
          ["a role of GitHub's for its issuer", GITHUB, { [`${GITHUB}:iss`]: `https://${GITHUB}` }, shared],
          [
            "a role of GitHub's for all that is seen",
            GITHUB,
            { [`${GITHUB}:repository_visibility`]: "public" },
            shared,
          ],
          [
            "a role of GitLab's for a group",
            "gitlab.com",
            { "gitlab.com:sub": "project_path:our-group/*" },
            [],
          ],
          ["a role of a cluster's own issuer", "oidc.eks.us-east-1.amazonaws.com/id/ABC", undefined, []],
          ["a role of Cognito's for every pool", "cognito-identity.amazonaws.com", undefined, shared],
          [
            "a role of Cognito's for one pool",
            "cognito-identity.amazonaws.com",
            { "cognito-identity.amazonaws.com:aud": "us-east-1:1234" },
            [],
          ],
        ] as const
      ).map(([title, issuer, claims, said]) => [title, trusting(issuer, claims), said] as const),
      [
        "a snapshot copy for all",
        () =>
          new aws.rds.SnapshotCopy("it", {
            sourceDbSnapshotIdentifier: "s",
            targetDbSnapshotIdentifier: "t",
            sharedAccounts: ["all"],
          }),
        shared,
      ],
      [
        "a repository of images for everyone to pull",
        () =>
          new aws.ecr.RepositoryPolicy("it", {
            repository: "r",
            policy: json({ Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"] }),
          }),
        shared,
      ],
      [
        "a repository of images for an organization",
        () =>
          new aws.ecr.RepositoryPolicy("it", {
            repository: "r",
            policy: json({
              Effect: "Allow",
              Principal: "*",
              Action: ["ecr:BatchGetImage"],
              Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-abc123/*"] } },
            }),
          }),
        [],
      ],
    ],
  );
});
