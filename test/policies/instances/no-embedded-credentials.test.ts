import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/no-embedded-credentials";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { later, server } from "../private-access/managed";

const FLAGGED = ["no-embedded-credentials: it"];
// Put together here, so that no scanner takes this file for a leak.
const ID = `AKIA${"IOSFODNN7EXAMPLE"}`;
const SECRET = `wJalrXUtnFEMI/K7MDENG${"/bPxRfiCYEXAMPLEKEY"}`;
const RANDOM = `q7Zk2LmP9vXc4RtY8bNw1HsD${"5gFjK3eUoA6iTzQx"}`;

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const userData = (text: string) => () => server({ userData: text }, "it");
const variables = (all: Record<string, pulumi.Input<string>>) => () =>
  new aws.lambda.Function("it", {
    role: "arn:aws:iam::111122223333:role/f",
    environment: { variables: all },
  });
const messages = async (program: () => unknown) =>
  (await judgeProgram([policy], program, "preview")).map(({ message }) => message);

describe("no-embedded-credentials", () => {
  for (const [title, flagged, passed] of [
    ["an access key id", `export ID=${ID}`, `export ID=${ID.slice(0, -1)}`],
    ["an id of a session", `ID: ${ID.replace("AKIA", "ASIA")}`, `ID: ${ID.replace("AKIA", "AIDA")}`],
    [
      "a secret by its name",
      `aws_secret_access_key = ${SECRET}`,
      `aws_secret_access_key = ${SECRET.slice(1)}`,
    ],
    ["a secret by its randomness", `run ${RANDOM}`, `run ${RANDOM.slice(1)}`],
    ["a private key", `-----BEGIN RSA PRIVATE ${"KEY"}-----`, "-----BEGIN PUBLIC KEY-----"],
    ["a token of GitLab", `glpat-${"a1".repeat(10)}`, `glpat-${"a1".repeat(9)}a`],
    ["a token of Slack", `xoxb-${"1".repeat(21)}`, `xoxb-${"1".repeat(20)}`],
    ["a key of Stripe", `sk_live_${"a1".repeat(8)}`, `sk_live_${"a1".repeat(7)}a`],
    ["a fine-grained token of GitHub", `github_pat_${"a1".repeat(11)}`, `github_pat_${"a1".repeat(10)}a`],
    ["a token of GitHub", `ghp_${"a1B2".repeat(9)}`, `ghp_${"a1B2".repeat(8)}`],
  ] as const) {
    it(`flags ${title} in user data, plain, encoded and compressed`, async () => {
      for (const form of [
        (text: string) => `#!/bin/sh\n${text}\n`,
        (text: string) => base64(`#!/bin/sh\n${text}\n`),
        (text: string) => base64(gzipSync(`#!/bin/sh\n${text}\n`)),
        (text: string) => `write_files:\n- encoding: b64\n  content: ${base64(`# settings\n${text}`)}\n`,
        (text: string) =>
          base64(`Content-Transfer-Encoding: base64\n\n${lines(base64(`${"# ".repeat(40)}\n${text}`))}`),
        (text: string) => `powershell -EncodedCommand ${base64(Buffer.from(`"${text}"`, "utf16le"))}`,
        (text: string) => base64(Buffer.from(`\uFEFF# settings\r\n${text}`, "utf16le")),
      ]) {
        assert.deepEqual(await verdict([policy], userData(form(flagged))), FLAGGED, form(flagged));
        assert.deepEqual(await verdict([policy], userData(form(passed))), [], form(passed));
      }
    });
  }

  const container = (environment: object[]) => JSON.stringify([{ name: "web", image: "web", environment }]);
  for (const [title, program] of [
    ["a function's variables", (id: string) => variables({ ID: id })()],
    [
      "a task's containers",
      (value: string) =>
        new aws.ecs.TaskDefinition("it", {
          family: "web",
          containerDefinitions: container([{ name: "ID", value }]),
        }),
    ],
    [
      "a job's containers",
      (value: string) =>
        new aws.batch.JobDefinition("it", {
          type: "container",
          containerProperties: JSON.stringify({ image: "web", environment: [{ name: "ID", value }] }),
        }),
    ],
    [
      "a build's variables",
      (value: string) =>
        new aws.codebuild.Project("it", {
          artifacts: { type: "NO_ARTIFACTS" },
          environment: {
            computeType: "BUILD_GENERAL1_SMALL",
            image: "i",
            type: "LINUX_CONTAINER",
            environmentVariables: [{ name: "ID", value }],
          },
          serviceRole: "arn:aws:iam::111122223333:role/b",
          source: { type: "NO_SOURCE" },
        }),
    ],
    ["a tag", (value: string) => server({ tags: { note: value } }, "it")],
    ["a tag's key", (value: string) => server({ tags: { [value]: "key" } }, "it")],
    ["a launch template", (id: string) => new aws.ec2.LaunchTemplate("it", { userData: base64(`ID=${id}`) })],
    ["a plain parameter", (value: string) => new aws.ssm.Parameter("it", { type: "String", value })],
    ["a secret of the program", (id: string) => variables({ ID: pulumi.secret(id) })()],
  ] as const) {
    it(`looks into ${title}`, async () => {
      assert.deepEqual(await verdict([policy], () => program(ID)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program("plain")), []);
    });
  }

  it("passes what keeps secrets", async () => {
    const kept = () => {
      new aws.secretsmanager.SecretVersion("a", {
        secretId: "s",
        secretString: JSON.stringify({ ID, SECRET }),
      });
      new aws.ssm.Parameter("b", { type: "SecureString", value: ID });
      new aws.iam.AccessKey("c", { user: "u" });
      new aws.kms.Ciphertext("e", { keyId: "k", plaintext: ID });
      new aws.acm.Certificate("d", { privateKey: `-----BEGIN PRIVATE ${"KEY"}-----`, certificateBody: "c" });
    };
    assert.deepEqual(await verdict([policy], kept), []);
  });

  it("passes the fields of a stream that keep secrets, and flags those beside them", async () => {
    const stream = (args: object) => () =>
      new aws.kinesis.FirehoseDeliveryStream("it", {
        destination: "x",
        ...args,
      } as aws.kinesis.FirehoseDeliveryStreamArgs);
    for (const [property, kept, beside] of [
      ["httpEndpointConfiguration", "accessKey", "name"],
      ["splunkConfiguration", "hecToken", "hecEndpoint"],
      ["snowflakeConfiguration", "privateKey", "user"],
    ] as const) {
      assert.deepEqual(await verdict([policy], stream({ [property]: { [kept]: ID } })), [], kept);
      assert.deepEqual(await verdict([policy], stream({ [property]: { [beside]: ID } })), FLAGGED, beside);
    }
  });

  it("flags the SDK's variables by name, but for placeholders and references", async () => {
    assert.deepEqual(await verdict([policy], variables({ AWS_SECRET_ACCESS_KEY: "hunter2" })), FLAGGED);
    for (const value of [
      "",
      "$" + "{SECRET}",
      "{{resolve:secretsmanager:s}}",
      "arn:aws:secretsmanager:eu-west-1:1:secret:s",
    ]) {
      assert.deepEqual(await verdict([policy], variables({ AWS_SECRET_ACCESS_KEY: value })), [], value);
    }
    assert.deepEqual(await verdict([policy], variables({ SECRET_NAME: "hunter2" })), []);
    const build = (type: string) => () =>
      new aws.codebuild.Project("it", {
        artifacts: { type: "NO_ARTIFACTS" },
        environment: {
          computeType: "BUILD_GENERAL1_SMALL",
          image: "i",
          type: "LINUX_CONTAINER",
          environmentVariables: [{ name: "AWS_ACCESS_KEY_ID", type, value: "/build/key" }],
        },
        serviceRole: "arn:aws:iam::111122223333:role/b",
        source: { type: "NO_SOURCE" },
      });
    assert.deepEqual(await verdict([policy], build("PLAINTEXT")), FLAGGED);
    assert.deepEqual(await verdict([policy], build("PARAMETER_STORE")), []);
  });

  it("knows nearly every secret by its randomness, and takes no hash, path, name or certificate for one", async () => {
    const secrets = Array.from({ length: 200 }, () => randomBytes(30).toString("base64"));
    let known = 0;
    for (const secret of secrets) known += (await messages(userData(`run ${secret}`))).length;
    assert.ok(known > 180, `${known} of 200`);
    const others = [
      "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "/opt/company/releases/current/bin/start",
      "MyCompanyProductionDatabaseBackupVault01",
      "arn:aws:iam::111122223333:role/ProductionApplicationServerDeploymentRole",
      `sha256:${"0123456789abcdef".repeat(4)}`,
      `-----BEGIN CERTIFICATE-----\n${lines(randomBytes(48 * 20 + 30).toString("base64"), 64)}\n-----END CERTIFICATE-----`,
      `ssh-rsa ${randomBytes(279).toString("base64")} ayumi`,
    ];
    for (const text of others) assert.deepEqual(await messages(userData(text)), [], text);
  });

  it("names property and format, and repeats no letter of what it found", async () => {
    const [found = "", ...rest] = await messages(variables({ KEY: `${ID} ${SECRET} ${RANDOM}` }));
    assert.deepEqual(rest, []);
    assert.equal(
      told({ message: found }),
      "environment.variables.KEY holds an access key id and a secret access key.",
    );
    const [key = ""] = await messages(() => server({ tags: { [ID]: "mine", other: "x" } }, "it"));
    assert.equal(told({ message: key }), "tags holds an access key id.");
    const both = await messages(() => server({ tags: { [ID]: ID } }, "it"));
    assert.deepEqual(
      both.map((message) => told({ message })),
      ["tags holds an access key id.", "tags.… holds an access key id."],
    );
    for (const message of [found, key, ...both]) {
      for (const text of [ID, SECRET, RANDOM]) assert.ok(!message.includes(text.slice(0, 12)), message);
    }
  });

  it("leaves what is not known yet to the update, and is not stopped by other types", async () => {
    const program = () => variables({ ID: later(ID) })();
    assert.equal((await judgeProgram([policy], program, "preview")).length, 0);
    assert.equal((await judgeProgram([policy], program, "update")).length, 1);
    const odd = () =>
      server({ userData: 7 as unknown as string, tags: ["a"] as unknown as Record<string, string> }, "it");
    assert.deepEqual(await verdict([policy], odd), []);
    assert.deepEqual(await verdict([policy], userData(base64(gzipSync("x".repeat(3_000_000))))), []);
  });
});

function lines(text: string, length = 76): string {
  return text.replace(new RegExp(`.{${length}}`, "g"), "$&\n");
}
