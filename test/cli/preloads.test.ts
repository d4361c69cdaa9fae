import assert from "node:assert/strict";
import nodeModule, { createRequire } from "node:module";
import util from "node:util";

/** Loads what a program's process loads before the program. */
function load(name: "positions" | "uncoloured"): void {
  const file = require.resolve(`../../cli/program/${name}`);
  delete require.cache[file];
  require(file);
}

const SDK = "/p/node_modules/@pulumi/pulumi";
const RESOURCE = `${SDK}/resource.js`;
const PROMISE = `${SDK}/runtime/debuggable.js`;

type Prepare = (error: unknown, trace: readonly unknown[]) => unknown;
interface SourceMaps {
  install(options: { retrieveFile(file: string): string | null }): void;
}

describe("what is read of a stack, before a program", () => {
  const own = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const { env } = process;
  const { findSourceMap } = nodeModule;
  const mutable = nodeModule as { findSourceMap: unknown };
  const sourceMaps = createRequire(process.argv[1] as string)("source-map-support") as SourceMaps;
  const { install } = sourceMaps;
  let retrieveFile: ((file: string) => string | null) | undefined;

  beforeEach(() => {
    sourceMaps.install = (options) => {
      ({ retrieveFile } = options);
    };
  });
  afterEach(() => {
    process.env = env;
    mutable.findSourceMap = findSourceMap;
    sourceMaps.install = install;
    Reflect.deleteProperty(Error, "prepareStackTrace");
    if (own) Object.defineProperty(Error, "prepareStackTrace", own);
  });

  /** What is made of a stack that is taken in a file, where `text` stands for the stack. */
  function readIn(file: string | undefined, text: unknown): unknown {
    Error.prepareStackTrace = (() => text) as Prepare;
    const trace = file === undefined ? [] : [{ getFileName: () => file }];
    return (Error.prepareStackTrace as Prepare)(new TypeError("why"), trace);
  }

  const frames: [string, string, string][] = [
    ["a frame with a function", "    at make (/p/site.js:12:3)", "    at frame (/p/site.js:12:3)"],
    ["one without", "    at /p/index.js:4:10", "    at frame (/p/index.js:4:10)"],
    ["one of a method", "    at new Site [as Site] (/p/a b.js:45:67)", "    at frame (/p/a b.js:45:67)"],
    ["one of an ES module", "    at file:///p/a%20b.mjs:12:30", "    at frame (/p/a b.mjs:12:30)"],
    ["one of what was compiled", "    at run (file:///p/out.mjs:5:7)", "    at frame (/p/src/in.ts:3:9)"],
    ["one on Windows", "    at C:\\p\\index.js:4:10", "    at frame (C:\\p\\index.js:4:10)"],
    ["one of Node.js", "    at run (node:internal/x:1:2)", "    at run (node:internal/x:1:2)"],
    ["one of nowhere", "    at async Promise.all (index 0)", "    at async Promise.all (index 0)"],
    ["a line of the message", "look at /p/index.js:4:10", "look at /p/index.js:4:10"],
    ["a longer line", "    at /p/index.js:4:10 or so", "    at /p/index.js:4:10 or so"],
  ];
  it("are the frames of the SDK's stacks, each with a function's name and where it was written", () => {
    mutable.findSourceMap = (url: string) => {
      if (url.endsWith("out.mjs"))
        return {
          findEntry: (line: number, column: number) =>
            line === 4 && column === 6
              ? { originalSource: "file:///p/src/in.ts", originalLine: 2, originalColumn: 8 }
              : {},
        };
      return undefined;
    };
    load("positions");
    for (const [what, written, read] of frames) assert.equal(readIn(RESOURCE, written), read, what);
    const all = (position: 1 | 2) => ["Error", ...frames.map((frame) => frame[position])].join("\n");
    assert.equal(readIn(RESOURCE, all(1)), all(2));
  });

  it("is where an ES module stands, if its map knows nothing of the place", () => {
    mutable.findSourceMap = () => ({ findEntry: () => ({}) });
    load("positions");
    assert.equal(readIn(RESOURCE, "    at file:///p/a.mjs:1:2"), "    at frame (/p/a.mjs:1:2)");
  });

  it("are no other stacks, and none that is no text", () => {
    load("positions");
    const frame = frames[0]?.[1];
    const callSites = [{}];
    for (const file of [undefined, "/p/index.js", `${RESOURCE}on`, "/p/@pulumi/pulumi/resourceXjs"])
      assert.equal(readIn(file, frame), frame, file);
    assert.equal(readIn(RESOURCE, callSites), callSites);
    assert.notEqual(readIn(RESOURCE.replaceAll("/", "\\"), frame), frame);
  });

  it("are no stacks of promises, unless the SDK is told to show them", () => {
    load("positions");
    for (const file of [PROMISE, PROMISE.replaceAll("/", "\\")])
      assert.equal(readIn(file, "a stack"), "TypeError: why", file);
    for (const file of [`${PROMISE}on`, PROMISE.replace(".js", "Xjs")])
      assert.equal(readIn(file, "a stack"), "a stack", file);
    process.env = { ...env, PULUMI_DEBUG_PROMISE_LEAKS: "true" };
    load("positions");
    assert.equal(readIn(PROMISE, "a stack"), "a stack");
  });

  it("leaves it to the program what else it makes of stacks", () => {
    Error.prepareStackTrace = ((error, trace) => `${(error as Error).message}: ${trace.length}`) as Prepare;
    load("positions");
    const { prepareStackTrace } = Error;
    assert.equal((prepareStackTrace as Prepare)(new Error("why"), [{ getFileName() {} }, {}]), "why: 2");
    Error.prepareStackTrace = prepareStackTrace;
    assert.equal(Error.prepareStackTrace, prepareStackTrace);
    Reflect.set(Error, "prepareStackTrace", undefined);
    assert.equal(Error.prepareStackTrace, undefined);
    Reflect.set(Error, "prepareStackTrace", "none");
    assert.equal(Error.prepareStackTrace, "none");
    // Others, as this one, define it anew.
    Object.defineProperty(Error, "prepareStackTrace", { configurable: true, value: "another" });
  });

  it("is no map of a package, where the SDK reads maps", () => {
    load("positions");
    for (const file of [RESOURCE, "C:\\p\\node_modules\\a.js"]) assert.equal(retrieveFile?.(file), " ");
    for (const file of ["/p/index.js", "/p/node_modules.js", "/p/my_node_modules/a.js"])
      assert.equal(retrieveFile?.(file), null, file);
    sourceMaps.install = () => {
      throw new Error("no such module");
    };
    load("positions");
  });
});

describe("what is written, before a program", () => {
  const { inspect } = util;
  afterEach(() => {
    util.inspect = inspect;
  });

  it("has no colours, and is else as it was asked for", () => {
    const asked: [unknown, ...unknown[]][] = [
      [{ a: { b: { c: { d: 1 } } } }],
      [{ a: { b: { c: { d: 1 } } } }, { depth: 0 }],
      [{ a: 1 }, null],
      [[1], true],
      [{ a: { b: 1 } }, false, 0],
    ];
    const plain = asked.map((args) => Reflect.apply(inspect, util, args));
    load("uncoloured");
    assert.notEqual(util.inspect, inspect);
    assert.deepEqual(
      asked.map((args) => Reflect.apply(util.inspect, util, args)),
      plain,
    );
    assert.equal(util.inspect({ a: { b: 1 } }, { colors: true, depth: 0 }), "{ a: [Object] }");
  });
});
