import assert from "node:assert/strict";
import { resourceOf } from "../../cli/entry";

const urn = "urn:pulumi:dev::shop::aws:test/server:Server::web";
const type = "aws:test/server:Server";
const position = (file: string, place: string) => `project:///${file}#${place}`;

/** What an entry says of a resource that says no more than its name. */
const SILENT = {
  ...{ urn, type, inputs: {}, outputs: {}, parent: "", provider: "", dependencies: [] },
  ...{ propertyDependencies: {}, external: false, protect: false, ignoreChanges: [] },
  ...{
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: { create: 0, update: 0, delete: 0, read: 0 },
  },
};

describe("a resource as states and previews write it", () => {
  it("may say nothing but its name", () => assert.deepEqual(resourceOf({ urn, type }, "it"), SILENT));

  it("may say everything", () => {
    const entry = {
      ...{ urn, type, inputs: { port: 22 }, outputs: { id: "web" }, parent: "urn:parent", custom: true },
      ...{
        provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default::1",
        external: true,
        protect: true,
      },
      ...{ dependencies: ["urn:a"], propertyDependencies: { port: ["urn:b"] }, ignoreChanges: ["port"] },
      ...{ additionalSecretOutputs: ["password"], aliases: ["urn:old"] },
      customTimeouts: { create: 1, update: 2, delete: 3, read: 4 },
      sourcePosition: position("index.ts", "12,3"),
    };
    assert.deepEqual(resourceOf(entry, "it"), {
      ...{ urn, type, inputs: { port: 22 }, outputs: { id: "web" }, parent: "urn:parent", isCustom: true },
      ...{ provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default", external: true, protect: true },
      ...{ dependencies: ["urn:a"], propertyDependencies: { port: ["urn:b"] }, ignoreChanges: ["port"] },
      ...{ additionalSecretOutputs: ["password"], aliases: ["urn:old"] },
      customTimeouts: { create: 1, update: 2, delete: 3, read: 4 },
      source: { file: "index.ts", line: 12, column: 3 },
    });
  });

  it("says nothing by what has another form, but for its properties", () => {
    const odd = {
      ...{ urn, type, inputs: null, parent: 5, provider: {}, dependencies: "urn:a" },
      ...{ propertyDependencies: ["urn:b"], external: "true", protect: 1, ignoreChanges: {}, custom: "true" },
      ...{ additionalSecretOutputs: "password", aliases: { a: 1 }, stackTrace: "here" },
      ...{ customTimeouts: { create: "1", update: null, read: 4 }, sourcePosition: 5 },
    };
    const { propertyDependencies, customTimeouts, ...others } = SILENT;
    const { propertyDependencies: by, customTimeouts: within, ...said } = resourceOf(odd, "it");
    assert.deepEqual(said, others);
    assert.deepEqual(by, propertyDependencies);
    assert.deepEqual(within, { ...customTimeouts, read: 4 });
  });

  const source = (entry: object) => resourceOf({ urn, type, ...entry }, "it").source;
  const inPackage = position("node_modules/sdk/index.js", "1,2");

  it("stands where the program declares it, not a package", () => {
    const frames = [{ sourcePosition: inPackage }, null, { sourcePosition: position("b.ts", "7") }];
    assert.deepEqual(source({ sourcePosition: inPackage, stackTrace: frames }), {
      ...{ file: "b.ts", line: 7, column: 1 },
    });
    assert.deepEqual(source({ sourcePosition: inPackage })?.file, "node_modules/sdk/index.js");
    assert.equal(source({ type: "pulumi:pulumi:Stack", sourcePosition: position("b.ts", "7") }), undefined);
    for (const odd of ["a.ts#1", "project:///a.ts", "project:///#1", `x${position("a.ts", "1")}`])
      assert.equal(source({ sourcePosition: odd }), undefined, odd);
    assert.equal(source({ sourcePosition: position("a.ts", "1,2x") }), undefined);
  });

  const refused: [entry: unknown, words: RegExp][] = [
    [null, /^it is not an object$/],
    [{ type }, /^it has no "urn" of the form/],
    [{ urn: 5, type }, /^it has no "urn" of the form/],
    [{ urn: `x${urn}`, type }, /^it has no "urn" of the form/],
    [{ urn: "urn:pulumi:dev::shop", type }, /^it has no "urn" of the form/],
    [{ urn }, /^it has no text "type"$/],
    [{ urn, type: "" }, /^it has no text "type"$/],
    [{ urn, type: 5 }, /^it has no text "type"$/],
    [{ urn, type, inputs: [] }, /::.*: inputs: this is no object of properties$/],
    [{ urn, type, outputs: "x" }, /::.*: outputs: this is no object of properties$/],
  ];
  for (const [entry, message] of refused)
    it(`is refused as ${JSON.stringify(entry)}`, () =>
      assert.throws(() => resourceOf(entry, "it"), { name: "CannotRun", message }));
});
