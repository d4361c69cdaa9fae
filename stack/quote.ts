import { UNKNOWN, type Value } from "./value";

/** A value as the program would write it. */
export function quote(value: Value): string {
  return value === UNKNOWN
    ? "an unknown value"
    : (JSON.stringify(value, (_, inner) => (inner === UNKNOWN ? "(unknown)" : inner)) ?? "nothing");
}
