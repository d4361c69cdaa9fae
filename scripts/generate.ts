import { join } from "node:path";
import { parseArgs } from "node:util";
import { generatedFiles, writeGenerated } from "./generated";

/** Writes what derives from the policies; with `--check`, only says what is stale. */
function main(): void {
  const { values } = parseArgs({ options: { check: { type: "boolean" } } });
  const root = join(__dirname, "..");
  if (!values.check) {
    for (const path of writeGenerated(root)) console.log(`wrote ${path}`);
    return;
  }
  for (const { path } of generatedFiles(root).filter(({ isFresh }) => !isFresh)) {
    console.error(`${path} is stale: run \`npm run generate\`.`);
    process.exitCode = 1;
  }
}

main();
