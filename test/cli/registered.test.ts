import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  RegisterResourceRequest,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { SourcePosition, StackFrame, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { isNotKnown, textNotKnown, withUnknowns } from "../../cli/program/not-known";
import { resourceOf, sourceOf } from "../../cli/program/registration";
import { stateOfReference } from "../../cli/program/stack-reference";
import { type Callbacks, outputDependencies, transformResource } from "../../cli/program/transforms";
import { type Properties, secret, signature, unknown } from "../../cli/properties";
import { toStruct } from "../../cli/struct";

const STACK = { organization: "acme", project: "shop", stack: "dev" };
const [A, B, C] = ["a", "b", "c"].map((name) => `urn:pulumi:dev::shop::a:b:C::${name}`) as [
  string,
  string,
  string,
];
const output = (value: Properties[string], ...dependencies: string[]): Properties => ({
  [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  ...{ value, dependencies },
});

describe("a text for what is not known", () => {
  const text = textNotKnown("a call", { id: 1 });
  it("tells one from another, and is short", () => {
    assert.match(text, /^unknown[0-9a-f]{16}$/);
    assert.equal(textNotKnown("a call", { id: 1 }), text);
    assert.notEqual(textNotKnown("a call", { id: 2 }), text);
  });
  for (const [value, isOne] of [
    [text, true],
    [`web-${text}.example`, true],
    [text.toUpperCase(), true],
    ["unknown", false],
    ["unknown0123456789abcde", false],
    ["known", false],
    [[text], false],
    [1, false],
  ] as const)
    it(`is ${isOne ? "" : "not "}in ${JSON.stringify(value)}`, () => assert.equal(isNotKnown(value), isOne));
  it("is what is not known where it reaches a resource, however deep", () => {
    const given = { a: text, b: [text, "b", [`x${text}`]], c: { d: text, e: null, f: 1 }, g: true };
    const read = { a: unknown, b: [unknown, "b", [unknown]], c: { d: unknown, e: null, f: 1 }, g: true };
    assert.deepEqual(withUnknowns(given), read);
  });
});

describe("what a stack reference reads", () => {
  const stateOf = (outputs: Properties) => stateOfReference("acme/net/dev", outputs);
  it("is the outputs, with a text for each that is not known", () => {
    const texts = (...path: string[]) => textNotKnown(["acme/net/dev", ...path]);
    const outputs = { vpc: "vpc-1", zone: unknown, all: [unknown, 1], deep: { key: unknown, none: null } };
    assert.deepEqual(stateOf(outputs).outputs, {
      ...{ vpc: "vpc-1", zone: texts("zone"), all: [texts("all", "0"), 1] },
      deep: { key: texts("deep", "key"), none: null },
    });
    const hidden = secret({ key: unknown });
    assert.deepEqual(stateOf({ hidden }).outputs, { hidden: secret({ key: texts("hidden", "key") }) });
    const empty: Properties = { [signature]: "1b47061264138c4ac30d75fd1eb44270" };
    assert.deepEqual(stateOf({ empty }).outputs, { empty: secret(null) });
  });
  it("names those that hold a secret, in order", () => {
    const key = secret("hush");
    const outputs = {
      z: key,
      plain: { a: [1, "b"] },
      list: [1, key],
      deep: { a: 1, b: { key } },
      none: null,
    };
    assert.deepEqual(stateOf(outputs).secretOutputNames, ["deep", "list", "z"]);
  });
});

describe("what a program registers", () => {
  it("comes from where its output values say, in whatever they lie", () => {
    const rows: [Properties[string], string[]][] = [
      ["text", []],
      [null, []],
      [output("x", A), [A]],
      [
        [output("x", A), output("y", B)],
        [A, B],
      ],
      [{ deep: [{ one: output("x", A) }] }, [A]],
      [output({ inner: output("y", B) }, A), [A, B]],
      [{ dependencies: [A] }, []],
      [{ [signature]: "x", dependencies: A }, []],
    ];
    for (const [value, urns] of rows)
      assert.deepEqual(outputDependencies(value), urns, JSON.stringify(value));
  });

  it("is all that a policy may ask of it", () => {
    const timeouts = new RegisterResourceRequest.CustomTimeouts()
      .setCreate("1m")
      .setUpdate("2m")
      .setDelete("3m");
    const request = new RegisterResourceRequest()
      .setType("a:b:C")
      .setName("web")
      .setParent(A)
      .setObject(
        toStruct({ vpc: output("vpc-1", B), zone: [output("a", A, B)], port: 1, text: textNotKnown("x") }),
      )
      .setDependenciesList([A, A])
      .setIgnorechangesList(["port"])
      .setAdditionalsecretoutputsList(["key"])
      .setAliasurnsList([C])
      .setCustomtimeouts(timeouts);
    request
      .getPropertydependenciesMap()
      .set("vpc", new RegisterResourceRequest.PropertyDependencies().setUrnsList([C, B]))
      .set("port", new RegisterResourceRequest.PropertyDependencies());
    const resource = resourceOf(STACK, request, "provider");
    assert.deepEqual(resource, {
      urn: "urn:pulumi:dev::shop::a:b:C$a:b:C::web",
      ...{ type: "a:b:C", outputs: {}, parent: A, provider: "provider", external: false, protect: false },
      inputs: { vpc: output("vpc-1", B), zone: [output("a", A, B)], port: 1, text: unknown },
      propertyDependencies: { vpc: [C, B], zone: [A, B] },
      ...{ dependencies: [A, C, B], ignoreChanges: ["port"], additionalSecretOutputs: ["key"], aliases: [] },
      customTimeouts: { create: 60, update: 120, delete: 180, read: 0 },
    });
    const bare = resourceOf(STACK, new RegisterResourceRequest().setType("a:b:C").setName("web"), "");
    assert.deepEqual(bare.customTimeouts, { create: 0, update: 0, delete: 0, read: 0 });
    assert.equal("deleteBeforeReplace" in bare, false);
    for (const isFirst of [true, false]) {
      const said = request
        .setDeletebeforereplacedefined(true)
        .setDeletebeforereplace(isFirst)
        .setProtect(isFirst);
      const { deleteBeforeReplace, protect } = resourceOf(STACK, said, "");
      assert.deepEqual([deleteBeforeReplace, protect], [isFirst, isFirst]);
    }
  });

  describe("is told to a transform", () => {
    const transform = [new Callback().setToken("its own")];
    /** What a transform hears of a request, and what its answer makes of it. */
    async function transformed(request: RegisterResourceRequest, options?: TransformResourceOptions) {
      const heard: TransformRequest[] = [];
      const callbacks = {
        async invoke(_: Callback, bytes: Uint8Array) {
          heard.push(TransformRequest.deserializeBinary(bytes));
          return new TransformResponse().setOptions(options).serializeBinary();
        },
      } as Callbacks;
      await transformResource(request, transform, callbacks);
      return heard[0]?.getOptions();
    }
    const request = () => new RegisterResourceRequest().setType("a:b:C").setName("web");

    it("with the names that it had, whichever way it says them", async () => {
      const named = request()
        .setAliasurnsList([A])
        .setAliasesList([new Alias().setUrn(B)]);
      const heard = await transformed(named);
      assert.deepEqual(
        heard?.getAliasesList().map((alias) => alias.getUrn()),
        [A, B],
      );
    });

    for (const said of [true, false, undefined])
      it(`as it says whether it is protected and deleted first: ${said}`, async () => {
        const asked = request();
        if (said !== undefined)
          asked.setProtect(said).setDeletebeforereplacedefined(true).setDeletebeforereplace(said);
        const heard = await transformed(asked);
        assert.equal(heard?.hasDeleteBeforeReplace(), said !== undefined);
        assert.equal(Boolean(heard?.getDeleteBeforeReplace()), said === true);
        assert.equal(Boolean(heard?.getProtect()), said === true);
      });

    it("which may take that back", async () => {
      const asked = request()
        .setProtect(true)
        .setDeletebeforereplacedefined(true)
        .setDeletebeforereplace(true);
      await transformed(asked, new TransformResourceOptions());
      assert.deepEqual(
        [Boolean(asked.getProtect()), asked.getDeletebeforereplacedefined(), asked.getDeletebeforereplace()],
        [false, false, false],
      );
    });
  });

  describe("stands", () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "network-guard-"));
      for (const file of Object.values(FILES)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), "");
      }
    });
    after(() => rmSync(folder, { recursive: true }));

    const FILES = {
      program: "index.js",
      lookalike: "my_node_modules/a.js",
      package: "node_modules/site/index.js",
      sdk: "node_modules/@pulumi/pulumi/resource.js",
      awsx: "node_modules/@pulumi/awsx/index.js",
    };
    const at = (file: string, line: number) =>
      new SourcePosition()
        .setUri(pathToFileURL(join(folder, file)).href)
        .setLine(line)
        .setColumn(2);
    /** Where a resource stands that is declared first in one file, called from others. */
    function read(...files: string[]) {
      const [first, ...others] = files.map((file, i) => at(file, i + 1));
      const frames = others.map((position) => new StackFrame().setPc(position));
      const request = new RegisterResourceRequest()
        .setSourceposition(first)
        .setStacktrace(new StackTrace().setFramesList(frames));
      const told = ({ file, line, column }: { file: string; line: number; column?: number }) =>
        `${file.slice(folder.length + 1).replaceAll("\\\\", "/")}:${line}:${column}`;
      const { program, package: called } = sourceOf(request);
      return [program && told(program), called && told(called)];
    }

    const { program, package: site, sdk, awsx, lookalike } = FILES;
    const rows: [string, string[], (string | undefined)[]][] = [
      ["in the program", [program], ["index.js:1:2", "index.js:1:2"]],
      ["in a folder of a like name", [lookalike], [`${lookalike}:1:2`, `${lookalike}:1:2`]],
      ["in a package that the program calls", [sdk, site, program], ["index.js:3:2", `${site}:2:2`]],
      ["in a package alone", [sdk, awsx], [undefined, `${awsx}:2:2`]],
      ["nowhere but in the SDK", [sdk], [undefined, undefined]],
      ["nowhere that is there", ["gone.js", "node_modules/gone.js"], [undefined, undefined]],
    ];
    for (const [what, files, expected] of rows) it(what, () => assert.deepEqual(read(...files), expected));

    it("nowhere where nothing is told, or no file", () => {
      assert.deepEqual(sourceOf(new RegisterResourceRequest()), {});
      const elsewhere = new SourcePosition().setUri("https://example.com/index.js").setLine(1);
      assert.deepEqual(sourceOf(new RegisterResourceRequest().setSourceposition(elsewhere)), {});
    });
  });
});
