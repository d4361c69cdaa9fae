// Loaded before the SDK, at times by a plain Node.js: from a checkout it stands as it is here, so no syntax of TypeScript.
// The SDK loads these modules at every start, which is half of the start, for what few packs and programs do. Here each waits for its first use.
{
  const { createRequire, Module } = require("node:module");
  const { extname } = require("node:path");
  const sdk = createRequire(process.argv[1] ?? __filename);

  /** @param known what is told of the module without loading it */
  const delay = (name = "", known = (_load = () => Object()) => Object({ __esModule: true })) => {
    const file = sdk.resolve(name);
    if (sdk.cache[file] !== undefined) return;
    const standIn = new Module(file);
    const load = () => {
      if (sdk.cache[file] === standIn) delete sdk.cache[file];
      return sdk(file);
    };
    const facts = known(load);
    standIn.loaded = true;
    standIn.exports = new Proxy(Object(), {
      get: (_, key) => (key in facts ? facts[key] : load()[key]),
      set: (_, key, value) => Reflect.set(load(), key, value),
      has: (_, key) => key in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Object.getOwnPropertyDescriptor(load(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    });
    sdk.cache[file] = standIn;
  };

  /** Where no project has settings of its own, ts-node does nothing before the first file in TypeScript. */
  const registering = (load = () => Object()) => ({
    register: (options = Object()) => {
      if (!options?.skipProject) return load().register(options);
      const extensions = [".ts", ".tsx"];
      const readFirst = (module = Object(), file = "") => {
        for (const extension of extensions) delete sdk.extensions[extension];
        load().register(options);
        sdk.extensions[extname(file)]?.(module, file);
      };
      for (const extension of extensions) sdk.extensions[extension] = readFirst;
    },
  });

  /** Finds what a function that becomes a resource takes along. */
  const packing = (load = () => Object()) => ({
    computeCodePaths: new Proxy(() => undefined, {
      apply: (_, runtime, options) => Reflect.apply(load().computeCodePaths, runtime, options),
    }),
  });

  /** Asks where functions that become resources stand. From its start on it is told of what is loaded: late, it has that told again. */
  const inspecting = (load = () => Object()) => {
    const start = async () => {
      const session = await load().getSessionAsync();
      for (const command of ["Debugger.disable", "Debugger.enable"])
        await new Promise((done) => session.post(command, done));
      return session;
    };
    const facts = {
      isInitializedAsync: async () => undefined,
      getSessionAsync: () => {
        const session = start();
        facts.getSessionAsync = () => session;
        return session;
      },
    };
    return facts;
  };

  const closure = "@pulumi/pulumi/runtime/closure";
  /** What traces a program, where it is told to. */
  const tracing = ["exporter-zipkin", "instrumentation", "instrumentation-grpc", "resources"];
  const delays = [
    ...[...tracing, "sdk-trace-base", "sdk-trace-node"].map((name) => () => delay(`@opentelemetry/${name}`)),
    () => delay(`${closure}/codePaths`, packing),
    () => delay(`${closure}/v8Hooks`, inspecting),
    () => delay("@pulumi/pulumi/automation"),
    () => delay("typescript", () => ({ version: sdk("typescript/package.json").version })),
    () =>
      delay("ts-node", (load) => ({ ...registering(load), VERSION: sdk("ts-node/package.json").version })),
  ];
  for (const each of delays)
    try {
      each();
    } catch {
      // Where the SDK has no such module, it loads none.
    }
}
