/** The inputs or outputs of a resource, or the arguments and answer of a look-up. */
export type Properties = Record<string, unknown>;

export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
