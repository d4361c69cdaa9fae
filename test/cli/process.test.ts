import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "../../cli/child";
import { type Compiled, compile } from "../end-to-end/compiled";
import { startsPrograms } from "../end-to-end/kept-programs";
import { starting } from "./kept-pack";
import { fixture, type Outcome, run, server, stateOf } from "./run";

let pack: Compiled;
let neverEnding: string;

/** In milliseconds. */
const patience = 120_000;

/** What a check starts inherits its environment, and with it a mark to be found by. */
class Mark {
  readonly environment = { NETWORK_GUARD_TEST: randomUUID() };

  /** The command lines of what bears it and is running. */
  get running(): string[] {
    const mark = `NETWORK_GUARD_TEST=${this.environment.NETWORK_GUARD_TEST}`;
    return readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid))
      .filter((pid) => read(`/proc/${pid}/environ`).split("\0").includes(mark))
      .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " "));
  }

  async isGone(): Promise<void> {
    await until(
      () => this.running.length === 0,
      () => `still running: ${this.running.join("\n")}`,
    );
  }
}

/** The built command in a process of its own. */
class Command extends Mark {
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}, output?: number) {
    super();
    this.process = spawn(process.execPath, [pack.command, ...args], {
      env: { ...process.env, ...environment, ...this.environment },
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
const leaky = stateOf(server("web", { port: 22 }), server("db", { port: 5432 }));
const openGroup = stateOf({
  ...{ urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web" },
  ...{ type: "aws:ec2/securityGroup:SecurityGroup" },
  inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] },
});

/** Runs the command line in this process, and waits until what it started has ended. */
async function ends(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const mark = new Mark();
  const variables = { ...environment, ...mark.environment };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await run(...args);
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await mark.isGone();
  }
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

/** A project that is a pack as well: its SDK starts a process, and never ends. */
function projectThatNeverEnds(): string {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
  const sdk = join(folder, "node_modules/@pulumi/pulumi/cmd");
  mkdirSync(sdk, { recursive: true });
  const files = {
    [join(folder, "Pulumi.yaml")]: "name: shop\nruntime: nodejs\n",
    [join(folder, "PulumiPolicy.yaml")]: "runtime: nodejs\n",
    [join(folder, "never-ends.js")]: "",
    [join(sdk, "run.js")]: `require("node:child_process").spawn("sleep", ["3600"], { stdio: "ignore" });
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    [join(sdk, "run-policy-pack.js")]: "setInterval(() => {}, 1000);",
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  return folder;
}

/** A check whose program and pack are running. */
async function started(): Promise<Command> {
  const command = new Command(["check", join(neverEnding, "never-ends.js"), "--policy-pack", neverEnding]);
  const expected = [/sleep 3600/, /cmd\/run\.js .*never-ends\.js/, /cmd\/run-policy-pack\.js/];
  await until(
    () => expected.every((what) => command.running.some((line) => what.test(line))),
    () => "the program or the pack does not start",
  );
  return command;
}

describe("the processes of network-guard check", function () {
  this.timeout(5 * patience);
  startsPrograms();

  before(async function () {
    if (!existsSync("/proc/self/environ")) this.skip();
    pack = compile();
    neverEnding = projectThatNeverEnds();
    // The process of the fixture's pack bears no mark.
    await run("list", "--policy-pack", fixture("pack"));
  });

  after(() => {
    rmSync(neverEnding, { recursive: true, force: true });
  });

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
      timesOut(["check", leaky, "--policy-pack", fixture("stuck-pack")], expected, { STUCK }));
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
      const { code, out, err } = await ends(["check", leaky, "--policy-pack", fixture("stuck-pack")], {
        STUCK,
      });
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
      const command = await started();
      command.process.kill(signal);
      assert.equal((await command.outcome).code, expected);
      await command.isGone();
    });
  }

  it("hears a signal while it waits for what nobody writes into a pipe", async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), "network-guard-")), "pipe");
    execFileSync("mkfifo", [pipe]);
    const command = new Command(["check", pipe]);
    // Opened as soon as it is read.
    const writer = await open(pipe, "w");
    command.process.kill("SIGTERM");
    assert.deepEqual(await command.outcome, { code: 2, out: "", err: "" });
    await writer.close();
  });

  it("tells of an error that nobody expects, and exits with 2, not with what Node.js would", async () => {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    const [pipe, late] = [join(folder, "pipe"), join(folder, "late.js")];
    execFileSync("mkfifo", [pipe]);
    const thrown = `require("node:fs").open(${JSON.stringify(pipe)}, "w", () => { throw new Error("much too late"); });`;
    writeFileSync(late, thrown);
    const { code, err } = await new Command(["check", pipe], { NODE_OPTIONS: `--require=${late}` }).outcome;
    assert.equal(code, 2);
    assert.match(err, /^error: Error: much too late\n/);
  });

  it("says that it may open too few files", async () => {
    const check = [
      process.execPath,
      pack.command,
      "check",
      fixture("leaky"),
      "--policy-pack",
      fixture("pack"),
    ];
    const withFiles = (number: number) =>
      spawnSync("/bin/sh", ["-c", `ulimit -n ${number}; exec "$@"`, "sh", ...check], { encoding: "utf8" });
    const most = 88;
    let [few, enough] = [24, most];
    while (enough - few > 1) {
      const middle = Math.floor((few + enough) / 2);
      if (withFiles(middle).stdout === "") few = middle;
      else enough = middle;
    }
    assert.notEqual(enough, most, "no number of files was enough");
    const { status, stderr } = withFiles(few);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /may open no more files \(ulimit -n\)|too many open files/);
  });

  it("says that the folder is gone from which it is started", async () => {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
    const command = [process.execPath, pack.command, "check"];
    const { status, stderr } = spawnSync("/bin/sh", ["-c", script, "sh", folder, ...command], {
      encoding: "utf8",
    });
    assert.equal(status, 2);
    assert.equal(stderr, "error: the current folder is gone; change to one that is there\n");
  });

  it("says that the folder is gone in which it starts something", async () => {
    const command = { file: process.execPath, args: [], directory: "/no/such/folder", environment: {} };
    await assert.rejects(
      new Child(command).closed,
      /cannot be started in \/no\/such\/folder: this folder is gone$/,
    );
  });

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
    const { code, err } = await checked(leaky, "--timeout", "1e9");
    assert.equal(code, 1, err);
  });

  it("exits with 2 when its output cannot be written, and with the verdict when nobody reads on", async () => {
    const full = await new Command(["check", openGroup], {}, openSync("/dev/full", "w")).outcome;
    assert.equal(full.code, 2);
    assert.match(full.err, /^error: cannot write the output: ENOSPC/m);

    const unread = new Command(["check", openGroup]);
    unread.process.stdout?.destroy();
    assert.equal((await unread.outcome).code, 1);
  });

  it("lets two run at once, even without a home and a place for temporary files", async () => {
    const check = ["check", fixture("leaky"), "--policy-pack", fixture("pack")];
    const command = new Command(check, { HOME: undefined, TMPDIR: "/proc" });
    const [first, second] = await Promise.all([run(...check), command.outcome]);
    assert.equal(first.code, 1, first.err);
    assert.deepEqual(second, first);
    await command.isGone();
  });

  it("listens where no other user of the machine can ask", async () => {
    const command = await started();
    const sockets = command.running.flatMap((line) =>
      [...line.matchAll(/--(?:monitor|engine) (\S+)/g)].map(([, address]) => address),
    );
    assert.equal(sockets.length, 2);
    const folders = sockets.map((address) => dirname(address?.replace(/^unix:/, "") ?? ""));
    assert.deepEqual(new Set(folders.map((folder) => statSync(folder).mode & 0o777)), new Set([0o700]));
    command.process.kill("SIGTERM");
    await command.outcome;
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
      const check = ["check", fixture("transforms"), "--policy-pack", fixture("pack")];
      const { code, err } = await starting(() => ends(check, { ...environment, no_grpc_proxy }));
      assert.equal(code, 0, err);
    }
  });
});
