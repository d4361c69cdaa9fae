import type { Value } from "./value";
import { isObject } from "./value";

/** Whether an archive that is made of assets stands somewhere in a value. The SDK writes one back without what is in it. */
export function holdsArchiveOfAssets(value: Value): boolean {
  if (Array.isArray(value)) return value.some(holdsArchiveOfAssets);
  if (!isObject(value)) return false;
  if (value.__pulumiArchive === true && value.assets !== undefined) return true;
  return Object.values(value).some(holdsArchiveOfAssets);
}
