// What V8 compiles of a module is kept from one process of the tests to the next: Node.js does so itself from version 22 on.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const { Script } = require("node:vm");

const root = join(__dirname, "..");
const folder = join(root, "node_modules/.cache/network-guard");
const [start] = Module.wrapper;
const load = Module.prototype._compile;

/** What has been compiled anew, by the files that are to keep it. */
const anew = new Map();

/** By the time of this, V8 has compiled the functions that are called as well. */
function keep() {
  for (const [kept, script] of anew) {
    writeFileSync(`${kept}.${process.pid}`, script.createCachedData());
    renameSync(`${kept}.${process.pid}`, kept);
  }
  anew.clear();
}

/** The script of a module, if it is one for `require`. */
function compile(source, filename) {
  // V8 keeps the file's name with it, which is in stack traces; that of a folder that is made anew each time says nothing.
  const place = filename.startsWith(root) ? filename : "";
  const hash = createHash("sha1")
    .update(`${cachedDataVersionTag()}\0${place}\0`)
    .update(source)
    .digest("hex");
  const kept = join(folder, `${hash}.code`);
  const [text, options] = [Module.wrap(source), { filename, columnOffset: -start.length }];
  try {
    const script = new Script(text, { ...options, cachedData: readFileSync(kept) });
    if (!script.cachedDataRejected) return script;
  } catch {
    // It has not been compiled before.
  }
  try {
    const script = new Script(text, options);
    // Packs are ended by a signal, once they have answered.
    if (anew.size === 0) setTimeout(keep, 2000).unref();
    anew.set(kept, script);
    return script;
  } catch {
    return undefined;
  }
}

/** What imports modules at run time only Node.js itself can load; the compiler of TypeScript but talks of it. */
function isLoadable(source, filename) {
  if (!filename.endsWith(".js") || source.startsWith("#!")) return false;
  return !source.includes("import(") || /[\\/](typescript|_tsc)\.js$/.test(filename);
}

/** Loads a module as Node.js does. */
function loadKept(source, filename) {
  const script = isLoadable(source, filename) ? compile(source, filename) : undefined;
  if (script === undefined) return load.call(this, source, filename);
  const paths = (request) => Module._resolveLookupPaths(request, this);
  const resolve = (request, options) => Module._resolveFilename(request, this, false, options);
  const require = Object.assign((id) => this.require(id), {
    resolve: Object.assign(resolve, { paths }),
    main: process.mainModule,
    extensions: Module._extensions,
    cache: Module._cache,
  });
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, require, this, filename, dirname(filename));
}

if (Module.enableCompileCache !== undefined) {
  process.env.NODE_COMPILE_CACHE ??= `${folder}-code`;
  Module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
} else {
  mkdirSync(folder, { recursive: true });
  process.once("exit", keep);
  Module.prototype._compile = loadKept;
  const options = process.env.NODE_OPTIONS ?? "";
  if (!options.includes(__filename))
    process.env.NODE_OPTIONS = `${options} --require=${JSON.stringify(__filename)}`;
}
