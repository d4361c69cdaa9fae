import type { Resource } from "./resource";
import type { Unknown, Value } from "./value";
import { elements, field, isObject, text, UNKNOWN } from "./value";

/** A resource's tags, its provider's default tags among them. Keys are compared case-blind. */
export class Tags {
  private constructor(
    private readonly values: ReadonlyMap<string, { key: string; value: string | Unknown }>,
    private readonly complete: boolean,
  ) {}

  /** The tags of a resource, and over them those of a part of it, such as a launch template's instance tags. */
  static of(resource: Resource, ...ofPart: readonly Value[]): Tags {
    const { provider } = resource;
    return Tags.read(defaultTags(provider), resource.get("tagsAll"), resource.get("tags"), ...ofPart);
  }

  /** The tags of a value such as `{ Env: "prod" }` or `[{ key: "Env", value: "prod" }]`; later ones win. */
  static read(...sources: readonly Value[]): Tags {
    const values = new Map<string, { key: string; value: string | Unknown }>();
    let complete = true;
    for (const source of sources) {
      if (source === UNKNOWN) complete = false;
      for (const [key, value] of pairs(source)) {
        if (key === UNKNOWN) complete = false;
        else if (value !== undefined) values.set(key.toLowerCase(), { key, value });
      }
    }
    return new Tags(values, complete);
  }

  /** The value of a tag: undefined where there is none, UNKNOWN where it or the tags as a whole are not known yet. */
  get(key: string): string | Unknown | undefined {
    return this.values.get(key.toLowerCase())?.value ?? (this.complete ? undefined : UNKNOWN);
  }

  /** Those of the keys that are set, as written in the program, with their values. */
  among(keys: readonly string[]): { key: string; value: string | Unknown }[] {
    return keys.flatMap((key) => this.values.get(key.toLowerCase()) ?? []);
  }

  /** Whether a tag could still turn up when values become known. */
  get mayHaveMore(): boolean {
    return !this.complete;
  }
}

function* pairs(source: Value): Iterable<[string | Unknown, string | Unknown | undefined]> {
  if (Array.isArray(source)) {
    for (const tag of elements(source)) {
      const key = text(field(tag, "key"));
      if (key !== undefined) yield [key, text(field(tag, "value"))];
    }
  } else if (isObject(source)) {
    for (const [key, value] of Object.entries(source)) yield [key, text(value)];
  }
}

/** A provider's `defaultTags`, which it holds as an object or, as the engine passes it, as JSON. */
function defaultTags(provider: Value): Value {
  const declared = field(provider, "defaultTags");
  if (typeof declared !== "string") return field(declared, "tags");
  try {
    return field(JSON.parse(declared) as Value, "tags");
  } catch {
    return UNKNOWN;
  }
}
