import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const root = join(__dirname, "..");
const folders = readdirSync(root, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? one.name : [],
);
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { encoding: "utf8" }).map((name) => `docs/${name}`),
];

/** What the guide makes up to show how a policy or a noun is added. */
const MADE_UP = /moonlight|lantern|\bxs?\b/;

/** The files and folders of this repository that a page names, in a link or as code. */
function namedIn(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) =>
    join(dirname(page), String(link)),
  );
  const code = [...text.matchAll(new RegExp(`\`((?:${folders.join("|")})/[\\w./-]*)\``, "g"))].map(
    ([, path]) => String(path),
  );
  return [...links, ...code].map(normalize).filter((path) => !MADE_UP.test(path));
}

describe("the pages for people", () => {
  for (const page of pages.filter((name) => name.endsWith(".md"))) {
    it(`${page} names only what there is`, () => {
      assert.deepEqual(
        namedIn(page).filter((path) => !existsSync(join(root, path))),
        [],
      );
    });
  }
});
