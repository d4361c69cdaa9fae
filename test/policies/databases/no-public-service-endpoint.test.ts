import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/databases/no-public-service-endpoint";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";

const NAME = "no-public-service-endpoint";
const FLAGGED = [`${NAME}: it`];

const later = <T>(value: T) => new aws.ec2.Eip("later", {}).id.apply(() => value);

const eks = (vpcConfig: object) => () =>
  new aws.eks.Cluster("it", {
    roleArn: "arn:aws:iam::123456789012:role/eks",
    vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], ...vpcConfig },
  });
const msk = (connectivityInfo?: object) => () =>
  new aws.msk.Cluster("it", {
    kafkaVersion: "3.6.0",
    numberOfBrokerNodes: 2,
    brokerNodeGroupInfo: {
      clientSubnets: [],
      instanceType: "kafka.m5.large",
      securityGroups: [],
      ...(connectivityInfo && { connectivityInfo }),
    },
  });
const mq = (args: object) => () =>
  new aws.mq.Broker("it", {
    brokerName: "b",
    engineType: "RabbitMQ",
    engineVersion: "3.13",
    hostInstanceType: "mq.m5.large",
    users: [],
    ...args,
  } as never);
const transfer = (args: object) => () => new aws.transfer.Server("it", args);
const mainframe = (publiclyAccessible: boolean) => () =>
  new aws.m2.Environment("it", { engineType: "bluage", instanceType: "M2.m5.large", publiclyAccessible });
const inputs =
  (...blocks: pulumi.Input<string>[]) =>
  () =>
    new aws.medialive.InputSecurityGroup("it", { whitelistRules: blocks.map((cidr) => ({ cidr })) });
const airflow = (webserverAccessMode?: string) => () =>
  new aws.mwaa.Environment("it", {
    dagS3Path: "dags",
    executionRoleArn: "arn:aws:iam::123456789012:role/airflow",
    networkConfiguration: { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1"] },
    sourceBucketArn: "arn:aws:s3:::dags",
    ...(webserverAccessMode !== undefined && { webserverAccessMode }),
  });

const statement = (Principal: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "es:*",
  Resource: "*",
  ...more,
});
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const from = (block: string) => statement("*", { Condition: { IpAddress: { "aws:SourceIp": block } } });
const domain = (args: object) => () => new aws.opensearch.Domain("it", args);

