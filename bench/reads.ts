import * as server from "@pulumi/policy/server";
import { AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { guarded } from "../pack/door";
import type { Analyzer } from "../pack/service";
import type { Policy } from "../policies/kit/policy";
import { outputsOf } from "./messages";
import type { Declared } from "./mix";

type AnalyzeStack = (call: object, callback: (error: unknown) => void) => void;

/** What the SDK itself serves to the engine; internal to it. */
const { makeAnalyzeStackRpcFun } = server as unknown as {
  makeAnalyzeStackRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: readonly object[],
  ): AnalyzeStack;
};

/** How often the properties of each resource are read in one AnalyzeStack of these policies: behind our door, and by the SDK alone. */
export async function readsOf(
  policies: readonly Policy[],
  resources: readonly Declared[],
): Promise<{ readonly ours: number; readonly sdk: number }> {
  const analyzeStack = makeAnalyzeStackRpcFun("bench", "1.0.0", "advisory", policies);
  const door = guarded({ analyzeStack } as unknown as Analyzer, () => []) as unknown as {
    analyzeStack: AnalyzeStack;
  };
  const request = new AnalyzeStackRequest().setResourcesList(resources.map(outputsOf));
  const count = async (answer: AnalyzeStack) =>
    (await readsIn(() => asked(answer, request))) / resources.length;
  return { ours: await count(door.analyzeStack), sdk: await count(analyzeStack) };
}

function asked(answer: AnalyzeStack, request: AnalyzeStackRequest): Promise<void> {
  return new Promise((resolve, reject) =>
    answer({ request }, (error) => (error ? reject(error) : resolve())),
  );
}

async function readsIn(work: () => Promise<void>): Promise<number> {
  const { getProperties } = AnalyzerResource.prototype;
  let reads = 0;
  AnalyzerResource.prototype.getProperties = function () {
    reads++;
    return getProperties.call(this);
  };
  try {
    await work();
    return reads;
  } finally {
    AnalyzerResource.prototype.getProperties = getProperties;
  }
}
