import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DOCUMENTED } from "../../network/alicloud/defaults/documented";
import { Typings } from "../../testing/typings";

const SDK = dirname(createRequire(__filename).resolve("@pulumi/alicloud/package.json"));

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

describe("the types of @pulumi/alicloud", () => {
  it("are all there that readers name", () => {
    const offered = new Set(
      filesIn(SDK, ".js").flatMap(
        (file) => /__pulumiType = '([^']+)'/.exec(readFileSync(file, "utf8"))?.[1] ?? [],
      ),
    );
    const named = filesIn(join(__dirname, "../../network/alicloud"), ".ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/"(alicloud:[\w/]+:\w+)"/g)].map(([, token = ""]) => token),
    );
    assert.deepEqual(
      [...new Set(named)].filter((token) => !offered.has(token)),
      [],
    );
  });

  it("have the properties whose defaults are known, with their source", () => {
    const typings = Typings.installed("alicloud");
    for (const { type, property, source } of DOCUMENTED) {
      assert.match(source, /^https:/);
      const [first = ""] = property.split(".");
      assert.ok(typings.inputsOf(type)?.has(first), `${type} ${property}`);
    }
  });
});
