// What `npm test` runs before the tests, side by side: some of it keeps one processor busy, some all of them.
const { spawn } = require("node:child_process");

for (const name of ["check:types", "check:lint", "check:layers"])
  spawn("npm", ["run", "--silent", name], { stdio: "inherit", shell: process.platform === "win32" }).on(
    "close",
    (code) => {
      if (code === 0) return;
      console.error(`error: npm run ${name} failed`);
      process.exitCode = 1;
    },
  );
