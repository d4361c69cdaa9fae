import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  LanguageHandshakeResponse,
  type RunPluginRequest,
  RunPluginResponse,
  type RunRequest,
  type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

/** Answers the engine for a program of this process, as Pulumi's Automation API does. */
type LanguageServer = grpc.UntypedServiceImplementation & {
  readonly run: grpc.handleUnaryCall<RunRequest, RunResponse>;
};

const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
  readonly LanguageServer: new (program: () => unknown) => LanguageServer;
};

let port: Promise<number> | undefined;

/**
 * The port of a language host that loads the SDK once for all programs, which it runs one after the other, and keeps policy packs for further runs.
 * It ends with this process.
 */
export function languageHost(): Promise<number> {
  port ??= new Promise((listening, failed) => {
    const required = ["../transpile.cjs", "../../cli/program/positions.ts"];
    const host = fork(__filename, {
      execArgv: [...process.execArgv, ...required.map((file) => `--require=${join(__dirname, file)}`)],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    host.once("error", failed);
    host.once("exit", () => {
      // Whoever asks next has one that lives.
      port = undefined;
      failed(new Error("The language host has ended."));
    });
    host.once("message", (told: number) => {
      listening(told);
      host.unref();
      host.channel?.unref();
    });
  });
  return port;
}

type Located = Pick<RunRequest | RunPluginRequest, "getInfo">;

const folderOf = (request: Located) => request.getInfo()?.getProgramDirectory() ?? "";

/** What it takes to tell where a resource is declared: the SDK takes the stack of every promise as well. */
const stackTraceLimit = Error.stackTraceLimit;

/** Ends with the program before, or with the call of it: two at once in one process are told of each other's errors. */
let before = Promise.resolve();

const run: LanguageServer["run"] = (call, callback) => {
  before = before.then(
    () =>
      new Promise((ended) => {
        call.once("cancelled", ended);
        if (call.cancelled) return ended();
        runAlone(call, (...answer) => {
          callback(...answer);
          ended();
        });
      }),
  );
};

const runAlone: LanguageServer["run"] = (call, callback) => {
  Error.stackTraceLimit = call.metadata.get("positions").length > 0 ? stackTraceLimit : 0;
  const [folder, entryPoint] = [folderOf(call.request), call.request.getInfo()?.getEntryPoint() ?? "."];
  try {
    // Programs stand in their folders; that of the one before may be gone.
    process.chdir(folder);
  } catch (error) {
    callback(error as Error);
    return;
  }
  // A check that gives up may have removed its program.
  new LanguageServer(() => (call.cancelled ? {} : outputsOf(folder, entryPoint))).run(call, callback);
};

/** Those of the program in a folder, which is loaded anew. */
function outputsOf(folder: string, entryPoint: string): unknown {
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  const exported = require(join(folder, entryPoint));
  return typeof exported === "function" ? exported() : exported;
}

interface Pack {
  readonly process: ChildProcess;
  /** The line by which it told its port. */
  readonly told: Buffer;
}

/** By their folders, the packs that have started: one takes the stack and the configuration of each run anew. */
const packs = new Map<string, Pack>();

/** Runs a pack or a provider for the engine, which reads the port first, then whatever else is said. */
const runPlugin: grpc.handleServerStreamingCall<RunPluginRequest, RunPluginResponse> = (call) => {
  const { request } = call;
  const folder = folderOf(request);
  // A pack looks for the project where its parent stands.
  process.chdir(request.getPwd());
  const kept = packs.get(folder);
  const plugin = kept?.process ?? started(request);
  const { stdout, stderr } = plugin;
  const tell = (said: Buffer) => call.write(new RunPluginResponse().setStdout(said));
  const tellError = (said: Buffer) => call.write(new RunPluginResponse().setStderr(said));
  const end = (code: number | null) => {
    packs.delete(folder);
    call.write(new RunPluginResponse().setExitcode(code ?? -1));
    call.end();
  };
  if (kept !== undefined) tell(kept.told);
  else if (isPack(request))
    stdout?.once("data", (told: Buffer) => packs.set(folder, { process: plugin, told }));
  stdout?.on("data", tell);
  stderr?.on("data", tellError);
  plugin.once("close", end);
  call.once("cancelled", () => {
    stdout?.off("data", tell);
    stderr?.off("data", tellError);
    plugin.off("close", end);
    if (packs.get(folder)?.process !== plugin) plugin.kill("SIGKILL");
  });
};

const isPack = (request: RunPluginRequest) => request.getKind() === "analyzer";

/** Starts a plugin as Pulumi's own host does, but for the variables of the stack's configuration. */
function started(request: RunPluginRequest): ChildProcess {
  const folder = folderOf(request);
  const starter = `@pulumi/pulumi/cmd/${isPack(request) ? "run-policy-pack" : "run-plugin"}`;
  const args = request.getArgsList();
  const plugin = spawn(
    process.execPath,
    [
      createRequire(join(folder, "plugin.js")).resolve(starter),
      ...(isPack(request) ? [...args, folder] : [folder, ...args]),
    ],
    {
      cwd: isPack(request) ? folder : request.getPwd(),
      env: Object.fromEntries(request.getEnvList().map((one) => one.split(/=(.*)/s).slice(0, 2))),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  process.once("exit", () => plugin.kill("SIGKILL"));
  return plugin;
}

async function serve(): Promise<void> {
  // The SDK watches every promise of a program and takes its stack, to tell at the end of the process which never settle: this one ends unheard.
  Object.assign(debuggable, { debuggablePromise: <T>(promise: Promise<T>) => promise });
  const server = new grpc.Server();
  const handshake: grpc.handleUnaryCall<unknown, LanguageHandshakeResponse> = (_, callback) =>
    callback(null, new LanguageHandshakeResponse());
  const host = Object.assign(new LanguageServer(() => undefined), { handshake, run, runPlugin });
  server.addService(LanguageRuntimeService, host);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
    if (error) throw error;
    process.send?.(bound);
  });
  await once(process, "disconnect");
  process.exit();
}

if (require.main === module) serve();
