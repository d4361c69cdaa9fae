import type { Urn } from "../stack/urn";

/** A stack by its full name, of which a URN does not tell the organization. */
export interface StackName extends Pick<Urn, "project" | "stack"> {
  readonly organization: string;
}
