// Loaded into each process that is measured: it leaves its peak of memory, in kilobytes.
process.once("exit", () => {
  require("node:fs").appendFileSync(process.env.PEAKS, `${process.resourceUsage().maxRSS}\n`);
});
