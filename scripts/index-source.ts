import type { PolicyFile } from "./policy-files";

/** The source of `policies/index.ts`, as the formatter would have it. */
export function indexSource(files: readonly PolicyFile[]): string {
  const modules = files.map(({ identifier, group, name }) => [`./${group}/${name}`, identifier] as const);
  const imports = [...modules, ["./kit/policy", "type { Policy }"] as const]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, what]) => `import ${what} from "${path}";`);
  const identifiers = files.map(({ identifier }) => `  ${identifier},`);
  return [
    "// Written by `npm run generate`.",
    "",
    ...imports,
    "",
    'export type { Exemption, OptionSchema, OptionSchemas } from "./kit/options";',
    'export type { Policy, Scope } from "./kit/policy";',
    "export {",
    ...[...identifiers].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)),
    "};",
    "",
    "/** Every policy of the pack. */",
    "export const policies: Policy[] = [",
    ...identifiers,
    "];",
    "",
  ].join("\n");
}
