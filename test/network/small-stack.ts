import type { Values } from "../../stack/value";

/** A value that is not known before one of these resources is made. */
export class Later {
  readonly names: readonly string[];

  constructor(...names: readonly string[]) {
    this.names = names;
  }
}

/** The type, what the program says and, where it differs from the name, what the cloud settles; resources point at each other by name. */
export type Entry = readonly [type: string, declared: object, settled?: Values];
export type SmallStack = Readonly<Record<string, Entry>>;

export const later = (...names: readonly string[]) => new Later(...names);
