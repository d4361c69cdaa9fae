import type { Registered } from "../test/harness/program";
import { type Declared, UNKNOWN } from "./mix";

/** Resources as a first preview shows them: outputs are inputs, and ids unknown. */
export function registered(declared: readonly Declared[]): Registered[] {
  return declared.map(
    (one) => ({ ...one, outputs: { ...one.inputs, id: UNKNOWN }, provider: "", parent: "" }) as Registered,
  );
}
