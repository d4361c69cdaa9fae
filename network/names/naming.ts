/** What a cloud says of its types' names and tags, whatever stack they stand in. */
export interface Naming {
  /** Whether a type's tags are a list of key and value, to which the provider adds no default tags. */
  hasTagList(type: string): boolean;
  /** Where a type keeps tags of its own, the ones that win last; `tags` alone where it says nothing. */
  tagPropertiesOf?(type: string): readonly string[];
  /** The properties that hold a resource's physical name or the beginning of it. */
  namePropertiesOf(type: string): readonly string[];
  /** The one token of a type that has several. */
  canonicalType(type: string): string;
}

export const NAME_PROPERTIES = ["name", "namePrefix"] as const;

/** How types are read that belong to no cloud of ours. */
export const PLAIN_NAMING: Naming = {
  hasTagList: () => false,
  namePropertiesOf: () => NAME_PROPERTIES,
  canonicalType: (type) => type,
};

/** Whether a type is one of `types`, by whatever token either names it. */
export function isOneOf(type: string, types: readonly string[], { canonicalType }: Naming): boolean {
  let known = canonical.get(types);
  if (known?.by !== canonicalType) {
    known = { by: canonicalType, types: new Set(types.map(canonicalType)) };
    canonical.set(types, known);
  }
  return known.types.has(canonicalType(type));
}

/** The lists of types that policies ask about, each by the one token of every type. */
const canonical = new WeakMap<
  readonly string[],
  { readonly by: Naming["canonicalType"]; readonly types: ReadonlySet<string> }
>();

/**
 * Whether the provider made a physical name of the logical one: in lower case where the cloud wants that, a hyphen and seven hexadecimal
 * digits behind it. https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function isAutonamed(logicalName: string, name: string): boolean {
  const prefix = `${logicalName}-`.toLowerCase();
  return name.toLowerCase().startsWith(prefix) && /^[0-9a-f]{7}$/.test(name.slice(prefix.length));
}
