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
  /** Of all policies of the pack; undefined where the SDK knows them alone. */
  readonly names: readonly string[] | undefined;
  /** Is told what each policy is configured with. */
  accept(settings: ReadonlyMap<string, Configured>, names: readonly string[]): void;
}

/** The SDK's handler for a configuration: what is wrong with one is refused, all of it at once, and a project's file heard where it may be. */
export function refusing(
  analyzer: Analyzer,
  { names, accept, ...listening }: Refusing,
): Handler<ConfigureAnalyzerRequest> {
  return (call, callback) => {
    withNames(analyzer, names, (failure, known) => {
      if (failure) {
        callback(failure);
        return;
      }
      const given = settingsOf(call.request);
      const { settings, context, errors } = admit(given, known, listening);
      if (errors.length > 0) {
        callback({ code: INVALID_ARGUMENT, details: errors.join("\n") });
        return;
      }
      Session.standBeside(context);
      accept(settings, known);
      if (settings !== given) configure(call.request, settings);
      analyzer.configure(call, callback);
    });
  };
}

function withNames(
  { getAnalyzerInfo }: Analyzer,
  names: readonly string[] | undefined,
  use: (failure: Parameters<Parameters<Handler<unknown>>[1]>[0], names: readonly string[]) => void,
): void {
  if (names !== undefined) use(null, names);
  else
    getAnalyzerInfo({ request: undefined } as never, (failure, info) =>
      use(failure, (info as AnalyzerInfo | undefined)?.getPoliciesList().map((one) => one.getName()) ?? []),
    );
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
  const defaults = defaultsOf(properties.toJavaScript() as Schemas);
  return (properties.constructor as typeof Struct).fromJavaScript(defaults as never);
}

type Schemas = { readonly [option: string]: { readonly default?: unknown } };

/** Schemas with nothing but their defaults. */
export function defaultsOf(schemas: Schemas): Schemas {
  const defaults = Object.entries(schemas).map(([option, schema]) => [
    option,
    schema.default === undefined ? {} : { default: schema.default },
  ]);
  return Object.fromEntries(defaults);
}
