import type { SourcePosition } from "../report/finding";
import { CannotRun } from "./cannot-run";
import { placed } from "./check";
import { Coverage } from "./coverage";
import { programFile } from "./program/project";
import { stackResources } from "./stack-resources";

/**
 * Where a program declares each resource, by URN.
 * @param path a program's folder or file, which is run offline, or the file of a state or a preview
 * @param stack the stack that the URNs are to be of
 * @param timeout in seconds
 * @throws CannotRun when it can be neither run nor read
 */
async function sourcesIn(
  path: string,
  stack: string | undefined,
  timeout: number,
): Promise<Map<string, SourcePosition>> {
  const options = {
    target: path,
    ...(stack === undefined ? {} : { stack }),
    config: [],
    plugins: true,
    timeout,
  };
  const resources = await stackResources(options, new Coverage());
  const program = programFile(path);
  return new Map(
    resources.flatMap(({ urn, source }) => {
      const found = source && placed({ source }, program).source;
      return found ? [[urn, found]] : [];
    }),
  );
}

/** The positions, or why there are none. */
export async function sourcesOrReason(
  path: string,
  stack: string | undefined,
  timeout: number,
): Promise<{ sources: ReadonlyMap<string, SourcePosition>; reason?: string }> {
  try {
    return { sources: await sourcesIn(path, stack, timeout) };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { sources: new Map(), reason: error.message };
  }
}
