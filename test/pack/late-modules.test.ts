import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TRACING = [
  ...[
    "exporter-zipkin",
    "instrumentation",
    "instrumentation-grpc",
    "resources",
    "sdk-trace-base",
    "sdk-trace-node",
  ],
].map((name) => `@opentelemetry/${name}`);
const CLOSURE = "@pulumi/pulumi/runtime/closure";
const LATE = [
  ...TRACING,
  `${CLOSURE}/codePaths`,
  `${CLOSURE}/v8Hooks`,
  ...["@pulumi/pulumi/automation", "typescript", "ts-node"],
];

/** Each tells the process that it is loaded. */
const LOADED = "networkGuardLoaded";
const CODE = `(globalThis.${LOADED} ??= []).push(module.id.split("node_modules/").at(-1));
exports.answer = 42;
exports.computeCodePaths = (...options) => ["paths", ...options];
const commands = [];
const session = { commands, post: (command, done) => { commands.push(command); setImmediate(done); } };
exports.isInitializedAsync = async () => "of the module";
exports.getSessionAsync = async () => session;
exports.version = exports.VERSION = "of the module";
exports.register = (options) => {
  exports.registered = [...(exports.registered ?? []), options];
  require.extensions[".ts"] = (module, file) => { module.exports = ["as TypeScript", file]; };
};
`;

describe("modules that the SDK loads at every start", () => {
  const { argv } = process;
  const extensions = { ...require.extensions };
  let folder: string;
  let sdk: NodeJS.Require;

  const loaded = () => (Reflect.get(globalThis, LOADED) as string[] | undefined) ?? [];
  function write(name: string): void {
    const place = join(folder, "node_modules", name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), JSON.stringify({ name, version: "1.2.3" }));
    writeFileSync(join(place, "index.js"), CODE);
  }
  function delay(): void {
    const file = require.resolve("../../pack/late-modules");
    delete require.cache[file];
    require(file);
  }

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "network-guard-")));
    process.argv = [argv[0] as string, join(folder, "program.js")];
    sdk = createRequire(process.argv[1] as string);
  });
  afterEach(() => {
    process.argv = argv;
    Object.assign(require.extensions, extensions);
    for (const extension of Object.keys(require.extensions))
      if (!(extension in extensions)) delete require.extensions[extension];
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    Reflect.deleteProperty(globalThis, LOADED);
    rmSync(folder, { recursive: true });
  });

  for (const name of LATE)
    it(`wait for their first use: ${name}`, () => {
      write(name);
      delay();
      const module = sdk(name);
      assert.equal(require.cache[sdk.resolve(name)]?.loaded, true);
      assert.deepEqual(loaded(), []);
      assert.equal(module.answer, 42);
      assert.deepEqual(loaded(), [`${name}/index.js`]);
      assert.equal(sdk(name).answer, 42);
      assert.equal(module.answer, 42);
      assert.equal(loaded().length, 1);
      assert.notEqual(sdk(name), module);
    });

  const uses: [string, (module: Record<string, unknown>) => unknown, unknown][] = [
    ["what it has", (module) => "answer" in module && !("question" in module), true],
    ["its keys", (module) => Object.keys(module).includes("answer"), true],
    ["what is set", (module) => Reflect.set(module, "answer", 43) && sdk("typescript").answer, 43],
    ["what it holds", (module) => ({ ...module }).answer, 42],
    ["what it has not", (module) => Object.getOwnPropertyDescriptor(module, "question"), undefined],
  ];
  for (const [what, use, expected] of uses)
    it(`are then as ever: ${what}`, () => {
      write("typescript");
      delay();
      assert.equal(use(sdk("typescript")), expected);
      assert.deepEqual(loaded(), ["typescript/index.js"]);
    });

  it("tell their version and that they are modules without being loaded", () => {
    for (const name of ["typescript", "ts-node", "@pulumi/pulumi/automation"]) write(name);
    delay();
    assert.equal(sdk("typescript").version, "1.2.3");
    assert.equal(sdk("ts-node").VERSION, "1.2.3");
    assert.equal(sdk("@pulumi/pulumi/automation").__esModule, true);
    assert.deepEqual(loaded(), []);
  });

  it("find what a function takes along once they are asked to", () => {
    write(`${CLOSURE}/codePaths`);
    delay();
    const { computeCodePaths } = sdk(`${CLOSURE}/codePaths`);
    assert.deepEqual(loaded(), []);
    assert.deepEqual(computeCodePaths(["a"], ["b"], ["c"]), ["paths", ["a"], ["b"], ["c"]]);
  });

  it("have what was loaded before them told once more, and once only", async () => {
    write(`${CLOSURE}/v8Hooks`);
    delay();
    const { isInitializedAsync } = sdk(`${CLOSURE}/v8Hooks`);
    await isInitializedAsync();
    assert.deepEqual(loaded(), []);
    const hooks = sdk(`${CLOSURE}/v8Hooks`);
    const sessions = await Promise.all([hooks.getSessionAsync(), hooks.getSessionAsync()]);
    assert.equal(sessions[0], sessions[1]);
    assert.equal(await hooks.getSessionAsync(), sessions[0]);
    assert.deepEqual(sessions[0].commands, ["Debugger.disable", "Debugger.enable"]);
  });

  it("are left as they are where they are loaded, or are not there", () => {
    write("typescript");
    const module = sdk("typescript");
    delay();
    assert.equal(sdk("typescript"), module);
    assert.throws(() => sdk("@pulumi/pulumi/automation"), { code: "MODULE_NOT_FOUND" });
  });

  it("read TypeScript from the first file on, where no project has settings of its own", () => {
    write("ts-node");
    delay();
    const options = { skipProject: true };
    sdk("ts-node").register(options);
    assert.deepEqual(loaded(), []);
    const file = join(folder, "program.ts");
    writeFileSync(file, "");
    writeFileSync(`${file}x`, "");
    assert.deepEqual(sdk(file), ["as TypeScript", file]);
    assert.deepEqual(sdk("ts-node").registered, [options]);
    assert.equal(require.extensions[".tsx"], undefined);
    sdk("ts-node").register(options);
    assert.equal(sdk("ts-node").registered.length, 2);
  });

  it("reads nothing that the module itself does not", () => {
    write("ts-node");
    delay();
    sdk("ts-node").register({ skipProject: true });
    const file = join(folder, "program.tsx");
    writeFileSync(file, "");
    assert.deepEqual(sdk(file), {});
  });

  it("reads a project's settings at once", () => {
    write("ts-node");
    delay();
    // The SDK has none to give for ES modules.
    for (const options of [undefined, null, { skipProject: false }]) sdk("ts-node").register(options);
    assert.deepEqual(loaded(), ["ts-node/index.js"]);
    assert.deepEqual(sdk("ts-node").registered, [{}, null, { skipProject: false }]);
  });
});
