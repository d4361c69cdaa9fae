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
