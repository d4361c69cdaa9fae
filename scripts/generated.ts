import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { presetNames, presetOf } from "../pack/presets";
import { alicloudPage } from "./alicloud-page";
import { configurationSchema, projectSchema } from "./configuration-schema";
import { controlsPage } from "./controls-page";
import { indexSource } from "./index-source";
import { withMarked } from "./marked";
import { pageHeader } from "./page-header";
import { type PolicyFile, policyFiles } from "./policy-files";
import { readmeTable } from "./readme-table";

/** A file that derives from the policies, wholly or between its marks, as it should be and as it is. */
export interface Generated {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly isFresh: boolean;
}

/** Every file that derives from the policies under a root; pages that are missing are left out. */
export function generatedFiles(root: string, files: readonly PolicyFile[] = policyFiles(root)): Generated[] {
  const generated = (path: string, derive: (document: string) => string): Generated => {
    const document = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
    const text = derive(document);
    return { path, text, isFresh: text === document };
  };
  return [
    generated("policies/index.ts", () => indexSource(files)),
    generated("policies/kit/version.ts", (document) => withVersion(document, root)),
    generated("schemas/configuration.json", () => json(configurationSchema(policiesOf(files)))),
    generated("schemas/project.json", () => json(projectSchema())),
    ...presetNames.map((preset) =>
      generated(`presets/${preset}.json`, () => json(presetOf(preset, policiesOf(files)))),
    ),
    generated("docs/controls.md", () => controlsPage(files)),
    generated("docs/alicloud.md", () => alicloudPage(files)),
    generated("README.md", (document) => withMarked(document, readmeTable(files), "README.md")),
    ...files
      .filter(({ page }) => existsSync(join(root, page)))
      .map(({ policy, page }) =>
        generated(page, (document) => withMarked(document, pageHeader(policy), page)),
      ),
  ];
}

const policiesOf = (files: readonly PolicyFile[]) => files.map(({ policy }) => policy);

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The source with the version and the repository of the root's package.json, where alone they are said. */
function withVersion(source: string, root: string): string {
  const { version, repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const url = repository.url.replace(/^git\+|\.git$/g, "");
  return source
    .replace(/(?<=VERSION = )".*"/, JSON.stringify(version))
    .replace(/(?<=REPOSITORY = )".*"/, JSON.stringify(url));
}

interface Manifest {
  readonly version: string;
  readonly repository: { readonly url: string };
}

/** Writes what is stale under a root, and answers its paths. */
export function writeGenerated(root: string): string[] {
  return generatedFiles(root)
    .filter(({ isFresh }) => !isFresh)
    .map(({ path, text }) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      return path;
    });
}
