import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Session } from "../network/session";
import type { ResourceFacts } from "../stack/resource";
import type { Values } from "../stack/value";
import { readWire } from "../stack/wire";

/** Answers what is wrong with a configuration, a line each. @param configuration by policy, its options without the level */
export type ConfigurationCheck = (
  configuration: [string, Record<string, unknown>][],
  policies: readonly string[],
) => string[];

let isStanding = false;

/** Whether a server has begun to serve whose requests are read at the door. */
export function isDoorStanding(): boolean {
  return isStanding;
}

/**
 * Puts a door before the policy pack that this process starts next: where the SDK hands its service to gRPC, since it offers no hook. There the
 * engine's requests are read once: the inputs of each resource, the stack, what of it is secret, and where a run begins; and a configuration that
 * the policies do not understand is refused before anything runs. The SDK still runs every policy. Where it looks different, no door stands, and the
 * policies read the SDK's arguments.
 */
export function openDoor(errorsIn: ConfigurationCheck, options: DoorOptions = {}): void {
  const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    if (!isAnalyzer(implementation)) return addService.call(this, service, implementation);
    Server.prototype.addService = addService;
    isStanding = true;
    return addService.call(this, service, {
      ...implementation,
      ...guarded(implementation, errorsIn, options),
    });
  };
}

export interface DoorOptions {
  /** Whether other policies, which read the SDK's arguments, may serve behind the door; else the SDK gets nothing to copy for each policy. */
  readonly hasOthersBehind?: boolean;
  /** Names that a configuration may still use, each with the one that it stands for. */
  readonly aliases?: ReadonlyMap<string, string>;
}

type Handler<Request> = grpc.handleUnaryCall<Request, unknown>;

export interface Analyzer {
  readonly analyze: Handler<AnalyzeRequest>;
  readonly analyzeStack: Handler<AnalyzeStackRequest>;
  readonly remediate?: Handler<AnalyzeRequest>;
  readonly configure: Handler<ConfigureAnalyzerRequest>;
  readonly configureStack: Handler<AnalyzerStackConfigureRequest>;
  readonly getAnalyzerInfo: Handler<unknown>;
}

function isAnalyzer(implementation: unknown): implementation is Analyzer {
  const methods = implementation as Record<keyof Analyzer, unknown>;
  return (["analyze", "analyzeStack", "configure", "configureStack", "getAnalyzerInfo"] as const).every(
    (method) => typeof methods[method] === "function",
  );
}

/** The service of a policy pack with the door before it. */
export function guarded(
  analyzer: Analyzer,
  errorsIn: ConfigurationCheck,
  { hasOthersBehind = false, aliases = new Map() }: DoorOptions = {},
): Analyzer {
  const passedOn = <Request extends AnalyzeRequest | AnalyzeStackRequest>(request: Request) =>
    hasOthersBehind ? request : emptied(request);
  const remediating = new Set<string>();
  return {
    ...analyzer,
    ...(analyzer.remediate && { remediate: withoutOthers(analyzer, analyzer.remediate, remediating) }),
    analyze: judging(analyzer.analyze, admitResource, passedOn),
    analyzeStack: judging(analyzer.analyzeStack, admitStack, passedOn),
    configureStack(call, callback) {
      Session.begin(new Map(call.request.getTagsMap().toArray()));
      analyzer.configureStack(call, callback);
    },
    configure: refusing(analyzer, errorsIn, aliases, (request) => {
      remediating.clear();
      for (const [name, config] of request.getPolicyconfigMap().entries())
        if (config.getEnforcementlevel() === REMEDIATE) remediating.add(name);
    }),
  };
}

/** `EnforcementLevel.REMEDIATE` of the SDK's protocol. */
const REMEDIATE = 3;

/** Of a policy that is not to remediate the SDK answers nothing, and the engine would count it as passed there. */
function withoutOthers(
  analyzer: Analyzer,
  remediate: Handler<AnalyzeRequest>,
  remediating: ReadonlySet<string>,
): Handler<AnalyzeRequest> {
  return (call, callback) => {
    analyzer.getAnalyzerInfo({ ...call, request: undefined }, (_, info) => {
      const others = info ? namesIn(info).filter((name) => !remediating.has(name)) : [];
      remediate(call, (failure, response, ...rest) => {
        for (const name of others)
          (response as RemediateResponse | undefined)
            ?.addNotApplicable()
            .setPolicyName(name)
            .setReason("It is not at the level remediate.");
        callback(failure, response, ...rest);
      });
    });
  };
}

