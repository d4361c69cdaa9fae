import assert from "node:assert/strict";
import * as protoutil from "@pulumi/policy/protoutil";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import { mix } from "../../bench/mix";
import { SHAPES } from "../../bench/shapes";
import { Coverage } from "../../cli/coverage";
import { Deadline } from "../../cli/deadline";
import { Judge } from "../../cli/judge";
import type { Analyzer, PackOptions, StackContext } from "../../cli/pack/analyzer";
import { OwnPack } from "../../cli/pack/own";
import { type Asking, ServedPack } from "../../cli/pack/served";
import { isOverdue, within } from "../../cli/pack/within";
import { packageRoot } from "../../cli/package-root";
import { noOptions } from "../../cli/program/providers";
import { type Properties, secret, signature, unknown } from "../../cli/properties";
import type { RegisteredResource } from "../../cli/resource";
import { guarded, type Analyzer as Service } from "../../pack/door";
import { Judging } from "../../pack/judging";
import { readAnalyzeRequest, readAnalyzeStackRequest } from "../../pack/requests";
import { listening, THIS_PACK } from "../../pack/this-pack";
import type { Verdict } from "../../report/verdict";
import { program as alicloud, stacks as alicloudStacks } from "../alicloud/random-stacks";
import { type Registered, runProgram } from "../harness/program";
import { withDoors } from "../network/doors";
import { render, STYLES } from "../network/renderings";
import { descriptions } from "../network/stacks";
import { jsonFile, run } from "./run";

const STACK: StackContext = {
  ...{ organization: "organization", project: "shop", stack: "dev", dryRun: true },
  config: new Map([["pulumi:tags", '{"environment":"prod"}']]),
  secretKeys: new Set<string>(),
};
const PACK: PackOptions = { directory: packageRoot() };

/** The pack as the SDK would serve it, every message as bytes, but for the process and the socket. */
async function served(pack = PACK): Promise<Analyzer> {
  const answering = (answer: unknown) => (_: unknown, callback: (...answered: unknown[]) => void) =>
    callback(null, answer);
  const { makeAnalyzerInfo } = protoutil as unknown as {
    makeAnalyzerInfo(...pack: unknown[]): analyzer.AnalyzerInfo;
  };
  const { name, policies, packages } = THIS_PACK;
  const told = { policies, provider: packages.join(", ") };
  const { errorsIn, aliases } = listening();
  const service = guarded(
    {
      getAnalyzerInfo: answering(makeAnalyzerInfo(name, "1.0.0", "advisory", told)),
      ...{ configure: answering(undefined), configureStack: answering(undefined) },
    } as unknown as Service,
    errorsIn,
    { own: THIS_PACK, aliases, checked: policies.map((policy) => policy.name), folderOf: () => undefined },
  );
  type Bytes = { serializeBinary(): Uint8Array };
  const shown =
    (method: "analyze" | "analyzeStack", read: (bytes: Uint8Array) => unknown) =>
    (request: Bytes, callback: (failure: unknown, response?: unknown) => void) =>
      service[method]({ request: read(request.serializeBinary()) } as never, (failure, answer) =>
        callback(
          failure,
          failure ? undefined : analyzer.AnalyzeResponse.deserializeBinary(answer as Uint8Array),
        ),
      );
  const asked =
    (method: "getAnalyzerInfo" | "configure" | "configureStack") => (request: unknown, callback: never) =>
      service[method]({ request } as never, callback);
  const client = {
    analyze: shown("analyze", readAnalyzeRequest),
    analyzeStack: shown("analyzeStack", readAnalyzeStackRequest),
    ...{ getAnalyzerInfo: asked("getAnalyzerInfo"), configure: asked("configure") },
    configureStack: asked("configureStack"),
  };
  const ask = (method: (...call: unknown[]) => void, request: unknown, _: string, refusal = String) =>
    new Promise((resolve, reject) =>
      method(request, (failure: { details: string } | null, answer: unknown) =>
        failure ? reject(new Error(refusal(failure.details))) : resolve(answer),
      ),
    );
  const connection = { client, ask, tell: ask, failed: new Promise(() => undefined) } as unknown as Asking;
  return ServedPack.over(connection, () => undefined, pack, STACK);
}

const deadline = new Deadline(600);
after(() => deadline.end());

function own(pack = PACK): Analyzer {
  const started = OwnPack.start(pack, STACK, deadline);
  assert.ok(started);
  return started;
}

async function verdictOf(
  pack: Analyzer,
  resources: readonly RegisteredResource[],
  beside: readonly RegisteredResource[] = [],
): Promise<Verdict> {
  await pack.beginRun();
  const judge = new Judge(Promise.resolve([pack]), new Coverage(), beside);
  for (const resource of resources) if (!resource.external) await judge.show(resource);
  return judge.verdict(resources);
}

