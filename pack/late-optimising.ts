import { setFlagsFromString } from "node:v8";

// A pack lives for seconds, of which V8 of Node.js 20 spends a quarter on optimising. Here it looks at a function a quarter less often, and puts less
// of what that calls into it. Later still, the calls themselves, which stay in slower code, cost more than judging gains. Later versions count otherwise
// and gain little; of a flag that it does not know V8 would complain.
if (process.versions.v8.startsWith("11.")) {
  setFlagsFromString("--interrupt-budget=180000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=150");
}
