import { randomUUID } from "node:crypto";
import { Server, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterPackageRequest,
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { SourcePosition } from "../../report/finding";
import { type Coverage, kinds } from "../coverage";
import { listen, noMessageLimit, unary } from "../grpc";
import {
  fromStruct,
  isSecret,
  type Properties,
  reduced,
  secret,
  settled,
  toStruct,
  unknown,
} from "../properties";
import type { RegisteredResource } from "../resource";
import { createUrn, type StackName, stackType } from "../urn";
import type { Config } from "./config";
import type { LookUps } from "./invokes";
import { isNotKnown, withUnknowns } from "./not-known";
import { defaultProvider, noOptions, packageOf, providerUrn } from "./providers";
import { resourceOf, sourceOf } from "./registration";
import { Callbacks, transformInvoke, transformResource } from "./transforms";

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

export interface Monitoring {
  stack: StackName;
  config: Config;
  lookUps: LookUps;
  /** Called once for each managed resource, before the program hears of it; answers the inputs to go on with. */
  register(resource: RegisteredResource): Promise<Properties>;
  /** Is told what cannot be judged, and what is taken for granted. */
  coverage: Coverage;
}

/** The part of the engine that a program talks to: it accepts every resource, and leaves unknown what a cloud would answer. */
export class Monitor {
  readonly resources = new Map<string, RegisteredResource>();
  /** Whether the program has come to its end: the stack's outputs are the last that it tells. */
  hasFinished = false;
  readonly #providers = new Map<string, Promise<RegisteredResource>>();
  readonly #packages = new Map<string, { name: string; version: string }>();
  readonly #transforms = new Map<string, Callback[]>();
  readonly #stackTransforms: Callback[] = [];
  readonly #invokeTransforms: Callback[] = [];
  readonly #callbacks = new Callbacks();
  readonly #server = new Server(noMessageLimit);

  constructor(private readonly monitoring: Monitoring) {
    const done = () => new Empty();
    const service: UntypedServiceImplementation = {
      supportsFeature: unary((request: SupportsFeatureRequest) =>
        new SupportsFeatureResponse().setHassupport(features.has(request.getId())),
      ),
      registerResource: unary((request: RegisterResourceRequest) => this.#register(request)),
      registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) =>
        this.#registerOutputs(request),
      ),
      readResource: unary((request: ReadResourceRequest) => this.#read(request)),
      invoke: unary((request: ResourceInvokeRequest) => this.#invoke(request)),
      // A method's result is unknown as a whole as soon as anything in it is.
      call: unary(() => new CallResponse().setReturn(toStruct({ result: unknown }))),
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
    this.#server.addService(ResourceMonitorService, service);
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  close(): void {
    this.#callbacks.close();
    this.#server.forceShutdown();
  }

  /** The resource's own transforms, then those of each parent, then the stack's. */
  #transformsOf(request: RegisterResourceRequest): Callback[] {
    const inherited: Callback[] = [];
    for (let parent = request.getParent(); parent; parent = this.resources.get(parent)?.parent ?? "") {
      inherited.push(...(this.#transforms.get(parent) ?? []));
    }
    return [...request.getTransformsList(), ...inherited, ...this.#stackTransforms];
  }

  /** What a component makes long after the program has asked for it stands where that was. */
  #sourceOf(request: RegisterResourceRequest | ReadResourceRequest): SourcePosition | undefined {
    // The SDK, not the program, declares the stack.
    if (request.getType() === stackType) return undefined;
    const source = sourceOf(request);
    return source.program ?? this.resources.get(request.getParent())?.source ?? source.package;
  }

  /** The URN of the provider of a custom resource, made by default where the program names none. */
  async #providerOf(type: string, reference: string, version: string, packageRef: string): Promise<string> {
    if (reference) return providerUrn(reference);
    const known = this.#packages.get(packageRef);
    const name = packageOf(type) && (known?.name ?? packageOf(type));
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

  async #register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    const transforms = this.#transformsOf(request);
    await transformResource(request, transforms, this.#callbacks);
    const isCustom = request.getCustom();
    const provider = isCustom
      ? await this.#providerOf(
          request.getType(),
          request.getProvider(),
          request.getVersion(),
          request.getPackageref(),
        )
      : "";

    const source = this.#sourceOf(request);
    const resource: RegisteredResource = {
      ...resourceOf(this.monitoring.stack, request, provider),
      ...(source ? { source } : {}),
    };
    const { urn, type } = resource;
    this.#refuseDuplicate(urn);
    this.#transforms.set(urn, request.getTransformsList());
    if (request.getRemote()) {
      this.monitoring.coverage.unjudged(
        kinds.component,
        `${type} "${request.getName()}" is a remote component: its provider plugin makes its resources, which are not judged here`,
      );
    }
    await this.#admit(resource);

    const response = new RegisterResourceResponse().setUrn(urn).setId(request.getImportid());
    if (isCustom) {
      const state = withSecrets(settled(resource.inputs), resource.additionalSecretOutputs);
      response.setObject(toStruct(state));
      // Providers plan an id among the outputs: what has an unknown one does not exist yet.
      resource.outputs = { id: request.getImportid() || unknown, ...state };
    }
    return response;
  }

  /** A URN is given once, whether to what is made or to what is read. */
  #refuseDuplicate(urn: string): void {
    if (this.resources.has(urn))
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
  }

  #registerOutputs(request: RegisterResourceOutputsRequest): Empty {
    const resource = this.resources.get(request.getUrn());
    if (resource) resource.outputs = withUnknowns(settled(fromStruct(request.getOutputs())));
    if (resource?.type === stackType) this.hasFinished = true;
    return new Empty();
  }

  async #read(request: ReadResourceRequest): Promise<ReadResourceResponse> {
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
    const state = withUnknowns(settled(fromStruct(request.getProperties())));
    const id = isNotKnown(request.getId()) ? unknown : request.getId();
    const source = this.#sourceOf(request);
    this.resources.set(urn, {
      ...noOptions,
      urn,
      type,
      inputs: {},
      outputs: { ...state, id },
      parent: request.getParent(),
      provider,
      dependencies: request.getDependenciesList(),
      propertyDependencies: {},
      external: true,
      ...(source ? { source } : {}),
    });
    return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(state));
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
      return new InvokeResponse().setReturn(toStruct(this.monitoring.lookUps.answer(lookUp)));
    }
    const resource = this.resources.get(String(args.urn));
    if (!resource) throw new Error(`no resource ${String(args.urn)} in the stack`);
    return new InvokeResponse().setReturn(
      toStruct({ urn: resource.urn, id: unknown, state: resource.outputs }),
    );
  }

  #registerPackage(request: RegisterPackageRequest): RegisterPackageResponse {
    const ref = randomUUID();
    const named = request.getParameterization() ?? request;
    this.#packages.set(ref, { name: named.getName(), version: named.getVersion() });
    return new RegisterPackageResponse().setRef(ref);
  }
}

function withSecrets(outputs: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      names.includes(name) && !isSecret(value) ? secret(value) : value,
    ]),
  );
}
