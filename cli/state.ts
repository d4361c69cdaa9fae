import { didYouMean } from "../policies/kit/configuration";
import { deploymentIn } from "../stack/deployment";
import { CannotRun } from "./cannot-run";
import { type Coverage, kinds } from "./coverage";
import { resourceOf } from "./entry";
import { isObject } from "./properties";
import type { RegisteredResource } from "./resource";

const versions = [3, 4];

/** Operations that had begun to bring a resource into the stack. */
const making = new Set<unknown>(["creating", "importing"]);

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
  const { version } = content;
  if (version !== undefined && !versions.includes(version as number)) {
    throw new CannotRun(
      `a state of version ${JSON.stringify(version)}; network-guard reads versions ${versions.join(" and ")}`,
    );
  }
  if (deployment !== null && !isObject(deployment)) throw new CannotRun('"deployment" is not an object');
  const resources = deployment === null ? [] : entriesOf(deployment);
  noteInterrupted(deployment?.pending_operations, resources, coverage);
  return {
    resources: resources.flatMap((entry, position) =>
      isObject(entry) && entry.delete === true ? [] : resourceOf(entry, `resources[${position}]`),
    ),
  };
}

/** An update that was interrupted may have made what its state does not have. */
function noteInterrupted(operations: unknown, resources: readonly unknown[], coverage: Coverage): void {
  const known = new Set(resources.map((entry) => isObject(entry) && entry.urn));
  for (const operation of Array.isArray(operations) ? operations : []) {
    if (!isObject(operation) || !making.has(operation.type)) continue;
    const urn = isObject(operation.resource) && operation.resource.urn;
    if (typeof urn === "string" && !known.has(urn))
      coverage.unjudged(
        kinds.interrupted,
        `an update was interrupted while it made ${urn}: run \`pulumi refresh\` to see whether it exists`,
      );
  }
}
