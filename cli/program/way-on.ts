import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What else judges a program that `network-guard check` cannot run. */
export const otherWays = [
  "judge its preview: pulumi preview --json --show-sames > preview.json && network-guard check preview.json",
  "or let the CLI run the pack: pulumi preview --policy-pack <folder of the pack>",
].join("\n");

const automation =
  "this program drives Pulumi by the automation API: give the pack to its stacks, stack.preview({ policyPacks: [<folder of the pack>] })";

/** How to go on after a program of this folder failed with this message; "" where the message says all there is to say. */
export function wayOn(message: string, directory: string): string {
  const [, key] = /Missing required configuration variable '([^']+)'/.exec(message) ?? [];
  if (key !== undefined)
    return `give it with --config ${key}=<value>, or choose a stack that has it with --stack`;
  if (/Cannot find (?:module|package) '(?![./])/.test(message))
    return "install the packages of the program first, as by npm ci, and let its package.json name each that it imports";
  return drivesPulumi(directory) ? automation : "";
}

function drivesPulumi(directory: string): boolean {
  return readdirSync(directory)
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .some((name) => textOf(join(directory, name)).includes("@pulumi/pulumi/automation"));
}

/** "" of what cannot be read, such as the link by which an editor says who writes a file. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
