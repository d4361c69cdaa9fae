import assert from "node:assert/strict";
import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import { judge } from "../harness/judge";
import { type Phase, type Registered, runProgram } from "../harness/program";

/** The network of a program, as the policies of a pack get it from the engine. */
export async function networkOf(program: () => unknown, phase: Phase): Promise<Network> {
  return networkAmong(await runProgram(program, phase));
}

/** The network of resources that a program registered. */
export async function networkAmong(resources: readonly Registered[]): Promise<Network> {
  let network: Network | undefined;
  const reader = {
    name: "reader",
    description: "Reads the network.",
    enforcementLevel: "advisory",
    validateResource: (args: ResourceValidationArgs) => {
      Session.ofResource(args.stackTags).networkOfResource(args);
    },
    validateStack: (args: StackValidationArgs) => {
      network = Session.ofStack(args, "reader").networkOfStack(args);
    },
  } as const;
  assert.deepEqual(await judge([reader], resources), []);
  assert.ok(network);
  return network;
}

/** What `read` says of a program's network, which must be the same at a first preview and at the update. */
export async function inBothPhases<T>(program: () => unknown, read: (network: Network) => T): Promise<T> {
  const preview = read(await networkOf(program, "preview"));
  assert.deepEqual(read(await networkOf(program, "update")), preview, "the update says something else");
  return preview;
}