describe(NAME, () => {
  const publicAccess = (type: string) => ({ publicAccess: { type } });
  const anyone = document(statement("*"));
  const rows: [string, () => unknown, boolean][] = [
    ["EKS that says nothing", eks({}), true],
    ["EKS open to everyone", eks({ endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] }), true],
    ["EKS open to two halves", eks({ publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }), true],
    ["EKS open to an office", eks({ publicAccessCidrs: ["203.0.113.0/24"] }), false],
    [
      "EKS open to an office and everyone of IPv6",
      eks({ publicAccessCidrs: ["203.0.113.0/24", "::/0"] }),
      true,
    ],
    [
      "EKS with a private endpoint alone",
      eks({ endpointPublicAccess: false, endpointPrivateAccess: true }),
      false,
    ],
    ["MSK with public addresses", msk(publicAccess("SERVICE_PROVIDED_EIPS")), true],
    ["MSK without", msk(publicAccess("DISABLED")), false],
    ["MSK that says nothing", msk(), false],
    [
      "a public database, which no-public-database judges",
      () => new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", publiclyAccessible: true }),
      false,
    ],
    ["a public broker", mq({ publiclyAccessible: true }), true],
    ["a private broker", mq({ publiclyAccessible: false }), false],
    ["a broker that says nothing", mq({}), false],
    ["a Transfer server that says nothing", transfer({}), true],
    ["a public Transfer server", transfer({ endpointType: "PUBLIC" }), true],
    [
      "a Transfer server in a VPC",
      transfer({ endpointType: "VPC", endpointDetails: { vpcId: "vpc-1" } }),
      false,
    ],
    ["a public mainframe", mainframe(true), true],
    ["a private mainframe", mainframe(false), false],
    ["a public Airflow", airflow("PUBLIC_ONLY"), true],
    ["a private Airflow", airflow("PRIVATE_ONLY"), false],
    ["an Airflow that says nothing", airflow(), false],
    ["inputs of MediaLive that take everyone's", inputs("10.0.0.0/8", "0.0.0.0/0"), true],
    ["inputs that take two halves of the world", inputs("0.0.0.0/1", "128.0.0.0/1"), true],
    ["inputs that take an office's", inputs("203.0.113.0/24"), false],
    ["a domain for everyone", domain({ accessPolicies: anyone }), true],
    [
      "a domain for everyone, in a VPC",
      domain({ accessPolicies: anyone, vpcOptions: { subnetIds: ["subnet-1"] } }),
      false,
    ],
    [
      "a domain for everyone, whose subnet has no name",
      domain({ accessPolicies: anyone, vpcOptions: { subnetIds: [""] } }),
      true,
    ],
    ["a domain for everyone, by AWS", domain({ accessPolicies: document(statement({ AWS: "*" })) }), true],
    [
      "a domain for one role",
      domain({ accessPolicies: document(statement({ AWS: "arn:aws:iam::123456789012:role/x" })) }),
      false,
    ],
    [
      "a domain for an office",
      domain({
        accessPolicies: document(
          statement("*", { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
        ),
      }),
      false,
    ],
    ["a domain for a /8", domain({ accessPolicies: document(from("203.0.0.0/8")) }), true],
    ["a domain for a private /8", domain({ accessPolicies: document(from("10.0.0.0/8")) }), false],
    [
      "a domain for halves of the world",
      domain({ accessPolicies: document(from("0.0.0.0/1"), from("128.0.0.0/1")) }),
      true,
    ],
    [
      "a domain for halves that are denied elsewhere",
      domain({ accessPolicies: document(from("0.0.0.0/1"), { ...statement("*"), Effect: "Deny" }) }),
      false,
    ],
    ["a domain without a policy", domain({}), false],
    [
      "an Elasticsearch domain for everyone",
      () => new aws.elasticsearch.Domain("it", { accessPolicies: anyone }),
      true,
    ],
  ];
  for (const [what, program, isFlagged] of rows) {
    it(`${isFlagged ? "flags" : "passes"} ${what}`, async () => {
      assert.deepEqual(await verdict([policy], () => void program()), isFlagged ? FLAGGED : []);
    });
  }

  it("joins a policy of its own to its domain, by reference and by name", async () => {
    const program =
      (name: (domainName: pulumi.Output<string>) => pulumi.Input<string>, principal: unknown) => () => {
        const { domainName } = new aws.opensearch.Domain("it", { domainName: "search" });
        new aws.opensearch.DomainPolicy("policy", {
          domainName: name(domainName),
          accessPolicies: document(statement(principal)),
        });
      };
    assert.deepEqual(
      await verdict(
        [policy],
        program((one) => one, "*"),
      ),
      FLAGGED,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => "search", "*"),
      ),
      FLAGGED,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => "another", "*"),
      ),
      [],
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => "search", { AWS: "arn:aws:iam::123456789012:root" }),
      ),
      [],
    );
  });

  it("names the policy of a domain that stands apart from it", async () => {
    const program = () => {
      const { domainName } = new aws.opensearch.Domain("it", { domainName: "search" });
      new aws.opensearch.DomainPolicy("apart", { domainName, accessPolicies: document(statement("*")) });
    };
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(violation?.message ?? "", /accessPolicies of DomainPolicy apart /);
  });

  it("takes other limits and addresses", async () => {
    const program = eks({ publicAccessCidrs: ["198.51.100.0/23"] });
    assert.deepEqual(await verdict([policy], program), FLAGGED);
    assert.deepEqual(await verdict([configured(policy, { maxPublicAddresses: 512 })], program), []);
    assert.deepEqual(await verdict([configured(policy, { allowedCidrs: ["198.51.100.0/24"] })], program), []);
  });

  it("decides once it is known", async () => {
    for (const program of [
      () => eks({ endpointPublicAccess: later(true) })(),
      () => eks({ publicAccessCidrs: [later("0.0.0.0/0")] })(),
      () => mq({ publiclyAccessible: later(true) })(),
      () => transfer({ endpointType: later("PUBLIC") })(),
      () => inputs(later("0.0.0.0/0"))(),
      () => domain({ accessPolicies: later(anyone) })(),
    ]) {
      assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
      assert.equal((await judgeProgram([policy], program, "update")).length, 1);
    }
  });

  it("judges the rest of what is malformed", async () => {
    assert.deepEqual(await verdict([policy], () => void eks({ publicAccessCidrs: ["everyone"] })()), []);
    assert.deepEqual(
      await verdict([policy], () => void eks({ publicAccessCidrs: ["everyone", "0.0.0.0/0"] })()),
      FLAGGED,
    );
    for (const bad of ["", "{", "[]", "7"]) {
      assert.deepEqual(await verdict([policy], () => void domain({ accessPolicies: bad })()), []);
    }
    assert.deepEqual(await verdict([policy], () => void transfer({ endpointType: 7 as never })()), []);
  });

  it("says what opens it, and to whom", async () => {
    const message = async (program: () => unknown) =>
      told((await judgeProgram([policy], program, "preview"))[0]);
    assert.equal(
      await message(eks({})),
      "vpcConfig.endpointPublicAccess is left out, which means true, open to 0.0.0.0/0.",
    );
    assert.equal(
      await message(inputs("0.0.0.0/0")),
      'whitelistRules[0].cidr is "0.0.0.0/0", open to 0.0.0.0/0.',
    );
    assert.equal(
      await message(domain({ accessPolicies: anyone })),
      "it lies outside a VPC, and accessPolicies Statement[0] admits everyone.",
    );
  });
});
