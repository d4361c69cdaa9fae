import type { Resource } from "../../stack/resource";
import type { Unknown, Value, Values } from "../../stack/value";
import { field, isGiven, isObject, text, UNKNOWN } from "../../stack/value";
import { isAutonamed, type Naming } from "./naming";

/** A tag as the program writes it. */
export interface Tag {
  readonly key: string;
  readonly value: string | Unknown;
}

/** A name of a resource, and where it stands. */
export interface Name {
  readonly property: string;
  readonly value: string | Unknown;
}

/** A name as a message about a resource tells it, whose title has its logical name already. */
export function nameText({ property, value }: Name, resource: Resource): string {
  const isInTitle = property === LOGICAL_NAME || value === resource.name;
  return isInTitle ? `its ${property}` : `${property} "${String(value)}"`;
}

/** What a resource is called beside its tags: by the cloud, else by the program. */
type Called = readonly [Name, ...Name[]];

const LOGICAL_NAME = "logical name";
const NAMELESS: Called = [{ property: LOGICAL_NAME, value: "" }];

/**
 * A resource's tags, its provider's default tags among them, and its names. AWS tells `env` from `Env`, so both are kept; whoever asks for
 * either is asked case-blind.
 */
export class Tags {
  /** The keys in lower case. */
  #words: readonly string[] | undefined;

  private constructor(
    private readonly tags: readonly Tag[],
    private readonly complete: boolean,
    private readonly called: Called,
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
    const sources: Value[] = [
      defaults === UNKNOWN && merged !== undefined ? undefined : defaults,
      merged,
      ...(naming.tagPropertiesOf?.(resource.type) ?? ["tags"]).map((property) => resource.get(property)),
      ...ofPart,
    ];
    return Tags.joined(sources, namesBesideTags(resource, naming));
  }

  /** The tags and names that a resource itself declares, whatever its provider adds. */
  static own(resource: Resource, naming: Naming): Tags {
    return Tags.joined([resource.get("tags")], namesBesideTags(resource, naming));
  }

  /** The tags of a value such as `{ Env: "prod" }` or `[{ key: "Env", value: "prod" }]`; later ones win. */
  static read(...sources: readonly Value[]): Tags {
    return Tags.joined(sources, NAMELESS);
  }

  private static joined(sources: readonly Value[], called: Called): Tags {
    const [only, ...others] = sources.filter((source) => source !== undefined);
    if (others.length === 0 && isObject(only)) return new Tags(tagsIn(only), true, called);
    const values = new Map<string, string | Unknown>();
    let complete = true;
    const set = (key: string | Unknown, value: string | Unknown | undefined) => {
      if (key === UNKNOWN) complete = false;
      else if (value !== undefined) values.set(key, value);
    };
    for (const source of sources) {
      if (source === UNKNOWN) {
        complete = false;
        for (const key of values.keys()) values.set(key, UNKNOWN);
      } else if (Array.isArray(source)) {
        for (const tag of source) {
          const key = text(field(tag, "key"));
          if (key !== undefined) set(key, text(field(tag, "value")));
        }
      } else if (isObject(source)) {
        for (const { key, value } of tagsIn(source)) set(key, value);
      }
    }
    const tags: Tag[] = [];
    for (const [key, value] of values) tags.push({ key, value });
    return new Tags(tags, complete, called);
  }

  /** These tags and others, which win; so do the others' names. */
  with(others: Tags): Tags {
    const keys = new Set(others.tags.map(({ key }) => key));
    const kept = this.tags
      .filter(({ key }) => !keys.has(key))
      // Tags that are not known yet may win over any.
      .map((tag): Tag => (others.complete ? tag : { ...tag, value: UNKNOWN }));
    const called = others.called === NAMELESS ? this.called : others.called;
    return new Tags([...kept, ...others.tags], this.complete && others.complete, called);
  }

  /** These tags of what is called as others are. */
  calledAs({ called }: Tags): Tags {
    return new Tags(this.tags, this.complete, called);
  }

