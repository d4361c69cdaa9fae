import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
import requireCloudtrail from "../../policies/audit/require-cloudtrail";
import alarmsDisabled from "../../policies/audit/require-network-change-alarms";
import requireVpcFlowLogs from "../../policies/audit/require-vpc-flow-logs";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import noLongTermAccessKey from "../../policies/instances/no-long-term-access-key";
import { configured } from "../harness/configured";
import { judge } from "../harness/judge";
import { runProgram } from "../harness/program";
import { holdsInEveryForm } from "./forms";

// Put together here, so that no scanner takes this file for a leak.
const ID = `AKIA${"IOSFODNN7EXAMPLE"}`;
const ALIBABA_ID = `LTAI5t${"AbCdEfGhIjKlMnOpQr"}`;
const SECRET = `wJalrXUtnFEMI/K7MDENG${"/bPxRfiCYEXAMPLEKEY"}`;
const RANDOM = `q7Zk2LmP9vXc4RtY8bNw1HsD${"5gFjK3eUoA6iTzQx"}`;
const PRIVATE = `PRIVATE ${"KEY"}`;
const PEM = `-----BEGIN ${PRIVATE}-----\nMIGT\n-----END ${PRIVATE}-----`;
const ACCOUNT = "111122223333";

const held = ["no-embedded-credentials: it"];
const base64 = (text: string) => Buffer.from(text).toString("base64");
const runs = (...lines: string[]) =>
  new aws.ec2.LaunchTemplate("it", { userData: base64(`#!/bin/sh\n${lines.join("\n")}\n`) });
const variables = (all: Record<string, string>) =>
  new aws.lambda.Function("it", { role: `arn:aws:iam::${ACCOUNT}:role/f`, environment: { variables: all } });
const indented = (text: string) => text.split("\n").map((line) => `    ${line}`);
const wrapped = (text: string) => text.replace(/.{64}/g, "$&\n");
const containers = (one: object) =>
  new aws.ecs.TaskDefinition("it", {
    family: "f",
    containerDefinitions: JSON.stringify([{ name: "c", image: "i", ...one }]),
  });
const login = {
  authorizationEndpoint: "https://a.example",
  issuer: "https://a.example",
  tokenEndpoint: "https://a.example",
  userInfoEndpoint: "https://a.example",
  clientId: "c",
};

