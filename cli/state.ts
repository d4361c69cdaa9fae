import { isDeepStrictEqual } from "node:util";
import { didYouMean } from "../policies/kit/configuration";
import { deploymentIn, isGone, strangenessOf } from "../stack/deployment";
import { CannotRun } from "./cannot-run";
import { type Coverage, kinds } from "./coverage";
import { resourceOf } from "./entry";
import { isObject } from "./properties";
import type { RegisteredResource } from "./resource";

/** Operations that had begun to bring a resource into the stack, or to change it, and what each does. */
const making = new Map<unknown, string>([
  ["creating", "made"],
  ["importing", "imported"],
  ["updating", "changed"],
]);

/** The resources of a deployment; a stack without any is written without the list, but with its manifest. */
function entriesOf(deployment: Record<string, unknown>): unknown[] {
  const { resources, manifest } = deployment;
  if (Array.isArray(resources)) return resources;
  const isEmpty = resources === null || (resources === undefined && isObject(manifest));
  if (isEmpty) return [];
  const nearest = Object.keys(deployment).map((key) => didYouMean(key, ["resources", "manifest"]));
  throw new CannotRun(
    `the deployment has no list of "resources", nor a "manifest".${nearest.find(Boolean) ?? ""}`,
  );
}

/** The resources that an exported stack holds, but for those that wait for their deletion; undefined where it is none. */
export function stateIn(
  content: Record<string, unknown>,
  coverage: Coverage,
): { resources: RegisteredResource[]; config?: Record<string, string> } | undefined {
  const deployment = deploymentIn(content);
  if (deployment === undefined) return undefined;
  const strangeness = strangenessOf(content);
  if (strangeness !== undefined) throw new CannotRun(strangeness);
  if (deployment !== null && !isObject(deployment)) throw new CannotRun('"deployment" is not an object');
  const resources = deployment === null ? [] : entriesOf(deployment);
  noteInterrupted(deployment?.pending_operations, resources, coverage);
  return {
    resources: resources.flatMap((entry, position) =>
      isObject(entry) && isGone(entry) ? [] : resourceOf(entry, `resources[${position}]`),
    ),
  };
}

/** An update that was interrupted may have made what its state does not have, or changed or deleted what it has. */
function noteInterrupted(operations: unknown, resources: readonly unknown[], coverage: Coverage): void {
  const note = (told: string) => coverage.unjudged(kinds.interrupted, `an update was interrupted ${told}`);
  const entries = resources.filter(isObject);
  const known = new Map(entries.filter((entry) => !isGone(entry)).map((entry) => [entry.urn, entry]));
  for (const operation of Array.isArray(operations) ? operations.filter(isObject) : []) {
    const { type, resource } = operation;
    if (!isObject(resource) || typeof resource.urn !== "string") continue;
    const doubt = doubtOf(type, resource, known.get(resource.urn));
    if (doubt !== undefined)
      note(`while it ${doubt[0]} ${resource.urn}: run \`pulumi refresh\` to see ${doubt[1]}`);
  }
  for (const { urn, pendingReplacement } of entries)
    if (pendingReplacement === true)
      note(`after it had deleted ${urn}, to make it anew: run \`pulumi up\` to do so`);
}

type Entry = Readonly<Record<string, unknown>>;

/** What an operation that had begun was doing to a resource, and what nobody knows of that since; undefined where it makes no difference. */
function doubtOf(type: unknown, resource: Entry, known: Entry | undefined): [string, string] | undefined {
  const done = making.get(type);
  if (done === undefined) {
    const isLost = type === "deleting" && known !== undefined && !isGone(resource);
    return isLost ? ["deleted", "whether it exists"] : undefined;
  }
  if (known === undefined) return [done, "whether it exists"];
  return isDeepStrictEqual(known.inputs ?? {}, resource.inputs ?? {}) ? undefined : [done, "what it is like"];
}
