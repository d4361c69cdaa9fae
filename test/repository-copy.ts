import { cpSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..");
const LEFT_OUT = ["node_modules", "dist", ".git"];

/** A folder with a copy of the repository, and its installed modules beside it. */
export function repositoryCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), "network-guard-copy-"));
  for (const path of readdirSync(root)) {
    if (!LEFT_OUT.includes(path)) cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  return copy;
}
