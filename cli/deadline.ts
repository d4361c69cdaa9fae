import { CannotRun } from "./cannot-run";

/** In milliseconds. A longer timer of Node.js fires at once. */
const longestTimer = 2 ** 31 - 1;

/** What someone that a check waits for is doing. */
export interface Standing {
  /** As in `the program is still running`. */
  sentence: string;
  /** The end of what it wrote. */
  output?: string;
}

interface Wait {
  who: string;
  standing: (seconds: string) => Standing;
  since: number;
}

/** The time that a check may take as a whole: when it is up, everyone still waited for is named. */
export class Deadline {
  /** Rejects with a CannotRun when time is up. */
  readonly expired: Promise<never>;
  readonly #waits = new Set<Wait>();
  readonly #over = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #end: number;

  constructor(seconds: number) {
    let expire = (_: Error) => {};
    this.expired = new Promise((_, reject) => {
      expire = reject;
    });
    const time = Math.min(seconds * 1000, longestTimer);
    this.#end = performance.now() + time;
    this.#timer = setTimeout(() => expire(new CannotRun(this.#reproach(seconds))), time);
  }

  /** Tells everything that is still going on to end. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** In milliseconds. */
  get left(): number {
    return this.#end - performance.now();
  }

  /** Settles as `work` does. Of several waits for one, the first is told of. */
  async waitFor<Result>(who: string, work: Promise<Result>, standing: Wait["standing"]): Promise<Result> {
    const wait = { who, standing, since: performance.now() };
    this.#waits.add(wait);
    try {
      return await work;
    } finally {
      this.#waits.delete(wait);
    }
  }

  /** The check is over, however it ended. */
  end(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
  }

  #reproach(seconds: number): string {
    const standings = new Map<string, Standing>();
    for (const { who, standing, since } of this.#waits) {
      const lasted = ((performance.now() - since) / 1000).toFixed(1);
      if (!standings.has(who)) standings.set(who, standing(`${lasted} s`));
    }
    const all = [...standings.values()];
    return [
      `the check did not end within ${seconds} s (--timeout)`,
      ...all.map(({ sentence }) => sentence),
      ...all.map(({ output }) => output ?? ""),
    ]
      .filter((line) => line !== "")
      .join("\n")
      .trimEnd();
  }
}
