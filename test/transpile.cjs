// Tests are transpiled by swc, each source once until it changes; tsconfig.json leaves swc out, since language hosts read that as well and check types.
const { createHash } = require("node:crypto");
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const { createRequire } = require("node:module");
const { basename, join } = require("node:path");

const folder = join(__dirname, "../node_modules/.cache/network-guard");
mkdirSync(folder, { recursive: true });

const options = {
  swcrc: false,
  sourceMaps: "inline",
  module: { type: "commonjs" },
  jsc: { parser: { syntax: "typescript" }, target: "es2022", keepClassNames: true },
};
const hashOf = (...texts) => createHash("sha1").update(texts.join("\0")).digest("hex");
const settings = hashOf(require("@swc/core/package.json").version, JSON.stringify(options));

/** The JavaScript of a TypeScript source, with its map: one for all copies of a file, wherever they lie. */
function transpile(source, filename) {
  const name = basename(filename);
  const kept = join(folder, `${hashOf(settings, name, source)}.js`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    // It has not been transpiled before.
  }
  const swc = require("@swc/core");
  const { code } = swc.transformSync(source, { ...options, filename: name, sourceFileName: name });
  // Several processes may write the same file at once.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  removeUnread();
  return code;
}

const DAY = 24 * 60 * 60 * 1000;
let hasRemoved = false;

/** Removes, once a day, what nobody has read for a week. */
function removeUnread() {
  if (hasRemoved) return;
  hasRemoved = true;
  const mark = join(folder, "unread-removed");
  const now = Date.now();
  if (now - (statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0) < DAY) return;
  writeFileSync(mark, "");
  for (const file of readdirSync(folder)) {
    const read = statSync(join(folder, file), { throwIfNoEntry: false })?.atimeMs ?? now;
    if (now - read > 7 * DAY) rmSync(join(folder, file), { force: true });
  }
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