describe("adversarial: credentials that are written down", () => {
  holdsInEveryForm(
    [noEmbeddedCredentials, noLongTermAccessKey],
    [
      [
        "a key set by the command line",
        () => runs(`aws configure set aws_secret_access_key ${SECRET}`),
        held,
      ],
      [
        "a key in a profile",
        () => runs("cat > ~/.aws/credentials <<E", "[default]", `aws_secret_access_key=${SECRET}`, "E"),
        held,
      ],
      ["a key in PowerShell", () => runs(`$env:AWS_SECRET_ACCESS_KEY = '${SECRET}'`), held],
      [
        "a key as an argument in PowerShell",
        () => runs(`Set-AWSCredential -SecretKey ${SECRET} -StoreAs default`),
        held,
      ],
      ["a key of Hadoop's", () => runs(`spark.hadoop.fs.s3a.secret.key ${SECRET}`), held],
      ["a key in Java's properties", () => runs(`aws.secretAccessKey=${SECRET}`), held],
      ["a key in YAML", () => runs("write_files:", `- content: "secretAccessKey: '${SECRET}'"`), held],
      [
        "a presigned address",
        () => runs(`curl "https://b.s3.amazonaws.com/k?X-Amz-Credential=${ID}%2F20260101"`),
        held,
      ],
      [
        "a key that is read at run time",
        () =>
          runs("export AWS_SECRET_ACCESS_KEY=$(aws ssm get-parameter --name /deploy/key --with-decryption)"),
        [],
      ],
      ["a key of PGP", () => runs(`-----BEGIN PGP ${PRIVATE} BLOCK-----`), held],
      [
        "an indented certificate whose last line has forty letters",
        () => runs("write_files:", "- content: |", ...indented(`${"q7Zk2LmP9vXc4RtY".repeat(4)}\n${RANDOM}`)),
        [],
      ],
      ["an indented secret", () => runs("write_files:", "- content: |", ...indented(`run\n${RANDOM}`)), held],
      [
        "an indented file in base64",
        () =>
          runs("- encoding: b64", "  content: |", ...indented(wrapped(base64(`${"# ".repeat(40)}\n${ID}`)))),
        held,
      ],
      ["a public key of PGP", () => runs("-----BEGIN PGP PUBLIC KEY BLOCK-----"), []],
      [
        "user data of thirty letters, which base64 makes forty",
        () => new aws.ec2.LaunchTemplate("it", { userData: base64("#!/bin/bash\nyum update -y\nexit") }),
        [],
      ],
      [
        "a path of forty letters by the name of a secret",
        () => variables({ SECRET_NAME: "production/orders/database/main/password" }),
        [],
      ],
      ["a secret by the name of a secret", () => variables({ SECRET_VALUE: SECRET }), held],
      [
        "an image's digest, ids and ARNs",
        () =>
          variables({
            A: "ami-0abcdef1234567890",
            B: `sha256:${"0123456789abcdef".repeat(4)}`,
            C: "123e4567-e89b-12d3-a456-426614174000",
            D: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
          }),
        [],
      ],
      [
        "a hash of Git and one of SHA-256",
        () =>
          variables({
            COMMIT: "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
            HASH: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          }),
        [],
      ],
      [
        "a pixel in base64",
        () =>
          variables({
            LOGO: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
          }),
        [],
      ],
      [
        "a container's secret by reference",
        () => containers({ secrets: [{ name: "AWS_SECRET_ACCESS_KEY", valueFrom: "/deploy/key" }] }),
        [],
      ],
      [
        "a container's variable",
        () => containers({ environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: "hunter2" }] }),
        held,
      ],
      [
        "a container's command",
        () => containers({ command: ["sh", "-c", `AWS_SECRET_ACCESS_KEY=${SECRET} run`] }),
        held,
      ],
      [
        "a registry's login by reference",
        () =>
          containers({
            repositoryCredentials: {
              credentialsParameter: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:r`,
            },
          }),
        [],
      ],
      [
        "App Runner's secret by name of a parameter",
        () =>
          new aws.apprunner.Service("it", {
            serviceName: "s",
            sourceConfiguration: {
              imageRepository: {
                imageIdentifier: "i",
                imageRepositoryType: "ECR",
                imageConfiguration: { runtimeEnvironmentSecrets: { AWS_SECRET_ACCESS_KEY: "/deploy/key" } },
              },
            },
          }),
        [],
      ],
      [
        "App Runner's variable",
        () =>
          new aws.apprunner.Service("it", {
            serviceName: "s",
            sourceConfiguration: {
              imageRepository: {
                imageIdentifier: "i",
                imageRepositoryType: "ECR",
                imageConfiguration: { runtimeEnvironmentVariables: { AWS_SECRET_ACCESS_KEY: "/deploy/key" } },
              },
            },
          }),
        held,
      ],
      [
        "Beanstalk's variable",
        () =>
          new aws.elasticbeanstalk.Environment("it", {
            application: "a",
            settings: [
              {
                namespace: "aws:elasticbeanstalk:application:environment",
                name: "AWS_SECRET_KEY",
                value: SECRET,
              },
            ],
          }),
        held,
      ],
      [
        "a secret that is written and never kept",
        () =>
          new aws.secretsmanager.SecretVersion("it", {
            secretId: "s",
            secretStringWo: `{"key":"${ID}"}`,
            secretStringWoVersion: 1,
          }),
        [],
      ],
      [
        "a parameter that is written and never kept",
        () => new aws.ssm.Parameter("it", { type: "SecureString", valueWo: ID, valueWoVersion: 1 }),
        [],
      ],
      [
        "a parameter that anybody reads",
        () => new aws.ssm.Parameter("it", { type: "String", insecureValue: ID }),
        held,
      ],
      ["a key of API Gateway", () => new aws.apigateway.ApiKey("it", { value: RANDOM }), []],
      [
        "a listener's login",
        () =>
          new aws.lb.Listener("it", {
            loadBalancerArn: "arn",
            defaultActions: [
              { type: "authenticate-oidc", authenticateOidc: { ...login, clientSecret: RANDOM } },
            ],
          }),
        [],
      ],
      ["a variable that is named like a listener's login", () => variables({ clientSecret: RANDOM }), held],
      [
        "a login with Apple",
        () =>
          new aws.cognito.IdentityProvider("it", {
            userPoolId: "p",
            providerName: "SignInWithApple",
            providerType: "SignInWithApple",
            providerDetails: { client_id: "c", team_id: "t", key_id: "k", private_key: PEM },
          }),
        [],
      ],
      [
        "a stream's key for its endpoint",
        () =>
          new aws.kinesis.FirehoseDeliveryStream("it", {
            destination: "http_endpoint",
            httpEndpointConfiguration: {
              url: "https://e.example",
              accessKey: RANDOM,
              s3Configuration: { bucketArn: "arn:aws:s3:::b", roleArn: "arn" },
            },
          }),
        [],
      ],
      [
        "a stream's key among its attributes",
        () =>
          new aws.kinesis.FirehoseDeliveryStream("it", {
            destination: "http_endpoint",
            httpEndpointConfiguration: {
              url: "https://e.example",
              requestConfiguration: { commonAttributes: [{ name: "key", value: RANDOM }] },
              s3Configuration: { bucketArn: "arn:aws:s3:::b", roleArn: "arn" },
            },
          }),
        held,
      ],
      ["an access key that is off", () => new aws.iam.AccessKey("it", { user: "u", status: "Inactive" }), []],
      [
        "an access key whose secret is encrypted for somebody",
        () => new aws.iam.AccessKey("it", { user: "u", pgpKey: "keybase:ayumi" }),
        ["no-long-term-access-key: it"],
      ],
    ],
  );
});

describe("adversarial: what makes keys, where its answer alone is shown", () => {
  for (const [maker, make, outputs] of [
    [
      "AWS",
      () => new aws.iam.AccessKey("it", { user: "u" }),
      { id: ID, secret: SECRET, sesSmtpPasswordV4: RANDOM },
    ],
    [
      "Alibaba Cloud",
      () => new alicloud.ram.AccessKey("it", { userName: "u" }),
      { id: ALIBABA_ID, secret: RANDOM.slice(0, 30) },
    ],
  ] as const) {
    it(`${Object.keys(outputs).join(", ")} of ${maker}`, async () => {
      const made = (await runProgram(make, "update")).map((one) => ({
        ...one,
        outputs: { ...one.outputs, ...outputs },
      }));
      assert.deepEqual(await judge([noEmbeddedCredentials], made, { outputsAlone: true }), []);
    });
  }
});

type Selector = aws.types.input.cloudtrail.TrailAdvancedEventSelectorFieldSelector;
const trail = (args: Partial<aws.cloudtrail.TrailArgs>) =>
  new aws.cloudtrail.Trail("it", {
    s3BucketName: "logs",
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    ...args,
  });
const selects = (...all: Selector[][]) =>
  trail({ advancedEventSelectors: all.map((fieldSelectors) => ({ fieldSelectors })) });
const MANAGEMENT = { field: "eventCategory", equals: ["Management"] };
const incomplete = ["require-cloudtrail: it"];
const unlogged = ["require-vpc-flow-logs: it"];

const vpcWith = (log: (vpc: aws.ec2.Vpc) => aws.ec2.FlowLogArgs) => {
  const vpc = new aws.ec2.Vpc("it", { cidrBlock: "10.0.0.0/16" });
  new aws.ec2.FlowLog("log", { logDestination: "arn:aws:s3:::logs", logDestinationType: "s3", ...log(vpc) });
};

describe("adversarial: trails and flow logs", () => {
  holdsInEveryForm(
    [requireCloudtrail],
    [
      [
        "basic selectors of data beside those of management",
        () =>
          trail({
            eventSelectors: [
              {
                includeManagementEvents: true,
                readWriteType: "All",
                dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
              },
            ],
          }),
        [],
      ],
      [
        "one that leaves out keys",
        () =>
          trail({
            eventSelectors: [
              { includeManagementEvents: true, excludeManagementEventSources: ["kms.amazonaws.com"] },
            ],
          }),
        [],
      ],
      [
        "reading and writing in two selectors",
        () =>
          selects(
            [MANAGEMENT, { field: "readOnly", equals: ["true"] }],
            [MANAGEMENT, { field: "readOnly", equals: ["false"] }],
          ),
        [],
      ],
      [
        "calls whose name ends somehow",
        () => selects([MANAGEMENT, { field: "eventName", endsWiths: ["Bucket"] }]),
        incomplete,
      ],
      [
        "calls whose name does not end somehow",
        () => selects([MANAGEMENT, { field: "eventName", notEndsWiths: ["Bucket"] }]),
        [],
      ],
      [
        "calls whose name starts somehow",
        () => selects([MANAGEMENT, { field: "eventName", startsWiths: ["Put"] }]),
        incomplete,
      ],
      [
        "data and network activity",
        () =>
          selects(
            [{ field: "eventCategory", equals: ["Data"] }],
            [{ field: "eventCategory", equals: ["NetworkActivity"] }],
          ),
        incomplete,
      ],
      [
        "unusual activity alone",
        () => trail({ insightSelectors: [{ insightType: "ApiCallRateInsight" }] }),
        [],
      ],
      [
        "an organization's of one region",
        () => trail({ isOrganizationTrail: true, isMultiRegionTrail: false }),
        incomplete,
      ],
      [
        "one with global services in one region",
        () => trail({ includeGlobalServiceEvents: true, isMultiRegionTrail: false }),
        incomplete,
      ],
    ],
  );
  holdsInEveryForm(
    [requireVpcFlowLogs],
    [
      [
        "a log of the VPC to a stream",
        () =>
          vpcWith(({ id: vpcId }) => ({
            vpcId,
            trafficType: "ALL",
            logDestinationType: "kinesis-data-firehose",
          })),
        [],
      ],
      [
        "a log of accepted traffic",
        () => vpcWith(({ id: vpcId }) => ({ vpcId, trafficType: "ACCEPT" })),
        unlogged,
      ],
      [
        "a log of a transit gateway",
        () => vpcWith(() => ({ transitGatewayId: "tgw-0123456789abcdef0", maxAggregationInterval: 60 })),
        unlogged,
      ],
      [
        "a log of an interface",
        () => vpcWith(() => ({ eniId: "eni-0123456789abcdef0", trafficType: "ALL" })),
        unlogged,
      ],
      [
        "a log of another VPC",
        () => vpcWith(() => ({ vpcId: "vpc-0fedcba9876543210", trafficType: "ALL" })),
        unlogged,
      ],
    ],
  );
});

const NAMES = {
  groups: [
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
  ],
  acls: [
    "CreateNetworkAcl",
    "CreateNetworkAclEntry",
    "DeleteNetworkAcl",
    "DeleteNetworkAclEntry",
    "ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
  ],
  gateways: [
    "CreateCustomerGateway",
    "DeleteCustomerGateway",
    "AttachInternetGateway",
    "CreateInternetGateway",
    "DeleteInternetGateway",
    "DetachInternetGateway",
  ],
  routes: [
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
  ],
  vpcs: [
    "CreateVpc",
    "DeleteVpc",
    "ModifyVpcAttribute",
    "AcceptVpcPeeringConnection",
    "CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection",
    "RejectVpcPeeringConnection",
  ],
};
type Spelling = (name: string) => string;
const cis = (spelled: Spelling, around: Spelling = (all) => `{${all}}`) =>
  Object.values(NAMES).map((names) => around(names.map(spelled).join("||")));
const alarms = configured(alarmsDisabled, { enforcementLevel: "advisory" });
const untold = ["require-network-change-alarms: it"];
const told =
  (patterns: string[], { metricName = "Changes", actions = ["arn:aws:sns:eu-west-1:111122223333:t"] } = {}) =>
  () => {
    const logGroupName = "trail";
    new aws.cloudtrail.Trail("it", {
      s3BucketName: "logs",
      cloudWatchLogsGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${logGroupName}:*`,
    });
    for (const [i, pattern] of patterns.entries())
      new aws.cloudwatch.LogMetricFilter(`f${i}`, {
        logGroupName,
        pattern,
        metricTransformation: { namespace: "CIS", name: "Changes", value: "1" },
      });
    const how = { comparisonOperator: "GreaterThanOrEqualToThreshold", evaluationPeriods: 1, threshold: 1 };
    new aws.cloudwatch.MetricAlarm("a", { ...how, namespace: "CIS", metricName, alarmActions: actions });
  };
const plain: Spelling = (name) => `($.eventName=${name})`;
const and = (more: string) => cis(plain, (all) => `{ (${all}) && ${more} }`);

describe("adversarial: alarms on changes of the network", () => {
  holdsInEveryForm(
    [alarms],
    [
      ["without blanks", told(cis(plain)), []],
      [
        "with blanks and lines",
        told(
          cis(
            (name) => `\n  ( $.eventName = ${name} ) `,
            (all) => `  {${all}\n}  `,
          ),
        ),
        [],
      ],
      ["in quotation marks", told(cis((name) => `($.eventName="${name}")`)), []],
      [
        "with the source of each",
        told(cis((name) => `($.eventSource=ec2.amazonaws.com) && ($.eventName=${name})`)),
        [],
      ],
      ["without errors", told(and("($.errorCode NOT EXISTS)")), []],
      ["but those of services", told(and("($.eventType != AwsServiceEvent)")), []],
      [
        "but those of one role",
        told(and('($.userIdentity.arn != "arn:aws:iam::111122223333:role/deploy")')),
        untold,
      ],
      ["of root alone", told(and('($.userIdentity.type = "Root")')), untold],
      ["in one region", told(and("($.awsRegion = eu-west-1)")), untold],
      [
        "by expressions",
        told(["{ $.eventName = %SecurityGroup|NetworkAcl|Gateway% }", "{ $.eventName = %Route|Vpc% }"]),
        [],
      ],
      [
        "by expressions that leave out routes",
        told(["{ $.eventName = %SecurityGroup|NetworkAcl|Gateway% }", "{ $.eventName = %^[A-Z][a-z]+Vpc% }"]),
        untold,
      ],
      ["on another metric", told(cis(plain), { metricName: "Others" }), untold],
      ["that nobody is told", told(cis(plain), { actions: [] }), untold],
      [
        "without one of the calls",
        told(cis((name) => (name === "DeleteVpc" ? "($.eventName=DeleteVpcs)" : plain(name)))),
        untold,
      ],
    ],
  );
});
