import * as aws from "@pulumi/aws";
import requireCloudtrail from "../../policies/audit/require-cloudtrail";
import requireVpcFlowLogs from "../../policies/audit/require-vpc-flow-logs";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noUserAttachedPolicy from "../../policies/identity/no-user-attached-policy";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import noLongTermAccessKey from "../../policies/instances/no-long-term-access-key";
import { holdsInEveryForm } from "./forms";

const POLICIES = [
  noAdministratorPolicy,
  noEmbeddedCredentials,
  noLongTermAccessKey,
  noPublicDataSharing,
  noUserAttachedPolicy,
  requireCloudtrail,
  requireVpcFlowLogs,
];

const json = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };
const ID = `AKIA${"IOSFODNN7EXAMPLE"}`;
const administrator = ["no-administrator-policy: it"];
const shared = ["no-public-data-sharing: it"];

describe("adversarial: identity and audit", () => {
  holdsInEveryForm(POLICIES, [
    [
      "a Deny of what there is not",
      () => policy(ALL, { Effect: "Deny", Action: "none:None", Resource: "*" }),
      administrator,
    ],
    [
      "everything but one action that another statement allows",
      () =>
        policy({ ...ALL, Action: undefined, NotAction: "s3:GetObject" }, { ...ALL, Action: "S3:get?bject" }),
      administrator,
    ],
    ["everything but IAM", () => policy({ ...ALL, Action: undefined, NotAction: "iam:*" }), []],
    [
      "every letter of every service",
      () => policy({ ...ALL, Action: [..."abcdefghijklmnopqrstuvwxyz"].map((one) => `*${one}*:*`) }),
      administrator,
    ],
    [
      "statements as one object",
      () => new aws.iam.Policy("it", { policy: JSON.stringify({ Statement: ALL }) }),
      administrator,
    ],
    [
      "a user's boundary alone",
      () => new aws.iam.User("it", { permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" }),
      [],
    ],
    ["a bucket for everyone by a grant", () => bucket({ ...ALL, Principal: "*" }), shared],
    ["a bucket for an organization that a wildcard names", () => bucket(ofOrganization("o-*")), shared],
    ["a bucket for one organization", () => bucket(ofOrganization("o-abc123")), []],
    [
      "a bucket for everyone in a VPC endpoint, by a Deny of the rest",
      () => bucket({ ...ALL, Principal: "*" }, outside("vpce-0123456789abcdef0")),
      [],
    ],
    [
      "a key in the value of a tag, in base64",
      () =>
        new aws.ec2.Vpc("it", {
          cidrBlock: "10.0.0.0/16",
          tags: { note: Buffer.from(`key: ${ID}\n`).toString("base64") },
        }),
      ["no-embedded-credentials: it", "require-vpc-flow-logs: it"],
    ],
    [
      "a key that only looks like one",
      () => new aws.sns.Topic("it", { displayName: ID.replace("AKIA", "AIDA") }),
      [],
    ],
    ["flow logs on some subnets", () => subnets(1), ["require-vpc-flow-logs: it"]],
    ["flow logs on all subnets", () => subnets(2), []],
    [
      "a trail of reading alone beside a complete one",
      () => {
        trail("it", { eventSelectors: [{ readWriteType: "ReadOnly" }] });
        trail("other", {});
      },
      [],
    ],
    [
      "a trail of reading alone",
      () => trail("it", { eventSelectors: [{ readWriteType: "ReadOnly" }] }),
      ["require-cloudtrail: it"],
    ],
  ]);
});

function policy(...statements: object[]) {
  return new aws.iam.Policy("it", { policy: json(...statements) });
}

function bucket(...statements: object[]) {
  return new aws.s3.BucketPolicy("it", { bucket: "b", policy: json(...statements) });
}

function ofOrganization(id: string) {
  return { ...ALL, Principal: { AWS: "*" }, Condition: { StringLike: { "aws:PrincipalOrgID": id } } };
}

function outside(endpoint: string) {
  const Condition = { StringNotEqualsIfExists: { "aws:SourceVpce": [endpoint] } };
  return { Effect: "Deny", Principal: "*", NotAction: [], Resource: "*", Condition };
}

function trail(name: string, args: Partial<aws.cloudtrail.TrailArgs>) {
  return new aws.cloudtrail.Trail(name, {
    s3BucketName: "logs",
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    ...args,
  });
}

function subnets(logged: number) {
  const { id: vpcId } = new aws.ec2.Vpc("it", { cidrBlock: "10.0.0.0/16" });
  for (const i of [0, 1]) {
    const subnet = new aws.ec2.Subnet(`subnet-${i}`, { vpcId, cidrBlock: `10.0.${i}.0/24` });
    if (i < logged)
      new aws.ec2.FlowLog(`log-${i}`, {
        subnetId: subnet.id,
        trafficType: "ALL",
        logDestination: "arn:aws:s3:::logs",
      });
  }
}
