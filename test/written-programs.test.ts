import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { policyFiles, siblings } from "../scripts/policy-files";
import { policyTemplate } from "../scripts/policy-template";
import { programUnder } from "./pages";

const root = join(__dirname, "..");

describe("the programs that stand in pages and in the template of a policy", () => {
  it("compile", () => {
    assert.deepEqual(compilerErrors(new Map([...onPages(), ...inTemplate()])), []);
  });
});

/** The programs of a page, by the files beside it that they are taken for. */
function programsOf(source: string, page: string): [string, string][] {
  return ["Bad", "Good"].map((heading) => [
    source.replace(/\.ts$/, `.${heading.toLowerCase()}.ts`),
    programUnder(page, heading),
  ]);
}

function onPages(): [string, string][] {
  return policyFiles(root)
    .filter(({ page }) => existsSync(join(root, page)))
    .flatMap(({ source, page }) => programsOf(source, readFileSync(join(root, page), "utf8")));
}

function inTemplate(): [string, string][] {
  const { source, page, test } = siblings("instances", "no-moonlight");
  const template = policyTemplate("instances", "no-moonlight", "both");
  const text = (file: string) => template.get(file) ?? "";
  return [[source, text(source)], [test, text(test)], ...programsOf(source, text(page))];
}

/** What the compiler says of sources that stand in no file, all in one. */
function compilerErrors(sources: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const programs = new Map([...sources].map(([path, source]) => [join(root, path), source]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const program = programs.get(file);
    return program === undefined
      ? getSourceFile(file, language, ...rest)
      : ts.createSourceFile(file, program, language, true);
  };
  // A program often names a resource only for its reader.
  const compiled = ts.createProgram([...programs.keys()], { ...options, noUnusedLocals: false }, host);
  return ts.getPreEmitDiagnostics(compiled).map((diagnostic) => ts.formatDiagnostic(diagnostic, host).trim());
}
