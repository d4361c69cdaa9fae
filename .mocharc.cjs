// Node.js 20 reads these certificates at every start, and no test asks the Internet.
delete process.env.NODE_EXTRA_CA_CERTS;

// V8 optimises later than it would: what lives for a minute costs more to compile than that saves. Later versions count in calls.
const later =
  Number.parseInt(process.versions.v8, 10) < 12
    ? "interrupt-budget=1000000"
    : "invocation-count-for-turbofan=45000";

module.exports = {
  require: ["./test/code-cache.cjs", "./test/transpile.cjs"],
  "node-option": ["max-semi-space-size=64", "always-sparkplug", later],
  timeout: 300_000,
  reporter: "./test/reporter.ts",
};
