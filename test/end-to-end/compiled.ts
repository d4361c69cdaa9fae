import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { type Finding, type Options, repository } from "./pulumi";

const { transpile } = require("../transpile.cjs") as { transpile(source: string, file: string): string };

/** The repository as it would be published, compiled from the sources as they are now. */
export interface Compiled {
  /** The policy pack's folder. */
  readonly folder: string;
  /** The command `network-guard`, to be run by node. */
  readonly command: string;
  remove(): void;
}

/** Compiles without checking types, as the tests themselves are, so that no test runs against a stale build. */
export function compile(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-pack-"));
  const { config } = ts.readConfigFile(join(repository, "tsconfig.build.json"), ts.sys.readFile);
  for (const file of ts.parseJsonConfigFileContent(config, ts.sys, repository).fileNames) {
    const target = join(folder, "dist", relative(repository, file).replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpile(readFileSync(file, "utf8"), file));
  }
  for (const file of ["PulumiPolicy.yaml", "package.json"])
    cpSync(join(repository, file), join(folder, file));
  for (const used of ["node_modules", "ci"]) symlinkSync(join(repository, used), join(folder, used));
  return {
    folder,
    command: join(folder, "dist/cli/main.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What `network-guard check --json` finds in a program, or a file, in the form of the engine's findings. */
export async function check(
  { command, folder }: Compiled,
  target: string,
  {
    packs = [folder],
    config,
    region,
    beside = [],
  }: Options & { readonly region?: string; readonly beside?: readonly string[] } = {},
): Promise<{ exitCode: number; findings: Finding[]; stderr: string }> {
  const flags = packs.flatMap((pack) => ["--policy-pack", pack]);
  if (region !== undefined) flags.push("--config", `aws:region=${region}`);
  flags.push(...beside.flatMap((stack) => ["--with", stack]));
  const configFile = join(folder, "policy-config.json");
  if (config !== undefined) {
    writeFileSync(configFile, JSON.stringify(config));
    flags.push("--policy-pack-config", configFile);
  }
  const args = [command, "check", target, "--stack", "dev", "--json", "--timeout", "600", ...flags];
  // The types of the examples are checked with those of the repository.
  const env = { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { env, maxBuffer: 2 ** 28 }, (_, stdout, stderr) => {
      const found: CheckFinding[] = stdout === "" ? [] : JSON.parse(stdout);
      const findings = found.map(({ policy, level, severity, urn, description, message }) => ({
        policy,
        level,
        ...(severity === undefined ? {} : { severity }),
        urn,
        message: `${description}\n${message}`,
      }));
      done({ exitCode: child.exitCode ?? -1, findings, stderr });
    });
  });
}

interface CheckFinding extends Finding {
  readonly description: string;
}
