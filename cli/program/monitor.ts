import { createHash, randomUUID } from "node:crypto";
import { Server, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { CallResponse, type ConstructResponse, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type ReadResourceRequest,
  type ReadResourceResponse,
  type RegisterPackageRequest,
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { SourcePosition } from "../../report/finding";
import { createUrn, providerUrn, STACK_TYPE } from "../../stack/urn";
import { type Coverage, kinds } from "../coverage";
import { listen, listenOnPort, noMessageLimit, unary } from "../grpc";
import { isSecret, type Properties, reduced, secret, settled, unknown } from "../properties";
import type { RegisteredResource } from "../resource";
import type { StackName } from "../stack-name";
import { fromStruct, toStruct } from "../struct";
import type { Components } from "./components";
import type { Config } from "./config";
import type { LookUps } from "./invokes";
import { isNotKnown, withUnknowns } from "./not-known";
import { defaultProvider, noOptions, providerPackageOf } from "./providers";
import { ReadAnswer } from "./read-answer";
import { resourceOf, sourceOf } from "./registration";
import { stateOfReference } from "./stack-reference";
import { Callbacks, outputDependencies, transformInvoke, transformResource } from "./transforms";

const features = new Set([
  "aliasSpecs",
  "secrets",
  "resourceReferences",
  "outputValues",
  "replacementTrigger",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
  "sendsOptionsToHooks",
]);

interface ExistsResponse {
  setUnknown(value: boolean): this;
}

/** What the SDK that serves answers with: within its range, look-ups have got an answer of their own, and there is a call more. */
const { invoke, existsResource } = ResourceMonitorService as unknown as {
  readonly invoke: { readonly responseType: new () => InvokeResponse };
  readonly existsResource?: { readonly responseType: new () => ExistsResponse };
};

/** Who asks: the program itself, or a plugin that makes one of its components. */
type Caller = "program" | "plugin";

/** What a program gave a remote component along. */
interface Asked {
  transforms: Callback[];
  source?: SourcePosition;
}

export interface Monitoring {
  stack: StackName;
  config: Config;
  lookUps: LookUps;
  /** Called once for each managed resource, before the program hears of it; answers the inputs to go on with. */
  register(resource: RegisteredResource): Promise<Properties>;
  /** Whether plugins that are installed may make remote components. */
  plugins: boolean;
  /** Is told what cannot be judged, and what is taken for granted. */
  coverage: Coverage;
  /** Whether what has no id yet gets one that is made up. */
  hasMadeUpIds?: boolean | undefined;
}

/** The part of the engine that a program talks to: it accepts every resource, and leaves unknown what a cloud would answer. */
export class Monitor {
  readonly resources = new Map<string, RegisteredResource>();
  /** Whether the program has come to its end: the stack's outputs are the last that it tells. */
  hasFinished = false;
  readonly #providers = new Map<string, Promise<RegisteredResource>>();
  readonly #packages = new Map<string, { name: string; version: string; plugin: string }>();
  /** What a program asked of remote components that their plugins have not registered yet. */
  readonly #pending = new Map<string, Asked>();
  readonly #transforms = new Map<string, Callback[]>();
  readonly #stackTransforms: Callback[] = [];
  readonly #invokeTransforms: Callback[] = [];
  readonly #callbacks = new Callbacks();
  readonly #server = new Server(noMessageLimit);
  /** Where plugins register what components are made of. */
  readonly #pluginServer = new Server(noMessageLimit);
  /** Absent when plugins are to be left out. */
  components: Components | undefined;

  constructor(private readonly monitoring: Monitoring) {
    this.#server.addService(ResourceMonitorService, this.#service("program"));
    this.#pluginServer.addService(ResourceMonitorService, this.#service("plugin"));
  }

  #service(caller: Caller): UntypedServiceImplementation {
    const done = () => new Empty();
    return {
      supportsFeature: unary((request: SupportsFeatureRequest) =>
        new SupportsFeatureResponse().setHassupport(features.has(request.getId())),
      ),
      registerResource: unary((request: RegisterResourceRequest) => this.#register(request, caller)),
      registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) =>
        this.#registerOutputs(request),
      ),
      readResource: unary((request: ReadResourceRequest) => this.#read(request, caller)),
      invoke: unary((request: ResourceInvokeRequest) => this.#invoke(request)),
      existsResource: unary(() => this.#exists()),
      call: unary((request: ResourceCallRequest) => this.#call(request)),
      registerPackage: unary((request: RegisterPackageRequest) => this.#registerPackage(request)),
      registerStackTransform: unary((callback: Callback) => {
        this.#stackTransforms.push(callback);
        return new Empty();
      }),
      registerStackInvokeTransform: unary((callback: Callback) => {
        this.#invokeTransforms.push(callback);
        return new Empty();
      }),
      // Hooks act on the cloud, and nothing is about to happen to it.
      registerResourceHook: unary(done),
      registerErrorHook: unary(done),
      signalAndWaitForShutdown: unary(done),
    };
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  listenForPlugins(): Promise<string> {
    return listenOnPort(this.#pluginServer);
  }

  close(): void {
    this.components?.stop();
    this.#callbacks.close();
    this.#server.forceShutdown();
    this.#pluginServer.forceShutdown();
  }

  /** The resource's own transforms, then those of each parent, then the stack's. */
  #transformsOf(request: RegisterResourceRequest): Callback[] {
    const inherited: Callback[] = [];
    for (let parent = request.getParent(); parent; parent = this.resources.get(parent)?.parent ?? "") {
      inherited.push(...(this.#transforms.get(parent) ?? []));
    }
    return [...request.getTransformsList(), ...inherited, ...this.#stackTransforms];
  }

  /** What a component makes long after the program has asked for it, or in a plugin, stands where that was. */
  #sourceOf(
    request: RegisterResourceRequest | ReadResourceRequest,
    caller: Caller,
  ): SourcePosition | undefined {
    // The SDK, not the program, declares the stack.
    if (request.getType() === STACK_TYPE) return undefined;
    const ofParent = this.resources.get(request.getParent())?.source;
    if (caller === "plugin") return ofParent;
    const source = sourceOf(request);
    return source.program ?? ofParent ?? source.package;
  }

  /** The URN of the provider of a custom resource, made by default where the program names none. */
  async #providerOf(type: string, reference: string, version: string, packageRef: string): Promise<string> {
    if (reference) return providerUrn(reference);
    const known = this.#packages.get(packageRef);
    const name = providerPackageOf(type) && (known?.name ?? providerPackageOf(type));
    if (name === undefined) return "";
    const { stack, config } = this.monitoring;
    const provider = defaultProvider(stack, config, name, known?.version ?? version);
    const made = this.#providers.get(provider.urn) ?? this.#admit(provider);
    this.#providers.set(provider.urn, made);
    return (await made).urn;
  }

  async #admit(resource: RegisteredResource): Promise<RegisteredResource> {
    this.resources.set(resource.urn, resource);
    resource.inputs = await this.monitoring.register(resource);
    return resource;
  }

  #providerOfRequest(request: RegisterResourceRequest): Promise<string> {
    return this.#providerOf(
      request.getType(),
      request.getProvider(),
      request.getVersion(),
      request.getPackageref(),
    );
  }

  async #register(request: RegisterResourceRequest, caller: Caller): Promise<RegisterResourceResponse> {
    const pending = this.#takePending(request);
    if (pending) request.setTransformsList(pending.transforms);
    const transforms = this.#transformsOf(request);
    await transformResource(request, transforms, this.#callbacks);
    const isCustom = request.getCustom();
    const provider = isCustom || request.getRemote() ? await this.#providerOfRequest(request) : "";
    const source = pending ? pending.source : this.#sourceOf(request, caller);
    const made = request.getRemote() ? await this.#construct(request, provider, source) : undefined;
    if (made) return made;

    const resource: RegisteredResource = {
      ...resourceOf(this.monitoring.stack, request, isCustom ? provider : ""),
      ...(source ? { source } : {}),
    };
    const { urn } = resource;
    this.#refuseDuplicate(urn);
    this.#transforms.set(urn, request.getTransformsList());
    await this.#admit(resource);

    const id = request.getImportid() || (isCustom && this.monitoring.hasMadeUpIds ? madeUpId(urn) : "");
    const response = new RegisterResourceResponse().setUrn(urn).setId(id);
    if (isCustom) {
      const state = withSecrets(settled(resource.inputs), resource.additionalSecretOutputs);
      response.setObject(toStruct(state));
      // Providers plan an id among the outputs: what has an unknown one does not exist yet.
      resource.outputs = { id: id || unknown, ...state };
    }
    return response;
  }

  /** Lets a remote component's plugin make it; undefined where there is none, which is said. */
  async #construct(
    request: RegisterResourceRequest,
    provider: string,
    source: SourcePosition | undefined,
  ): Promise<RegisterResourceResponse | undefined> {
    const type = request.getType();
    const known = this.#packages.get(request.getPackageref());
    const name = known?.plugin ?? providerPackageOf(type) ?? "";
    const version = known?.version ?? request.getVersion();
    const configuration = this.resources.get(provider);
    const plugin = configuration && this.components?.providerFor(name, version, configuration);
    if (plugin === undefined) {
      const way = this.components
        ? `pulumi plugin install resource ${name}${version ? ` ${version}` : ""}`
        : "leave --no-plugins out";
      this.monitoring.coverage.unjudged(
        kinds.component,
        `${type} "${request.getName()}" is a remote component, and what it is made of is not judged: its plugin is not ${this.components ? "installed" : "run"} (${way})`,
      );
      return undefined;
    }
    const asked = { transforms: request.getTransformsList(), ...(source ? { source } : {}) };
    this.#pending.set(pendingKey(request), asked);
    return registeredBy(await (await plugin).construct(request));
  }

  #takePending(request: RegisterResourceRequest): Asked | undefined {
    const key = pendingKey(request);
    const asked = this.#pending.get(key);
    this.#pending.delete(key);
    return asked;
  }

  /** A method's result is unknown as a whole as soon as anything in it is: it is, unless the plugin of a component can tell. */
  async #call(request: ResourceCallRequest): Promise<CallResponse> {
    const provider = await this.#providerOf(
      request.getTok(),
      request.getProvider(),
      request.getVersion(),
      request.getPackageref(),
    );
    const plugin = await this.components?.startedFor(provider);
    if (plugin === undefined) return new CallResponse().setReturn(toStruct({ result: unknown }));
    const response = await plugin.call(request);
    return response.setReturn(toStruct(settled(fromStruct(response.getReturn()))));
  }

  /** A URN is given once, whether to what is made or to what is read. */
  #refuseDuplicate(urn: string): void {
    if (this.resources.has(urn))
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
  }

  #registerOutputs(request: RegisterResourceOutputsRequest): Empty {
    const resource = this.resources.get(request.getUrn());
    if (resource) resource.outputs = withUnknowns(settled(fromStruct(request.getOutputs())));
    if (resource?.type === STACK_TYPE) this.hasFinished = true;
    return new Empty();
  }

  async #read(request: ReadResourceRequest, caller: Caller): Promise<ReadResourceResponse> {
    const { stack } = this.monitoring;
    const type = request.getType();
    const urn = createUrn(stack, request.getParent(), type, request.getName());
    const provider = await this.#providerOf(
      type,
      request.getProvider(),
      request.getVersion(),
      request.getPackageref(),
    );
    if (request.getId() === "") throw new Error(`Expected an ID for ${urn}`);
    this.#refuseDuplicate(urn);
    const state = {
      ...withUnknowns(settled(fromStruct(request.getProperties()))),
      ...this.#exported(request),
    };
    const id = isNotKnown(request.getId()) ? unknown : request.getId();
    const source = this.#sourceOf(request, caller);
    this.resources.set(urn, {
      ...noOptions,
      urn,
      type,
      inputs: {},
      outputs: { ...withUnknowns(state), id },
      parent: request.getParent(),
      provider,
      dependencies: request.getDependenciesList(),
      propertyDependencies: {},
      external: true,
      ...(source ? { source } : {}),
    });
    return new ReadAnswer(id === unknown ? "" : id).setUrn(urn).setProperties(toStruct(state));
  }

  /** What the stack that a stack reference reads exports, as far as it is known. */
  #exported(request: ReadResourceRequest): Properties {
    if (request.getType() !== "pulumi:pulumi:StackReference") return {};
    const outputs = this.monitoring.lookUps.outputsOf(request.getId());
    return outputs === undefined ? {} : stateOfReference(request.getId(), outputs);
  }

  async #invoke(request: ResourceInvokeRequest): Promise<InvokeResponse> {
    const token = request.getTok();
    const args = await transformInvoke(
      token,
      fromStruct(request.getArgs()),
      this.#invokeTransforms,
      this.#callbacks,
    );
    if (token !== "pulumi:pulumi:getResource") {
      const provider = await this.#providerOf(
        token,
        request.getProvider(),
        request.getVersion(),
        request.getPackageref(),
      );
      const lookUp = { token, args: reduced(args), provider: this.resources.get(provider)?.inputs ?? {} };
      return new invoke.responseType().setReturn(toStruct(this.monitoring.lookUps.answer(lookUp)));
    }
    const resource = this.resources.get(String(args.urn));
    if (!resource) throw new Error(`no resource ${String(args.urn)} in the stack`);
    return new invoke.responseType().setReturn(
      toStruct({ urn: resource.urn, id: unknown, state: resource.outputs }),
    );
  }

  /** What is there in the cloud cannot be known offline. */
  #exists(): ExistsResponse | undefined {
    this.monitoring.coverage.unjudged(kinds.lookUp);
    return existsResource && new existsResource.responseType().setUnknown(true);
  }

  #registerPackage(request: RegisterPackageRequest): RegisterPackageResponse {
    const ref = randomUUID();
    const named = request.getParameterization() ?? request;
    const [name, version] = [named.getName(), named.getVersion()];
    this.#packages.set(ref, { name, version, plugin: request.getName() });
    return new RegisterPackageResponse().setRef(ref);
  }
}

/** In the form of the ids that name one thing wherever they stand. */
function madeUpId(urn: string): string {
  return `planned-${createHash("sha256").update(urn).digest("hex").slice(0, 17)}`;
}

const pendingKey = (request: RegisterResourceRequest): string =>
  [request.getParent(), request.getType(), request.getName()].join("::");

/** What a plugin has made, in the words in which the program hears of it. */
function registeredBy(made: ConstructResponse): RegisterResourceResponse {
  const state = fromStruct(made.getState());
  const response = new RegisterResourceResponse().setUrn(made.getUrn()).setObject(toStruct(settled(state)));
  for (const [property, value] of Object.entries(state)) {
    const declared = made.getStatedependenciesMap().get(property)?.getUrnsList() ?? [];
    const urns = [...new Set([...declared, ...outputDependencies(value)])];
    const dependencies = new RegisterResourceResponse.PropertyDependencies().setUrnsList(urns);
    if (urns.length > 0) response.getPropertydependenciesMap().set(property, dependencies);
  }
  return response;
}

function withSecrets(outputs: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      names.includes(name) && !isSecret(value) ? secret(value) : value,
    ]),
  );
}
