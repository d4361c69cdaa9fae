import assert from "node:assert/strict";
import { isAbsolute } from "node:path";
import { unknown } from "../../cli/properties";
import type { ReportedFinding } from "../../report/finding";
import { startsPrograms } from "../end-to-end/kept-programs";
import { check, fixture, jsonFile, seen, server, stateOf, told } from "./run";

const assumed = "assumed: a stack without name and settings (--stack)";

describe("network-guard check of a program", () => {
  describe("in a process of its own", () => {
    startsPrograms();

    it("judges a JavaScript program and reports by resource, with exit code 1", async () => {
      const { code, out, err } = await check(fixture("leaky"));
      assert.equal(err, `3 findings in 2 resources; ${assumed}\n`);
      assert.equal(code, 1);
      const lines = out.split("\n").map((line) => line.replace(/\S*fixtures\//g, ""));
      assert.deepEqual(lines, [
        "Server web  leaky/index.js:3",
        "  mandatory high  no-open-port",
        "    port 22",
        "    is open",
        "    Listen elsewhere.",
        "",
        "Server db  leaky/index.js:4, web  leaky/index.js:3",
        "  advisory low  require-owner",
        "    no owner",
        "",
        "1 mandatory, 2 advisory in 2 resources",
        "",
      ]);
    });

    it("applies the transforms that a program registers", async () => {
      const resources = await seen("show-stack", fixture("transforms"));
      const second = resources.get("second");
      assert.deepEqual(second?.props, { id: unknown, owner: "everyone", peer: unknown, port: 2 });
      assert.equal(second?.opts.protect, true);
      assert.deepEqual(second?.propertyDependencies, { peer: [resources.get("first")?.urn] });
    });

    it("hands out the project's and the stack's configuration, secrets as unknowns, and gives each resource its provider, with default tags", async () => {
      const { resources, err } = await told("show-resource", fixture("config"));
      assert.deepEqual(resources.get("web")?.props, {
        port: 80,
        size: "large",
        password: unknown,
        rules: [{ port: 22, from: unknown }],
        stack: "staging",
        organization: "organization",
        region: "eu-west-1",
      });
      assert.match(err, /; not judged: 2 encrypted configuration values\n$/);
      assert.deepEqual(resources.get("web")?.provider?.props, {
        defaultTags: '{"tags":{"Environment":"production"}}',
        region: "eu-west-1",
        version: "7.1.0",
      });
      assert.deepEqual(resources.get("elsewhere")?.provider?.props, {
        defaultTags: '{"tags":{"Env":"dev"}}',
        region: "us-east-1",
      });
    });

    it("takes the stack and configuration values from the command line", async () => {
      const resources = await seen(
        "show-resource",
        fixture("config"),
        ...["--stack", "acme/config/prod"],
        ...["--config", "port=8080", "--config", "config:password=a=b", "-c", "rules=[]"],
        ...["-c", "aws:region=ap-northeast-1"],
      );
      assert.deepEqual(resources.get("web")?.props, {
        port: 8080,
        size: "small",
        password: "a=b",
        rules: [],
        stack: "prod",
        organization: "acme",
        region: "ap-northeast-1",
      });
      assert.equal(resources.get("web")?.provider?.props.region, "ap-northeast-1");
    });
  });

  it("is silent with exit code 0 when clean, whatever the program prints", async () => {
    assert.deepEqual(await check(fixture("clean")), {
      code: 0,
      out: "",
      err: `0 findings in 1 resource; ${assumed}\n`,
    });
  });

  it("passes with advisory findings alone", async () => {
    const { code, out } = await check(
      stateOf(server("web", { port: 22 }), server("db", { port: 5432 })),
      "--policy-pack-config",
      jsonFile({ "no-open-port": "disabled" }),
    );
    assert.equal(code, 0);
    assert.match(out, /2 advisory in 2 resources/);
  });

  it("runs a file as well as a folder, and prints plain objects with --json", async () => {
    const { code, out } = await check(fixture("leaky", "index.js"), "--json");
    const findings = JSON.parse(out) as ReportedFinding[];
    assert.equal(code, 1);
    assert.deepEqual(
      findings.map(({ policy, level, severity }) => [policy, level, severity]),
      [
        ["no-open-port", "mandatory", "high"],
        ["require-owner", "advisory", "low"],
        ["require-owner", "advisory", "low"],
      ],
    );
    const first = findings[0];
    assert.equal(first?.urn, "urn:pulumi:unnamed::leaky::aws:test/server:Server::web");
    assert.equal(first?.message, "port 22\nis open");
    assert.equal(first?.remediationSteps, "Listen elsewhere.");
    assert.equal(first?.source?.line, 3);
    assert.ok(isAbsolute(first?.source?.file ?? ""));
  });

  describe("in TypeScript", () => {
    // Whether types are checked is shown where a program does not compile.
    before(() => {
      process.env.TS_NODE_TRANSPILE_ONLY = "true";
    });
    after(() => {
      delete process.env.TS_NODE_TRANSPILE_ONLY;
    });

    it("runs a program from the project's main with its nodeargs", async () => {
      const resources = await seen("show-resource", fixture("typescript"));
      assert.deepEqual(resources.get("web")?.props, { owner: "network guard", port: 22 });
    });

    it("runs a program of ES modules, and tells its lines as they are written", async () => {
      const { out, err } = await check(fixture("es-module"), "--quiet", "--json");
      assert.equal(err, "");
      type Found = { policy: string; urn: string; source: { file: string; line: number } };
      const places = (JSON.parse(out) as Found[])
        .filter(({ policy }) => policy === "require-owner")
        .toSorted((one, other) => one.source.line - other.source.line)
        .flatMap(({ urn, source: { file, line } }) => [
          `Server ${urn.split("::").at(-1)}`,
          `${file.replace(/^.*(?=es-module\/)/, "")}:${line}`,
        ]);
      assert.deepEqual(places, [
        ...["Server top", "es-module/index.ts:11"],
        ...["Server listed", "es-module/index.ts:12"],
        ...["Server inner", "es-module/index.ts:17"],
      ]);
    });
  });

  it("shows components, children, options, and what is unknown", async () => {
    const resources = await seen("show-stack", fixture("component"));
    const prefix = "urn:pulumi:unnamed::component::";
    const stack = `${prefix}pulumi:pulumi:Stack::component-unnamed`;
    const home = `${prefix}site:index:Site::home`;
    const first = `${prefix}site:index:Site$aws:test/server:Server::first`;

    assert.equal(resources.get("home")?.parent, stack);
    assert.deepEqual(resources.get("home")?.props, { count: 2 });
    const last = resources.get("last");
    assert.equal(last?.urn, first.replace("first", "last"));
    assert.equal(last?.parent, home);
    assert.deepEqual(last?.dependencies, [first]);
    assert.deepEqual(last?.propertyDependencies, {
      nested: [first],
      next: [first],
      peer: [first],
      text: [first],
    });
    assert.deepEqual(last?.props, {
      id: unknown,
      next: unknown,
      text: unknown,
      password: "hunter2",
      nothing: null,
      nested: { peer: unknown, known: [1, unknown] },
      peer: unknown,
    });
    assert.deepEqual(last?.opts, {
      protect: true,
      ignoreChanges: ["text"],
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["nested"],
      aliases: [],
      customTimeouts: { createSeconds: 5400, updateSeconds: 0, deleteSeconds: 0 },
      parent: home,
    });
  });

  it("reads what exists below a parent that has had other names, and tells transforms of such names", async () => {
    const resources = await seen("show-resource", fixture("aliases"));
    assert.deepEqual([...resources.keys()].sort(), ["aliases-unnamed", "default_7_1_0", "site", "web"]);
    assert.deepEqual(resources.get("web")?.props, { port: 443, beside: "server-1", formerly: "old-web" });
    assert.deepEqual(resources.get("web")?.opts.aliases, []);
  });

  it("says that a remote component is not judged, and judges the rest", async () => {
    const { code, out, err } = await check(fixture("remote"));
    assert.match(
      err,
      /^note: awsx:ec2:Vpc "vpc" is a remote component.*\n1 finding in 1 resource; not judged: 1 component; assumed: /,
    );
    assert.equal(code, 1);
    assert.match(out, /1 mandatory in 1 resource\n/);
  });

  it("answers functions with unknowns of the declared shape, and stack references with unknowns, and says so", async () => {
    const { resources, err } = await told("show-resource", fixture("invokes"));
    assert.deepEqual(resources.get("in-0")?.props, { zone: unknown, image: unknown });
    assert.deepEqual(resources.get("in-1")?.props, { zone: unknown, image: unknown });
    assert.deepEqual(resources.get("referring")?.props, { subnet: unknown, subnets: unknown });
    assert.match(err, /not judged: 3 look-ups without an answer; assumed: /);
  });

  it("answers functions from a file", async () => {
    const answers = fixture("invokes", "answers.yaml");
    const { resources, err } = await told("show-resource", fixture("invokes"), "--invokes", answers);
    assert.deepEqual(resources.get("in-0")?.props, { zone: "eu-west-1a", image: "ami-1" });
    assert.deepEqual(resources.get("in-1")?.props, { zone: "eu-west-1b", image: "ami-1" });
    assert.deepEqual(resources.get("referring")?.props, { port: 80, subnet: "subnet-1" });
    assert.doesNotMatch(err, /not judged/);
  });
});
