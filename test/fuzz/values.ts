/** What the engine writes for an unknown boolean, number, string, list, asset, archive and object. */
export const UNKNOWN_MARKS = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
] as const;
const [, , UNKNOWN] = UNKNOWN_MARKS;

/** The key by which the engine marks what is no plain object: a secret, an asset, an archive. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const asset = (content: object) => ({
  [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17",
  hash: "1",
  ...content,
});
const archive = (content: object) => ({
  [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
  hash: "2",
  ...content,
});

/** A secret as the engine sends it. */
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

/** A value that takes the place of another. `others` are texts that name resources of the stack. */
export interface ValueChange {
  readonly title: string;
  make(old: unknown, others: readonly string[]): unknown;
}

const constant = (value: unknown): ValueChange => ({ title: shown(value), make: () => value });

const WRONG = [null, true, false, "", "text", 0, -1, 1.5, 65_536, 1e308, NaN, Infinity, -Infinity];
const WRONG_SHAPES = [[], {}, [[]], [null], [{}], { "": null }, [[["0.0.0.0/0"]]], { value: "0.0.0.0/0" }];

const HOSTILE = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "__isSpecialProxy",
  "length",
  "\u0000",
  "\n\r\t\u001b[31m",
  "\ud800",
  "\u202e10.0.0.0/8",
  "１０.0.0.0/8",
  " 10.0.0.0/8 ",
  "0.0.0.0/-1",
  "::/129",
  "0x7f.1/8",
  "010.0.0.0/8",
  "10.0.0.0/8/8",
  "999999999999999999999",
  "-0",
  "1e3",
  "*",
  "(a+)+$",
  "[z-a]",
  "\\",
  "$&",
  "%s%n",
  "../../..",
  "::",
  "arn:aws:iam::",
  "arn:::::::::",
  '{"Statement":',
  '{"Statement":[null,{"Action":{"a":1}}]}',
  "undefined",
  "sg-",
  "-".repeat(50_000),
  "aA1-".repeat(10_000),
  "[".repeat(5_000),
];

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = "0.0.0.0/0";
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}

const shown = (value: unknown): string => {
  const text = typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}… (${text.length} characters)` : text;
};

const elementsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Changes that say the same in the engine's other words: no finding may come or go. */
export const SAME_VALUES: readonly ValueChange[] = [
  { title: "the same, secret", make: (old) => secret(old) },
  { title: "the same, secret twice", make: (old) => secret(secret(old)) },
  {
    title: "the same, each part secret",
    make: (old) =>
      Array.isArray(old)
        ? secret(old.map(secret))
        : // What is marked already is one part: the engine marks values, never the marks.
          typeof old === "object" && old !== null && !(SIGNATURE in old)
          ? secret(Object.fromEntries(Object.entries(old).map(([key, value]) => [key, secret(value)])))
          : secret(old),
  },
];

export const OTHER_VALUES: readonly ValueChange[] = [
  ...[...WRONG, ...WRONG_SHAPES].map(constant),
  ...UNKNOWN_MARKS.map(constant),
  constant([UNKNOWN]),
  constant([UNKNOWN, UNKNOWN, UNKNOWN]),
  constant({ [UNKNOWN]: UNKNOWN }),
  constant(secret(UNKNOWN)),
  constant(secret(null)),
  { title: "an unknown beside the old", make: (old) => [...elementsOf(old), UNKNOWN] },
  { title: "an unknown key beside the old", make: (old) => ({ ...Object(old), [UNKNOWN]: "0.0.0.0/0" }) },
  ...HOSTILE.map(constant),
  constant(asset({ text: "0.0.0.0/0" })),
  constant(asset({ path: "__proto__" })),
  constant(asset({ uri: "https://example.com/0.0.0.0/0" })),
  constant(archive({ path: "." })),
  constant(archive({ assets: { "0.0.0.0/0": asset({ text: "22" }), constructor: archive({ uri: "x" }) } })),
  { title: "the name of a resource", make: (_, others) => others[0] ?? "" },
  { title: "the names of resources", make: (_, others) => [...others] },
  { title: "the old in a list", make: (old) => [old] },
  { title: "the old in an object", make: (old) => ({ value: old }) },
  { title: "the old as text", make: (old) => String(old) },
  { title: "the old twice", make: (old) => [...elementsOf(old), ...elementsOf(old)] },
  {
    title: "the old 300 times",
    make: (old) => Array.from({ length: 300 }, (_, i) => elementsOf(old)[i % elementsOf(old).length] ?? null),
  },
  {
    title: "300 blocks",
    make: () => Array.from({ length: 300 }, (_, i) => `11.${i % 256}.0.0/${16 + (i % 17)}`),
  },
  { title: "300 lists deep", make: () => nested(300, (inner) => [inner]) },
  { title: "300 objects deep", make: () => nested(300, (ingress) => ({ ingress })) },
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "length", "", "k".repeat(10_000)].map(
    (key): ValueChange => ({
      title: `the old with the key ${shown(key)}`,
      make: (old) => Object.defineProperty({ ...Object(old) }, key, hostileField),
    }),
  ),
];

const hostileField: PropertyDescriptor = {
  value: { ingress: [], tags: { Environment: "prod" }, id: "x" },
  enumerable: true,
  writable: true,
  configurable: true,
};
