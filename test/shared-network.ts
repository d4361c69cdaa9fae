import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleProgram } from "./examples";
import { type Phase, type Registered, runProgram } from "./harness/program";

function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "network-guard-")), "stack.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** A file as `pulumi preview --json` writes it of a stack that is made. */
export function previewFile(resources: readonly Registered[]): string {
  const steps = resources.map(({ urn, type, inputs, parent, provider, dependencies }) => ({
    op: "create",
    urn,
    newState: {
      ...{ urn, type, inputs, parent, propertyDependencies: dependencies },
      provider: provider && `${provider}::id`,
    },
  }));
  return fileWith({ steps, changeSummary: { create: steps.length } });
}

/** A file as `pulumi stack export` writes it. */
export function stateFile(resources: readonly Registered[]): string {
  const entries = resources.map(({ urn, type, inputs, outputs, parent, provider, dependencies }) => ({
    ...{ urn, type, inputs, outputs, parent, propertyDependencies: dependencies },
    ...(provider && { provider: `${provider}::id` }),
  }));
  return fileWith({ version: 3, deployment: { manifest: {}, resources: entries } });
}

/** The two stacks of the example, the network as it is made. */
export async function sharedNetwork(phase: Phase, subnets?: string) {
  const network = await runProgram(exampleProgram("shared-network/network"), "update", {
    project: "network",
  });
  const exported = network.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const outputs = subnets === undefined ? exported : { ...exported, privateSubnetIds: exported[subnets] };
  const application = await runProgram(exampleProgram("shared-network/application"), phase, {
    project: "application",
    exports: { "example/network/dev": outputs },
  });
  return { network, application };
}
