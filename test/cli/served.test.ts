import assert from "node:assert/strict";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import type { Message } from "google-protobuf";
import { type Asking, ServedPack } from "../../cli/pack/served";
import { noOptions } from "../../cli/program/providers";
import { type Properties, signature } from "../../cli/properties";
import type { RegisteredResource } from "../../cli/resource";
import { fromStruct, toStruct } from "../../cli/struct";
import { jsonFile } from "./run";

const { EnforcementLevel: Level, PolicySeverity: Severity } = analyzer;

const STACK = {
  ...{ organization: "acme", project: "shop", stack: "dev", dryRun: true },
  config: new Map([
    ["aws:region", "eu-west-1"],
    ["pulumi:tags", '{"cost":7,"team":"web"}'],
  ]),
  secretKeys: new Set(["shop:token"]),
};

const urnOf = (name: string) => `urn:pulumi:dev::shop::aws:test/server:Server::${name}`;
const server = (name: string, inputs: Properties = {}): RegisteredResource => ({
  ...{ ...noOptions, urn: urnOf(name), type: "aws:test/server:Server", inputs, outputs: inputs },
  ...{ parent: "", provider: "", dependencies: [], propertyDependencies: {} },
});

const port = new analyzer.PolicyInfo()
  .setName("no-open-port")
  .setDescription("A server must not listen.")
  .setEnforcementlevel(Level.MANDATORY)
  .setSeverity(Severity.POLICY_SEVERITY_HIGH)
  .setRemediationSteps("Listen elsewhere.")
  .setUrl("https://example.com/port")
  .setTagsList(["servers"])
  .setFramework(
    new analyzer.PolicyComplianceFramework()
      .setName("Rules")
      .setVersion("1")
      .setReference("1.2")
      .setSpecification("Ports"),
  )
  .setConfigschema(
    new analyzer.PolicyConfigSchema().setProperties(
      toStruct({ port: { type: "number" }, list: { type: "array" } }),
    ),
  );
const owner = new analyzer.PolicyInfo()
  .setName("require-owner")
  .setEnforcementlevel(Level.ADVISORY)
  .setConfigschema(
    new analyzer.PolicyConfigSchema().setProperties(toStruct({ owner: {} })).setRequiredList(["owner"]),
  );
/** As a pack may tell of one whose level only a newer engine knows. */
const plain = new analyzer.PolicyInfo().setName("plain").setEnforcementlevel(99 as 0);
const INITIAL: Record<string, analyzer.PolicyConfig> = {
  "require-owner": new analyzer.PolicyConfig()
    .setEnforcementlevel(Level.DISABLED)
    .setProperties(toStruct({ owner: "ops" })),
};

interface Answers {
  provider?: string;
  analyze?: analyzer.AnalyzeResponse;
  analyzeStack?: analyzer.AnalyzeResponse;
  remediate?: analyzer.RemediateResponse;
}

interface Call {
  method: string;
  request: Message;
  doing: string;
  /** What it would say of a refusal. */
  refused?: string | undefined;
}

/** A pack that answers what it is told to, and keeps what it has been asked. */
async function started(answers: Answers = {}, config: object = {}) {
  const info = new analyzer.AnalyzerInfo()
    .setName("servers")
    .setProvider(answers.provider ?? "")
    .setPoliciesList([port, owner, plain]);
  for (const [name, one] of Object.entries(INITIAL)) info.getInitialconfigMap().set(name, one);
  const calls: Call[] = [];
  const client = Object.fromEntries(
    ["getAnalyzerInfo", "configure", "configureStack", "analyze", "analyzeStack", "remediate"].map((name) => [
      name,
      name,
    ]),
  );
  const ask = async (method: string, request: Message, doing: string, refusal?: (text: string) => string) => {
    calls.push({ method, request, doing, refused: refusal?.("no") });
    return method === "getAnalyzerInfo" ? info : answers[method as keyof Answers];
  };
  const never = new Promise<never>(() => undefined);
  const connection = { client, ask, tell: ask, failed: never } as unknown as Asking;
  const configFile = jsonFile(config);
  const pack = await ServedPack.over(connection, () => undefined, { directory: "/pack", configFile }, STACK);
  const asked = <Request>(method: string) =>
    calls.filter((call) => call.method === method).map(({ request }) => request as Request);
  return { pack, calls, asked, configFile, never };
}

