import { createRequire } from "node:module";
import type * as grpc from "@grpc/grpc-js";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { configurationErrors } from "../policies/kit/configuration";
import type { Policy } from "../policies/kit/policy";

/**
 * Makes the pack that this process starts next refuse a configuration that its policies do not understand. The engine passes the names of
 * policies and options on unseen, and the SDK keeps them without a look and offers no hook; so the call is met where the SDK hands its
 * service to gRPC. An error thrown later, from a policy, would be shown with a stack trace, after resources have been made.
 */
export function refuseWrongConfiguration(policies: readonly Policy[]): void {
  const { Server, status } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    const { configure, ...others } = implementation;
    if (configure === undefined) return addService.call(this, service, implementation);
    Server.prototype.addService = addService;
    const handle = configure as Configure;
    const refusing: Configure = (call, callback) => {
      const errors = configurationErrors(policies, optionsIn(call.request));
      if (errors.length === 0) handle(call, callback);
      else callback({ code: status.INVALID_ARGUMENT, details: errors.join("\n") });
    };
    return addService.call(this, service, { ...others, configure: refusing });
  };
}

type Configure = grpc.handleUnaryCall<ConfigureAnalyzerRequest, unknown>;

function optionsIn(request: ConfigureAnalyzerRequest): [string, Record<string, unknown>][] {
  return [...request.getPolicyconfigMap().entries()].map(([name, config]) => [
    name,
    config.getProperties()?.toJavaScript() ?? {},
  ]);
}
