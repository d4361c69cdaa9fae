import type { SourcePosition } from "../report/finding";
import type { Properties } from "./properties";

/** In seconds. */
export interface CustomTimeouts {
  create: number;
  update: number;
  delete: number;
  read: number;
}

/** A resource as the engine shows it to a pack. */
export interface RegisteredResource {
  urn: string;
  type: string;
  inputs: Properties;
  outputs: Properties;
  /** Where a state says that it is no component. */
  isCustom?: boolean;
  /** URNs; "" for none. */
  parent: string;
  provider: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Read from the cloud, not managed by the stack: context for others, and nothing to find. */
  external: boolean;
  /** Of another stack: context for this one, and nothing to find. */
  isContext?: boolean;
  protect: boolean;
  ignoreChanges: string[];
  /** Absent when the program does not say. */
  deleteBeforeReplace?: boolean;
  additionalSecretOutputs: string[];
  /** URNs. */
  aliases: string[];
  customTimeouts: CustomTimeouts;
  source?: SourcePosition;
}
