import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

export type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Starts Node.js on a script, in a process that never outlives this one. */
export function spawnNode(args: readonly string[], directory: string, environment: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  const kill = () => {
    child.kill("SIGKILL");
  };
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  return child;
}
