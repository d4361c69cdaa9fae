import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { CannotRun } from "./cannot-run";

export interface Command {
  /** An executable's path. */
  file: string;
  args: readonly string[];
  directory: string;
  environment: NodeJS.ProcessEnv;
}

/** One of the two is null. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** In characters: the end of what a process wrote that is worth showing. */
export const outputLimit = 20_000;

const shell = "/bin/sh";
const hasGroups = process.platform !== "win32";

/** Its first line names a process group, a second dismisses it; if its input ends before that, it ends the group. */
const watch = 'trap "" HUP INT TERM; read -r group && ! read -r end && kill -s KILL -- "-$group"';

const running = new Set<Child>();
process.once("exit", () => {
  for (const child of running) child.end();
});

/** A process with whatever it starts in its process group: none of them outlives this one. */
export class Child {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Settles when the process has ended and none that it started holds its output any more.
   * @throws CannotRun when it cannot be started
   */
  readonly closed: Promise<Exit>;
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #watcher: ChildProcess | undefined;
  #isGone = false;

  constructor({ file, args, directory, environment }: Command) {
    this.#watcher = startWatcher();
    const child = spawn(file, args, {
      cwd: directory,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: hasGroups,
    });
    const refusal = (reason: string) => new CannotRun(`${file} cannot be started in ${directory}: ${reason}`);
    // Whatever the types say, there are no pipes then.
    if (!child.stdout || !child.stderr) {
      child.on("error", () => undefined);
      this.#watcher?.stdin?.end("\n");
      throw refusal("this process may open no more files (ulimit -n)");
    }
    this.closed = new Promise((resolve, reject) => {
      child.once("error", ({ message }) => {
        this.#leave();
        // Node.js says the same of a folder and of an executable that are not there.
        reject(refusal(existsSync(directory) ? message : "this folder is gone"));
      });
      child.once("close", (code, signal) => {
        this.end();
        resolve({ code, signal });
      });
    });
    // Whoever waits for it hears of it; not everyone waits.
    this.closed.catch(() => undefined);
    this.#watcher?.stdin?.write(`${child.pid ?? ""}\n`);
    running.add(this);
    this.#process = child;
    this.stdout = child.stdout.setEncoding("utf8");
    this.stderr = child.stderr.setEncoding("utf8");
    // The group's number is free for others as soon as nothing is left in it.
    child.once("exit", () => !this.#signal(0) && this.#leave());
  }

  /** Whether the process itself has ended. */
  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Ends the process and its group at once. */
  end(): void {
    this.#signal("SIGKILL");
    // What has left the group may hold the other end for ever.
    this.stdout.destroy();
    this.stderr.destroy();
    this.#leave();
  }

  /** Tells whether there was anyone to be signalled. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#process;
    if (this.#isGone || pid === undefined) return false;
    try {
      return hasGroups ? process.kill(-pid, signal) : this.#process.kill(signal);
    } catch {
      return false;
    }
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    running.delete(this);
    this.#watcher?.stdin?.end("\n");
  }
}

/** Stands apart from this process, so that no signal to this one's group reaches it. */
function startWatcher(): ChildProcess | undefined {
  if (!hasGroups || !existsSync(shell)) return undefined;
  const watcher = spawn(shell, ["-c", watch], {
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
    detached: true,
  });
  // Without it this process still ends its children whenever it ends by itself.
  for (const part of [watcher, watcher.stdin]) part?.on("error", () => undefined);
  watcher.unref();
  (watcher.stdin as { unref?(): void } | undefined)?.unref?.();
  return watcher;
}

/** gRPC would look for this machine's own addresses behind a proxy: https://grpc.github.io/grpc/core/md_doc_environment_variables.html. */
function withoutProxy(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const exempt = environment.no_grpc_proxy || environment.no_proxy;
  return { ...environment, no_grpc_proxy: exempt ? `${exempt},127.0.0.1` : "127.0.0.1" };
}

/** Starts a process that ends when `signal` says so, and never outlives this one, even if that is killed. */
export function spawnWatched(command: Command, signal: AbortSignal): Child {
  const child = new Child({ ...command, environment: withoutProxy(command.environment) });
  const end = () => child.end();
  if (signal.aborted) end();
  signal.addEventListener("abort", end);
  child.closed.finally(() => signal.removeEventListener("abort", end)).catch(() => undefined);
  return child;
}
