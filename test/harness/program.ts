import { Resource } from "@pulumi/pulumi/resource";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";
import { makeOutputsWhenRead } from "./outputs-when-read";

// The SDK watches every promise of a program, some seventy a resource, for those that never settle: here each is waited for.
Object.assign(debuggable, { debuggablePromise: <T>(promise: Promise<T>) => promise });
// It reads where each resource stands in the program, off a stack that takes more time than the resource.
Object.assign(Resource, { callsites: () => [] });
makeOutputsWhenRead();

export * from "../../testing/program";
