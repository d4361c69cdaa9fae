// What `npm test` runs before the tests, side by side: some of it keeps one processor busy, some all of them.
const { spawn } = require("node:child_process");
const { scripts } = require("../package.json");

// The compiler takes hardly more memory if it frees none, and a fifth less time. Nothing here asks the Internet for what these certificates are.
const env = { ...process.env, GOGC: "off", NODE_EXTRA_CA_CERTS: "" };

// Several threads check some types several times.
const checks = { "check:types": " --singleThreaded", "check:lint": "", "check:layers": "" };

// npm has set the path, and takes a quarter of a second to do so again.
for (const [name, flags] of Object.entries(checks))
  spawn(scripts[name] + flags, { env, stdio: "inherit", shell: true }).on("close", (code) => {
    if (code === 0) return;
    console.error(`error: npm run ${name} failed`);
    process.exitCode = 1;
  });
