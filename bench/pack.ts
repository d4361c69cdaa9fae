import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeRequest,
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call, loopback } from "../cli/grpc";
import { policies } from "../policies";
import { inputsOf, outputsOf } from "./messages";
import type { Declared } from "./mix";

const root = join(__dirname, "..");
const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");

/** What a step took: of the pack's process in CPU seconds, and on the clock. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** What a pack took for a stack, from its start to its last answer; memory in megabytes at its peak. */
export interface Costs {
  readonly start: Cost;
  readonly analyze: Cost;
  readonly analyzeStack: Cost;
  readonly memory: number;
  readonly findings: number;
}

/** The folders of the packs that are compared: ours, one of as many policies that do nothing, and one without policies. */
export type Pack = "ours" | "noOp" | "empty";

export function folderOf(pack: Pack): string {
  return pack === "ours" ? root : written(pack);
}

/** Below node_modules, so that it resolves the same SDK. */
function written(pack: Exclude<Pack, "ours">): string {
  const folder = join(root, "node_modules/.cache/bench", pack);
  const doesNothing = policies.map(({ name, scope, enforcementLevel, validateStack }) => {
    const methods = [
      ...(scope === "stack" ? [] : ["validateResource() {}"]),
      ...(validateStack && scope !== "resource" ? ["validateStack() {}"] : []),
    ];
    return `{ name: "${name}", description: "Nothing.", enforcementLevel: "${enforcementLevel}", ${methods.join(", ")} }`;
  });
  const list = pack === "empty" ? "" : doesNothing.join(",\n");
  mkdirSync(folder, { recursive: true });
  const files = {
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "package.json": `{ "name": "${pack}", "version": "1.0.0", "main": "index.js" }\n`,
    "index.js": `new (require("@pulumi/policy").PolicyPack)("${pack}", { policies: [${list}] });\n`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** Starts a pack as the language host does, shows it a stack as the engine does at a preview, and ends it. */
export async function costsOf(pack: Pack, resources: readonly Declared[]): Promise<Costs> {
  const folder = folderOf(pack);
  const began = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=8192`, runner, "127.0.0.1:1", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const client = new AnalyzerClient(
      `127.0.0.1:${await port(child)}`,
      grpc.credentials.createInsecure(),
      loopback,
    );
    const step = stepsOf(child, began);
    await configured(client);
    const start = step();
    const requests = resources.map(inputsOf);
    const stack = new AnalyzeStackRequest().setResourcesList(resources.map(outputsOf));
    step();
    let findings = 0;
    for (let i = 0; i < requests.length; i += 100) {
      const answers = requests
        .slice(i, i + 100)
        .map((request) => call(client.analyze.bind(client) as Ask<AnalyzeRequest>, request));
      for (const answer of await Promise.all(answers)) findings += answer.getDiagnosticsList().length;
    }
    const analyze = step();
    const answer = await call(client.analyzeStack.bind(client) as Ask<AnalyzeStackRequest>, stack);
    findings += answer.getDiagnosticsList().length;
    const analyzeStack = step();
    client.close();
    return { start, analyze, analyzeStack, memory: peakOf(child), findings };
  } finally {
    child.kill("SIGKILL");
  }
}

interface Answer {
  getDiagnosticsList(): readonly unknown[];
}

type Ask<Request> = (
  request: Request,
  callback: (error: grpc.ServiceError | null, answer: Answer) => void,
) => unknown;

async function configured(client: AnalyzerClient): Promise<void> {
  const ask = <Request, Response>(method: unknown, request: Request) =>
    call<Request, Response>((method as Parameters<typeof call<Request, Response>>[0]).bind(client), request);
  await ask(client.configureStack, new AnalyzerStackConfigureRequest().setStack("prod").setProject("shop"));
  const info = await ask<Empty, AnalyzerInfo>(client.getAnalyzerInfo, new Empty());
  const request = new ConfigureAnalyzerRequest();
  for (const [name, config] of info.getInitialconfigMap().entries())
    request.getPolicyconfigMap().set(name, config);
  await ask(client.configure, request);
}

function port(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      const [, found] = /^(\d+)\r?\n/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`the pack ended with exit code ${code}: ${output}`)));
  });
}

/** Answers what the process took since it was asked before, at first since it was started. */
function stepsOf(child: ChildProcess, began: number): () => Cost {
  let last: Cost = { cpu: 0, wall: began / 1000 };
  return () => {
    const now = { cpu: cpuOf(child), wall: performance.now() / 1000 };
    const cost = { cpu: now.cpu - last.cpu, wall: now.wall - last.wall };
    last = now;
    return cost;
  };
}

/** In seconds; Linux counts them in hundredths: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. */
function cpuOf({ pid }: ChildProcess): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return ((user ?? Number.NaN) + (system ?? Number.NaN)) / 100;
}

function peakOf({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
