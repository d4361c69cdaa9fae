import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { opened } from "../../stack/setting";
import { isObject, UNKNOWN, type Value, type Values } from "../../stack/value";
import { type Place, WrittenText } from "./written-text";

/** Whether AWS has a field for a secret, and does not show it again, or the provider writes it and keeps it in no state. */
const isForSecrets = remembered(
  (property) =>
    /(password|token|privateKey|secret|credentials?)$/i.test(property) || /[a-z]Wo$/.test(property),
);

/**
 * The texts in the inputs of resources, but in what is there for secrets.
 * @param keptBy the properties of a resource, at whatever depth, that keep secrets, make them or name where they are kept
 */
export function writtenTextsIn(
  resources: readonly Resource[],
  keptBy: (resource: Resource) => readonly string[],
): WrittenText[] {
  const all: WrittenText[] = [];
  for (const resource of resources) {
    const texts = new Texts(all, resource, keptBy(resource));
    const values = resource.declared ?? resource.settled ?? {};
    for (const property of Object.keys(values)) texts.addOf(values, property, undefined);
  }
  return all;
}

class Texts {
  constructor(
    private readonly all: WrittenText[],
    private readonly resource: Resource,
    private readonly kept: readonly string[],
  ) {}

  /** @param within the place of the holder; undefined for the inputs as a whole */
  addOf(holder: Values, key: string, within: Place | undefined): void {
    const value = holder[key];
    if (within === undefined && isForSecrets(key)) return;
    if (this.kept.includes(key) && !isOfTags(within)) return;
    const name = within !== undefined && key === "value" ? (nameOf(holder) ?? key) : key;
    this.add(value, name, { step: key, within });
  }

  private add(value: Value, name: string, place: Place): void {
    const holder = typeof value === "string" ? opened(value) : value;
    if (typeof holder === "string") this.all.push(new WrittenText(this.resource, holder, name, place));
    else if (Array.isArray(holder))
      for (let step = 0; step < holder.length; step++) this.add(holder[step], name, { step, within: place });
    else if (isObject(holder))
      for (const key of Object.keys(holder)) {
        this.all.push(new WrittenText(this.resource, key, "", place));
        this.addOf(holder, key, place);
      }
  }
}

function isOfTags(place: Place | undefined): boolean {
  if (place?.within !== undefined) return isOfTags(place.within);
  return place?.step === "tags";
}

/** Of a pair of name and value, unless the value in turn only names where the value is kept. */
function nameOf({ name, type }: Values): string | undefined {
  const isPlain = type !== UNKNOWN && (typeof type !== "string" || type === "PLAINTEXT");
  return isPlain && typeof name === "string" ? name : undefined;
}
