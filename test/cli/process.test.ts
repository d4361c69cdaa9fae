import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Compiled, compile } from "../end-to-end/compiled";
import { fixture, type Outcome } from "./run";

let pack: Compiled;

/** In milliseconds. */
const patience = 120_000;

/** What a check starts inherits its environment, and with it a mark to be found by. */
class MarkedCheck {
  readonly #mark = `NETWORK_GUARD_TEST=${randomUUID()}`;
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}, output?: number) {
    const [name = "", value = ""] = this.#mark.split("=");
    this.process = spawn(process.execPath, [pack.command, ...args], {
      env: { ...process.env, ...environment, [name]: value },
      stdio: ["ignore", output ?? "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    this.process.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
    });
    this.process.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      err += chunk;
    });
    this.outcome = new Promise((resolve) => {
      this.process.on("close", (code) => resolve({ code: code ?? -1, out, err }));
    });
  }

  /** The command lines of what it has started and is still running. */
  get running(): string[] {
    return readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== this.process.pid)
      .filter((pid) => read(`/proc/${pid}/environ`).split("\0").includes(this.#mark))
      .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " "));
  }

  async leavesNothing(): Promise<void> {
    await until(
      () => this.running.length === 0,
      () => `still running: ${this.running.join("\n")}`,
    );
  }
}

/** A process may end meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function until(condition: () => boolean, complaint: () => string): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    assert.ok(performance.now() - start < patience, complaint());
    await sleep(100);
  }
}

const program = (name: string) => fixture("processes", `${name}.js`);

async function ends(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const check = new MarkedCheck(args, environment);
  const outcome = await check.outcome;
  await check.leavesNothing();
  return outcome;
}

const checked = (target: string, ...args: string[]) =>
  ends(["check", target, "--policy-pack", fixture("pack"), ...args]);

/** A busy machine may need longer until it hangs where it should. */
async function timesOut(args: readonly string[], expected: RegExp, environment?: NodeJS.ProcessEnv) {
  for (const seconds of [3, 9, 27, 81]) {
    const { code, out, err } = await ends([...args, "--timeout", String(seconds)], environment);
    assert.equal(code, 2, err);
    assert.equal(out, "");
    assert.match(err, new RegExp(`the check did not end within ${seconds} s \\(--timeout\\)`));
    if (expected.test(err)) return;
  }
  assert.fail(`never said ${expected}`);
}

