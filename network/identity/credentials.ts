import { gunzipSync } from "node:zlib";

/** Formats that name a credential by themselves. */
const FORMATS: readonly (readonly [title: string, format: RegExp])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  ["an access key id", /(?<![A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/],
  // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
  ["an AccessKey id", /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,20}(?![A-Za-z0-9])/],
  ["a private key", /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/],
  ["a GitHub token", /(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ["a GitLab token", /(?<![A-Za-z0-9])glpat-[\w-]{20}/],
  ["a Slack token", /(?<![A-Za-z0-9])xox[abeoprs]-\d[\w-]{20}/],
  ["a Stripe key", /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/],
];

const SECRET = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const NAMED_SECRET =
  /(secret[._-]?(access)?[._-]?key|aws_?secret\w*)["']?(\s*(=>|[:=])\s*|\s+)["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi;

/** Alibaba Cloud's own word for a secret, which has thirty letters and digits. */
const ALICLOUD_SECRET_NAME =
  /access[._-]?key[._-]?secret|(alicloud|aliyun|alibaba_?cloud)[._-]secret([._-]?key)?/i;
const ALICLOUD_SECRET = new RegExp(
  `(${ALICLOUD_SECRET_NAME.source})["']?(\\s*(=>|[:=])\\s*|\\s+)["']?(?<secret>[A-Za-z0-9]{30})(?![A-Za-z0-9])`,
  "gi",
);

/** As many letters as the shortest of the formats takes, an AccessKey id; the names of variables have more. */
const SHORTEST = 16;

/** The least that base64 is looked for in; every secret is longer. */
const RUN = /[A-Za-z0-9+/]{24}/;
const MAY_HOLD = new RegExp(
  [RUN, ...FORMATS.map(([, format]) => format)].map(({ source }) => source).join("|"),
);

/** Variables that the SDKs of AWS read credentials from. */
const VARIABLE = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/i;
/** What stands for a value that is put in elsewhere. */
const PLACEHOLDER = /^\s*$|^(\$\{.*\}|\$\w+|\{\{.*\}\}|<.*>|arn:.*|\*+|x+)$/is;

/**
 * What credentials a text holds, by what they are: plain, in base64, or compressed within that.
 * @param name what the text is the value of, such as the name of an environment variable
 */
export function credentialsIn(text: string, name = ""): string[] {
  const isVariable = name.length > SHORTEST && VARIABLE.test(name);
  if (!isVariable && (text.length < SHORTEST || !MAY_HOLD.test(text))) return [];
  const found = new Set<string>();
  for (const { plain, as } of readings(text)) {
    for (const [title, format] of FORMATS) if (format.test(plain)) found.add(title + as);
    if (hasSecret(plain, name)) found.add(`a secret access key${as}`);
  }
  if (found.size === 0 && isVariable && !PLACEHOLDER.test(text)) found.add("a credential, by its name");
  return [...found];
}

function hasSecret(text: string, name: string): boolean {
  const named = [...text.matchAll(NAMED_SECRET), ...text.matchAll(ALICLOUD_SECRET)].map(
    ({ groups }) => groups?.secret ?? "",
  );
  const isNamed =
    (/secret|aws.*key/i.test(name) && /^[A-Za-z0-9/+]{40}$/.test(text)) ||
    (ALICLOUD_SECRET_NAME.test(name) && /^[A-Za-z0-9]{30}$/.test(text));
  if ([...named, ...(isNamed ? [text] : [])].some(isMixed)) return true;
  return [...text.replace(BLOCK, "").matchAll(SECRET)].some(([secret]) => looksRandom(secret));
}

/** One in a thousand secrets lacks a digit; paths, words and hashes lack capitals or digits. */
function isMixed(text: string): boolean {
  return [/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(text)) && entropyOf(text) > 3;
}

/** Forty letters in base64 drawn by chance have all kinds, in a mixture that names and paths seldom reach. */
function looksRandom(text: string): boolean {
  if (decodedText(text) !== undefined) return false;
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  return count(/[A-Z]/g) >= 6 && count(/[a-z]/g) >= 6 && count(/\d/g) >= 2 && entropyOf(text) >= 4.4;
}

/** Shannon's, in bits a letter. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}

interface Reading {
  readonly plain: string;
  /** Such as `, in base64`. */
  readonly as: string;
}

/**
 * Base64 over several lines, as certificates, parts of messages and YAML have it. Written so, and not as `{60,}`, it needs no memory by the letter:
 * that runs out in a text of megabytes.
 */
const BLOCK = /(?:^[ \t]*[A-Za-z0-9+/]{60}[A-Za-z0-9+/]*\r?\n)+[ \t]*[A-Za-z0-9+/]*={0,2}/gm;
/** From the first letter of a run alone: in long texts every other start is in vain. */
const BASE64 =
  /(?<![A-Za-z0-9+/])(?:(?:[A-Za-z0-9+/]{60}[A-Za-z0-9+/]*\r?\n[ \t]*)+[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9+/]{24}[A-Za-z0-9+/]*={0,2})/g;
const MAX_BYTES = 1 << 20;

function* readings(text: string, as = "", depth = 2): Iterable<Reading> {
  yield { plain: text, as };
  if (depth === 0) return;
  for (const [encoded] of text.matchAll(BASE64)) {
    const decoded = decodedText(encoded);
    if (decoded === undefined) continue;
    const isGzip = encoded.startsWith(GZIP);
    yield* readings(decoded, isGzip ? ", compressed in base64" : as || ", in base64", depth - 1);
  }
}

/** The two bytes that gzip begins with, and the third, its only method. */
const GZIP = "H4sI";

/** What base64 holds; undefined where that is no text. */
function decodedText(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, "base64");
  const decoded = encoded.startsWith(GZIP)
    ? unzipped(bytes)
    : bytes.toString(isUtf16(bytes) ? "utf16le" : "utf8");
  return decoded === undefined || /[^\P{Cc}\s]|\uFFFD/u.test(decoded) ? undefined : decoded;
}

/** By its mark, or by an eighth of Latin letters, which have zeros that UTF-8 never has and random bytes seldom. */
function isUtf16(bytes: Buffer): boolean {
  const latin = bytes.filter((byte, i) => i % 2 === 1 && byte === 0).length;
  return bytes.readUInt16LE() === 0xfeff || latin * 16 >= bytes.length;
}

function unzipped(bytes: Buffer): string | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString("utf8");
  } catch {
    return undefined;
  }
}
