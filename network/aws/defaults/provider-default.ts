import type { Resource } from "../../../stack/resource";
import type { Read, Setting } from "../../../stack/setting";
import { settingAt } from "../../../stack/setting";
import { type Default, valueIn } from "./defaults";
import { TYPINGS_ARE_SILENT } from "./typings-are-silent";
import { TYPINGS_SAY, VERSIONS } from "./typings-say";

const MAJORS = Object.keys(VERSIONS).map(Number);
const [OLDEST, NEWEST] = [Math.min(...MAJORS), Math.max(...MAJORS)];

/**
 * What the provider, or AWS by its documentation, takes for a property that a program leaves out; undefined where nobody says.
 * @param property such as `vpcConfig.endpointPublicAccess`
 * @param version the provider's, such as `6.83.4`; the newest where it is not told
 */
export function documentedDefault(type: string, property: string, version?: string): Default | undefined {
  const major = Math.min(Math.max(majorOf(version), OLDEST), NEWEST);
  const silent = TYPINGS_ARE_SILENT.find((row) => row.type === type && row.property === property);
  return valueIn(TYPINGS_SAY[type]?.[property], major) ?? valueIn(silent?.value, major);
}

function majorOf(version: string | undefined): number {
  const [, major] = /^v?(\d+)\./.exec(version ?? "") ?? [];
  return major === undefined ? NEWEST : Number(major);
}

/** The default that the resource's own provider gives a property, as a setting; undefined where it is not known. */
export function providerDefault<T>(
  resource: Resource,
  path: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  const { version } = resource.provider;
  const known = typeof version === "string" ? version : undefined;
  const value = read(documentedDefault(resource.type, path.join("."), known));
  return value === undefined ? undefined : { value, resource, path, written: undefined };
}

/** A setting of a resource as the resource itself and its provider have it; undefined where neither says. */
export function settingOf<T>(
  resource: Resource,
  path: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  return settingAt(resource, path, read) ?? providerDefault(resource, path, read);
}
