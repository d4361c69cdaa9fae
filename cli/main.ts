#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { CannotRun } from "./cannot-run";
import { addCheck, type CheckFlags, runCheck } from "./commands/check";
import { addExplain, runExplain } from "./commands/explain";
import type { PackFlags } from "./commands/flags";
import { addInit, type InitFlags, runInit } from "./commands/init";
import { addList, type ListFlags, runList } from "./commands/list";
import { addReach, runReach } from "./commands/reach";
import { addReport, type FromFlags, runReport } from "./commands/report";
import { exitCodes } from "./exit-codes";
import { packageManifest } from "./package-root";
import { readPiped } from "./piped";
import { complain, type Terminal } from "./terminal";

/** The flags that name what is read. */
const inputs = ["baseline", "exposures", "from", "invokes", "policyPackConfig", "sources", "with"] as const;

type InputFlags = Partial<Record<(typeof inputs)[number], string | string[]>> & { timeout?: number };

/** @throws CannotRun where the current folder has been removed */
function refuseNowhere(): void {
  try {
    process.cwd();
  } catch {
    throw new CannotRun("the current folder is gone; change to one that is there");
  }
}

/** @param end takes the exit code of the command that has run */
export function commandLine(terminal: Terminal, end: (exitCode: number) => void): Command {
  const program = new Command("network-guard")
    .description("Decides which packets your network on AWS or Alibaba Cloud lets through, before it exists.")
    .version(packageManifest().version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
    });
  program.hook("preAction", (_, command) => {
    refuseNowhere();
    const flags = command.opts<InputFlags>();
    return readPiped([...command.args, ...inputs.flatMap((flag) => flags[flag] ?? [])], flags.timeout ?? 120);
  });
  addCheck(program).action(async (targets: string[], flags: CheckFlags) => {
    end(await runCheck(targets, flags, terminal));
  });
  addList(program).action(async (flags: ListFlags) => {
    end(await runList(flags, terminal));
  });
  addReport(program).action(async (flags: FromFlags) => {
    end(await runReport(flags, terminal));
  });
  addExplain(program).action(async (policy: string, flags: PackFlags) => {
    end(await runExplain(policy, flags, terminal));
  });
  addInit(program).action((flags: InitFlags) => end(runInit(flags, terminal)));
  addReach(program).action(async (target: string | undefined, flags) => {
    end(await runReach(target, flags, terminal));
  });
  return program;
}

/** Runs the command line, and returns its exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = exitCodes.clean;
  const program = commandLine(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.cannotRun;
    if (!(error instanceof CannotRun)) throw error;
    complain(error.message, terminal);
    return exitCodes.cannotRun;
  }
}

if (require.main === module) {
  // Leaving by exit takes the child processes along.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(exitCodes.cannotRun));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A reader such as `head` may have had enough; the exit code still tells the verdict.
      if (error.code === "EPIPE") return;
      process.exitCode = exitCodes.cannotRun;
      if (stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
    });
  // Node.js would end with 1, which says that something was found.
  process.on("uncaughtException", (error) => {
    process.stderr.write(`error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(exitCodes.cannotRun);
  });
  main(process.argv.slice(2), { out: process.stdout, err: process.stderr, environment: process.env }).then(
    (exitCode) => {
      process.exitCode ??= exitCode;
    },
  );
}
