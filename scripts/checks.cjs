// What `npm test` runs before the tests, side by side: some of it keeps one processor busy, some all of them.
const { spawn } = require("node:child_process");

// The compiler takes hardly more memory if it frees none, and a fifth less time. Nothing here asks the Internet for what these certificates are.
const env = { ...process.env, GOGC: "off", NODE_EXTRA_CA_CERTS: "" };

// Several threads check some types several times.
for (const [name, ...flags] of [["check:types", "--", "--singleThreaded"], ["check:lint"], ["check:layers"]])
  spawn("npm", ["run", "--silent", name, ...flags], {
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  }).on("close", (code) => {
    if (code === 0) return;
    console.error(`error: npm run ${name} failed`);
    process.exitCode = 1;
  });
