import type { AnalyzerInfo, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Session } from "../network/session";
import { ConfigurationError } from "../policies/kit/configuration";
import { readContextStacks } from "./context-stacks";
import { admitProject, GATEKEEPER, type Listening, settingsOf } from "./project-configuration";
import type { Configured } from "./project-mode";
import type { Analyzer, Handler } from "./service";

export interface Refusing extends Listening {
  /** Is told what each policy is configured with. */
  accept(settings: ReadonlyMap<string, Configured>, names: readonly string[]): void;
}

/** The SDK's handler for a configuration: what is wrong with one is refused, all of it at once, and a project's file heard where it may be. */
export function refusing(
  analyzer: Analyzer,
  { accept, ...listening }: Refusing,
): Handler<ConfigureAnalyzerRequest> {
  const { errorsIn, aliases } = listening;
  return (call, callback) => {
    rename(call.request, aliases);
    analyzer.getAnalyzerInfo({ ...call, request: undefined }, (failure, info) => {
      const names = failure ? [] : namesIn(info as AnalyzerInfo);
      const wrong = failure ? [] : errorsIn(optionsIn(call.request), names);
      const refused = wrong.length > 0 ? wrong : admitProject(call.request, listening);
      const errors = refused.length > 0 ? refused : admitContext(call.request, listening);
      if (errors.length > 0) {
        callback({ code: INVALID_ARGUMENT, details: errors.join("\n") });
        return;
      }
      accept(settingsOf(call.request), names);
      analyzer.configure(call, callback);
    });
  };
}

/** Puts the stacks that a configuration names beside that of the run. @returns what is wrong with them, a line each */
function admitContext(request: ConfigureAnalyzerRequest, { folderOfProject }: Listening): string[] {
  const options = request.getPolicyconfigMap().get(GATEKEEPER)?.getProperties()?.toJavaScript();
  const paths = (options?.contextStacks ?? []) as string[];
  try {
    Session.standBeside(readContextStacks(paths, paths.length > 0 ? folderOfProject() : undefined));
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.message.split("\n").map((line) => `${GATEKEEPER}: ${line}`);
    throw error;
  }
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

function namesIn(info: AnalyzerInfo): string[] {
  return info.getPoliciesList().map((policy) => policy.getName());
}

function optionsIn(request: ConfigureAnalyzerRequest): [string, Record<string, unknown>][] {
  return [...request.getPolicyconfigMap().entries()].map(([name, config]) => [
    name,
    config.getProperties()?.toJavaScript() ?? {},
  ]);
}

/**
 * The SDK's handler that tells of the policies, with nothing but the defaults of the options that are checked here: the engine would refuse the
 * first mistakes that it finds in words of its own.
 */
export function withDefaultsAlone(
  getAnalyzerInfo: Handler<unknown>,
  checked: ReadonlySet<string>,
): Handler<unknown> {
  return (call, callback) => {
    getAnalyzerInfo(call, (failure, response, ...rest) => {
      for (const policy of (response as AnalyzerInfo | undefined)?.getPoliciesList() ?? []) {
        const schema = checked.has(policy.getName()) ? policy.getConfigschema() : undefined;
        const properties = schema?.getProperties();
        if (properties !== undefined) schema?.clearRequiredList();
        schema?.setProperties(properties && defaultsIn(properties));
      }
      callback(failure, response, ...rest);
    });
  };
}

function defaultsIn(properties: Struct): Struct {
  const schemas = properties.toJavaScript() as Record<string, { readonly default?: unknown }>;
  const defaults = Object.entries(schemas).map(([option, schema]) => [
    option,
    schema.default === undefined ? {} : { default: schema.default },
  ]);
  return (properties.constructor as typeof Struct).fromJavaScript(Object.fromEntries(defaults));
}
