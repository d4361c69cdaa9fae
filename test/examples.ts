import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

export const folderOf = (example: string) => join(__dirname, "../examples", example);

/** An example's program, to be run as the module it is, each time anew. */
export function exampleProgram(example: string): () => unknown {
  const folder = folderOf(example);
  return () => {
    for (const file of Object.keys(require.cache))
      if (file.startsWith(folder + sep)) delete require.cache[file];
    return require(folder);
  };
}

/** The sources of an example's program. */
export function sourcesOf(example: string): string[] {
  const folder = folderOf(example);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
}
