// Loaded before a program, by a plain Node.js: from a checkout it stands as it is here, so no syntax of TypeScript.
// The SDK colours the stack traces of errors, at which some releases of Node.js never end: https://github.com/nodejs/node/issues/64011.
{
  const util = require("node:util");
  util.inspect = new Proxy(util.inspect, {
    apply(inspect, self, [value, options, ...rest]) {
      const plain = typeof options === "object" ? { ...options, colors: false } : options;
      return Reflect.apply(inspect, self, [value, plain, ...rest]);
    },
  });
}
