import { runInNewContext } from "node:vm";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work that nothing else of this process can come between, and gives it up when its time is over, even in an endless loop. Signals end the
 * process meanwhile, since nothing would hear them.
 * @param milliseconds more than 0
 * @throws what the work throws, or that its time is over, which `isOverdue` tells
 */
export function within<Result>(milliseconds: number, work: () => Result): Result {
  const heard = signals.map((signal) => ({ signal, listeners: process.rawListeners(signal) }));
  for (const signal of signals) process.removeAllListeners(signal);
  try {
    // The one way in Node.js to interrupt what runs in the same thread.
    return runInNewContext("work()", { work }, { timeout: Math.max(1, Math.ceil(milliseconds)) }) as Result;
  } finally {
    for (const { signal, listeners } of heard)
      for (const listener of listeners) process.on(signal, listener as () => void);
  }
}

export function isOverdue(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
