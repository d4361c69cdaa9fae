import { cpSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..");
const LEFT_OUT = ["node_modules", "dist", ".git"];

/** A folder with a copy of the repository, and its installed modules beside it. */
export function repositoryCopy(): string {
  return copyOf(
    readdirSync(root).filter((path) => !LEFT_OUT.includes(path)),
    [],
  );
}

/** A folder with a copy of the policies and of what derives from them, beside what they are made with. */
export function policiesCopy(): string {
  return copyOf(
    ["policies", "docs", "presets", "schemas", "README.md", "package.json"],
    ["algebra", "stack", "network"],
  );
}

function copyOf(copied: readonly string[], linked: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), "network-guard-copy-"));
  for (const path of copied) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const path of ["node_modules", ...linked]) symlinkSync(join(root, path), join(copy, path), "dir");
  return copy;
}
