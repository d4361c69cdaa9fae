import { execFileSync } from "node:child_process";
import type { PolicyFile } from "./policy-files";

/** The source of `policies/index.ts`. */
export function indexSource(files: readonly PolicyFile[], root: string): string {
  const imports = files.map(
    ({ identifier, group, name }) => `import ${identifier} from "./${group}/${name}";`,
  );
  const identifiers = files.map(({ identifier }) => identifier);
  return formatted(
    [
      "// Written by `npm run generate`.",
      "",
      'import type { Policy } from "./kit/policy";',
      ...imports,
      "",
      'export type { Exemption, OptionSchema, OptionSchemas } from "./kit/options";',
      'export type { Policy, Scope } from "./kit/policy";',
      `export { ${identifiers.join(", ")} };`,
      "",
      "/** Every policy of the pack. */",
      `export const policies: Policy[] = [${identifiers.join(", ")}];`,
    ].join("\n"),
    root,
  );
}

function formatted(source: string, root: string): string {
  const biome = require.resolve("@biomejs/biome/bin/biome");
  const options = ["check", "--write", "--stdin-file-path=policies/index.ts"];
  return execFileSync(process.execPath, [biome, ...options], { cwd: root, input: source, encoding: "utf8" });
}
