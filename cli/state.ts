import { didYouMean } from "../policies/kit/configuration";
import { deploymentIn } from "../stack/deployment";
import { CannotRun } from "./cannot-run";
import { resourceOf } from "./entry";
import { isObject } from "./properties";
import type { RegisteredResource } from "./resource";

const versions = [3, 4];

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
  return {
    resources: resources.flatMap((entry, position) =>
      isObject(entry) && entry.delete === true ? [] : resourceOf(entry, `resources[${position}]`),
    ),
  };
}