const diagnostic = (policy: string, message: string, urn = "") =>
  new analyzer.AnalyzeDiagnostic()
    .setPolicyname(policy)
    .setDescription("A server must not listen.")
    .setMessage(message)
    .setEnforcementlevel(Level.MANDATORY)
    .setUrn(urn);

const analyzeStack = new analyzer.AnalyzeResponse();

describe("a pack that is served", () => {
  it("tells of its policies all that the protocol has words for", async () => {
    const { pack } = await started();
    assert.deepEqual(pack.policies, [
      {
        ...{ name: "no-open-port", description: "A server must not listen.", level: "mandatory" },
        ...{ severity: "high", remediationSteps: "Listen elsewhere.", url: "https://example.com/port" },
        tags: ["servers"],
        framework: { name: "Rules", version: "1", reference: "1.2", specification: "Ports" },
        options: { port: { type: "number" }, list: { type: "array" } },
        required: [],
      },
      {
        ...{ name: "require-owner", description: "", level: "advisory", tags: [] },
        ...{ options: { owner: {} }, required: ["owner"] },
      },
      { name: "plain", description: "", level: "mandatory", tags: [], options: {}, required: [] },
    ]);
  });

  const severities = [
    ["low", Severity.POLICY_SEVERITY_LOW],
    ["medium", Severity.POLICY_SEVERITY_MEDIUM],
    ["high", Severity.POLICY_SEVERITY_HIGH],
    ["critical", Severity.POLICY_SEVERITY_CRITICAL],
    [undefined, Severity.POLICY_SEVERITY_UNSPECIFIED],
  ] as const;
  it("says how bad a finding is, or else its policy does", async () => {
    for (const [severity, told] of severities) {
      const found = diagnostic("no-open-port", "").setSeverity(told);
      const { pack } = await started({
        analyze: new analyzer.AnalyzeResponse().setDiagnosticsList([found]),
        analyzeStack,
      });
      pack.show(server("web"), undefined);
      assert.equal((await pack.judge(new Map())).ofResources[0]?.severity, severity ?? "high");
    }
  });

  for (const [said, names] of [
    ["", []],
    ["aws", ["aws"]],
    ["aws, alicloud  kubernetes,", ["aws", "alicloud", "kubernetes"]],
  ] as const)
    it(`is about the packages that it names: "${said}"`, async () => {
      const { pack } = await started({ provider: said });
      assert.deepEqual(pack.packageNames, names);
    });

  it("is told of the stack before it is configured, and again for every run", async () => {
    const { pack, calls, asked } = await started();
    assert.deepEqual(
      calls.map(({ method, doing }) => [method, doing]),
      [
        ["getAnalyzerInfo", "telling of its policies"],
        ["configureStack", "hearing of the stack"],
        ["configure", "taking its configuration"],
      ],
    );
    await pack.beginRun();
    const told = asked<analyzer.AnalyzerStackConfigureRequest>("configureStack");
    assert.equal(told.length, 2);
    for (const one of told)
      assert.deepEqual(one.toObject(), {
        ...{ organization: "acme", project: "shop", stack: "dev", dryRun: true },
        ...{ configSecretKeysList: ["shop:token"], configMap: [...STACK.config] },
        tagsMap: [
          ["cost", "7"],
          ["team", "web"],
        ],
      });
  });

  it("is configured with what it says itself, and what its file says above that", async () => {
    const settingsOf = async (config: object) => {
      const { asked, pack, configFile, calls } = await started({}, config);
      const [request] = asked<analyzer.ConfigureAnalyzerRequest>("configure");
      const told = [...(request?.getPolicyconfigMap().entries() ?? [])].map(([name, one]) => [
        ...[name, one.getEnforcementlevel(), fromStruct(one.getProperties())],
      ]);
      assert.equal(calls.at(-1)?.refused, `${configFile}: no`);
      told.sort(([one], [other]) => String(one).localeCompare(String(other)));
      return { told, levels: pack.judged.map(({ name, level }) => [name, level]), pack };
    };
    const own = await settingsOf({});
    assert.deepEqual(own.told, [
      ["no-open-port", Level.MANDATORY, {}],
      ["plain", Level.MANDATORY, {}],
      ["require-owner", Level.DISABLED, { owner: "ops" }],
    ]);
    assert.deepEqual(own.levels, [
      ["no-open-port", "mandatory"],
      ["require-owner", "disabled"],
      ["plain", "mandatory"],
    ]);
    assert.equal(own.pack.isActive, true);
    assert.equal(own.pack.judged[0]?.pack, "servers");
    const given = await settingsOf({ "no-open-port": { enforcementLevel: "remediate", port: 22 } });
    assert.deepEqual(given.told[0], ["no-open-port", Level.REMEDIATE, { port: 22 }]);
    assert.equal((await settingsOf({ all: "disabled" })).pack.isActive, false);
  });

  it("is asked of each resource in turn, and then of the stack", async () => {
    const { pack, asked, calls, never } = await started({
      analyze: new analyzer.AnalyzeResponse(),
      analyzeStack,
    });
    const provider = server("provider");
    pack.show(server("web", { port: 1, __defaults: [] }), provider);
    const known = { ...server("web"), provider: provider.urn };
    await pack.judge(new Map([known, provider].map((one) => [one.urn, one])));
    const [one] = asked<analyzer.AnalyzeRequest>("analyze");
    assert.deepEqual([one?.getUrn(), one?.getProvider()?.getUrn()], [urnOf("web"), provider.urn]);
    assert.deepEqual(fromStruct(one?.getProperties()), { port: 1 });
    const [all] = asked<analyzer.AnalyzeStackRequest>("analyzeStack");
    assert.deepEqual(
      all?.getResourcesList().map((shown) => [shown.getUrn(), shown.getProvider()?.getUrn()]),
      [
        [urnOf("web"), provider.urn],
        [provider.urn, undefined],
      ],
    );
    assert.deepEqual(
      calls.slice(-2).map(({ doing }) => doing),
      [`judging ${urnOf("web")}`, "judging the stack"],
    );
    await pack.beginRun();
    assert.deepEqual(await pack.judge(new Map()), { ofResources: [], ofStack: [] });
    assert.equal(asked("analyze").length, 1);
    assert.equal(pack.failed, never);
  });

  const SAID = {
    ...{ remediationSteps: "Listen elsewhere.", url: "https://example.com/port", tags: ["servers"] },
    framework: { name: "Rules", version: "1", reference: "1.2", specification: "Ports" },
  };

  it("says of each finding where it is, how it counts and what its policy says", async () => {
    const description = "A server must not listen.";
    const { pack } = await started({
      analyze: new analyzer.AnalyzeResponse().setDiagnosticsList([
        diagnostic("no-open-port", `${description}\n  port 22 is open `, urnOf("other")),
        diagnostic("another", "by itself").setPolicypackname("theirs").setEnforcementlevel(Level.ADVISORY),
      ]),
      analyzeStack: new analyzer.AnalyzeResponse().setDiagnosticsList([
        diagnostic("require-owner", "who", urnOf("web")).setEnforcementlevel(Level.REMEDIATE),
        diagnostic("require-owner", "where", urnOf("gone")),
      ]),
    });
    pack.show(server("web"), undefined);
    const { ofResources, ofStack } = await pack.judge(new Map([[urnOf("web"), server("web")]]));
    const [web, root] = [urnOf("web"), "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"];
    assert.deepEqual(ofResources, [
      {
        ...{ policy: "no-open-port", pack: "servers", level: "mandatory", severity: "high", urn: web },
        ...{ description, message: "port 22 is open", ...SAID },
      },
      { policy: "another", pack: "theirs", level: "advisory", urn: web, description, message: "by itself" },
    ]);
    const what = { policy: "require-owner", pack: "servers", level: "mandatory", description };
    assert.deepEqual(ofStack, [
      { ...what, urn: web, message: "who" },
      { ...what, urn: root, message: "where" },
    ]);
  });

  const remedy = (policy: string, after: Properties | undefined, failure = "") =>
    new analyzer.Remediation()
      .setPolicyname(policy)
      .setPolicypackname("servers")
      .setDescription("A server must not listen.")
      .setDiagnostic(failure)
      .setProperties(after === undefined ? undefined : toStruct(after));
  const mending = { "no-open-port": "remediate" };
  const remediated = (...all: analyzer.Remediation[]) =>
    started({ remediate: new analyzer.RemediateResponse().setRemediationsList(all) }, mending);

  it("mends nothing unless a policy is to", async () => {
    const { pack, asked } = await started();
    const { inputs } = server("web", { port: 22 });
    assert.deepEqual(await pack.remediate(server("web", inputs), undefined), { inputs, findings: [] });
    assert.deepEqual(asked("remediate"), []);
  });

  it("mends what one policy left after another, and says what each changed", async () => {
    const { pack, asked, calls } = await remediated(
      remedy("no-open-port", { port: 443 }),
      remedy("require-owner", { port: 443, owner: "ops" }),
      remedy("another", { port: 443, owner: "ops" }),
    );
    const web = server("web", { port: 22, __defaults: [] });
    const { inputs, findings } = await pack.remediate(web, server("provider"));
    assert.deepEqual(inputs, { port: 443, owner: "ops" });
    const what = {
      pack: "servers",
      level: "remediated",
      urn: web.urn,
      description: "A server must not listen.",
    };
    assert.deepEqual(findings, [
      { ...what, policy: "no-open-port", severity: "high", message: "port was 22 and is now 443" },
      { ...what, policy: "require-owner", message: 'owner is now "ops"' },
      { ...what, policy: "another", message: "A server must not listen." },
    ]);
    const [request] = asked<analyzer.AnalyzeRequest>("remediate");
    assert.deepEqual(fromStruct(request?.getProperties()), web.inputs);
    assert.equal(request?.getProvider()?.getUrn(), urnOf("provider"));
    assert.equal(calls.at(-1)?.doing, `mending ${web.urn}`);
  });

  it("leaves what it fails to mend, references and all, and says why", async () => {
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: urnOf("vpc"), id: "vpc-1" };
    const web = server("web", { vpc: reference });
    const failed = remedy("no-open-port", undefined, "it cannot");
    const { pack } = await remediated(failed);
    const { inputs, findings } = await pack.remediate(web, undefined);
    assert.equal(inputs, web.inputs);
    assert.deepEqual(
      findings.map(({ level, message }) => [level, message]),
      [["advisory", "it cannot"]],
    );
    const { pack: other } = await remediated(
      failed,
      remedy("no-open-port", { vpc: "vpc-1", port: 1 }),
      failed,
    );
    const mended = await other.remediate(web, undefined);
    assert.deepEqual(mended.inputs, { vpc: "vpc-1", port: 1 });
    assert.deepEqual(
      mended.findings.map(({ message }) => message),
      ["it cannot", "port is now 1", "it cannot"],
    );
  });

  it("is told of by whoever awaits it, where it fails", async () => {
    const { pack } = await started();
    pack.show(server("web"), undefined);
    await new Promise(setImmediate);
    await assert.rejects(pack.judge(new Map()), TypeError);
  });
});
