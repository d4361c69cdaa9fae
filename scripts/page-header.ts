import { controlOf } from "../policies/kit/controls";
import type { OptionSchema } from "../policies/kit/options";
import type { Policy, Scope } from "../policies/kit/policy";
import { MEANINGS } from "./alicloud-meanings";
import { meaningText } from "./alicloud-page";
import { escaped, table } from "./table";

const DECIDED_BY: Record<Scope, string> = {
  resource: "one resource's inputs (R): a mandatory finding stops that resource before the cloud is called",
  stack: "the whole stack (S): a mandatory finding fails the preview",
  both: "one resource's inputs where they settle it (R), else the whole stack (S)",
};

/** What a page says of its policy before anything written by hand, in Markdown. */
export function pageHeader(policy: Policy): string {
  return [
    `# ${policy.name}`,
    policy.description,
    [
      `- **Decided by** ${DECIDED_BY[policy.scope]}`,
      `- **Default level** ${policy.enforcementLevel}${policy.nextLevel ? `, and ${policy.nextLevel} from the next major release on` : ""}`,
      ...(policy.formerNames ?? []).map(({ name, until }) => `- **Called** \`${name}\` before ${until}`),
      `- **Severity** ${policy.severity}`,
      `- **Remediable** ${remediableText(policy)}`,
      ...alicloudText(policy),
    ].join("\n"),
    ...(policy.controls.length > 0 ? ["## Controls", controlsText(policy)] : []),
    ...(Object.keys(policy.options).length > 0 ? ["## Options", optionTable(policy)] : []),
    "As configured by default:",
    `\`\`\`json\n${configurationExample(policy)}\n\`\`\``,
  ].join("\n\n");
}

function alicloudText({ name, scope }: Policy): string[] {
  const meaning = MEANINGS[name];
  if (meaning === undefined) return [];
  const by =
    "by" in meaning && meaning.by !== undefined && meaning.by !== scope
      ? " Decided by the whole stack (S)."
      : "";
  return [`- **On Alibaba Cloud** ${meaningText(meaning)}${by}`];
}

function remediableText({ remediateResource, options }: Policy): string {
  if (remediateResource === undefined) return "no";
  const yes = 'yes, at `"enforcementLevel": "remediate"`';
  return "allowReplacement" in options
    ? `${yes}; a change that replaces the resource only with \`"allowReplacement": true\``
    : yes;
}

/** The controls that it enforces, and how it differs from them. */
function controlsText({ controls, stricterThanControls, looserThanControls }: Policy): string {
  const ids = controls.map((id) => {
    const title = controlOf(id)?.title;
    return `- **${id}**${title === undefined ? "" : `: ${escaped(title)}`}`;
  });
  return [
    ids.join("\n"),
    ...(stricterThanControls === undefined ? [] : [`**Stricter.** ${stricterThanControls}`]),
    ...(looserThanControls === undefined ? [] : [`**Looser.** ${looserThanControls}`]),
  ].join("\n\n");
}

function optionTable({ options }: Policy): string {
  return table(
    ["option", "type", "default", "what it means"],
    Object.entries(options).map(([name, schema]) => {
      const value = JSON.stringify(schema.default);
      const shown = value.length > MOST_IN_CELL ? "see below" : `\`${value}\``;
      const { description, strictest } = schema;
      const strict =
        strictest === undefined ? "" : ` In preset \`strict\`: \`${JSON.stringify(strictest)}\`.`;
      return [`\`${name}\``, typeText(schema), shown, description + strict];
    }),
  );
}

const MOST_IN_CELL = 60;

/** A schema's type in a few words, such as `list of integers from 0 to 65535`. */
export function typeText(schema: Partial<OptionSchema>): string {
  return wordsFor(schema).one;
}

interface Words {
  readonly one: string;
  readonly many: string;
}

function wordsFor(schema: Partial<OptionSchema>): Words {
  const items = schema.items as Partial<OptionSchema> | undefined;
  if (schema.enum) {
    const values = schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
    return { one: `one of ${values}`, many: `any of ${values}` };
  }
  switch (schema.type) {
    case "array": {
      const of = items ? ` of ${wordsFor(items).many}` : "";
      return { one: `list${of}`, many: `lists${of}` };
    }
    case "integer":
    case "number":
      return plural(schema.type, rangeText(schema));
    case "string":
      return STRINGS[schema.format ?? ""] ?? plural("string");
    case "object":
      return typeof schema.additionalProperties === "object"
        ? plural("object", ` whose values are ${wordsFor(schema.additionalProperties as typeof schema).many}`)
        : plural("object", schema.properties ? ` with ${propertyNames(schema)}` : "");
    default:
      return plural(String(schema.type ?? "value"));
  }
}

const STRINGS: Readonly<Record<string, Words>> = {
  flow: plural("flow"),
  cidr: plural("CIDR block"),
  regex: plural("regular expression"),
  date: plural("day"),
  type: plural("type token"),
};

function plural(noun: string, rest = ""): Words {
  return { one: noun + rest, many: `${noun}s${rest}` };
}

function rangeText({ minimum, maximum }: Partial<OptionSchema>): string {
  if (minimum === undefined) return maximum === undefined ? "" : ` of at most ${maximum}`;
  return maximum === undefined ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
}

function propertyNames({ properties = {}, required = [] }: Partial<OptionSchema>): string {
  return Object.keys(properties)
    .map((name) => `\`${name}${required.includes(name) ? "" : "?"}\``)
    .join(", ");
}

/** The policy's entry in a policy pack's configuration file, every option at its default. */
function configurationExample({ name, enforcementLevel, options }: Policy): string {
  const defaults = Object.entries(options).map(([option, schema]) => [option, schema.default]);
  return json({ [name]: { enforcementLevel, ...Object.fromEntries(defaults) } }, "", 1);
}

/** JSON in which whatever fits its line stays on it, but for the outermost levels. */
function json(value: unknown, indent: string, open = 0): string {
  const isList = Array.isArray(value);
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  const parts = Object.entries(value).map(
    ([key, item]) => `${isList ? "" : `${JSON.stringify(key)}: `}${json(item, inner, open - 1)}`,
  );
  const line = isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (open < 0 && indent.length + line.length <= 100 && !line.includes("\n")) return line;
  const [first, last] = isList ? ["[", "]"] : ["{", "}"];
  return `${first}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${last}`;
}
