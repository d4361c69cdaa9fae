import {
  type AnalyzerInfo,
  type ConfigureAnalyzerRequest,
  type EnforcementLevel,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Session } from "../network/session";
import { admit, type Listening } from "./admission";
import type { PolicyLevel } from "./entries";
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
  return (call, callback) => {
    analyzer.getAnalyzerInfo({ ...call, request: undefined }, (failure, info) => {
      if (failure) {
        callback(failure);
        return;
      }
      const names = (info as AnalyzerInfo).getPoliciesList().map((policy) => policy.getName());
      const given = settingsOf(call.request);
      const { settings, context, errors } = admit(given, names, listening);
      if (errors.length > 0) {
        callback({ code: INVALID_ARGUMENT, details: errors.join("\n") });
        return;
      }
      Session.standBeside(context);
      accept(settings, names);
      if (settings !== given) configure(call.request, settings);
      analyzer.configure(call, callback);
    });
  };
}

/** `status.INVALID_ARGUMENT` of gRPC: https://grpc.io/docs/guides/status-codes */
const INVALID_ARGUMENT = 3;

/** By their number in the SDK's protocol. */
const WIRE_LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const satisfies PolicyLevel[];

function settingsOf(request: ConfigureAnalyzerRequest): Map<string, Configured> {
  return new Map(
    [...request.getPolicyconfigMap().entries()].map(([name, config]) => [
      name,
      {
        level: WIRE_LEVELS[config.getEnforcementlevel()] ?? "mandatory",
        options: config.getProperties()?.toJavaScript() ?? {},
      },
    ]),
  );
}

function configure(request: ConfigureAnalyzerRequest, settings: ReadonlyMap<string, Configured>): void {
  const configurations = request.getPolicyconfigMap();
  configurations.clear();
  for (const [name, { level, options }] of settings) {
    const config = new PolicyConfig()
      .setEnforcementlevel(WIRE_LEVELS.indexOf(level) as EnforcementLevel)
      .setProperties(Struct.fromJavaScript(options as never));
    configurations.set(name, config);
  }
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