function admitResource(request: AnalyzeRequest): () => void {
  const session = Session.ofResource();
  return session.admitResource({ ...factsOf(request), declared: readProperties(request, session) });
}

function admitStack(request: AnalyzeStackRequest): () => void {
  const session = Session.current;
  return session.admitStack(
    request.getResourcesList().map((resource) => ({
      ...factsOf(resource),
      settled: readProperties(resource, session),
      dependencies: dependenciesOf(resource),
    })),
  );
}

function readProperties(message: AnalyzeRequest | AnalyzerResource, { secrets }: Session): Values {
  const read = readWire(message.getProperties()?.toJavaScript() ?? {});
  secrets.add(message.getUrn(), message.getType(), message.getName(), read.secrets);
  return read.values;
}

/** A request that names its resource, and has nothing that the SDK would copy for each policy. */
function emptied<Request extends AnalyzeRequest | AnalyzeStackRequest>(request: Request): Request {
  const empty = new (request.constructor as new () => Request)();
  if ("getUrn" in request && "getUrn" in empty) {
    empty
      .setUrn(request.getUrn())
      .setType(request.getType())
      .setName(request.getName())
      .setOptions(request.getOptions())
      .setProperties(new Struct());
  }
  return empty;
}

/** The SDK's handler, with the request read before it and forgotten after it. */
function judging<Request>(
  handle: Handler<Request>,
  admit: (request: Request) => () => void,
  passedOn: (request: Request) => Request,
): Handler<Request> {
  return (call, callback) => {
    let end: () => void;
    try {
      end = admit(call.request);
    } catch (error) {
      callback(error as Error);
      return;
    }
    handle({ ...call, request: passedOn(call.request) } as typeof call, (...answer) => {
      end();
      callback(...answer);
    });
  };
}

function refusing(
  analyzer: Analyzer,
  errorsIn: ConfigurationCheck,
  aliases: ReadonlyMap<string, string>,
  accept: (request: ConfigureAnalyzerRequest) => void,
): Handler<ConfigureAnalyzerRequest> {
  return (call, callback) => {
    rename(call.request, aliases);
    analyzer.getAnalyzerInfo({ ...call, request: undefined }, (failure, info) => {
      const errors = failure ? [] : errorsIn(optionsIn(call.request), namesIn(info));
      if (errors.length === 0) {
        accept(call.request);
        analyzer.configure(call, callback);
      } else callback({ code: INVALID_ARGUMENT, details: errors.join("\n") });
    });
  };
}

/** Puts what is configured by a former name under the present one, over the defaults that the engine has put there. */
function rename(request: ConfigureAnalyzerRequest, aliases: ReadonlyMap<string, string>): void {
  const configurations = request.getPolicyconfigMap();
  for (const [former, name] of aliases) {
    const given = configurations.get(former);
    if (given === undefined) continue;
    const defaults = configurations.get(name)?.getProperties()?.toJavaScript() ?? {};
    const options = { ...defaults, ...given.getProperties()?.toJavaScript() };
    given.setProperties(Struct.fromJavaScript(options));
    configurations.set(name, given);
    configurations.del(former);
  }
}

/** `status.INVALID_ARGUMENT` of gRPC: https://grpc.io/docs/guides/status-codes */
const INVALID_ARGUMENT = 3;

type AnalyzerInfo = { getPoliciesList(): { getName(): string }[] };

function namesIn(info: unknown): string[] {
  return (info as AnalyzerInfo).getPoliciesList().map((policy) => policy.getName());
}

function optionsIn(request: ConfigureAnalyzerRequest): [string, Record<string, unknown>][] {
  return [...request.getPolicyconfigMap().entries()].map(([name, config]) => [
    name,
    config.getProperties()?.toJavaScript() ?? {},
  ]);
}

function factsOf(message: AnalyzeRequest | AnalyzerResource): ResourceFacts {
  return {
    urn: message.getUrn(),
    type: message.getType(),
    name: message.getName(),
    parent: ("getParent" in message && message.getParent()) || message.getOptions()?.getParent() || undefined,
    provider: providerInputs(message.getProvider()),
  };
}

function providerInputs(provider: AnalyzerProviderResource | undefined): ResourceFacts["provider"] {
  return provider && readWire(provider.getProperties()?.toJavaScript() ?? {}).values;
}

function dependenciesOf(resource: AnalyzerResource): Map<string, string[]> {
  return new Map(
    [...resource.getPropertydependenciesMap().entries()].map(([property, behind]) => [
      property,
      behind.getUrnsList(),
    ]),
  );
}
