import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

export const cache = join(__dirname, "../node_modules/.cache/bench");
mkdirSync(cache, { recursive: true });

/** What a process and those that it waited for took, in seconds; in megabytes the peak of what Node.js there was. */
export interface Taken {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
  readonly output: string;
}

/**
 * Runs a command to its end, whatever its exit code up to `most`.
 * @throws Error with what it wrote where that is higher
 */
export function taken(command: readonly string[], most = 1, environment: NodeJS.ProcessEnv = {}): Taken {
  const peaks = join(cache, "peaks");
  rmSync(peaks, { force: true });
  const began = performance.now();
  // `times` tells what the shell and all its children took: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#times
  const { stdout, stderr } = spawnSync("sh", ["-c", '"$@"; echo "code $?"; times', "sh", ...command], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: {
      ...process.env,
      ...environment,
      NODE_OPTIONS: `--require=${join(__dirname, "peak.cjs")}`,
      PEAKS: peaks,
    },
  });
  const wall = (performance.now() - began) / 1000;
  const [, output = "", code, children = ""] = /^(.*)code (\d+)\n[^\n]*\n([^\n]*)\n$/s.exec(stdout) ?? [];
  if (code === undefined || Number(code) > most)
    throw new Error(`${command.join(" ")}: ${code}\n${stderr}${output}`);
  return { cpu: secondsIn(children), wall, memory: peakIn(peaks), output };
}

/** What a function answers, and how long it took, in seconds on the clock. */
export function seconds<T>(action: () => T): { readonly result: T; readonly time: number } {
  const start = performance.now();
  const result = action();
  return { result, time: (performance.now() - start) / 1000 };
}

/** Such as `0m1.25s 0m0.10s`. */
function secondsIn(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

function peakIn(file: string): number {
  try {
    return Math.max(...readFileSync(file, "utf8").trim().split("\n").map(Number)) / 1024;
  } catch {
    return Number.NaN;
  }
}