function resource(urn: string, type: string, more: Partial<RegisteredResource>): RegisteredResource {
  return {
    ...noOptions,
    ...{
      urn,
      type,
      inputs: {},
      outputs: {},
      parent: "",
      provider: "",
      dependencies: [],
      propertyDependencies: {},
    },
    ...more,
  };
}

const registered = (all: readonly Registered[]) =>
  all.map(({ urn, type, inputs, outputs, parent, provider, dependencies }) =>
    resource(urn, type, {
      ...{ inputs: inputs as Properties, outputs: outputs as Properties, parent, provider },
      propertyDependencies: dependencies as Record<string, string[]>,
    }),
  );

const declared = (all: ReturnType<typeof mix>) =>
  all.map(({ urn, type, inputs, dependencies, parent = "" }) =>
    resource(urn, type, {
      ...{ inputs: inputs as Properties, outputs: { ...inputs, id: unknown } as Properties, parent },
      propertyDependencies: dependencies as Record<string, string[]>,
    }),
  );

const PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:aws::west";
const GROUP = "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web-dev";
const group = (inputs: Properties, more: Partial<RegisteredResource> = {}) =>
  resource(GROUP, "aws:ec2/securityGroup:SecurityGroup", {
    inputs,
    outputs: { ...inputs, id: "sg-1" },
    ...more,
  });
const rule = (more: Properties) => ({
  protocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrBlocks: ["0.0.0.0/0"],
  ...more,
});
const west = resource(PROVIDER, "pulumi:providers:aws", {
  inputs: { region: "eu-west-1", secretKey: secret("abcdefghij") },
});

