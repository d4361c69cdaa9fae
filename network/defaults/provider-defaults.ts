import type { Resource } from "../../stack/resource";
import { type Read, type Setting, settingAt } from "../../stack/setting";
import { type Default, type DefaultByMajor, type Defaults, valueIn } from "./defaults";

/** A default of which the typings of a provider say nothing in the property's own comment. */
export interface SilentDefault {
  readonly type: string;
  readonly property: string;
  readonly value: DefaultByMajor;
  /** Where the cloud or the provider says so. */
  readonly source: string;
}

interface Sources {
  readonly typingsSay: Defaults;
  readonly typingsAreSilent: readonly SilentDefault[];
  /** By major of the provider, the version that was read. */
  readonly versions: Readonly<Record<number, string>>;
}

/** What the provider of a cloud, or the cloud by its documentation, takes for properties that programs leave out. */
export class ProviderDefaults {
  private readonly oldest: number;
  private readonly newest: number;
  private readonly silent = new Map<string, Map<string, DefaultByMajor>>();

  constructor(private readonly sources: Sources) {
    const majors = Object.keys(sources.versions).map(Number);
    this.oldest = Math.min(...majors);
    this.newest = Math.max(...majors);
    for (const { type, property, value } of sources.typingsAreSilent) {
      const known = this.silent.get(type) ?? new Map<string, DefaultByMajor>();
      this.silent.set(type, known);
      if (!known.has(property)) known.set(property, value);
    }
  }

  /**
   * What a property is that a program leaves out; undefined where nobody says.
   * @param property such as `vpcConfig.endpointPublicAccess`
   * @param version the provider's, such as `6.83.4`; the newest where it is not told
   */
  documented(type: string, property: string, version?: string): Default | undefined {
    const said = this.sources.typingsSay[type]?.[property];
    const silent = this.silent.get(type)?.get(property);
    if (said === undefined && silent === undefined) return undefined;
    const major = Math.min(Math.max(this.majorOf(version), this.oldest), this.newest);
    return valueIn(said, major) ?? valueIn(silent, major);
  }

  /** The default that the resource's own provider gives a property, as a setting; undefined where it is not known. */
  of<T>(resource: Resource, path: readonly string[], read: Read<T>): Setting<T> | undefined {
    const { version } = resource.provider;
    const known = typeof version === "string" ? version : undefined;
    const value = read(this.documented(resource.type, path.join("."), known));
    return value === undefined ? undefined : { value, resource, path, written: undefined };
  }

  /** A setting of a resource as the resource itself and its provider have it; undefined where neither says. */
  settingOf<T>(resource: Resource, path: readonly string[], read: Read<T>): Setting<T> | undefined {
    return settingAt(resource, path, read) ?? this.of(resource, path, read);
  }

  private majorOf(version: string | undefined): number {
    const [, major] = version?.match(/^v?(\d+)\./) ?? [];
    return major === undefined ? this.newest : Number(major);
  }
}
