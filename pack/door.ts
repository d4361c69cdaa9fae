import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Session } from "../network/session";
import type { ResourceFacts } from "../stack/resource";
import { readWire, type WireProperties } from "../stack/wire";
import type { ConfigurationCheck } from "./admission";
import { refusing, withDefaultsAlone } from "./configuring";
import { type OwnPack, OwnService } from "./own";
import { answerPlainCalls } from "./plain-calls";
import { folderOfProjectNamed } from "./project-folder";
import { Remediating } from "./remediating";
import { answeringInBytes, withoutMessages } from "./requests";
import { type Analyzer, type Handler, isAnalyzer } from "./service";

export type { Analyzer } from "./service";

let isStanding = false;
let isBegun = false;

/** Whether a server has begun to serve whose requests are read at the door. */
export function isDoorStanding(): boolean {
  return isStanding;
}

/** Whether the engine has told of a stack, and so does more than ask what policies there are. */
export function isRunBegun(): boolean {
  return isBegun;
}

/**
 * Puts a door before the policy pack that this process starts next: where the SDK hands its service to gRPC, since it offers no hook. There the
 * engine's requests are read once: the inputs of each resource, the stack, what of it is secret, and where a run begins; and a configuration that
 * the policies do not understand is refused before anything runs. A pack of this package's own policies is judged there as well; else the SDK runs
 * every policy. Where the SDK looks different, no door stands, and the policies read the SDK's arguments.
 */
export function openDoor(errorsIn: ConfigurationCheck, options: DoorOptions = {}): void {
  const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    if (!isAnalyzer(implementation)) return addService.call(this, service, implementation);
    Server.prototype.addService = addService;
    isStanding = true;
    const door = { ...implementation, ...guarded(implementation, errorsIn, options) };
    const read = options.own ? withoutMessages(service) : answeringInBytes(service);
    answerPlainCalls(this, read, door, ["analyze", "remediate"]);
    return addService.call(this, read, door);
  };
}

export interface DoorOptions {
  /** The pack, where all of its policies are this package's. */
  readonly own?: OwnPack;
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
  { own, aliases = new Map(), checked = [], folderOf = folderOfProjectNamed }: DoorOptions = {},
): Analyzer {
  const telling = withDefaultsAlone(analyzer.getAnalyzerInfo, new Set(checked));
  const remediating = analyzer.remediate && new Remediating(analyzer.remediate);
  const judge = own && new OwnService(own);
  let project: string | undefined;
  return {
    ...analyzer,
    ...(remediating && { remediate: remediating.handle }),
    analyze: judging(analyzer.analyze, admitResource),
    analyzeStack: judging(analyzer.analyzeStack, admitStack),
    ...judge?.handlers,
    configureStack(call, callback) {
      project = call.request.getProject();
      isBegun = true;
      Session.begin(new Map(call.request.getTagsMap().toArray()));
      analyzer.configureStack(call, callback);
    },
    // Whoever asks outside a run, such as `pulumi policy publish`, is told the schemas whole.
    getAnalyzerInfo: (call, callback) =>
      (project !== undefined ? telling : analyzer.getAnalyzerInfo)(call, callback),
    configure: refusing(analyzer, {
      names: own?.policies.map(({ name }) => name),
      errorsIn,
      aliases,
      folderOfProject: () => (project === undefined ? undefined : folderOf(project)),
      accept: (settings, names) => {
        remediating?.configure(settings, names);
        judge?.configure(settings);
      },
    }),
  };
}

function admitResource(request: AnalyzeRequest): () => void {
  const { values, secrets } = propertiesOf(request);
  return Session.ofResource().admitResource({ ...factsOf(request), declared: values, secrets });
}

function admitStack(request: AnalyzeStackRequest): () => void {
  return Session.current.admitStack(
    request.getResourcesList().map((resource) => {
      const { values, secrets } = propertiesOf(resource);
      return {
        ...factsOf(resource),
        ...{ settled: values, secrets },
        dependencies: dependenciesOf(resource),
      };
    }),
  );
}

function propertiesOf(message: AnalyzeRequest | AnalyzerResource): WireProperties {
  return readWire(message.getProperties()?.toJavaScript() ?? {});
}

/** The SDK's handler, with the request read before it and forgotten after it. */
function judging<Request>(
  handle: Handler<Request>,
  admit: (request: Request) => () => void,
): Handler<Request> {
  return (call, callback) => {
    let end: () => void;
    try {
      end = admit(call.request);
    } catch (error) {
      callback(error as Error);
      return;
    }
    handle(call, (...answer) => {
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
