import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ELK } from "elkjs/lib/elk-api";
import type { Pictured, PictureParts } from "../report/picture/picture";
import { readUrn } from "../stack/urn";
import { CannotRun } from "./cannot-run";
import { exposuresOf } from "./exposures";
import { maskOf } from "./masking";
import { packageRoot } from "./package-root";
import type { RegisteredResource } from "./resource";

/** What a picture shows of the resources of a stack. @param hasOut whether that is the ways out as well */
export function picturedOf(
  resources: readonly RegisteredResource[],
  exposures = exposuresOf(resources),
  hasOut = false,
): Pictured {
  const { project, stack } = readUrn(resources[0]?.urn ?? "");
  return {
    title: [project, stack && `stack ${stack}`].filter(Boolean).join(", ") || "no resources",
    ...{ exposures, hasOut },
    mask: maskOf(resources),
  };
}

/**
 * What makes a picture: the page's parts, and the library that lays it out, which is installed by those alone who want pictures.
 * @throws CannotRun naming that where it is not installed
 */
export function pictureParts(): PictureParts {
  const part = (name: string) => readFileSync(join(packageRoot(), "report/picture/browser", name), "utf8");
  const Elk = loadElk();
  return { elk: new Elk(), style: part("style.css"), script: part("script.js") };
}

/**
 * @param places files beside which it may be installed: this package, or where the command is run
 * @throws CannotRun
 */
export function loadElk(
  places: readonly string[] = [__filename, join(process.cwd(), "package.json")],
): new () => Pick<ELK, "layout"> {
  for (const from of places) {
    const require = createRequire(from);
    try {
      return require("elkjs/lib/elk.bundled.js") as new () => Pick<ELK, "layout">;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new CannotRun("a picture is laid out by elkjs, which is not installed: npm install --save-dev elkjs");
}
