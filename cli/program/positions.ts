// Loaded before a program, by a plain Node.js: from a checkout it stands as it is here, so no syntax of TypeScript.
// The SDK reads positions from the text of a stack. It misses frames without a function's name, and those of ES modules,
// which stand there as URLs with the lines of what was compiled. For packages it reads source maps to name files that they do not ship.
{
  const { createRequire, findSourceMap } = require("node:module");
  const { fileURLToPath } = require("node:url");

  const readable = (text = "") =>
    text.replace(/^ +at (?:.*\()?(.+?):(\d+):(\d+)\)?$/gm, (frame, file, line, column) => {
      if (file.startsWith("node:")) return frame;
      const isUrl = file.startsWith("file:");
      const entry = isUrl ? findSourceMap(file)?.findEntry(line - 1, column - 1) : undefined;
      return entry?.originalSource === undefined
        ? `    at frame (${isUrl ? fileURLToPath(file) : file}:${line}:${column})`
        : `    at frame (${fileURLToPath(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1})`;
    });

  const sdk = /[\\/]@pulumi[\\/]pulumi[\\/]resource\.js$/;
  // The SDK takes the stack of every promise, which it shows where it is told to alone.
  const promises = process.env.PULUMI_DEBUG_PROMISE_LEAKS
    ? /(?!)/
    : /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;
  const known = new WeakSet();
  const wrap = (prepare = Error.prepareStackTrace) => {
    if (typeof prepare !== "function" || known.has(prepare)) return prepare;
    const wrapper = new Proxy(prepare, {
      apply(target, self, [error, trace]) {
        const file = String(trace[0]?.getFileName());
        if (promises.test(file)) return String(error);
        const stack = Reflect.apply(target, self, [error, trace]);
        return typeof stack === "string" && sdk.test(file) ? readable(stack) : stack;
      },
    });
    known.add(wrapper);
    return wrapper;
  };

  let current = wrap();
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => current,
    set: (prepare) => {
      current = prepare && wrap(prepare);
    },
  });

  try {
    const sourceMaps = createRequire(process.argv[1] ?? __filename)("source-map-support");
    // A text without a map's address, since what is empty is looked for further.
    sourceMaps.install({
      retrieveFile: (file = "") => (/[\\/]node_modules[\\/]/.test(file) ? " " : null),
    });
  } catch {
    // Where the SDK has no such module, it reads no maps.
  }
}
