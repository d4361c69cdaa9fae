import type { Resource } from "../../../stack/resource";
import { type Setting, settingAt, settingsAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { Store } from "../../data/store";
import { providerDefault } from "../defaults/provider-default";
import { isSaid, type Place, STORE_TYPES } from "./store-types";

/** The databases, caches and other stores of a stack, as far as something is to be said of them. */
export function readStores(stack: Stack): Store[] {
  return stack.rowsOf(STORE_TYPES).flatMap(([resource, { kind, encryption, others = [], backup }]) => [
    {
      resource,
      kind,
      encryption: encryption && settingIn(resource, encryption),
      ...(encryption?.keyLeftOut?.(resource) !== undefined && { isByKeyAlone: true }),
      backup: backup && settingIn(resource, backup),
    },
    ...others
      .flatMap((one) => settingsIn(resource, one))
      .map((setting) => ({ resource, kind, encryption: setting, backup: undefined })),
  ]);
}

/** Of each part, where there is a list of them. */
function settingsIn<T>(resource: Resource, place: Place<T>): (Setting<T> | undefined)[] {
  const [first, ...more] = settingsAt(resource, place.steps, place.read);
  return more.length === 0 ? [settingIn(resource, place)] : [first, ...more];
}

/** Its own; else that of what it is made of, which is not for it to say; else the default. */
function settingIn<T>(resource: Resource, place: Place<T>): Setting<T> | undefined {
  const { steps, read, otherwise, origins = [], unless, keyLeftOut, when } = place;
  if (unless?.(resource)) return undefined;
  const key = keyLeftOut?.(resource);
  if (key !== undefined) return { value: otherwise, resource, path: [key], written: undefined };
  const own = settingAt(resource, steps, read);
  if (own !== undefined) return own;
  if (origins.some((property) => isSaid(resource, property))) return undefined;
  const known = when?.(resource) ?? providerDefault(resource, steps, read)?.value ?? otherwise;
  return { value: known, resource, path: steps, written: undefined };
}
