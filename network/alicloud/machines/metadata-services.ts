import type { Resource } from "../../../stack/resource";
import { inForce, type Read, type Setting, settingAt } from "../../../stack/setting";
import { integer, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import type { Launch } from "../../machines/launch";
import type { MetadataService } from "../../machines/metadata-service";
import { settingOf } from "../defaults/provider-default";
import { INSTANCE, LAUNCH_TEMPLATES, NODE_POOL } from "../types";

/** Where a type has its options, within which they are called the same. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...[INSTANCE, ...LAUNCH_TEMPLATES].map((type) => [type, []] as const),
  [NODE_POOL, ["instanceMetadataOptions"]] as const,
]);

/** The metadata services of instances, templates and node pools; what an instance does not say, its template does. */
export function readMetadataServices({
  instances,
  launches,
}: {
  readonly instances: readonly Instance[];
  readonly launches: readonly Launch[];
}): MetadataService[] {
  const templateOf = new Map<Resource, Launch["template"]>(
    launches.map(({ instance, template }) => [instance.resource, template] as const),
  );
  return instances
    .filter(({ resource }) => OPTIONS.has(resource.type))
    .map(({ resource }) => serviceOf(resource, templateOf.get(resource)));
}

function serviceOf(resource: Resource, template: Launch["template"]): MetadataService {
  const within = OPTIONS.get(resource.type) ?? [];
  const tokens = [...within, "httpTokens"];
  const setting = <T>(name: string, read: Read<T>, ...last: (Setting<T> | undefined)[]) =>
    inForce(settingAt(resource, [...within, name], read), inherited(resource, template, name, read), ...last);
  const endpoint = setting("httpEndpoint", word)?.value;
  return {
    resource,
    path: "",
    isOn: endpoint === UNKNOWN ? UNKNOWN : endpoint !== "disabled",
    // A template alone may say it, and one that is not seen leaves it unknown.
    isOnSaidApart: false,
    tokens: setting("httpTokens", word, settingOf(resource, tokens, word)),
    required: "required",
    ownTokens: { path: tokens, written: settingAt(resource, tokens, word)?.written },
    neededEndpoint: undefined,
    isReplacedForTokens: false,
    hopLimit: setting("httpPutResponseHopLimit", integer),
  };
}

function inherited<T>(
  resource: Resource,
  template: Launch["template"],
  name: string,
  read: Read<T>,
): Setting<T> | undefined {
  if (template === undefined) return undefined;
  if (template !== UNKNOWN) return settingAt(template.resource, [name], read);
  return { value: UNKNOWN, resource, path: ["launchTemplateId"], written: UNKNOWN };
}

function word(value: Value): string | typeof UNKNOWN | undefined {
  const said = text(value);
  return typeof said === "string" ? said.trim().toLowerCase() || undefined : said;
}
