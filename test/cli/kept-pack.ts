import { join } from "node:path";
import { Deadline } from "../../cli/deadline";
import { Connection } from "../../cli/pack/connection";
import { startPack } from "../../cli/pack/process";
import type { ServerProcess } from "../../cli/server";

const directory = join(__dirname, "fixtures/pack");
const { open } = Connection;
let deadline: Deadline | undefined;
let server: Promise<ServerProcess> | undefined;
let isTaken = false;

function started(engine: string): Promise<ServerProcess> {
  deadline ??= new Deadline(Number.POSITIVE_INFINITY);
  server ??= startPack(directory, engine, {}, deadline);
  return server;
}

/** The process of the fixture's pack serves one check after another, as it takes a configuration anew; a second check at the same time starts its own. */
Connection.open = async (of, engine, variables, within) => {
  if (of !== directory || isTaken) return open(of, engine, variables, within);
  isTaken = true;
  // However the check ends, it asks no more.
  within.signal.addEventListener("abort", () => {
    isTaken = false;
  });
  const { process, ...kept } = await started(engine);
  const end = () => undefined;
  return Connection.to({ ...kept, process: { closed: process.closed, end } }, directory, within);
};

/** Lets checks start the pack as ever. */
export async function starting<Result>(work: () => Promise<Result>): Promise<Result> {
  isTaken = true;
  try {
    return await work();
  } finally {
    isTaken = false;
  }
}

after(() => {
  deadline?.end();
  deadline = server = undefined;
});
