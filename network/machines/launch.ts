import type { Unknown } from "../../stack/value";
import type { Subnet } from "../routing/subnet";
import type { Instance } from "./instance";

/** Machines that a resource launches in one way: from one template, in one list of subnets. */
export interface Launch {
  readonly instance: Instance;
  /** The template that it is launched from, where it names one; UNKNOWN where that cannot be known. */
  readonly template: Instance | Unknown | undefined;
  /** Whether the template may turn out to be any of the stack. */
  readonly mayBeAnyTemplate?: boolean;
  /** Where what launches it puts its first interface; empty where it leaves that open, UNKNOWN where it cannot be known. */
  readonly subnets: readonly Subnet[] | Unknown;
}