/** Values that only the wire knows, and what states alone hold. */
const ODD: Readonly<Record<string, readonly RegisteredResource[]>> = {
  nothing: [],
  "secrets, in and beside messages": [
    west,
    group(
      {
        description: secret("hidden description"),
        ingress: [rule({ cidrBlocks: [secret("8.8.0.0/16")], fromPort: secret(22) })],
      },
      { provider: PROVIDER },
    ),
  ],
  "unknown values": [group({ ingress: unknown, vpcId: unknown }), west],
  "outputs as values": [
    group({
      ingress: [
        rule({
          cidrBlocks: [{ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "0.0.0.0/0", secret: true }],
        }),
      ],
      egress: { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" },
    }),
  ],
  "references to resources": [
    group({
      vpcId: {
        [signature]: "5cf8f73096256a8f31e491e813e4eb8e",
        urn: "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::v",
        id: "",
      },
    }),
  ],
  "numbers that JSON has no word for": [
    group({ ingress: [rule({ fromPort: Number.NaN, toPort: Number.POSITIVE_INFINITY })] }),
  ],
  "keys of the SDK's own": [group({ __defaults: ["description"], ingress: [rule({ __defaults: [] })] })],
  "what is only read": [
    group({ ingress: [rule({})] }, { external: true, provider: PROVIDER }),
    resource("urn:pulumi:dev::shop::aws:ec2/instance:Instance::host", "aws:ec2/instance:Instance", {
      ...{ inputs: { vpcSecurityGroupIds: ["sg-1"] }, provider: PROVIDER },
      outputs: { vpcSecurityGroupIds: ["sg-1"], publicIp: "198.51.100.7", id: "i-1" },
    }),
    west,
  ],
  "a key like none": [
    group({ __proto__: 1, "": "", ø: "\u{1f600}", ingress: null } as unknown as Properties),
  ],
};

describe("this pack in the command's own process, and as it is served", () => {
  let packs: [Analyzer, Analyzer];
  before(async () => {
    packs = [own(), await served()];
  });

  /** @returns how much there was to compare */
  async function agree(
    resources: readonly RegisteredResource[],
    beside: readonly RegisteredResource[] = [],
    both = packs,
  ): Promise<number> {
    const [one, other] = [
      await verdictOf(both[0], resources, beside),
      await verdictOf(both[1], resources, beside),
    ];
    assert.deepEqual(one, other);
    return one.findings.length;
  }

  it("tell the same of their policies", () => {
    const [one, other] = packs;
    assert.deepEqual(JSON.parse(JSON.stringify(one.policies)), JSON.parse(JSON.stringify(other.policies)));
    assert.deepEqual(one.judged, other.judged);
    assert.deepEqual(one.packageNames, other.packageNames);
    assert.equal(one.isActive, other.isActive);
  });

  it("say the same of random stacks on AWS", async () => {
    let findings = 0;
    const forms = Object.values(STYLES).flatMap((style) => [
      [style, "preview"] as const,
      [style, "update"] as const,
    ]);
    const described = fc.sample(withDoors(descriptions), { numRuns: forms.length, seed: 1 });
    for (const [i, [style, phase]] of forms.entries())
      findings += await agree(registered(render(described[i] as (typeof described)[number], style, phase)));
    assert.ok(findings > 100, String(findings));
  });

  it("say the same of random stacks on Alibaba Cloud", async () => {
    let findings = 0;
    for (const [i, described] of fc.sample(alicloudStacks, { numRuns: 8, seed: 2 }).entries())
      findings += await agree(
        registered(await runProgram(() => alicloud(described), i % 2 === 0 ? "preview" : "update")),
      );
    assert.ok(findings > 20, String(findings));
  });

  for (const { what: shape, of } of SHAPES)
    it(`say the same of a stack that grows: ${shape}`, async () => {
      await agree(declared(of(40)));
    });

  for (const [what, resources] of Object.entries(ODD))
    it(`say the same of ${what}`, async () => {
      await agree(resources);
    });

  it("say the same of a stack beside another one", async () => {
    const theirs = declared(mix(60)).map((one) => ({ ...one, isContext: true }));
    const named = group({ ingress: [rule({ securityGroups: ["sg-2"] })] });
    await agree([named, west], theirs);
  });

  const configurations: [string, object][] = [
    [
      "other levels",
      { all: "advisory", "no-public-ssh-rdp": "mandatory", "no-unused-security-group": "disabled" },
    ],
    ["options", { "no-public-ssh-rdp": { exemptions: [{ resource: "*web*", reason: "For the test." }] } }],
    ["a state that stands beside", {}],
  ];
  for (const [what, configuration] of configurations)
    it(`say the same with ${what}`, async () => {
      const file = jsonFile({
        deployment: {
          resources: [
            {
              urn: GROUP.replace("::shop::", "::net::"),
              type: "aws:ec2/securityGroup:SecurityGroup",
              inputs: {},
              outputs: { id: "sg-9" },
            },
          ],
        },
      });
      const said = what.startsWith("a state")
        ? { "review-exemptions": { contextStacks: [file] } }
        : configuration;
      const pack = { ...PACK, configFile: jsonFile(said) };
      const both: typeof packs = [own(pack), await served(pack)];
      const users = group({ ingress: [rule({}), rule({ securityGroups: ["sg-9"], cidrBlocks: [] })] });
      await agree([users, ...declared(mix(80)), west], [], both);
      assert.deepEqual(both[0].judged, both[1].judged);
    });

  const wrong: [string, object][] = [
    ["no policy", { "no-public-shh": "mandatory" }],
    ["no option", { "no-public-ssh-rdp": { exemption: [] } }],
    ["no value", { "no-public-ssh-rdp": { exemptions: 1 } }],
    ["no state", { "review-exemptions": { contextStacks: ["/nowhere/state.json"] } }],
    ["no absolute path", { "review-exemptions": { contextStacks: ["state.json"] } }],
  ];
  for (const [what, configuration] of wrong)
    it(`refuse alike what is ${what}`, async () => {
      const pack = { ...PACK, configFile: jsonFile(configuration) };
      const messageOf = async (start: () => unknown) => {
        try {
          await start();
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      };
      const [one, other] = [await messageOf(() => own(pack)), await messageOf(() => served(pack))];
      assert.ok(one.startsWith(`${pack.configFile}: `), one);
      assert.equal(one, other);
    });

  it("is left to the SDK where a policy is to mend", () => {
    const configFile = jsonFile({ "require-imdsv2": "remediate" });
    assert.equal(OwnPack.start({ ...PACK, configFile }, STACK, deadline), undefined);
  });
});

describe("work within a time", () => {
  it("is given up when that is over, whatever it does", () => {
    const loops = [
      () => {
        for (;;);
      },
      () => /^(a+)+$/.test(`${"a".repeat(40)}b`),
    ];
    for (const loop of loops) assert.throws(() => within(50, loop), isOverdue);
  });

  it("ends a check by this pack whose policies never do", async () => {
    const { judgeStack } = Judging.prototype;
    Judging.prototype.judgeStack = () => {
      for (;;);
    };
    try {
      const state = jsonFile({ version: 3, deployment: { resources: [] } });
      const { code, out, err } = await run("check", state, "--timeout", "2");
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, /did not end within 2 s/);
      assert.match(err, /the policy pack has not answered for .* s: it was judging the stack/);
    } finally {
      Judging.prototype.judgeStack = judgeStack;
    }
  });

  it("answers, or throws what is thrown", () => {
    assert.equal(
      within(60_000, () => "answer"),
      "answer",
    );
    const error = new Error("mine");
    assert.throws(
      () =>
        within(60_000, () => {
          throw error;
        }),
      (thrown) => thrown === error && !isOverdue(thrown),
    );
  });

  it("lets signals end the process meanwhile, and hears them again afterwards", () => {
    const listener = () => undefined;
    process.once("SIGHUP", listener);
    const during = within(60_000, () => process.listenerCount("SIGHUP"));
    assert.equal(during, 0);
    assert.deepEqual(process.listeners("SIGHUP"), [listener]);
    process.removeListener("SIGHUP", listener);
  });
});
