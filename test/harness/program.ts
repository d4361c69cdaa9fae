import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

// The SDK watches every promise of a program, some seventy a resource, for those that never settle: here each is waited for.
Object.assign(debuggable, { debuggablePromise: <T>(promise: Promise<T>) => promise });

export * from "../../testing/program";
