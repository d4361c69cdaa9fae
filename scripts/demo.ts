import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleOf, withSample } from "./sample";

const root = join(__dirname, "..");

const CHECKS = [
  {
    example: "examples/leaky",
    exitCode: 1,
    shown: "Exit code 1: every policy has found its mistake, but review-exemptions: nothing is exempt.",
  },
  {
    example: "examples/three-tier",
    exitCode: 0,
    shown:
      "Exit code 0, and standard output is empty: a balancer, two tiers of servers and a database, with nothing to find.",
  },
  {
    example: "examples/private-ssm",
    exitCode: 0,
    shown: "Exit code 0 again: private machines, reached by Session Manager alone, with nothing to find.",
  },
  {
    example: "examples/ecs-leaky",
    exitCode: 1,
    shown: "Exit code 1: the same policies, on Alibaba Cloud.",
  },
  {
    example: "examples/ecs",
    exitCode: 0,
    shown:
      "Exit code 0: a balancer, web servers and a database on ECS, and drop rules, with nothing to find.",
  },
];

/**
 * Checks the examples and shows what comes of it.
 * @param networkGuard runs the command with arguments, in the repository
 * @returns whether everything came out as it should
 */
export async function demo(
  networkGuard: (command: string, example: string, ...flags: string[]) => Promise<Ended>,
  write: (text: string) => void,
): Promise<boolean> {
  for (const { example, exitCode, shown } of CHECKS) {
    write(`$ node dist/cli/main.js check ${example} --stack dev\n`);
    const check = await networkGuard("check", example, "--stack", "dev");
    write(check.stdout + check.stderr);
    const isSilent = check.stdout === "";
    if (check.exitCode !== exitCode || isSilent !== (exitCode === 0) || check.stderr === "") {
      write(`Exit code ${check.exitCode}, where ${exitCode} was expected.\n`);
      return false;
    }
    write(`${shown}\n\n`);
  }
  return true;
}

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

function built(...args: string[]): Promise<Ended> {
  // The language host would check the types of the examples first, as `npm test` has done already.
  const env = { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, "dist/cli/main.js"), ...args],
      { cwd: root, env, maxBuffer: 2 ** 28 },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

if (require.main === module) {
  let shown = "";
  const write = (text: string) => {
    shown += text;
    process.stdout.write(text);
  };
  void demo(built, write).then((asExpected) => {
    process.exitCode = asExpected ? 0 : 1;
    if (!asExpected || !process.argv.includes("--write")) return;
    const readme = join(root, "README.md");
    writeFileSync(readme, withSample(readFileSync(readme, "utf8"), sampleOf(shown)));
  });
}
