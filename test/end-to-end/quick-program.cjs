// The SDK takes the stack of every promise, and has it mapped to sources: half of the time of a program in TypeScript.
if (/\bcmd[\\/]run[\\/]/.test(process.argv[1])) Error.stackTraceLimit = 0;
