import type { Vocabulary } from "../../network/names/vocabulary";
import type { Resource } from "../../stack/resource";
import { pathText, type Setting } from "../../stack/setting";

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function listText(items: readonly string[], most = 3): string {
  const shown = items.length > most + 1 ? [...items.slice(0, most), `${items.length - most} more`] : items;
  return shown.length <= 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A word for each environment, such as `dev, prod, stg, test`, in an order of its own: on its way through the engine a configuration loses its own. */
export function environmentWordsText(vocabulary: Vocabulary): string {
  return Object.entries(vocabulary)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([environment, words]) => words[0] ?? environment)
    .join(", ");
}

/**
 * Such as `encrypted is false`, or `encrypted of LaunchTemplate web is left out, which means false`.
 * @param meaning what it means to leave it out
 */
export function settingText(
  { value, resource, path, written }: Setting<unknown>,
  asked: Resource,
  meaning = String(value),
): string {
  const owner = resource === asked ? "" : ` of ${resource.title}`;
  const state = written === undefined ? `left out, which means ${meaning}` : JSON.stringify(written);
  return `${pathText(path)}${owner} is ${state}`;
}
