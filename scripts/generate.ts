import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generatedFiles } from "./generated";

/** Writes what derives from the policies; with `--check`, only says what is stale. */
function main(): void {
  const { values } = parseArgs({ options: { check: { type: "boolean" } } });
  const root = join(__dirname, "..");
  for (const { path, text } of generatedFiles(root).filter(({ isFresh }) => !isFresh)) {
    if (values.check) {
      console.error(`${path} is stale: run \`npm run generate\`.`);
      process.exitCode = 1;
    } else {
      writeFileSync(join(root, path), text);
      console.log(`wrote ${path}`);
    }
  }
}

main();
