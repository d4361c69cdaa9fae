import { status } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as sdkState from "@pulumi/pulumi/runtime/state";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { SECRET, SIGNATURE } from "../stack/signatures";
import { createUrn, providerUrn, type Urn } from "../stack/urn";
import {
  adoptedId,
  answer,
  hasStandIn,
  idOf,
  inPlace,
  isUnknown,
  type Origin,
  type Properties,
  placed,
  planned,
  settled,
} from "./cloud";
import { PlainStruct } from "./plain-struct";
import { type DeclaredResource, registerAll } from "./resources";

/** Whether ids are still to come, as at a first preview, or everything is settled, as at the end of an update. */
export type Phase = "preview" | "update";

/** A resource that a program registered, as the engine would tell a policy pack of it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly parent: string;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** The URN of its provider; empty for the default one. */
  readonly provider: string;
}

/** Of which stack a program runs, and what it is told of others. */
export interface ProgramOptions {
  /** `shop` by default. */
  readonly project?: string;
  /** `dev` by default. */
  readonly stack?: string;
  /** What other stacks export, by the name that a `StackReference` gives them. */
  readonly exports?: Readonly<Record<string, Properties>>;
}

/** What is judged: a program, or resources. */
export type Subject = (() => unknown) | readonly DeclaredResource[];

/**
 * Runs a Pulumi program in this process, against a monitor that plays the engine and a stand-in for the clouds. A plain object that it returns
 * is what the stack exports. Or registers resources, one after the other.
 */
export async function runProgram(
  subject: Subject,
  phase: Phase,
  { project = "shop", stack = "dev", exports = {} }: ProgramOptions = {},
): Promise<Registered[]> {
  const monitor = new Monitor(phase, { project, stack }, exports);
  // The SDK takes the stack of every promise and resource it makes, which costs more than all the rest.
  const { stackTraceLimit, prepareStackTrace } = Error;
  Object.assign(Error, { stackTraceLimit: 0, prepareStackTrace: String });
  // Nor does a message leave this process.
  const { fromJavaScript } = Struct;
  Struct.fromJavaScript = (plain) => new PlainStruct(plain);
  settings.setMockOptions(monitor as never, project, stack, phase === "preview", "organization");
  const declared: Declared[] = [];
  const thrown: unknown[] = [];
  const done = pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation((resource) => {
      declared.push(resource);
      return undefined;
    });
    // The SDK would leave the rejection to others besides, whom nobody hears.
    const result = await resultOf(subject).catch((error: unknown) => void thrown.push(error));
    return isPlainObject(result) ? result : undefined;
  });
  try {
    await Promise.race([done, monitor.failed]);
    if (thrown.length > 0) throw thrown[0];
    await Promise.race([followed(declared, monitor.registered), monitor.failed]);
    if (declared.length === 0 && typeof subject === "function") throw new Error(NOTHING_MADE);
    refuseLost(declared, monitor.registered);
    return monitor.registered;
  } finally {
    state.getStore().callbacks?.shutdown();
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    Struct.fromJavaScript = fromJavaScript;
  }
}

const resultOf = async (subject: Subject): Promise<unknown> =>
  typeof subject === "function" ? subject() : registerAll(subject);

/** Internal to the SDK, as is its answer to when a program is done. */
const { waitForRPCs } = settings as unknown as { waitForRPCs(): Promise<void> };

/** What a program makes in `apply` comes once outputs are told, and more may come of that. */
async function followed(declared: readonly unknown[], registered: readonly unknown[]): Promise<void> {
  let known: number;
  do {
    known = declared.length + registered.length;
    await waitForRPCs();
    await new Promise(setImmediate);
  } while (declared.length + registered.length > known);
}

/** Else a test would pass without having judged anything. */
const NOTHING_MADE =
  "The program has made no resource. A module runs once in a process, however often it is imported: let it export a function that makes its resources, and call that.";

/** Where hooks of a program are served. */
const state = sdkState as unknown as { getStore(): { callbacks?: { shutdown(): void } } };

type Declared = Pick<pulumi.ResourceTransformationArgs, "type" | "name" | "opts">;

/**
 * A resource whose registration fails within the SDK is no more than a rejection that nobody may handle.
 * @throws Error naming the first that would go unjudged
 */
function refuseLost(declared: readonly Declared[], registered: readonly Registered[]): void {
  const keyOf = ({ type, name }: Pick<Declared, "type" | "name">) => `${type} "${name}"`;
  const known = new Set(registered.map(keyOf));
  const lost = declared.filter(({ opts }) => !opts.id && !opts.urn).find((one) => !known.has(keyOf(one)));
  if (lost)
    throw new Error(
      `${keyOf(lost)} was not registered, as the SDK has refused it: transforms, for one, run in network-guard check alone.`,
    );
}

const isPlainObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const warned = new Set<string>();

/** A plugin would make what is in it, and here none runs. */
function warnOfRemote(type: string, name: string): void {
  const message = `${type} "${name}" is a remote component: what it makes is not judged here, as it is by network-guard check`;
  if (!warned.has(message)) process.emitWarning(message);
  warned.add(message);
}

/** Options that no verdict hangs on count as well: without them the SDK fails, and without alias specs for what a program reads. */
const SUPPORTED: ReadonlySet<string> = new Set([
  "secrets",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "replacementTrigger",
  "resourceHooks",
  "errorHooks",
]);

