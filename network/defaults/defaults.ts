/** What a property is that a program leaves out. */
export type Default = boolean | number | string;

/** One for every major of the provider, or by major where they differ. */
export type DefaultByMajor = Default | Readonly<Record<number, Default>>;

/** By type and property, such as `vpcConfig.endpointPublicAccess`. */
export type Defaults = Readonly<Record<string, Readonly<Record<string, DefaultByMajor>>>>;

export function valueIn(cell: DefaultByMajor | undefined, major: number): Default | undefined {
  return typeof cell === "object" ? cell[major] : cell;
}
