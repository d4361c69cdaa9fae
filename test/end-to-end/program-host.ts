import { fork } from "node:child_process";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import type { RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

/** Answers the engine for a program of this process, as Pulumi's Automation API does. */
type LanguageServer = grpc.UntypedServiceImplementation & {
  readonly run: grpc.handleUnaryCall<RunRequest, RunResponse>;
};

const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
  readonly LanguageServer: new (program: () => unknown) => LanguageServer;
};

let address: Promise<string> | undefined;

/**
 * The address of a process that runs programs for the engine, one after the other, and loads the SDK once for all of them. It ends with this process.
 */
export function programHost(): Promise<string> {
  address ??= new Promise((listening, failed) => {
    const host = fork(__filename, {
      execArgv: ["--require", join(__dirname, "../transpile.cjs")],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    host.once("error", failed);
    host.once("exit", () => failed(new Error("The host of programs has ended.")));
    host.once("message", (port) => {
      listening(`127.0.0.1:${port}`);
      host.unref();
      host.channel?.unref();
    });
  });
  return address;
}

const run: LanguageServer["run"] = (call, callback) => {
  const folder = call.request.getInfo()?.getProgramDirectory() ?? "";
  return new LanguageServer(() => outputsOf(folder)).run(call, callback);
};

/** Those of the program in a folder, which is loaded anew. */
function outputsOf(folder: string): unknown {
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  const exported = require(folder);
  return typeof exported === "function" ? exported() : exported;
}

function serve(): void {
  // The SDK takes the stack of every promise.
  Error.stackTraceLimit = 0;
  const server = new grpc.Server();
  server.addService(LanguageRuntimeService, Object.assign(new LanguageServer(() => undefined), { run }));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send?.(port);
  });
  process.once("disconnect", () => process.exit());
}

if (require.main === module) serve();
