import { setFlagsFromString } from "node:v8";

// A pack lives for seconds and keeps little of what it makes for a request. V8 doubles the space for new values from a megabyte on, and collects the
// whole heap each time it has grown about fourfold. Here that space grows at once to the most that V8 gives it (16 MB), and the heap may grow
// ninefold: of 10,000 resources, Analyze and AnalyzeStack collect it once and not twice or more, and the most that it takes is hardly more.
setFlagsFromString("--semi-space-growth-factor=16");
setFlagsFromString("--heap-growing-percent=800");

// Of these seconds V8 of Node.js 20 spends a quarter on optimising. Here it looks at a function half as often, and puts less of what that calls into
// it. Later versions count otherwise and gain little; of a flag that it does not know V8 would complain.
if (process.versions.v8.startsWith("11.")) {
  setFlagsFromString("--interrupt-budget=250000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=150");
}