describe("the processes of network-guard check", function () {
  this.timeout(5 * patience);

  before(function () {
    if (!existsSync("/proc/self/environ")) this.skip();
    pack = compile();
  });

  after(() => pack?.remove());

  it("ends what a program has left running", async () => {
    const { code, err } = await checked(program("holds-nothing"));
    assert.equal(code, 0, err);
  });

  it("names a program that has left its output to a process of its own", () =>
    timesOut(
      ["check", program("holds-output"), "--policy-pack", fixture("pack")],
      /the program has ended, but a process that it started still holds its output/,
    ));

  const stuck: [string, string, RegExp][] = [
    ["does not start", "start", /stuck-pack: the policy pack has not started/],
    [
      "stops right after its start",
      "afterStart",
      /stuck-pack: the policy pack has not answered for .* s: it was/,
    ],
    ["never returns from a resource", "resource", /has not answered for .* s: it was .*judging .*::web/],
    ["never mends a resource", "remediation", /has not answered for .* s: it was mending .*::web/],
    ["never answers for the stack", "stack", /has not answered for .* s: it was judging the stack/],
  ];
  for (const [what, STUCK, expected] of stuck) {
    it(`names a pack that ${what}`, () =>
      timesOut(["check", fixture("leaky"), "--policy-pack", fixture("stuck-pack")], expected, { STUCK }));
  }

  it("bounds the listing of policies as well", () =>
    timesOut(["policies", "--policy-pack", fixture("stuck-pack")], /has not started/, { STUCK: "start" }));

  const ended: [string, string, string][] = [
    ["endsAfterStart", "right after its start", "starting"],
    ["endsInResource", "at a resource", "judging urn:"],
    ["endsInRemediation", "mending a resource", "mending urn:"],
    ["endsInStack", "at the stack", "judging the stack"],
  ];
  for (const [STUCK, when, doing] of ended) {
    it(`tells how a pack ended that leaves a question open ${when}`, async () => {
      const { code, out, err } = await ends(
        ["check", fixture("leaky"), "--policy-pack", fixture("stuck-pack")],
        { STUCK },
      );
      assert.equal(code, 2);
      assert.equal(out, "");
      assert.ok(err.includes(`stuck-pack: the policy pack ended with exit code 3 while ${doing}`), err);
    });
  }

  const signals: [NodeJS.Signals, number][] = [
    ["SIGKILL", -1],
    ["SIGINT", 2],
    ["SIGTERM", 2],
    ["SIGHUP", 2],
  ];
  for (const [signal, expected] of signals) {
    it(`leaves nothing when ${signal} ends it`, async () => {
      const check = new MarkedCheck(["check", program("never-ends"), "--policy-pack", fixture("pack")]);
      const isRunning = (what: RegExp) => check.running.some((line) => what.test(line));
      await until(
        () => isRunning(/sleep 3600/) && isRunning(/never-ends/) && isRunning(/run-policy-pack/),
        () => "the program does not start",
      );
      check.process.kill(signal);
      assert.equal((await check.outcome).code, expected);
      await check.leavesNothing();
    });
  }

  it("says which signal ended a program", async () => {
    const { code, err } = await checked(program("is-killed"));
    assert.equal(code, 2);
    assert.match(err, /^error: the program was ended by SIGKILL$/m);
  });

  it("lets a program write as much as it likes", async () => {
    const { code, out, err } = await checked(program("is-loud"));
    assert.equal(code, 0, err);
    assert.equal(out, "");
  });

  it("refuses a program that exits before its first resource, unless the SDK does", async () => {
    const unrun = "ended with exit code 0 before its first resource, so it has not run";
    const natively = await checked(program("exits-natively"));
    assert.equal(natively.code, 2);
    assert.equal(natively.out, "");
    assert.equal(natively.err, `error: the program ${unrun}\nnothing to do\n`);

    const { code, err } = await checked(program("exits-first"));
    assert.equal(code, 2);
    assert.match(err, new RegExp(`^error: the program (failed|${unrun})\nnothing to do\n`));
  });

  it("says of a program that exits later that the rest is not judged", async () => {
    const { code, err } = await checked(program("exits-early"));
    assert.equal(code, 0);
    assert.match(err, /ended with exit code 0 before it was finished/);
    assert.match(err, /^0 findings in 1 resource; not judged: 1 unfinished program; assumed: /m);
  });

  it("takes a billion seconds for a long time", async () => {
    const { code, err } = await checked(program("holds-nothing"), "--timeout", "1e9");
    assert.equal(code, 0, err);
  });

  it("exits with 2 when its output cannot be written, and with the verdict when nobody reads on", async () => {
    const leaky = ["check", fixture("leaky"), "--policy-pack", fixture("pack")];
    const full = await new MarkedCheck(leaky, {}, openSync("/dev/full", "w")).outcome;
    assert.equal(full.code, 2);
    assert.match(full.err, /^error: cannot write the output: ENOSPC/m);

    const unread = new MarkedCheck(leaky);
    unread.process.stdout?.destroy();
    assert.equal((await unread.outcome).code, 1);
  });

  it("lets two run at once, even without a home and a place for temporary files", async () => {
    const check = ["check", fixture("leaky"), "--policy-pack", fixture("pack")];
    const [first, second] = await Promise.all([
      ends(check),
      ends(check, { HOME: undefined, TMPDIR: "/proc" }),
    ]);
    assert.equal(first.code, 1, first.err);
    assert.deepEqual(second, first);
  });

  it("listens where no other user of the machine can ask", async () => {
    const check = new MarkedCheck(["check", program("never-ends"), "--policy-pack", fixture("pack")]);
    const sockets = () =>
      check.running.flatMap((line) => [...line.matchAll(/--(?:monitor|engine) (\S+)/g)].map(([, at]) => at));
    await until(
      () => sockets().length === 2,
      () => "the program does not start",
    );
    const folders = sockets().map((address) => dirname(address?.replace(/^unix:/, "") ?? ""));
    assert.deepEqual(new Set(folders.map((folder) => statSync(folder).mode & 0o777)), new Set([0o700]));
    check.process.kill("SIGTERM");
    await check.outcome;
    assert.deepEqual(folders.filter(existsSync), []);
  });

  it("finds its own processes past every proxy of the environment", async () => {
    const names = ["grpc_proxy", "http_proxy", "https_proxy", "all_proxy"];
    const proxies = [...names, ...names.map((name) => name.toUpperCase())];
    const environment = {
      ...Object.fromEntries(proxies.map((name) => [name, "http://127.0.0.1:9"])),
      ...{ no_proxy: "example.com", NO_PROXY: "example.com" },
    };
    for (const no_grpc_proxy of ["", "example.com"]) {
      const { code, err } = await ends(["check", fixture("transforms"), "--policy-pack", fixture("pack")], {
        ...environment,
        no_grpc_proxy,
      });
      assert.equal(code, 0, err);
    }
  });
});
