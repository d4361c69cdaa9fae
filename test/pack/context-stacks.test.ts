import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed } from "../../network/exposures/flows";
import { Session } from "../../network/session";
import { readContextStacks } from "../../pack/context-stacks";
import { type Analyzer, guarded } from "../../pack/door";
import { policies } from "../../policies";
import { judge, summary } from "../harness/judge";
import type { Phase } from "../harness/program";
import { networkOf } from "../network/rendered-network";
import { sharedNetwork, stateFile } from "../shared-network";

describe("an application in the network of another stack", () => {
  afterEach(() => Session.standBeside([]));

  const found = async (phase: Phase, subnets?: string, isBeside = true) => {
    const { network, application } = await sharedNetwork(phase, subnets);
    Session.standBeside(isBeside ? readContextStacks([stateFile(network)], undefined) : []);
    return summary(await judge(policies, application, { through: "door" }));
  };

  for (const phase of ["preview", "update"] as const) {
    it(`is judged with that stack beside it, which nothing is found on: ${phase}`, async () => {
      assert.deepEqual(await found(phase), []);
      assert.deepEqual(await found(phase, "publicSubnetIds"), ["no-database-in-public-subnet: ledger"]);
    });

    it(`is passed in silence by itself, for nobody knows where its subnets lead: ${phase}`, async () => {
      assert.deepEqual(await found(phase, "publicSubnetIds", false), []);
    });

    it(`gets and sends what it would in one stack: ${phase}`, async () => {
      const { network, application } = await sharedNetwork(phase);
      Session.standBeside(readContextStacks([stateFile(network)], undefined));
      assert.deepEqual(listed(new Exposures(networkOf(application)).flows).map(flowText), [
        "SecurityGroup application-dev → Database ledger: tcp 5432",
      ]);
    });
  }

  it("is not seen in its older state, if that is named as well", async () => {
    const { network, application } = await sharedNetwork("update");
    Session.standBeside(readContextStacks([network, application].map(stateFile), undefined));
    const { resources } = networkOf(application);
    const known = new Set(application.map(({ urn }) => urn));
    assert.ok(resources.every(({ urn, isContext }) => isContext !== known.has(urn)));
    assert.equal(resources.filter(({ isContext }) => !isContext).length, application.length);
  });
});

describe("files of other stacks in the pack's configuration", () => {
  const file = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), "network-guard-")), "state.json");
    writeFileSync(path, text);
    return path;
  };

  /** What the pack answers to a configuration, and whether the SDK hears of it. */
  const configure = (contextStacks: readonly string[], folder?: string) => {
    let heard = false;
    const service = {
      getAnalyzerInfo: (_: unknown, callback: (error: null, info: unknown) => void) =>
        callback(null, new analyzer.AnalyzerInfo()),
      configureStack: () => undefined,
      configure: () => {
        heard = true;
      },
    };
    const door = guarded(service as unknown as Analyzer, () => [], { folderOf: () => folder });
    door.configureStack({ request: new analyzer.AnalyzerStackConfigureRequest() } as never, () => undefined);
    const request = new analyzer.ConfigureAnalyzerRequest();
    const options = Struct.fromJavaScript({ contextStacks: [...contextStacks] });
    request.getPolicyconfigMap().set("review-exemptions", new analyzer.PolicyConfig().setProperties(options));
    let refusal = "";
    door.configure({ request } as never, (error) => {
      refusal = (error as { details?: string } | null)?.details ?? "";
    });
    return { heard, refusal };
  };

  afterEach(() => Session.standBeside([]));

  it("are read, relative ones from the project's folder", async () => {
    const { network } = await sharedNetwork("update");
    const path = stateFile(network);
    assert.deepEqual(configure([path]), { heard: true, refusal: "" });
    assert.deepEqual(configure([basename(path)], dirname(path)), { heard: true, refusal: "" });
  });

  for (const [title, path, message] of [
    ["is not there", "/nowhere/state.json", /\/nowhere\/state\.json: it cannot be read \(ENOENT\)/],
    ["is a folder", tmpdir(), /it cannot be read \(EISDIR\)/],
    ["is no JSON", file("{ password: hunter2"), /state\.json: it is not JSON\.$/],
    ["is no state", file('{"steps":[]}'), /it is no state; `pulumi stack export` writes one/],
    ["is of another version", file('{"version":2,"deployment":{}}'), /it is a state of version 2; .*\.$/],
    [
      "is of a newer engine",
      file('{"version":4,"features":["moods"],"deployment":{}}'),
      /it is a state that uses moods, which/,
    ],
    [
      "has resources that are no list",
      file('{"deployment":{"resources":{}}}'),
      /resources are no list; `pulumi/,
    ],
    ["has resources that are none", file('{"deployment":{"resources":[3]}}'), /without urn and type/],
    [
      "has a resource without a type",
      file('{"deployment":{"resources":[{"urn":"urn:pulumi:prod::network::aws:ec2/vpc:Vpc::main"}]}}'),
      /without urn and type/,
    ],
    [
      "has a resource without a URN",
      file('{"deployment":{"resources":[{"type":"aws:ec2/vpc:Vpc"}]}}'),
      /without urn and type/,
    ],
    ["has a path from nowhere", "state.json", /state\.json: a relative path/],
  ] as const) {
    it(`refuse the configuration where one ${title}`, () => {
      const { heard, refusal } = configure([path]);
      assert.match(refusal, message);
      assert.match(refusal, /^review-exemptions: contextStacks: /);
      assert.doesNotMatch(refusal, /hunter2/);
      assert.equal(heard, false);
    });
  }

  it("keep what is secret in them, and leave unknown what is encrypted", () => {
    const signed = (value: object) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ...value,
    });
    const urn = "urn:pulumi:prod::network::aws:ec2/vpc:Vpc::main";
    const inputs = {
      tags: signed({ plaintext: '{"key":"hunter2"}' }),
      cidrBlock: signed({ ciphertext: "v1:…" }),
    };
    const state = {
      version: 3,
      deployment: { resources: [{ urn, type: "aws:ec2/vpc:Vpc", inputs, outputs: {} }] },
    };
    const [vpc] = readContextStacks([file(JSON.stringify(state))], undefined);
    assert.deepEqual(vpc?.declared?.tags, { key: "hunter2" });
    assert.equal(typeof vpc?.declared?.cidrBlock, "symbol");
    assert.deepEqual(vpc?.secrets, ["hunter2"]);
    Session.standBeside(readContextStacks([file(JSON.stringify(state))], undefined));
    assert.equal(Session.begin(new Map()).secrets.mask("is hunter2 here", urn), "is [secret] here");
  });
});
