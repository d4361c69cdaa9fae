import * as aws from "@pulumi/aws";
import type { Policy } from "../../policies/kit/policy";
import { judgeProgram } from "./judge";
import { type Registered, runProgram } from "./program";

/** What is known only after the update. */
export function later<T>(value: T) {
  return new aws.ec2.Eip("later", {}).id.apply(() => value);
}

/** How many findings there are at the preview, and at the update. */
export async function phases(policy: Policy, program: () => unknown): Promise<number[]> {
  return [
    (await judgeProgram([policy], program, "preview")).length,
    (await judgeProgram([policy], program, "update")).length,
  ];
}

/** What is said of a program at its preview, without description and fix. */
export async function messages(policy: Policy, program: () => unknown): Promise<string[]> {
  return (await judgeProgram([policy], program, "preview")).map(
    ({ message }) => message.split("\n")[1] ?? "",
  );
}

/** The resource of a name and, where several have it, of a type, as it is registered at a preview. */
export async function registered(program: () => unknown, name: string, type = ""): Promise<Registered> {
  const all = await runProgram(program, "preview");
  const found = all.find((one) => one.name === name && one.type.includes(type));
  if (found === undefined) throw new Error(`the program registers no ${name}`);
  return found;
}
