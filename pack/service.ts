import type * as grpc from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";

export type Handler<Request> = grpc.handleUnaryCall<Request, unknown>;

/** What the SDK serves to the engine, as far as it is met at the door. */
export interface Analyzer {
  readonly analyze: Handler<AnalyzeRequest>;
  readonly analyzeStack: Handler<AnalyzeStackRequest>;
  readonly remediate?: Handler<AnalyzeRequest>;
  readonly configure: Handler<ConfigureAnalyzerRequest>;
  readonly configureStack: Handler<AnalyzerStackConfigureRequest>;
  readonly getAnalyzerInfo: Handler<unknown>;
}

export function isAnalyzer(implementation: unknown): implementation is Analyzer {
  const methods = implementation as Record<keyof Analyzer, unknown>;
  return (["analyze", "analyzeStack", "configure", "configureStack", "getAnalyzerInfo"] as const).every(
    (method) => typeof methods[method] === "function",
  );
}
