import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { credentials, Server } from "@grpc/grpc-js";
import { CallbacksService } from "@pulumi/pulumi/proto/callback_grpc_pb";
import {
  Callback,
  type CallbackInvokeRequest,
  CallbackInvokeResponse,
} from "@pulumi/pulumi/proto/callback_pb";
import { CallResponse, ConstructResponse, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Coverage, kinds } from "../../cli/coverage";
import { call, listen, unary } from "../../cli/grpc";
import type { ComponentProvider } from "../../cli/program/component-provider";
import type { Components } from "../../cli/program/components";
import type { LookUp, LookUps } from "../../cli/program/invokes";
import { Monitor, type Monitoring } from "../../cli/program/monitor";
import { textNotKnown } from "../../cli/program/not-known";
import { type Properties, secret, signature, unknown } from "../../cli/properties";
import type { RegisteredResource } from "../../cli/resource";
import { fromStruct, toStruct } from "../../cli/struct";

const STACK = { organization: "acme", project: "shop", stack: "dev" };
const SERVER = "aws:test/server:Server";
const SITE = "my:index:Site";
const ROOT = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const output = (value: string | undefined, ...dependencies: string[]): Properties => ({
  [signature]: OUTPUT,
  ...(value === undefined ? {} : { value }),
  ...(dependencies.length > 0 ? { dependencies } : {}),
});

interface Made {
  /** What the policies add to the inputs of each resource. */
  mended?: Properties;
  exported?: Properties;
  hasMadeUpIds?: boolean;
}

interface Asked {
  custom?: boolean;
  remote?: boolean;
  type?: string;
  inputs?: Properties;
  parent?: string;
  provider?: string;
  version?: string;
  packageRef?: string;
  /** A line of this file. */
  line?: number;
  transforms?: Callback[];
  secrets?: string[];
  importId?: string;
}

type Client = ResourceMonitorClient;
type Sent<Request, Response> = (
  request: Request,
  callback: (error: unknown, response: Response) => void,
) => unknown;

