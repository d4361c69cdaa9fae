import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReportedFinding } from "../../report/finding";
import { jsonFile, run } from "../cli/run";
import { type Finding, type Options, repository } from "./pulumi";

const { transpile } = require("../transpile.cjs") as { transpile(source: string, file: string): string };

/** The repository as it would be published, compiled from the sources as they are now. */
export interface Compiled {
  /** The policy pack's folder. */
  readonly folder: string;
  /** The command `network-guard`, to be run by node. */
  readonly command: string;
}

let compiled: Compiled | undefined;

/** Compiled once for all tests of this process. */
export function compile(): Compiled {
  compiled ??= compileAnew();
  return compiled;
}

/** Compiles without checking types, as the tests themselves are, so that no test runs against a stale build. */
function compileAnew(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-pack-"));
  const { include } = JSON.parse(readFileSync(join(repository, "tsconfig.build.json"), "utf8"));
  for (const file of (include as string[]).flatMap(sourcesIn)) {
    const source = join(repository, file);
    const target = join(folder, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpile(readFileSync(source, "utf8"), source));
  }
  for (const file of ["PulumiPolicy.yaml", "package.json"])
    cpSync(join(repository, file), join(folder, file));
  for (const used of ["node_modules", "ci"]) symlinkSync(join(repository, used), join(folder, used));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return { folder, command: join(folder, "dist/cli/main.js") };
}

/** @param path of a source, or of a folder of sources, in the repository */
function sourcesIn(path: string): string[] {
  if (statSync(join(repository, path)).isFile()) return [path];
  return readdirSync(join(repository, path), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(path, file));
}

interface CheckOptions extends Options {
  readonly region?: string;
  readonly beside?: readonly string[];
}

/**
 * What `network-guard check --json` finds in a program, or a file, in the form of the engine's findings. The command runs in this process, and so do
 * its own policies where no other pack is named.
 */
export async function check(
  target: string,
  { packs = [], config, region, beside = [] }: CheckOptions = {},
): Promise<{ exitCode: number; findings: Finding[]; stderr: string }> {
  const flags = packs.flatMap((pack) => ["--policy-pack", pack]);
  if (region !== undefined) flags.push("--config", `aws:region=${region}`);
  flags.push(...beside.flatMap((stack) => ["--with", stack]));
  if (config !== undefined) flags.push("--policy-pack-config", jsonFile(config));
  const { code, out, err } = await withoutTypes(() =>
    run("check", target, "--stack", "dev", "--json", "--timeout", "600", ...flags),
  );
  const found: ReportedFinding[] = out === "" ? [] : JSON.parse(out);
  const findings = found.map(({ policy, level, severity, urn, description, message }) => ({
    policy,
    level,
    ...(severity === undefined ? {} : { severity }),
    urn,
    message: `${description}\n${message}`,
  }));
  return { exitCode: code, findings, stderr: err };
}

/** The types of the examples are checked with those of the repository. */
export async function withoutTypes<Result>(checking: () => Promise<Result>): Promise<Result> {
  const { PULUMI_NODEJS_TRANSPILE_ONLY: before } = process.env;
  process.env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
  try {
    return await checking();
  } finally {
    if (before === undefined) delete process.env.PULUMI_NODEJS_TRANSPILE_ONLY;
    else process.env.PULUMI_NODEJS_TRANSPILE_ONLY = before;
  }
}
