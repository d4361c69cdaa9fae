import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ProgramInfo, RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import type { Deadline } from "../../cli/deadline";
import { type Ending, nodeProcess, type Program } from "../../cli/program/node-process";
import { languageHost } from "./language-host";

const { run } = nodeProcess;
let areStarted = false;

/** Has the checks of a suite start their programs as ever. */
export function startsPrograms(): void {
  before(startPrograms);
  after(() => {
    areStarted = false;
  });
}

/** Has all checks from now on start their programs as ever. */
export function startPrograms(): void {
  areStarted = true;
}

/** The language host's process runs the programs of all checks, but for what only Node.js itself can load as its user would. */
nodeProcess.run = (program, deadline) => {
  const { module, nodeArguments } = program.project;
  return areStarted || module || nodeArguments.length > 0
    ? run(program, deadline)
    : runKept(program, deadline);
};

async function runKept(program: Program, { signal }: Deadline): Promise<Ending> {
  const address = `127.0.0.1:${await languageHost()}`;
  const client = new LanguageRuntimeClient(address, grpc.credentials.createInsecure());
  const withPositions = new grpc.Metadata();
  withPositions.set("positions", "told");
  const said = await new Promise<string>((resolve) => {
    const call = client.run(
      requestFor(program),
      withPositions,
      (failure: Error | null, response?: RunResponse) =>
        resolve(failure?.message ?? response?.getError() ?? ""),
    );
    if (signal.aborted) call.cancel();
    else signal.addEventListener("abort", () => call.cancel());
  });
  client.close();
  return { code: said === "" ? 0 : 1, output: said };
}

function requestFor({ project, stack, config, addresses }: Program): RunRequest {
  const request = new RunRequest()
    .setOrganization(stack.organization)
    .setProject(stack.project)
    .setStack(stack.stack)
    .setDryrun(true)
    .setParallel(16)
    .setMonitorAddress(addresses.monitor)
    .setArgsList([addresses.engine])
    .setConfigsecretkeysList([...config.secretKeys])
    .setInfo(new ProgramInfo().setProgramDirectory(project.directory).setEntryPoint(project.entryPoint));
  for (const [key, value] of config.values) request.getConfigMap().set(key, value);
  return request;
}
