import assert from "node:assert/strict";
import { Coverage, kinds, resourcesOf } from "../../cli/coverage";
import { Judge } from "../../cli/judge";
import type { Analyzer, Remediated, Said } from "../../cli/pack/analyzer";
import { noOptions } from "../../cli/program/providers";
import { type Properties, secret } from "../../cli/properties";
import type { RegisteredResource } from "../../cli/resource";
import type { ReportedFinding } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";

const urnOf = (name: string, project = "shop") =>
  `urn:pulumi:dev::${project}::aws:test/server:Server::${name}`;
const server = (name: string, more: Partial<RegisteredResource> = {}): RegisteredResource => ({
  ...{ ...noOptions, urn: urnOf(name), type: "aws:test/server:Server", inputs: {}, outputs: {} },
  ...{ parent: "", provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default", dependencies: [] },
  ...{ propertyDependencies: {}, ...more },
});
const finding = (policy: string, urn: string, message = ""): ReportedFinding => ({
  ...{ policy, pack: "servers", level: "mandatory", urn, description: "", message },
});
const policy = (name: string): JudgedPolicy => ({
  name,
  description: "",
  level: "mandatory",
  pack: "servers",
});

interface Pack extends Analyzer {
  /** What it has been told to do, a line each. */
  readonly told: string[];
}

interface Behaviour {
  name?: string;
  isActive?: boolean;
  packageNames?: readonly string[];
  remediate?(resource: RegisteredResource, provider: RegisteredResource | undefined): Remediated;
  judge?(resources: ReadonlyMap<string, RegisteredResource>): Partial<Said>;
}

function pack({ name = "open", isActive = true, packageNames = ["aws"], ...does }: Behaviour = {}): Pack {
  const told: string[] = [];
  const nameOf = (resource?: RegisteredResource) => resource?.urn.split("::").at(-1) ?? "none";
  return {
    ...{ told, policies: [], judged: [policy(name)], isActive, packageNames },
    failed: new Promise<never>(() => undefined),
    beginRun: async () => {
      told.push("begin");
    },
    remediate: async (resource, provider) =>
      does.remediate?.(resource, provider) ?? { inputs: resource.inputs, findings: [] },
    show: (resource, provider) => {
      told.push(`${nameOf(resource)} ${JSON.stringify(resource.inputs)} by ${nameOf(provider)}`);
    },
    judge: async (resources) => {
      told.push(`judge ${[...resources.values()].map(nameOf).join(", ")}`);
      return { ofResources: [], ofStack: [], ...does.judge?.(resources) };
    },
    stop: () => undefined,
  };
}

interface Shown {
  packs?: readonly Analyzer[];
  beside?: readonly RegisteredResource[];
}

async function verdictOf(stack: readonly RegisteredResource[], { packs = [pack()], beside }: Shown = {}) {
  const judge = new Judge(Promise.resolve([...packs]), new Coverage(), beside);
  const inputs: Properties[] = [];
  for (const resource of stack) if (!resource.external) inputs.push(await judge.show(resource));
  return { verdict: await judge.verdict(stack), inputs };
}

describe("judging a stack", () => {
  const provider = server("default", {
    urn: "urn:pulumi:dev::shop::pulumi:providers:aws::default",
    ...{ type: "pulumi:providers:aws", provider: "" },
  });

  it("shows each pack what the packs before have mended, with its provider", async () => {
    const mending = (name: string) =>
      pack({
        name,
        remediate: ({ urn, inputs }, by) => ({
          inputs: { ...inputs, [name]: by === undefined ? "by none" : "mended" },
          findings: [finding(name, urn)],
        }),
      });
    const packs = [mending("one"), mending("two")];
    const { verdict, inputs } = await verdictOf([provider, server("web", { inputs: { port: 1 } })], {
      packs,
    });
    assert.deepEqual(inputs, [
      { one: "by none", two: "by none" },
      { port: 1, one: "mended", two: "mended" },
    ]);
    const shown = [
      'default {"one":"by none","two":"by none"} by none',
      'web {"port":1,"one":"mended","two":"mended"} by default',
      "judge default, web",
    ];
    for (const { told } of packs) assert.deepEqual(told, shown);
    assert.deepEqual(
      verdict.findings.map(({ policy: name, urn }) => [name, urn]),
      [provider, server("web")].flatMap(({ urn }) => [
        ["one", urn],
        ["two", urn],
      ]),
    );
    assert.deepEqual(verdict.policies, [policy("one"), policy("two")]);
  });

  it("tells first what is mended, then what the packs say of resources, then of the stack, and where it stands", async () => {
    const source = { file: "index.ts", line: 1, column: 2 };
    const saying = (name: string) =>
      pack({
        remediate: ({ urn }) => ({ inputs: {}, findings: [finding(`${name} mends`, urn)] }),
        judge: () => ({
          ofResources: [finding(`${name} says`, urnOf("web"))],
          ofStack: [finding(`${name} says of all`, urnOf("gone"))],
        }),
      });
    const { verdict } = await verdictOf([server("web", { source })], { packs: [saying("a"), saying("b")] });
    assert.deepEqual(verdict.findings, [
      { ...finding("a mends", urnOf("web")), source },
      { ...finding("b mends", urnOf("web")), source },
      { ...finding("a says", urnOf("web")), source },
      { ...finding("b says", urnOf("web")), source },
      finding("a says of all", urnOf("gone")),
      finding("b says of all", urnOf("gone")),
    ]);
  });

  const secrets: [string, RegisteredResource[], RegisteredResource[]][] = [
    ["an input", [server("web", { inputs: { key: secret("hush-hush") } })], []],
    ["an output", [server("web", { outputs: { key: secret("hush-hush") } })], []],
    [
      "an output of what is only read",
      [server("web", { external: true, outputs: { key: secret("hush-hush") } })],
      [],
    ],
    ["an input of another stack", [server("web")], [server("db", { inputs: { key: secret("hush-hush") } })]],
    [
      "an output of another stack",
      [server("web")],
      [server("db", { outputs: { key: secret("hush-hush") } })],
    ],
  ];
  for (const [what, stack, beside] of secrets)
    it(`quotes no secret: ${what}`, async () => {
      const quoting = pack({
        judge: () => ({ ofStack: [finding("open", urnOf("web"), "its key is hush-hush")] }),
      });
      const { verdict } = await verdictOf(stack, { packs: [quoting], beside });
      assert.equal(verdict.findings[0]?.message, "its key is [secret]");
    });

  it("asks again with what is only read, and says what that adds of the rest", async () => {
    const read = server("read", { external: true });
    const seeing = pack({
      judge: (resources) => {
        const isSeen = resources.has(read.urn);
        return {
          ofResources: [finding("open", urnOf("web"))],
          ofStack: [
            finding("always", urnOf("web"), isSeen ? "again" : "once"),
            ...(isSeen
              ? [finding("seen", urnOf("web")), finding("seen", read.urn), finding("always", urnOf("db"))]
              : []),
          ],
        };
      },
    });
    const { verdict } = await verdictOf([provider, server("web"), read, server("db")], { packs: [seeing] });
    assert.deepEqual(
      verdict.findings.map(({ policy: name, urn, message }) => [name, urn.split("::").at(-1), message]),
      [
        ["open", "web", ""],
        ["always", "web", "once"],
        ["seen", "web", ""],
        ["always", "db", ""],
      ],
    );
    const all = ["default {} by none", "web {} by default", "db {} by default"];
    assert.deepEqual(seeing.told, [
      ...all,
      "judge default, web, db",
      "begin",
      ...all,
      "judge default, web, read, db",
    ]);
  });

  it("shows what another stack manages, and says nothing of it", async () => {
    const theirs = (name: string, more: Partial<RegisteredResource> = {}) =>
      server(name, { urn: urnOf(name, "net"), isContext: true, ...more });
    const theirProvider = theirs("their-provider");
    const beside = [
      theirProvider,
      theirs("vpc", { inputs: { cidr: "10.0.0.0/8" }, provider: theirProvider.urn }),
      theirs("read", { external: true }),
    ];
    const saying = pack({
      judge: (resources) => {
        const each = [...resources.keys()].map((urn) => finding("open", urn));
        return { ofResources: each, ofStack: each };
      },
    });
    const { verdict } = await verdictOf([server("web")], { packs: [saying], beside });
    assert.deepEqual(saying.told, [
      "web {} by none",
      "their-provider {} by none",
      'vpc {"cidr":"10.0.0.0/8"} by their-provider',
      "judge web, their-provider, vpc, read",
    ]);
    assert.deepEqual(
      verdict.findings.map(({ urn }) => urn),
      [urnOf("web"), urnOf("web")],
    );
  });

  const typed = (type: string, more: Partial<RegisteredResource> = {}) =>
    server("web", { urn: `urn:pulumi:dev::shop::${type}::web`, type, ...more });
  const counts: [string, RegisteredResource, Behaviour[], number, [{ one: string }, number][]][] = [
    ["what a pack judges", server("web"), [{}], 1, []],
    ["what one of several judges", server("web"), [{ packageNames: ["gcp"] }, {}], 1, []],
    ["what a pack of any package judges", typed("gcp:a/b:B"), [{ packageNames: [] }], 1, []],
    ["what no pack judges", typed("gcp:a/b:B"), [{}], 0, [[resourcesOf("gcp"), 1]]],
    ["what a pack judges that is off", server("web"), [{ isActive: false }], 0, [[kinds.disabled, 1]]],
    [
      "what only a pack judges that is off",
      server("web"),
      [{ isActive: false }, { packageNames: ["gcp"] }],
      0,
      [[resourcesOf("aws"), 1]],
    ],
    ["what is only read", server("web", { external: true }), [{}], 0, []],
    ["a component", typed("my:index:Site", { provider: "" }), [{}], 0, []],
    ["one whose provider a state leaves out", server("web", { provider: "", isCustom: true }), [{}], 1, []],
    ["the engine's own", typed("pulumi:pulumi:StackReference"), [{}], 0, []],
    ["a template of others", typed("aws:cloudformation/stack:Stack"), [{}], 1, [[kinds.template, 1]]],
    ...[
      ...["archive", "cloudinit", "command", "docker-build", "external", "http", "local", "null", "random"],
      ...["std", "template", "terraform", "time", "tls"],
    ].map((name): (typeof counts)[number] => [`a tool: ${name}`, typed(`${name}:a/b:B`), [{}], 0, []]),
  ];
  for (const [what, resource, packs, judged, unjudged] of counts)
    it(`counts ${what}`, async () => {
      const { verdict } = await verdictOf([resource], { packs: packs.map(pack) });
      assert.equal(verdict.resources, judged);
      assert.deepEqual(
        verdict.unjudged,
        unjudged.map(([kind, number]) => ({ kind, number })),
      );
    });
});
