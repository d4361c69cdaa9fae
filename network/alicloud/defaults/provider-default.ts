import type { Resource } from "../../../stack/resource";
import type { Read, Setting } from "../../../stack/setting";
import type { Default } from "../../defaults/defaults";
import { ProviderDefaults } from "../../defaults/provider-defaults";
import { DOCUMENTED } from "./documented";

const ALICLOUD_DEFAULTS = new ProviderDefaults({
  typingsSay: {},
  typingsAreSilent: DOCUMENTED,
  versions: { 3: "3.108.0" },
});

/** As `ProviderDefaults.documented`, of Alibaba Cloud. */
export function documentedDefault(type: string, property: string, version?: string): Default | undefined {
  return ALICLOUD_DEFAULTS.documented(type, property, version);
}

/** A setting of a resource as the resource itself and its provider have it; undefined where neither says. */
export function settingOf<T>(
  resource: Resource,
  path: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  return ALICLOUD_DEFAULTS.settingOf(resource, path, read);
}
