import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { CannotRun, messageOf } from "./cannot-run";
import { pipedIn } from "./piped";

/** Real properties nest some thirty deep; what follows reads them recursively. */
const deepest = 500;

const reasons: Record<string, string> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "a folder, not a file",
  EACCES: "this file may not be read",
  EPERM: "this file may not be read",
};

/**
 * Makes a folder, and those around it: what Node.js offers for that never ends where a file system says of a folder it does not take
 * that there is none around it, as /proc does.
 */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another check may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** @throws CannotRun naming a folder that cannot be read, or is none */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new CannotRun(`${folder}: this folder cannot be read (${messageOf(error)})`);
  }
}

/** A file's text in UTF-8, or in UTF-16 with its byte order mark, as PowerShell's `>` writes it. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = pipedIn(file) ?? readFileSync(file);
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(
      `${file}: ${reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? messageOf(error)}`,
    );
  }
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * JSON that is safe to read recursively.
 * @throws CannotRun with a reason that quotes nothing of the text, which may hold secrets
 */
export function parseJson(text: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const [, offset] = /at position (\d+)/.exec(messageOf(error)) ?? [];
    throw new CannotRun(`not JSON${offset === undefined ? "" : ` (line ${lineAt(text, Number(offset))})`}`);
  }
  let level = [content];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw new CannotRun(`nested more than ${deepest} deep`);
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return content;
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split("\n").length;

export function readJson(file: string): unknown {
  return about(file, () => parseJson(readText(file)));
}

/** Says what a failure of `work` is about. */
export function about<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CannotRun) || error.message.startsWith(`${place}: `)) throw error;
    throw new CannotRun(`${place}: ${error.message}`);
  }
}
