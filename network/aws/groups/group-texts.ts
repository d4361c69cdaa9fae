import { quote } from "../../../stack/quote";
import type { Value } from "../../../stack/value";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html and API_IpRange.html */
const LONGEST = 255;
const REFUSED = /[^a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]/u;

/** What the provider puts behind a prefix to make a name of it. */
const SUFFIX = 26;

/** What AWS refuses of a description; undefined where it takes it. */
export function descriptionRefused(value: Value): string | undefined {
  return typeof value === "string" ? refusedOf(value, LONGEST) : undefined;
}

/** What AWS refuses of a group's name, or of what its name is to begin with. */
export function nameRefused(value: Value, isPrefix: boolean): string | undefined {
  if (typeof value !== "string") return undefined;
  if (/^sg-/i.test(value)) return `${quote(value)} begins with "sg-", as ids do`;
  return refusedOf(value, isPrefix ? LONGEST - SUFFIX : LONGEST);
}

function refusedOf(value: string, longest: number): string | undefined {
  if (value.length > longest) return `has ${value.length} characters, more than ${longest}`;
  const [character] = REFUSED.exec(value) ?? [];
  return character === undefined
    ? undefined
    : `holds ${quote(character)}; AWS takes letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*`;
}
