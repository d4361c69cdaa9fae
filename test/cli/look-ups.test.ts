import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Coverage } from "../../cli/coverage";
import { awsAnswer } from "../../cli/program/aws";
import { LookUps } from "../../cli/program/invokes";
import { isNotKnown } from "../../cli/program/not-known";
import { type Properties, unknown } from "../../cli/properties";
import { policyDocument } from "../../testing/policy-document";
import { check, fixture, jsonFile, seen, told } from "./run";

function ask(name: string, args: Properties = {}, provider: Properties = { region: "eu-west-1" }) {
  const assumed: string[] = [];
  const answer = awsAnswer({ token: `aws:index/${name}:${name}`, args, provider }, (what) =>
    assumed.push(what),
  );
  return { answer: answer ?? {}, assumed };
}

describe("what look-ups of AWS itself are answered", () => {
  it("is the region of the call, else of its provider", () => {
    assert.deepEqual(ask("getRegion").answer.region, "eu-west-1");
    assert.deepEqual(ask("getRegion").answer.endpoint, "ec2.eu-west-1.amazonaws.com");
    assert.deepEqual(ask("getRegion", { region: "us-west-2" }).answer.name, "us-west-2");
    assert.deepEqual(ask("getRegion", { name: "us-west-2" }).answer.id, "us-west-2");
    assert.deepEqual(ask("getRegion", { endpoint: "ec2.us-west-2.amazonaws.com" }).answer.id, "us-west-2");
    assert.deepEqual(ask("getRegion").assumed, []);
  });

  it("is nothing where the region is not known", () => {
    assert.deepEqual(ask("getRegion", {}, { region: unknown }).answer, {});
    assert.deepEqual(ask("getAvailabilityZones", {}, { region: unknown }).answer, {});
  });

  it("is the image that ECS recommends, not known, and no other parameter", () => {
    const parameter = (name: string) =>
      awsAnswer(
        { token: "aws:ssm/getParameter:getParameter", args: { name }, provider: {} },
        () => undefined,
      );
    const name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended";
    const { value, ...rest } = parameter(name) ?? {};
    assert.deepEqual(rest, { name, id: name, type: "String" });
    const { schema_version, ...fields } = JSON.parse(String(value));
    assert.equal(schema_version, 1);
    assert.deepEqual(Object.keys(fields), [
      ...["image_id", "image_name", "image_version", "os", "ecs_agent_version", "ecs_runtime_version"],
    ]);
    assert.ok(Object.values(fields).every(isNotKnown));
    assert.equal(new Set(Object.values(fields)).size, 6);
    for (const other of [`${name}/image_id`, `/own${name}`, "/own/image"])
      assert.equal(parameter(other), undefined, other);
    assert.equal(
      awsAnswer(
        { token: "aws:ssm/getParameter:getParameter", args: { name: unknown }, provider: {} },
        () => undefined,
      ),
      undefined,
    );
  });

  it("is the region of the environment where the provider has none", () => {
    const before = process.env.AWS_REGION;
    process.env.AWS_REGION = "ap-south-1";
    try {
      assert.equal(ask("getRegion", {}, {}).answer.region, "ap-south-1");
    } finally {
      if (before === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = before;
    }
  });

  it("are three zones, without those excluded", () => {
    const all = ask("getAvailabilityZones", { state: "available" });
    assert.deepEqual(all.answer.names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(all.assumed, ["zones eu-west-1a to c"]);
    const { answer } = ask("getAvailabilityZones", { excludeNames: ["eu-west-1b"] });
    assert.deepEqual(answer.names, ["eu-west-1a", "eu-west-1c"]);
  });

  it("are no zones of another kind", () => {
    const filter = (value: string) => ({ filters: [{ name: "zone-type", values: [value] }] });
    assert.deepEqual(ask("getAvailabilityZones", filter("local-zone")).answer, {});
    assert.equal(
      (ask("getAvailabilityZones", filter("availability-zone")).answer.names as string[]).length,
      3,
    );
    assert.deepEqual(ask("getAvailabilityZones", { state: "impaired" }).answer, {});
    assert.deepEqual(ask("getAvailabilityZones", { allAvailabilityZones: true }).answer, {});
  });

  it("are an assumed account, and the partition of the region", () => {
    const { answer, assumed } = ask("getCallerIdentity");
    assert.deepEqual([answer.accountId, assumed], ["123456789012", ["account 123456789012"]]);
    assert.deepEqual(ask("getPartition").answer.partition, "aws");
    assert.deepEqual(ask("getPartition").assumed, []);
    assert.deepEqual(ask("getPartition", {}, { region: unknown }).assumed, ["partition aws"]);
    assert.deepEqual(ask("getPartition", {}, { region: "us-gov-west-1" }).answer.partition, "aws-us-gov");
    assert.deepEqual(ask("getPartition", {}, { region: "cn-north-1" }).answer, {
      id: "aws-cn",
      partition: "aws-cn",
      dnsSuffix: "amazonaws.com.cn",
      reverseDnsPrefix: "cn.com.amazonaws",
    });
  });
});

describe("a policy document", () => {
  const statementOf = (statement: Properties) =>
    JSON.parse(policyDocument({ statements: [statement] }).json).Statement[0];

  it("is written as the provider writes it", () => {
    const { json, minifiedJson } = policyDocument({
      statements: [{ sid: "1", actions: ["s3:GetObject", "s3:PutObject"], resources: ["a<&{aws:username}"] }],
    });
    assert.equal(
      json,
      `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject",
        "s3:GetObject"
      ],
      "Resource": "a\\u003c\${aws:username}"
    }
  ]
}`,
    );
    assert.deepEqual(JSON.parse(minifiedJson), JSON.parse(json));
    assert.doesNotMatch(minifiedJson, /\s/);
    assert.equal(policyDocument({}).minifiedJson, '{"Version":"2012-10-17"}');
  });

  it("joins the principals of one type, and knows everyone", () => {
    const principal = (...principals: Properties[]) => statementOf({ principals }).Principal;
    assert.deepEqual(
      principal(
        { type: "Service", identifiers: ["ec2.amazonaws.com"] },
        { type: "AWS", identifiers: ["b", "a", "b"] },
      ),
      { AWS: ["b", "a"], Service: "ec2.amazonaws.com" },
    );
    assert.equal(principal({ type: "*", identifiers: ["*"] }), "*");
    assert.deepEqual(principal({ type: "AWS", identifiers: ["*"] }), { AWS: "*" });
    assert.deepEqual(principal(unknown as never, { type: "AWS", identifiers: ["a"] }), { AWS: "a" });
  });

  it("joins the conditions of one test and variable", () => {
    const { Condition } = statementOf({
      conditions: [
        { test: "StringLike", variable: "s3:prefix", values: ["b", "a"] },
        { test: "StringLike", variable: "s3:prefix", values: ["c"] },
        { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
        unknown,
      ],
    });
    assert.deepEqual(Condition, {
      Bool: { "aws:SecureTransport": "true" },
      StringLike: { "s3:prefix": ["b", "a", "c"] },
    });
  });

  it("merges source and override documents by Sid", () => {
    const document = (...statements: Properties[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const { json } = policyDocument({
      sourcePolicyDocuments: [document({ Sid: "one", Effect: "Allow", Action: "a" }, { Effect: "Deny" })],
      statements: [
        { sid: "one", actions: ["b"] },
        { sid: "two", actions: ["c"] },
      ],
      overridePolicyDocuments: [document({ Sid: "two", Effect: "Deny", Action: "d" })],
    });
    assert.deepEqual(JSON.parse(json).Statement, [
      { Sid: "one", Effect: "Allow", Action: "b" },
      { Effect: "Deny" },
      { Sid: "two", Effect: "Deny", Action: "d" },
    ]);
  });

  it("is refused as the provider refuses it", () => {
    const twice = [{ sid: "one" }, { sid: "one" }];
    assert.throws(() => policyDocument({ statements: twice }), /duplicate Sid \(one\)/);
    assert.throws(() => policyDocument({ sourcePolicyDocuments: ["{"] }), /merging source document 0/);
  });
});

describe("network-guard check of a program that looks things up", () => {
  const region = ["--config", "aws:region=us-west-2"];
  let program: Awaited<ReturnType<typeof told>>;
  before(async () => {
    program = await told("show-resource", fixture("look-ups"), ...region);
  });

  it("answers what follows from the configuration or can be assumed, and says so", () => {
    assert.deepEqual(program.resources.get("known")?.props, {
      region: "us-west-2",
      there: "eu-central-1",
      names: ["us-west-2a", "us-west-2b", "us-west-2c"],
      accountId: "123456789012",
    });
    assert.match(
      program.err,
      /not judged: 3 look-ups without an answer; assumed: .*, zones us-west-2a to c, account 123456789012\n$/,
    );
  });

  it("lets a program go on with what nobody knows, and takes it for unknown in resources", () => {
    const { resources } = program;
    const subnets = [unknown, unknown, unknown];
    assert.deepEqual(resources.get("in-0")?.props, { subnet: unknown, subnets, json: unknown });
    assert.deepEqual(resources.get("in-1")?.props, { subnet: unknown, subnets, json: unknown });
    assert.deepEqual(resources.get("image")?.props, { image: unknown });
  });

  it("tells a program that fails what it looked up, and writes answers to fill in", async () => {
    const { code, err } = await check(fixture("look-ups"), ...region, "--config", "fail=true");
    assert.equal(code, 2);
    assert.match(
      err,
      /looked up what nobody knows offline:\n {2}aws:ec2\/getVpc:getVpc \{"default":true\}\n/,
    );
    const [, file = ""] = /--invokes (\S+)\n/.exec(err) ?? [];
    const answers = parse(readFileSync(file, "utf8"));
    assert.deepEqual(
      answers.map(({ token }: { token: string }) => token),
      ["aws:ec2/getVpc:getVpc", "aws:ec2/getSubnets:getSubnets", "aws:ec2/getAmi:getAmi"],
    );
    assert.equal(answers[0].result.cidrBlock, null);
    const answered = answers.map((answer: Properties, position: number) =>
      position === 0 ? { ...answer, result: { ...(answer.result as Properties), id: "vpc-1" } } : answer,
    );
    const again = await seen(
      "show-resource",
      fixture("look-ups"),
      ...region,
      "--invokes",
      jsonFile(answered),
    );
    assert.match(String(again.get("in-0")?.props.json), /:vpc\/vpc-1"/);
    assert.equal(again.get("in-0")?.props.subnet, unknown);
  });

  describe("that a program fails after", () => {
    /** What is told of a look-up with these arguments, and what the file for answers holds of them. */
    function advice(args: Properties, values: Record<string, string>) {
      const lookUps = new LookUps([], __dirname, new Coverage());
      lookUps.answer({ token: "site:index:find", args, provider: {} });
      const secretKeys = new Set(Object.keys(values).filter((key) => key !== "shop:open"));
      const told = lookUps.advice({ values: new Map(Object.entries(values)), secretKeys });
      const [, file = ""] = /--invokes (\S+)$/.exec(told) ?? [];
      const [entry] = parse(readFileSync(file, "utf8"));
      return { told: told.split("\n")[1], args: entry.args };
    }

    it("are told without secrets of the configuration, which they carry unmarked", () => {
      const list = '{"users":[{"pin":4711}],"flag":true}';
      const { told, args } = advice(
        {
          name: "pre-hunter2hunter2",
          nested: [{ pin: 4711 }],
          short: "abc",
          flag: true,
          port: 22,
          zone: "a",
        },
        { "shop:password": "hunter2hunter2", "shop:list": list, "shop:short": "abc", "shop:open": "a" },
      );
      assert.equal(
        told,
        '  site:index:find {"name":"pre-[secret]","nested":[{"pin":"[secret]"}],"short":"[secret]","flag":true,"port":22,"zone":"a"}',
      );
      assert.deepEqual(args, { flag: true, port: 22, zone: "a" });
    });

    it("are told whole where none is secret, or what is secret is not known", () => {
      const args = { name: "web", id: unknown };
      const expected = { told: `  site:index:find ${JSON.stringify(args)}`, args };
      assert.deepEqual(advice(args, {}), expected);
      assert.deepEqual(advice(args, { "shop:password": unknown }), expected);
    });
  });
});
