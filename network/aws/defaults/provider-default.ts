import type { Resource } from "../../../stack/resource";
import type { Read, Setting } from "../../../stack/setting";
import type { Default } from "../../defaults/defaults";
import { ProviderDefaults } from "../../defaults/provider-defaults";
import { TYPINGS_ARE_SILENT } from "./typings-are-silent";
import { TYPINGS_SAY, VERSIONS } from "./typings-say";

const AWS_DEFAULTS = new ProviderDefaults({
  typingsSay: TYPINGS_SAY,
  typingsAreSilent: TYPINGS_ARE_SILENT,
  versions: VERSIONS,
});

/** As `ProviderDefaults.documented`, of AWS. */
export function documentedDefault(type: string, property: string, version?: string): Default | undefined {
  return AWS_DEFAULTS.documented(type, property, version);
}

/** The default that the resource's own provider gives a property, as a setting; undefined where it is not known. */
export function providerDefault<T>(
  resource: Resource,
  path: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  return AWS_DEFAULTS.of(resource, path, read);
}

/** A setting of a resource as the resource itself and its provider have it; undefined where neither says. */
export function settingOf<T>(
  resource: Resource,
  path: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  return AWS_DEFAULTS.settingOf(resource, path, read);
}
