import type { Resource } from "../../stack/resource";
import type { Unknown, Value } from "../../stack/value";
import { elements, field, isObject, text, UNKNOWN } from "../../stack/value";
import type { Naming } from "./naming";

/** A tag as the program writes it. */
export interface Tag {
  readonly key: string;
  readonly value: string | Unknown;
}

/**
 * A resource's tags, its provider's default tags among them. AWS tells `env` from `Env`, so both are kept; whoever asks for
 * either is asked case-blind.
 */
export class Tags {
  private constructor(
    private readonly tags: readonly Tag[],
    private readonly complete: boolean,
  ) {}

  /**
   * The tags of a resource, which its provider's default tags are among, and over them those of a part of it, such as a
   * launch template's instance tags.
   */
  static of(resource: Resource, naming: Naming, ...ofPart: readonly Value[]): Tags {
    const defaults = naming.hasTagList(resource.type) ? undefined : defaultTags(resource.provider);
    // The provider adds the default tags to `tagsAll`, and gives all of it up where one of them is unknown.
    const all = resource.get("tagsAll");
    const merged = all === UNKNOWN ? undefined : all;
    return Tags.read(
      defaults === UNKNOWN && merged !== undefined ? undefined : defaults,
      merged,
      resource.get("tags"),
      ...ofPart,
    );
  }

  /** The tags that a resource itself declares, whatever its provider adds. */
  static own(resource: Resource): Tags {
    return Tags.read(resource.get("tags"));
  }

  /** The tags of a value such as `{ Env: "prod" }` or `[{ key: "Env", value: "prod" }]`; later ones win. */
  static read(...sources: readonly Value[]): Tags {
    const values = new Map<string, string | Unknown>();
    let complete = true;
    for (const source of sources) {
      if (source === UNKNOWN) {
        complete = false;
        for (const key of values.keys()) values.set(key, UNKNOWN);
      }
      for (const [key, value] of pairs(source)) {
        if (key === UNKNOWN) complete = false;
        else if (value !== undefined) values.set(key, value);
      }
    }
    return new Tags(
      [...values].map(([key, value]) => ({ key, value })),
      complete,
    );
  }

  /** These tags and others, which win. */
  with(others: Tags): Tags {
    const keys = new Set(others.tags.map(({ key }) => key));
    const kept = this.tags.filter(({ key }) => !keys.has(key));
    return new Tags([...kept, ...others.tags], this.complete && others.complete);
  }

  /** The value of a tag: undefined where there is none, UNKNOWN where it or the tags as a whole are not known yet. */
  get(key: string): string | Unknown | undefined {
    const found = this.among([key]);
    const exact = found.find((tag) => tag.key === key) ?? found[0];
    return exact?.value ?? (this.complete ? undefined : UNKNOWN);
  }

  /** Those of the keys that are set, in the order of `keys`, as written in the program. */
  among(keys: readonly string[]): Tag[] {
    return keys.flatMap((key) => this.tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase()));
  }

  /** Whether a tag could still turn up when values become known. */
  get mayHaveMore(): boolean {
    return !this.complete;
  }
}

/** Adds a tag to a resource's inputs, in place, beside those that are there and in the form that its type takes. */
export function addTag(
  resource: Resource,
  inputs: Record<string, unknown>,
  { key, value }: { readonly key: string; readonly value: string },
  naming: Naming,
): void {
  if (naming.hasTagList(resource.type)) {
    const tag = { key, value, propagateAtLaunch: true };
    if (Array.isArray(inputs.tags)) inputs.tags.push(tag);
    else inputs.tags = [tag];
    return;
  }
  const tags = inputs.tags as Record<string, unknown> | undefined | null;
  if (tags) tags[key] = value;
  else inputs.tags = { [key]: value };
  const merged = resource.getDeclared("tagsAll");
  if (isObject(merged)) (inputs.tagsAll as Record<string, unknown>)[key] = value;
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