describe("what a program registers with", () => {
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  const connected = (address: string): Client => {
    const client = new ResourceMonitorClient(address, credentials.createInsecure());
    ends.push(() => client.close());
    return client;
  };

  async function started({ mended = {}, exported, hasMadeUpIds }: Made = {}) {
    const registered: RegisteredResource[] = [];
    const lookedUp: LookUp[] = [];
    const coverage = new Coverage();
    const monitoring: Monitoring = {
      ...{ stack: STACK, plugins: true, coverage, hasMadeUpIds },
      config: { values: new Map([["aws:region", "eu-west-1"]]), secretKeys: new Set() },
      lookUps: {
        answer: (lookUp: LookUp) => {
          lookedUp.push(lookUp);
          return { found: "vpc-1" };
        },
        outputsOf: (name: string) => exported && { ...exported, name },
      } as unknown as LookUps,
      register: async (resource) => {
        registered.push(resource);
        return { ...resource.inputs, ...mended };
      },
    };
    const monitor = new Monitor(monitoring);
    ends.push(() => monitor.close());
    const client = connected(await monitor.listen());
    return { monitor, client, registered, lookedUp, coverage };
  }

  function ask<Request, Response>(client: Client, method: Sent<Request, Response>, request: Request) {
    return call<Request, Response>(method.bind(client) as never, request);
  }

  function requestFor(name: string, asked: Asked = {}): proto.RegisterResourceRequest {
    const request = new proto.RegisterResourceRequest()
      .setName(name)
      .setType(asked.type ?? SERVER)
      .setCustom(asked.custom ?? true)
      .setRemote(asked.remote ?? false)
      .setObject(toStruct(asked.inputs ?? {}))
      .setParent(asked.parent ?? "")
      .setProvider(asked.provider ?? "")
      .setVersion(asked.version ?? "")
      .setPackageref(asked.packageRef ?? "")
      .setTransformsList(asked.transforms ?? [])
      .setAdditionalsecretoutputsList(asked.secrets ?? [])
      .setImportid(asked.importId ?? "");
    const uri = pathToFileURL(__filename).href;
    if (asked.line)
      request.setSourceposition(new SourcePosition().setUri(uri).setLine(asked.line).setColumn(1));
    return request;
  }

  const register = (client: Client, name: string, asked: Asked = {}) =>
    ask(
      client,
      client.registerResource as Sent<proto.RegisterResourceRequest, proto.RegisterResourceResponse>,
      requestFor(name, asked),
    );
  const component = (client: Client, name: string, asked: Asked = {}) =>
    register(client, name, { custom: false, type: SITE, ...asked });
  const lineOf = (monitor: Monitor, type: string, name: string) =>
    monitor.resources.get(urnOf(type, name))?.source?.line;

  const rejects = (asked: Promise<unknown>, details: string) =>
    assert.rejects(asked, (error: { details: string }) => error.details === details);

  it("has the features that an SDK asks for, and no other", async () => {
    const { client } = await started();
    const has = async (id: string) =>
      (
        await ask(
          client,
          client.supportsFeature as Sent<proto.SupportsFeatureRequest, proto.SupportsFeatureResponse>,
          new proto.SupportsFeatureRequest().setId(id),
        )
      ).getHassupport();
    for (const feature of [
      ...["aliasSpecs", "secrets", "resourceReferences", "outputValues", "replacementTrigger", "deletedWith"],
      ...["replaceWith", "transforms", "invokeTransforms", "parameterization", "resourceHooks", "errorHooks"],
      "sendsOptionsToHooks",
    ])
      assert.equal(await has(feature), true, feature);
    assert.equal(await has("time travel"), false);
  });

  it("shows the provider that is made by default, once, and then the resource", async () => {
    const { client, registered, monitor } = await started();
    await Promise.all([register(client, "web", { inputs: { port: 1 } }), register(client, "db")]);
    await register(client, "old", { version: "6.1.0" });
    const urns = registered.map(({ urn }) => urn.split("::").slice(2).join("::"));
    assert.deepEqual(urns.sort(), [
      ...[`${SERVER}::db`, `${SERVER}::old`, `${SERVER}::web`],
      ...["pulumi:providers:aws::default", "pulumi:providers:aws::default_6_1_0"],
    ]);
    const provider = urnOf("pulumi:providers:aws", "default");
    assert.equal(registered[0]?.urn, provider);
    assert.deepEqual(monitor.resources.get(provider)?.inputs, { region: "eu-west-1" });
    assert.equal(monitor.resources.get(urnOf(SERVER, "web"))?.provider, provider);
    assert.deepEqual(monitor.resources.get(urnOf(SERVER, "web"))?.inputs, { port: 1 });
  });

  it("takes the provider that the program names, and none for components and the engine's own", async () => {
    const { client, monitor, registered } = await started();
    const provider = urnOf("pulumi:providers:aws", "west");
    await register(client, "web", { provider: `${provider}::id` });
    await component(client, "site");
    await register(client, "ref", { type: "pulumi:pulumi:StackReference" });
    const providers = registered.map(({ provider: its }) => its);
    assert.deepEqual(providers, [provider, "", ""]);
    assert.equal(monitor.resources.size, 3);
  });

  it("tells the program what policies made of it, nothing more, and what is secret", async () => {
    const { client, monitor } = await started({ mended: { port: 443 } });
    const inputs = {
      port: 22,
      key: "hush",
      token: secret("quiet"),
      peer: output("10.0.0.1"),
      next: output(undefined),
    };
    const response = await register(client, "web", { inputs, secrets: ["key", "token"] });
    const state = {
      ...{ port: 443, key: secret("hush"), token: secret("quiet"), peer: "10.0.0.1", next: unknown },
    };
    assert.deepEqual([response.getUrn(), response.getId()], [urnOf(SERVER, "web"), ""]);
    assert.deepEqual(fromStruct(response.getObject()), state);
    assert.deepEqual(monitor.resources.get(urnOf(SERVER, "web"))?.outputs, { id: unknown, ...state });
    const made = await component(client, "site", { inputs: { port: 1 } });
    assert.deepEqual([made.getObject(), made.getId()], [undefined, ""]);
    assert.deepEqual(monitor.resources.get(urnOf(SITE, "site"))?.outputs, {});
  });

  it("gives an id where one is imported, or where ids are made up", async () => {
    const { client, monitor } = await started({ hasMadeUpIds: true });
    const web = await register(client, "web");
    assert.match(web.getId(), /^planned-[0-9a-f]{17}$/);
    assert.equal(monitor.resources.get(urnOf(SERVER, "web"))?.outputs.id, web.getId());
    assert.notEqual((await register(client, "db")).getId(), web.getId());
    assert.equal((await register(client, "old", { importId: "i-1" })).getId(), "i-1");
    assert.equal((await component(client, "site")).getId(), "");
  });

  it("refuses a URN that is given", async () => {
    const { client, registered } = await started();
    await register(client, "web");
    const count = registered.length;
    const details = `Duplicate resource URN '${urnOf(SERVER, "web")}'; try giving it a unique name`;
    await rejects(register(client, "web"), details);
    await rejects(read(client, "web", "i-1"), details);
    assert.equal(registered.length, count);
  });

  function read(
    client: Client,
    name: string,
    id: string,
    more: { type?: string; inputs?: Properties; line?: number } = {},
  ) {
    const request = new proto.ReadResourceRequest()
      .setName(name)
      .setType(more.type ?? SERVER)
      .setId(id)
      .setParent(ROOT)
      .setDependenciesList([ROOT])
      .setProperties(toStruct(more.inputs ?? {}));
    const uri = pathToFileURL(__filename).href;
    if (more.line)
      request.setSourceposition(new SourcePosition().setUri(uri).setLine(more.line).setColumn(1));
    return ask(
      client,
      client.readResource as Sent<proto.ReadResourceRequest, proto.ReadResourceResponse>,
      request,
    );
  }

  it("reads what is there as far as the program knows it", async () => {
    const { client, monitor } = await started();
    const text = textNotKnown("a look-up");
    const inputs = { port: output("22"), name: `web-${text}` };
    const response = await read(client, "web", "i-1", { inputs, line: 7 });
    assert.equal(response.getUrn(), urnOf(SERVER, "web"));
    assert.deepEqual(fromStruct(response.getProperties()), { port: "22", name: unknown });
    const { source, ...web } = monitor.resources.get(urnOf(SERVER, "web")) ?? {};
    assert.equal(source?.line, 7);
    assert.deepEqual(web, {
      ...{
        urn: urnOf(SERVER, "web"),
        type: SERVER,
        inputs: {},
        outputs: { port: "22", name: unknown, id: "i-1" },
      },
      ...{ parent: ROOT, provider: urnOf("pulumi:providers:aws", "default"), dependencies: [ROOT] },
      ...{ propertyDependencies: {}, external: true, protect: false, ignoreChanges: [], aliases: [] },
      ...{ additionalSecretOutputs: [], customTimeouts: { create: 0, update: 0, delete: 0, read: 0 } },
    });
    await read(client, "db", text);
    assert.equal(monitor.resources.get(urnOf(SERVER, "db"))?.outputs.id, unknown);
    await rejects(read(client, "none", ""), `Expected an ID for ${urnOf(SERVER, "none")}`);
  });

  it("reads what another stack exports, where that is known", async () => {
    const type = "pulumi:pulumi:StackReference";
    const { client } = await started({ exported: { vpc: "vpc-1" } });
    const known = await read(client, "net", "acme/net/dev", { type });
    assert.deepEqual(fromStruct(known.getProperties()), {
      outputs: { vpc: "vpc-1", name: "acme/net/dev" },
      secretOutputNames: [],
    });
    assert.deepEqual(fromStruct((await read(client, "web", "acme/net/dev")).getProperties()), {});
    const { client: other } = await started();
    const none = await read(other, "net", "acme/net/dev", { type });
    assert.deepEqual(fromStruct(none.getProperties()), {});
  });

  it("hears of outputs, and of the stack's that the program has come to its end", async () => {
    const { client, monitor } = await started();
    const outputs = (urn: string, values: Properties) =>
      ask(
        client,
        client.registerResourceOutputs as Sent<proto.RegisterResourceOutputsRequest, Empty>,
        new proto.RegisterResourceOutputsRequest().setUrn(urn).setOutputs(toStruct(values)),
      );
    await component(client, "site");
    await component(client, "shop-dev", { type: "pulumi:pulumi:Stack", line: 1 });
    await outputs(urnOf(SITE, "site"), { url: output("https://a"), text: textNotKnown("b") });
    await outputs(urnOf(SITE, "gone"), { url: "b" });
    assert.deepEqual(monitor.resources.get(urnOf(SITE, "site"))?.outputs, {
      url: "https://a",
      text: unknown,
    });
    assert.equal(monitor.hasFinished, false);
    await outputs(ROOT, {});
    assert.equal(monitor.hasFinished, true);
    assert.equal(monitor.resources.get(ROOT)?.source, undefined);
  });

  const invoke = async (client: Client, token: string, args: Properties) => {
    const request = new proto.ResourceInvokeRequest().setTok(token).setArgs(toStruct(args));
    return fromStruct(
      (
        await ask(client, client.invoke as Sent<proto.ResourceInvokeRequest, InvokeResponse>, request)
      ).getReturn(),
    );
  };

  it("looks up by the arguments and the provider's configuration", async () => {
    const { client, lookedUp } = await started();
    const answer = await invoke(client, "aws:ec2/getVpc:getVpc", { id: output("vpc-1") });
    assert.deepEqual(answer, { found: "vpc-1" });
    await invoke(client, "pulumi:pulumi:other", {});
    assert.deepEqual(lookedUp, [
      { token: "aws:ec2/getVpc:getVpc", args: { id: "vpc-1" }, provider: { region: "eu-west-1" } },
      { token: "pulumi:pulumi:other", args: {}, provider: {} },
    ]);
  });

  it("looks up what the program has registered itself", async () => {
    const { client } = await started();
    await register(client, "web", { inputs: { port: 22 } });
    const urn = urnOf(SERVER, "web");
    assert.deepEqual(await invoke(client, "pulumi:pulumi:getResource", { urn }), {
      ...{ urn, id: unknown, state: { id: unknown, port: 22 } },
    });
    await rejects(
      invoke(client, "pulumi:pulumi:getResource", { urn: "none" }),
      "no resource none in the stack",
    );
  });

  it("does nothing of what would act on the cloud, and cannot tell what is there", async () => {
    const { client, coverage } = await started();
    const methods = client as unknown as Record<string, Sent<unknown, { getUnknown?(): boolean }>>;
    const requests = proto as unknown as Record<string, new () => unknown>;
    /** Within its range, the SDK has got some of them later. */
    const asked = async (method: string, request: string) => {
      const [send, Request] = [methods[method], requests[request]];
      return send && Request && (await ask(client, send, new Request()));
    };
    await asked("registerResourceHook", "RegisterResourceHookRequest");
    await asked("registerErrorHook", "RegisterErrorHookRequest");
    await ask(client, client.signalAndWaitForShutdown as Sent<Empty, Empty>, new Empty());
    assert.deepEqual(coverage.outcome.unjudged, []);
    const answer = await asked("existsResource", "ExistsResourceRequest");
    if (answer === undefined) return;
    assert.equal(answer.getUnknown?.(), true);
    assert.deepEqual(coverage.outcome.unjudged, [{ kind: kinds.lookUp, number: 1 }]);
  });

  const callOf = (client: Client, provider = "") =>
    ask(
      client,
      client.call as Sent<proto.ResourceCallRequest, CallResponse>,
      new proto.ResourceCallRequest().setTok("my:index:Site/url").setProvider(provider),
    );

  it("makes a package's provider by the name and version that the program registers", async () => {
    const { client, monitor, coverage } = await started();
    const packageFor = async (request: proto.RegisterPackageRequest) =>
      (
        await ask(
          client,
          client.registerPackage as Sent<proto.RegisterPackageRequest, proto.RegisterPackageResponse>,
          request,
        )
      ).getRef();
    const plain = await packageFor(new proto.RegisterPackageRequest().setName("cloud").setVersion("1.2.0"));
    const named = new proto.Parameterization().setName("local").setVersion("0.1.0");
    const request = new proto.RegisterPackageRequest().setName("terraform-provider").setVersion("9.0.0");
    const other = await packageFor(request.setParameterization(named));
    await register(client, "a", { packageRef: plain, version: "3.0.0" });
    await register(client, "b", { packageRef: other });
    const providers = ["a", "b"].map((name) => monitor.resources.get(urnOf(SERVER, name))?.provider);
    assert.deepEqual(providers, [
      urnOf("pulumi:providers:cloud", "default_1_2_0"),
      urnOf("pulumi:providers:local", "default_0_1_0"),
    ]);
    const site = await component(client, "c", { remote: true, packageRef: other });
    assert.equal(site.getUrn(), urnOf(SITE, "c"));
    monitor.components = { providerFor: () => undefined, stop() {} } as unknown as Components;
    await component(client, "d", { remote: true, packageRef: other });
    assert.match(
      coverage.outcome.notes[1] ?? "",
      /\(pulumi plugin install resource terraform-provider 0\.1\.0\)$/,
    );
  });

  const ways: [string, boolean, string | undefined, string][] = [
    ["none may", false, undefined, "its plugin is not run (leave --no-plugins out)"],
    ["its is not there", true, undefined, "its plugin is not installed (pulumi plugin install resource my)"],
    [
      "it is of a version",
      true,
      "1.2.3",
      "its plugin is not installed (pulumi plugin install resource my 1.2.3)",
    ],
  ];
  for (const [what, mayRun, version, said] of ways)
    it(`says that a remote component is not judged where no plugin makes it: ${what}`, async () => {
      const { client, monitor, coverage } = await started();
      const asked: unknown[] = [];
      if (mayRun)
        monitor.components = {
          providerFor: (...args: unknown[]) =>
            void asked.push(args[0], args[1], (args[2] as RegisteredResource).type),
          stop() {},
        } as unknown as Components;
      const made = await component(client, "site", { remote: true, ...(version && { version }) });
      assert.equal(made.getUrn(), urnOf(SITE, "site"));
      assert.equal(monitor.resources.get(urnOf(SITE, "site"))?.provider, "");
      assert.deepEqual(asked, mayRun ? ["my", version ?? "", "pulumi:providers:my"] : []);
      const note = `${SITE} "site" is a remote component, and what it is made of is not judged: ${said}`;
      assert.deepEqual(coverage.outcome, {
        ...{ unjudged: [{ kind: kinds.component, number: 1 }], assumptions: [], notes: [note] },
      });
    });

  it("lets a plugin make a component, where the program asked for it", async () => {
    const { client, monitor } = await started();
    const plugin = connected(await monitor.listenForPlugins());
    const web = urnOf(`${SITE}$${SERVER}`, "web");
    let stops = 0;
    const makes: Partial<ComponentProvider> = {
      async construct(request) {
        await register(plugin, "helper", { line: 97 });
        const own = await component(plugin, request.getName(), { line: 99 });
        await register(plugin, "web", { parent: own.getUrn(), line: 98 });
        const response = new ConstructResponse()
          .setUrn(own.getUrn())
          .setState(toStruct({ url: output("https://a", web), count: 1, name: "b" }));
        const dependencies = new ConstructResponse.PropertyDependencies().setUrnsList([web, ROOT]);
        response.getStatedependenciesMap().set("url", dependencies).set("name", dependencies);
        return response;
      },
      async call() {
        return new CallResponse().setReturn(toStruct({ url: output("https://b") }));
      },
    };
    const provider = urnOf("pulumi:providers:my", "default");
    monitor.components = {
      providerFor: async () => makes,
      startedFor: (urn: string) => (urn === provider ? Promise.resolve(makes) : undefined),
      stop: () => {
        stops++;
      },
    } as unknown as Components;
    const made = await component(client, "site", { remote: true, line: 5 });
    assert.equal(made.getUrn(), urnOf(SITE, "site"));
    assert.deepEqual(fromStruct(made.getObject()), { url: "https://a", count: 1, name: "b" });
    assert.deepEqual(
      made.getPropertydependenciesMap().toObject(false, (_, one) => one.getUrnsList()),
      [
        ["name", [web, ROOT]],
        ["url", [web, ROOT]],
      ],
    );
    assert.deepEqual([lineOf(monitor, SITE, "site"), lineOf(monitor, `${SITE}$${SERVER}`, "web")], [5, 5]);
    assert.equal(lineOf(monitor, SERVER, "helper"), undefined);
    // The plugin has taken what the program asked, once.
    await component(plugin, "another", { line: 97 });
    assert.equal(lineOf(monitor, SITE, "another"), undefined);
    assert.deepEqual(fromStruct((await callOf(client)).getReturn()), { url: "https://b" });
    const elsewhere = await callOf(client, `${urnOf("pulumi:providers:my", "other")}::id`);
    assert.deepEqual(fromStruct(elsewhere.getReturn()), { result: unknown });
    monitor.close();
    assert.equal(stops, 1);
  });

  it("knows nothing of what a method returns where no plugin can tell", async () => {
    const { client } = await started();
    assert.deepEqual(fromStruct((await callOf(client)).getReturn()), { result: unknown });
  });

  it("says where a resource stands: in the program, else where its parent does", async () => {
    const { client, monitor } = await started();
    await component(client, "site", { line: 3 });
    const parent = urnOf(SITE, "site");
    await register(client, "web", { parent, line: 4 });
    await register(client, "db", { parent });
    await register(client, "alone");
    const type = `${SITE}$${SERVER}`;
    assert.deepEqual(
      [lineOf(monitor, type, "web"), lineOf(monitor, type, "db"), lineOf(monitor, SERVER, "alone")],
      [4, 3, undefined],
    );
  });

  describe("transforms", () => {
    /** A server of functions, each of which answers by its token. */
    async function functions(answers: Record<string, Uint8Array> = {}) {
      const server = new Server();
      const taken: { token: string; request: Uint8Array }[] = [];
      server.addService(CallbacksService, {
        invoke: unary((request: CallbackInvokeRequest) => {
          taken.push({ token: request.getToken(), request: request.getRequest_asU8() });
          return new CallbackInvokeResponse().setResponse(answers[request.getToken()] ?? new Uint8Array());
        }),
      });
      const target = await listen(server);
      ends.push(() => server.forceShutdown());
      const named = (token: string) => new Callback().setTarget(target).setToken(token);
      return { named, taken, tokens: () => taken.map(({ token }) => token) };
    }

    it("are the resource's own, then those of each parent, then the stack's", async () => {
      const { named, tokens, taken } = await functions();
      const { client } = await started();
      const stackTransform = client.registerStackTransform as Sent<Callback, Empty>;
      await component(client, "site", { transforms: [named("of the site")] });
      await component(client, "part", { parent: urnOf(SITE, "site"), transforms: [named("of the part")] });
      await ask(client, stackTransform, named("of the stack"));
      taken.length = 0;
      await register(client, "web", {
        parent: urnOf(`${SITE}$${SITE}`, "part"),
        transforms: [named("its own"), named("another")],
      });
      assert.deepEqual(tokens(), ["its own", "another", "of the part", "of the site", "of the stack"]);
      taken.length = 0;
      await register(client, "alone", { parent: ROOT });
      assert.deepEqual(tokens(), ["of the stack"]);
    });

    it("are the program's where a plugin makes what it asked for", async () => {
      const { named, tokens } = await functions();
      const { client, monitor } = await started();
      const plugin = connected(await monitor.listenForPlugins());
      monitor.components = {
        providerFor: async () => ({
          construct: async (request: proto.RegisterResourceRequest) => {
            const { length } = tokens();
            const own = await component(plugin, request.getName());
            assert.ok(tokens().length > length);
            return new ConstructResponse().setUrn(own.getUrn());
          },
        }),
        stop() {},
      } as unknown as Components;
      await component(client, "site", { remote: true, transforms: [named("of the program")] });
      assert.deepEqual([...new Set(tokens())], ["of the program"]);
      await register(client, "web", { parent: urnOf(SITE, "site") });
      assert.equal(tokens().length, 3);
    });

    it("rewrite what a resource is made of and how, one after another", async () => {
      const options = new proto.TransformResourceOptions()
        .setProtect(true)
        .setDeleteBeforeReplace(true)
        .setIgnoreChangesList(["port"])
        .setAdditionalSecretOutputsList(["key"])
        .setDependsOnList([ROOT]);
      const first = new proto.TransformResponse().setProperties(toStruct({ port: 443 })).setOptions(options);
      const { named, taken } = await functions({ first: first.serializeBinary() });
      const { client, monitor } = await started();
      const asked = { inputs: { port: 22 }, transforms: [named("first"), named("second")] };
      await register(client, "web", asked);
      const seen = taken.map(({ request }) => proto.TransformRequest.deserializeBinary(request));
      assert.deepEqual(
        seen.map((one) => [one.getName(), one.getType(), one.getCustom(), fromStruct(one.getProperties())]),
        [
          ["web", SERVER, true, { port: 22 }],
          ["web", SERVER, true, { port: 443 }],
        ],
      );
      assert.deepEqual(
        seen.map((one) => [
          one.getOptions()?.getProtect() ?? false,
          one.getOptions()?.getIgnoreChangesList(),
        ]),
        [
          [false, []],
          [true, ["port"]],
        ],
      );
      const web = monitor.resources.get(urnOf(SERVER, "web"));
      assert.deepEqual([web?.inputs, web?.protect, web?.deleteBeforeReplace], [{ port: 443 }, true, true]);
      assert.deepEqual([web?.ignoreChanges, web?.dependencies], [["port"], [ROOT]]);
      assert.deepEqual(web?.additionalSecretOutputs, ["key"]);
    });

    it("rewrite what a look-up asks", async () => {
      const response = new proto.TransformInvokeResponse().setArgs(toStruct({ id: "vpc-2" }));
      const { named, tokens } = await functions({ first: response.serializeBinary() });
      const { client, lookedUp } = await started();
      const stackTransform = client.registerStackInvokeTransform as Sent<Callback, Empty>;
      for (const token of ["first", "second"]) await ask(client, stackTransform, named(token));
      await invoke(client, "aws:ec2/getVpc:getVpc", { id: "vpc-1" });
      assert.deepEqual(tokens(), ["first", "second"]);
      assert.deepEqual(lookedUp[0]?.args, { id: "vpc-2" });
    });
  });
});