type Callback = (error: Error | null, response?: unknown) => void;

class Monitor {
  readonly registered: Registered[] = [];
  private readonly world = new Map<string, Properties>();
  private fail: (error: unknown) => void = () => {};
  /** Rejected when a registration fails: the program would wait for its answer for ever. */
  readonly failed = new Promise<never>((_, reject) => {
    this.fail = reject;
  });

  constructor(
    private readonly phase: Phase,
    private readonly stack: Pick<Urn, "project" | "stack">,
    private readonly exports: Readonly<Record<string, Properties>>,
  ) {}

  supportsFeature(request: resource.SupportsFeatureRequest, callback: Callback): void {
    const response = new resource.SupportsFeatureResponse();
    response.setHassupport(SUPPORTED.has(request.getId()));
    callback(null, response);
  }

  /** The newest SDKs ask this at first, and where nobody answers it for each feature. */
  getDeploymentInfo(_: unknown, callback: Callback): void {
    callback(Object.assign(new Error("no such call"), { code: status.UNIMPLEMENTED }));
  }

  /** Hooks act on the cloud, and nothing happens to one here. */
  registerResourceHook(_: unknown, callback: Callback): void {
    callback(null, new Empty());
  }

  registerErrorHook(_: unknown, callback: Callback): void {
    callback(null, new Empty());
  }

  registerResource(request: resource.RegisterResourceRequest, callback: Callback): void {
    try {
      callback(null, this.register(request));
    } catch (error) {
      this.fail(error);
      callback(error as Error);
    }
  }

  private register(request: resource.RegisterResourceRequest): resource.RegisterResourceResponse {
    const [type, name] = [request.getType(), request.getName()];
    const inputs = (request.getObject()?.toJavaScript() ?? {}) as Properties;
    const urn = createUrn(this.stack, request.getParent(), type, name);
    if (request.getRemote()) warnOfRemote(type, name);
    const origin = { token: type, name, seed: urn };
    const isPlayed = request.getCustom() && hasStandIn(type);
    const provider = providerUrn(request.getProvider());
    const plain = withoutSecrets(inputs) as Properties;
    const place = this.placeOf(plain, provider);
    const id = request.getImportid() || (isPlayed ? this.idOf(origin, plain, place) : "");
    const outputs = isPlayed
      ? this.phase === "preview"
        ? planned(type, inputs, id === "" ? {} : { id })
        : inPlace(placed(type, settled(origin, id, inputs), plain, this.world), place)
      : inputs;
    const known = withoutSecrets(outputs) as Properties;
    for (const handle of [id, known.name])
      if (typeof handle === "string" && handle !== "") this.world.set(handle, known);
    const dependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((behind, property) => {
      dependencies[property] = behind.getUrnsList();
    });
    this.registered.push({
      urn,
      type,
      name,
      inputs,
      outputs,
      parent: request.getParent(),
      dependencies,
      provider,
    });
    const response = new resource.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(request.getCustom() && !isPlayed ? `${name}-id` : id);
    response.setObject(new PlainStruct(outputs));
    return response;
  }

  /** Stack references alone are answered: of what else a program reads nobody knows. */
  readResource(request: resource.ReadResourceRequest, callback: Callback): void {
    const [type, name] = [request.getType(), request.getName()];
    const outputs = this.exports[request.getId()] ?? {};
    const response = new resource.ReadResourceResponse();
    response.setUrn(createUrn(this.stack, request.getParent(), type, name));
    response.setProperties(new PlainStruct({ name, outputs, secretOutputNames: [] }));
    callback(null, response);
  }

  /** "" of what has none yet. */
  private idOf(origin: Origin, inputs: Properties, place: string): string {
    if (this.phase === "preview") return "";
    return inPlace(adoptedId(origin.token, inputs, this.world) ?? idOf(origin, inputs), place);
  }

  /** The region and account that a resource or its provider names. */
  private placeOf({ region }: Properties, provider: string): string {
    const given = provider === "" ? undefined : this.registered.find(({ urn }) => urn === provider);
    const its = given?.inputs ?? {};
    const account = its.assumeRoles ?? its.assumeRole ?? its.allowedAccountIds ?? its.profile;
    return [region ?? its.region, account].filter((part) => part !== undefined).join(" ");
  }

  registerResourceOutputs(request: resource.RegisterResourceOutputsRequest, callback: Callback): void {
    const i = this.registered.findIndex(({ urn }) => urn === request.getUrn());
    const known = this.registered[i];
    if (known !== undefined) {
      const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Properties;
      this.registered[i] = { ...known, outputs };
    }
    callback(null, {});
  }

  invoke(request: resource.ResourceInvokeRequest, callback: Callback): void {
    const args = (request.getArgs()?.toJavaScript() ?? {}) as Properties;
    const response = new provider.InvokeResponse();
    response.setReturn(new PlainStruct(isUnknown(args) ? {} : answer(request.getTok(), args)));
    callback(null, response);
  }
}

/** What the cloud is told: a secret is a secret for the program alone. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const properties = value as Properties;
  if (properties[SIGNATURE] === SECRET) return withoutSecrets(properties.value);
  return Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
