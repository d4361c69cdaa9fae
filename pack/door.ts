import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Session } from "../network/session";
import type { ResourceFacts } from "../stack/resource";
import type { Values } from "../stack/value";
import { readWire } from "../stack/wire";
import { refusing, withDefaultsAlone, withoutOthers } from "./configuring";
import type { ConfigurationCheck } from "./project-configuration";
import { projectFolderOf } from "./project-folder";
import { type Analyzer, type Handler, isAnalyzer } from "./service";

export type { Analyzer } from "./service";

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
  /** The policies whose options the check knows. */
  readonly checked?: readonly string[];
  /** Where a project of a name lies; as far as the process can tell by default. */
  readonly folderOf?: (project: string) => string | undefined;
}

/** The service of a policy pack with the door before it. */
export function guarded(
  analyzer: Analyzer,
  errorsIn: ConfigurationCheck,
  {
    hasOthersBehind = false,
    aliases = new Map(),
    checked = [],
    folderOf = projectFolderOf,
  }: DoorOptions = {},
): Analyzer {
  const passedOn = <Request extends AnalyzeRequest | AnalyzeStackRequest>(request: Request) =>
    hasOthersBehind ? request : emptied(request);
  const telling = withDefaultsAlone(analyzer.getAnalyzerInfo, new Set(checked));
  let project: string | undefined;
  let others: readonly string[] = [];
  return {
    ...analyzer,
    ...(analyzer.remediate && { remediate: withoutOthers(noting(analyzer.remediate), () => others) }),
    analyze: judging(analyzer.analyze, admitResource, passedOn),
    analyzeStack: judging(analyzer.analyzeStack, admitStack, passedOn),
    configureStack(call, callback) {
      project = call.request.getProject();
      Session.begin(new Map(call.request.getTagsMap().toArray()));
      analyzer.configureStack(call, callback);
    },
    // Whoever asks outside a run, such as `pulumi policy publish`, is told the schemas whole.
    getAnalyzerInfo: (call, callback) =>
      (project !== undefined ? telling : analyzer.getAnalyzerInfo)(call, callback),
    configure: refusing(analyzer, {
      errorsIn,
      aliases,
      folderOfProject: () => (project === undefined ? undefined : folderOf(project)),
      accept: (unmended) => {
        others = unmended;
      },
    }),
  };
}

/** The SDK's handler, with what the provider has filled in noted: the engine shows that here, before it has the inputs judged without it. */
function noting(remediate: Handler<AnalyzeRequest>): Handler<AnalyzeRequest> {
  return (call, callback) => {
    const names = call.request.getProperties()?.getFieldsMap().get("__defaults")?.getListValue();
    Session.ofResource().noteFilledIn(call.request.getUrn(), names?.toJavaScript() as string[] | undefined);
    remediate(call, callback);
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
