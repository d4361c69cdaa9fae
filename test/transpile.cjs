// Tests are transpiled by swc, each source once until it changes; tsconfig.json leaves swc out, since language hosts read that as well and check types.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const swc = require("@swc/core");

const folder = join(__dirname, "../node_modules/.cache/network-guard");
mkdirSync(folder, { recursive: true });

const options = {
  swcrc: false,
  sourceMaps: "inline",
  module: { type: "commonjs" },
  jsc: { parser: { syntax: "typescript" }, target: "es2022", keepClassNames: true },
};
const hashOf = (...texts) => createHash("sha1").update(texts.join("\0")).digest("hex");
const settings = hashOf(swc.version, JSON.stringify(options));

/** The JavaScript of a TypeScript source, with its map. */
function transpile(source, filename) {
  const kept = join(folder, `${hashOf(filename)}.js`);
  const mark = `\n// ${hashOf(settings, source)}\n`;
  try {
    const known = readFileSync(kept, "utf8");
    if (known.endsWith(mark)) return known;
  } catch {
    // It has not been transpiled before.
  }
  const code = swc.transformSync(source, { ...options, filename, sourceFileName: filename }).code + mark;
  // Several processes may write the same file at once.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

const loaded = new Map();
require.extensions[".ts"] = (module, filename) => {
  const code = transpile(readFileSync(filename, "utf8"), filename);
  loaded.set(filename, code);
  module._compile(code, filename);
};

const sourceMaps = createRequire(require.resolve("ts-node"))("@cspotcode/source-map-support");
sourceMaps.install({
  environment: "node",
  retrieveFile: (file) => loaded.get(file.replace(/^file:\/\//, "")) ?? "",
});

require("../pack/late-modules");

module.exports = { transpile };
