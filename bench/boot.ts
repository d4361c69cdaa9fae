/** Start-up of this pack, from spawn to its port, against a compiled pack with no policies on the same SDK. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const root = join(__dirname, "..");
const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
const runs = Number(process.argv[2] ?? 15);

/** Below node_modules, so that it resolves the same SDK. */
const emptyPack = join(root, "node_modules", ".cache", "empty-pack");

function writeEmptyPack(): void {
  mkdirSync(emptyPack, { recursive: true });
  writeFileSync(join(emptyPack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(
    join(emptyPack, "package.json"),
    '{ "name": "empty", "version": "1.0.0", "main": "index.js" }\n',
  );
  writeFileSync(
    join(emptyPack, "index.js"),
    'new (require("@pulumi/policy").PolicyPack)("empty", { policies: [] });\n',
  );
}

/** Milliseconds from spawn to the port. */
function boot(pack: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", pack], {
    cwd: pack,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    let elapsed: number | undefined;
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (!/^\d+\n/.test(output) || elapsed !== undefined) return;
      elapsed = performance.now() - start;
      child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () =>
      elapsed === undefined ? reject(new Error(`${pack} did not start`)) : resolve(elapsed),
    );
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function measure(): Promise<void> {
  if (!existsSync(join(root, "dist", "index.js"))) throw new Error("not built: npm run build");
  writeEmptyPack();
  try {
    await boot(emptyPack);
    await boot(root);
    const empty: number[] = [];
    const own: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      empty.push(await boot(emptyPack));
      own.push(await boot(root));
    }
    const ratio = median(own) / median(empty);
    console.log(`empty pack     ${median(empty).toFixed(0)} ms`);
    console.log(`network-guard  ${median(own).toFixed(0)} ms`);
    console.log(`ratio          ${ratio.toFixed(2)}  (medians of ${runs} runs each, alternating)`);
  } finally {
    rmSync(emptyPack, { recursive: true, force: true });
  }
}

measure().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
