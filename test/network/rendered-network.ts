import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import { shownInputs, shownOutputs } from "../../pack/shown";
import type { Registered } from "../harness/program";

/** The network of resources as the engine shows them: the inputs of each, then the outputs of all. */
export function networkOf(resources: readonly Registered[]): Network {
  const session = Session.begin(new Map());
  for (const resource of resources) session.takeResource(shownInputs(resource));
  return session.takeStack(resources.map((resource) => shownOutputs(resource)));
}
