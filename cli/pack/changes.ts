import { pathText } from "../../stack/setting";
import { isUnknownMark } from "../../stack/value";
import { isObject, isSecret, type Properties, type PropertyValue, signature } from "../properties";

/** What a remediation changed, a line each, such as `mapPublicIpOnLaunch was true and is now false`. What is secret is not shown. */
export function changesText(before: Properties, after: Properties): string {
  return changesIn(before, after, []).join("\n");
}

type Changed = PropertyValue | undefined;
type Steps = readonly (string | number)[];

function changesIn(before: Changed, after: Changed, path: Steps, isHidden = false): string[] {
  if (isSecret(before ?? null) || isSecret(after ?? null)) {
    return changesIn(bare(before), bare(after), path, true);
  }
  const [was, is] = [opened(before), opened(after)];
  if (isHolder(was) && isHolder(is) && Array.isArray(was) === Array.isArray(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(isOwn);
    return keys.flatMap((key) =>
      changesIn(was[key], is[key], [...path, Array.isArray(was) ? Number(key) : key], isHidden),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const shown = (value: Changed) => (isHidden ? HIDDEN : valueText(value));
  if (before === undefined || before === null) return [`${pathText(path)} is now ${shown(after)}`];
  if (after === undefined || after === null)
    return [`${pathText(path)} was ${shown(before)} and is now left out`];
  return [`${pathText(path)} was ${shown(before)} and is now ${shown(after)}`];
}

/** The SDK marks what is its own. */
const isOwn = (key: string) => !key.startsWith("__");

const isHolder = (value: Changed): value is Properties =>
  typeof value === "object" && value !== null && !(isObject(value) && signature in value);

function bare(value: Changed): Changed {
  return value !== undefined && isSecret(value) ? value.value : value;
}

/** What a text holds as JSON; every other value as it is. */
function opened(value: Changed): Changed {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as PropertyValue;
  } catch {
    return value;
  }
}

const HIDDEN = "[secret]";
const MOST_CHARACTERS = 80;

function valueText(value: Changed): string {
  const text = JSON.stringify(value, (_, inner: PropertyValue) => {
    if (isSecret(inner)) return HIDDEN;
    return typeof inner === "string" && isUnknownMark(inner) ? "not known yet" : inner;
  });
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
