import { CannotRun } from "./cannot-run";
import { type Child, type Command, outputLimit, spawnWatched } from "./child";
import type { Deadline } from "./deadline";

/** A process that serves on a port of this machine. */
export interface ServerProcess {
  /** `127.0.0.1:<port>` */
  address: string;
  process: Pick<Child, "closed" | "end">;
  /** The end of what it has written to standard error. */
  errors(): string;
}

/**
 * Starts a process that prints the port it serves on, as packs and plugins do.
 * @param who as sentences name it: `/infra/pack: the policy pack`
 * @throws CannotRun with what it wrote, when it ends instead
 */
export function startServer(command: Command, who: string, deadline: Deadline): Promise<ServerProcess> {
  const child = spawnWatched(command, deadline.signal);
  let errors = "";
  child.stderr.on("data", (chunk: string) => {
    errors = (errors + chunk).slice(-outputLimit);
  });
  const started = new Promise<ServerProcess>((resolve, reject) => {
    let output = "";
    let isStarted = false;
    child.stdout.on("data", (chunk: string) => {
      if (isStarted) return;
      output = (output + chunk).slice(0, outputLimit);
      const port = /^(\d+)\r?\n/.exec(output)?.[1];
      if (port === undefined) return;
      isStarted = true;
      resolve({ address: `127.0.0.1:${port}`, process: child, errors: () => errors });
    });
    child.closed.then(
      () => reject(new CannotRun(`${who} failed to start\n${errors || output}`.trimEnd())),
      reject,
    );
  });
  return deadline.waitFor(who, started, () => ({ sentence: `${who} has not started`, output: errors }));
}
