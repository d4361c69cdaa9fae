import { STACK_TYPE } from "../../stack/urn";
import { CannotRun } from "../cannot-run";
import { type Coverage, kinds } from "../coverage";
import type { Deadline } from "../deadline";
import { Engine } from "../engine";
import type { RegisteredResource } from "../resource";
import { Components } from "./components";
import { Monitor, type Monitoring } from "./monitor";
import { nodeProcess } from "./node-process";
import type { Project } from "./project";
import { wayOn } from "./way-on";

/**
 * What `process.exit(0)` leaves out is not judged.
 * @throws CannotRun when that is everything
 */
function checkFinished(
  { resources, hasFinished }: Monitor,
  { directory }: Project,
  output: string,
  coverage: Coverage,
): void {
  if (hasFinished) return;
  if ([...resources.values()].every(({ type }) => type === STACK_TYPE)) {
    const said = "the program ended with exit code 0 before its first resource, so it has not run";
    throw new CannotRun(`${said}\n${output.trimEnd()}\n${wayOn(output, directory)}`.trimEnd());
  }
  coverage.unjudged(
    kinds.unfinishedProgram,
    "the program ended with exit code 0 before it was finished: what it would have declared later is not judged",
  );
}

/**
 * Runs a program as its language host would at a preview, and returns what it registered.
 * @throws CannotRun with the program's own messages when it fails or does not end
 */
export async function runProgram(
  project: Project,
  monitoring: Monitoring,
  deadline: Deadline,
): Promise<RegisteredResource[]> {
  const { config, stack } = monitoring;
  const engine = new Engine();
  const monitor = new Monitor(monitoring);
  try {
    const address = await engine.listen();
    if (monitoring.plugins) {
      const begin = async () => {
        const addresses = await Promise.all([engine.listenForPlugins(), monitor.listenForPlugins()]);
        return { stack, config, project, engine: addresses[0], monitor: addresses[1] };
      };
      monitor.components = new Components(project, begin, deadline);
    }
    const addresses = { monitor: await monitor.listen(), engine: address };
    const program = { project, stack, config, addresses, failed: engine.failed };
    const { code, output } = await nodeProcess.run(program, deadline);
    if (code !== 0 || engine.errors.length > 0) {
      const said = engine.errors.length > 0 ? engine.errors.join("\n") : output || `exit code ${code}`;
      const ways = [wayOn(said, project.directory), monitoring.lookUps.advice(config)].filter(Boolean);
      throw new CannotRun(["the program failed", said.trimEnd(), ...ways].join("\n").trimEnd());
    }
    checkFinished(monitor, project, output, monitoring.coverage);
    return [...monitor.resources.values()];
  } finally {
    monitor.close();
    engine.close();
  }
}