  /** Every name: what the cloud calls it before what the program calls it. */
  get names(): Name[] {
    const tag = this.nameTag;
    const [first, ...others] = this.called;
    if (tag === undefined) return [...this.called];
    return first.property === LOGICAL_NAME ? [tag, first] : [first, ...others, tag];
  }

  /** The one name by which people know it: its tag Name, else what the cloud calls it, else what the program does. */
  get name(): string | Unknown {
    return (this.nameTag ?? this.called[0]).value;
  }

  private get nameTag(): Name | undefined {
    const value = this.get("Name");
    return isGiven(value) ? { property: "tag Name", value } : undefined;
  }

  /** The value of a tag: undefined where there is none, UNKNOWN where it or the tags as a whole are not known yet. */
  get(key: string): string | Unknown | undefined {
    const found = this.among([key]);
    const exact = found.find((tag) => tag.key === key) ?? found[0];
    return exact?.value ?? (this.complete ? undefined : UNKNOWN);
  }

  /** The value of the tag of that very key, letter by letter, as clouds themselves match tags. */
  exactly(key: string): string | Unknown | undefined {
    return this.tags.find((tag) => tag.key === key)?.value ?? (this.complete ? undefined : UNKNOWN);
  }

  /** Those of the keys that are set, in the order of `keys`, as written in the program. */
  among(keys: readonly string[]): Tag[] {
    const found: Tag[] = [];
    this.#words ??= this.tags.map(({ key }) => key.toLowerCase());
    // No map by key: a resource has few tags, and most are asked about once.
    for (const key of keys) {
      const word = key.toLowerCase();
      for (let i = this.#words.indexOf(word); i >= 0; i = this.#words.indexOf(word, i + 1))
        found.push(this.tags[i] as Tag);
    }
    return found;
  }

  /** Whether a tag could still turn up when values become known. */
  get mayHaveMore(): boolean {
    return !this.complete;
  }
}

/** Those of an object by their keys. */
function tagsIn(object: Values): Tag[] {
  const tags: Tag[] = [];
  for (const key of Object.keys(object)) {
    const value = text(object[key]);
    if (value !== undefined) tags.push({ key, value });
  }
  return tags;
}

/** A physical name that the provider made from the logical one counts as the logical one. */
function namesBesideTags(resource: Resource, naming: Naming): Called {
  const physical = naming.namePropertiesOf(resource.type).flatMap((property): Name[] => {
    const value = text(resource.getDeclared(property));
    if (!isGiven(value)) return [];
    return value === UNKNOWN || !isAutonamed(resource.name, value) ? [{ property, value }] : [];
  });
  const [first, ...others] = physical;
  return first === undefined ? [{ property: LOGICAL_NAME, value: resource.name }] : [first, ...others];
}

/**
 * Adds a tag to a resource's inputs, in place, beside those that are there and in the form that its type takes.
 * @returns whether it did; what stands there in another form is left alone
 */
export function addTag(
  resource: Resource,
  inputs: Record<string, unknown>,
  { key, value }: { readonly key: string; readonly value: string },
  naming: Naming,
): boolean {
  if (naming.hasTagList(resource.type)) {
    const tag = { key, value, propagateAtLaunch: true };
    const tags = resource.getDeclared("tags");
    if (tags === undefined) inputs.tags = [tag];
    else if (Array.isArray(tags)) (inputs.tags as unknown[]).push(tag);
    else return false;
    return true;
  }
  if (resource.getDeclared("tags") === undefined) inputs.tags = {};
  else if (!isPlain(resource, inputs, "tags")) return false;
  (inputs.tags as Record<string, unknown>)[key] = value;
  if (isPlain(resource, inputs, "tagsAll")) (inputs.tagsAll as Record<string, unknown>)[key] = value;
  return true;
}

/** Whether a property is known to be an object of values, and not an asset. */
function isPlain(resource: Resource, inputs: Record<string, unknown>, property: string): boolean {
  return (
    isObject(resource.getDeclared(property)) && Object.getPrototypeOf(inputs[property]) === Object.prototype
  );
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
