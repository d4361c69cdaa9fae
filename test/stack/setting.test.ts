import assert from "node:assert/strict";
import { Resource } from "../../stack/resource";
import {
  assign,
  assignAll,
  type Found,
  inForce,
  opened,
  pathText,
  readSwitch,
  settingAt,
  settingsAt,
  settingsOf,
  valueAt,
  valuesAt,
  valuesNamed,
} from "../../stack/setting";
import { Stack } from "../../stack/stack";
import type { Value, Values } from "../../stack/value";
import { integer, text, UNKNOWN } from "../../stack/value";

function resource(declared: Values, name = "host", type = "aws:ec2/instance:Instance"): Resource {
  return new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared });
}

describe("a setting", () => {
  const cases: readonly (readonly [
    string,
    Values,
    readonly string[],
    readonly (readonly [string, unknown])[],
  ])[] = [
    ["stands where it is written", { on: true }, ["on"], [["on", true]]],
    ["may be text", { on: "False" }, ["on"], [["on", false]]],
    ["may be a word", { on: "ENABLED" }, ["on"], [["on", true]]],
    ["may be another word, in any case and between blanks", { on: " disabled " }, ["on"], [["on", false]]],
    ["is none where nothing is written", { off: true }, ["on"], []],
    ["is none where null is written", { on: null }, ["on"], []],
    ["is not known where it is unknown", { on: UNKNOWN }, ["on"], [["on", UNKNOWN]]],
    [
      "is not known where what holds it is",
      { options: UNKNOWN },
      ["options", "on"],
      [["options.on", UNKNOWN]],
    ],
    ["is not known where it is no switch", { on: "perhaps" }, ["on"], [["on", UNKNOWN]]],
    [
      "stands once in each element of a list",
      { cards: [{ on: true }, {}, { on: "false" }] },
      ["cards", "on"],
      [
        ["cards[0].on", true],
        ["cards[2].on", false],
      ],
    ],
    [
      "may stand in JSON",
      { text: '{"cards":[{"on":"true"}]}' },
      ["text", "cards", "on"],
      [["text.cards[0].on", true]],
    ],
    ["may stand in JSON behind blanks", { text: ' {"on":true}' }, ["text", "on"], [["text.on", true]]],
    ["is none in text that is no JSON", { text: "{on: true" }, ["text", "on"], []],
    ["is none in text with JSON in its midst", { text: 'a {"on":true}' }, ["text", "on"], []],
    ["is text that looks like JSON", { on: '{"a":1}' }, ["on"], [["on", UNKNOWN]]],
  ];
  for (const [name, declared, steps, expected] of cases) {
    it(name, () => {
      const found = settingsAt(resource(declared), steps, readSwitch);
      assert.deepEqual(
        found.map(({ path, value }) => [pathText(path), value]),
        expected,
      );
    });
  }

  it("is not written where the provider has filled it in", () => {
    const inputs = { on: true, __defaults: ["off"], cards: [{}, { on: true, __defaults: ["on"] }] };
    const written = (...steps: readonly string[]) =>
      settingsAt(resource(inputs), steps, readSwitch).map((one) => one.written);
    assert.deepEqual(written("on"), [true]);
    assert.deepEqual(written("cards", "on"), [undefined]);
  });

  it("stands where it is looked for: in the outputs alone, or within a value found before", () => {
    const settled = new Resource({ urn: "u", type: "t", name: "n", settled: { on: true } });
    assert.equal(settingAt(settled, ["on"], readSwitch)?.value, true);
    const found = settingsAt(settled, ["on"], readSwitch, { value: [{ on: false }], path: ["cards"] });
    assert.deepEqual(
      found.map(({ path, value }) => [pathText(path), value]),
      [["cards[0].on", false]],
    );
  });

  it("is none where null is found", () => {
    assert.deepEqual(settingsOf(resource({}), [{ path: ["on"], value: null }], readSwitch), []);
  });

  it("is in force by the first that says something, known or not", () => {
    const own = settingAt(resource({ tokens: UNKNOWN }), ["tokens"], text);
    const template = settingAt(resource({ tokens: "required" }, "template"), ["tokens"], text);
    assert.equal(inForce(undefined, template)?.resource.name, "template");
    assert.equal(inForce(own, template)?.value, UNKNOWN);
    assert.equal(inForce(undefined, undefined), undefined);
  });
});

describe("a setting that is assigned", () => {
  const cases: readonly (readonly [string, Values, readonly string[], boolean | number, unknown])[] = [
    ["keeps the type of a switch", { on: true }, ["on"], false, { on: false }],
    ["keeps the text of a switch", { on: "true" }, ["on"], false, { on: "false" }],
    ["keeps the word of a switch", { on: "ENABLED" }, ["on"], false, { on: "DISABLED" }],
    [
      "keeps what stands beside it",
      { cards: [{}, { on: true, n: 1 }] },
      ["cards", "on"],
      false,
      { cards: [{}, { on: false, n: 1 }] },
    ],
    [
      "stays in its JSON",
      { text: '{"on":"ENABLED","n":1}' },
      ["text", "on"],
      false,
      { text: '{"on":"DISABLED","n":1}' },
    ],
    ["takes another word", { on: "DISABLED" }, ["on"], true, { on: "ENABLED" }],
    ["keeps a number of a text apart", { on: "true" }, ["on"], 2, { on: 2 }],
    ["is off at 0 where it is a number", { on: 5 }, ["on"], false, { on: 0 }],
    ["is on where it was a number", { on: 5 }, ["on"], true, { on: true }],
  ];
  for (const [name, inputs, steps, value, expected] of cases) {
    it(name, () => {
      const changed = structuredClone(inputs) as Record<string, unknown>;
      for (const setting of settingsAt(resource(inputs), steps, readSwitch)) assign(changed, setting, value);
      assert.deepEqual(changed, expected);
    });
  }

  it("makes the objects on the way", () => {
    const inputs: Record<string, unknown> = { options: null };
    assign(inputs, { path: ["options", "tokens", "hops"], written: undefined }, 2);
    assert.deepEqual(inputs, { options: { tokens: { hops: 2 } } });
    assert.equal(settingAt(resource(inputs as Values), ["options", "tokens", "hops"], integer)?.value, 2);
  });

  it("makes the lists on the way, and goes through no value of another form", () => {
    const set = (inputs: Record<string, unknown>, ...path: readonly (string | number)[]) => [
      assign(inputs, { path, written: undefined }, true),
      inputs,
    ];
    assert.deepEqual(set({}, "cards", 0, "on"), [true, { cards: [{ on: true }] }]);
    assert.deepEqual(set({ options: 5 }, "options", "on"), [false, { options: 5 }]);
    assert.deepEqual(set({ options: "text" }, "options", "on"), [false, { options: "text" }]);
    assert.deepEqual(set({ cards: [] }, "cards", "on"), [false, { cards: [] }]);
    assert.deepEqual(set({ on: false }), [false, { on: false }]);
  });

  it("says whether there are settings, and all of them have their value", () => {
    const at = (step: string) => ({ path: [step, "on"], written: undefined });
    const all = (inputs: Record<string, unknown>, ...steps: readonly string[]) =>
      assignAll(inputs, steps.map(at), true);
    const inputs: Record<string, unknown> = { other: {} };
    assert.equal(all(inputs, "one", "other"), true);
    assert.deepEqual(inputs, { one: { on: true }, other: { on: true } });
    assert.equal(all({ one: {}, other: [] }, "one", "other"), false);
    assert.equal(all({ one: {} }), false);
  });
});

describe("values on the way", () => {
  const found = (values: Iterable<Found>) => [...values].map(({ path, value }) => [pathText(path), value]);

  it("under a name stand in any case, at any depth, and in JSON", () => {
    const document = {
      Effect: 1,
      list: [{ effect: 2 }, "text", null],
      json: '{"in":{"EFFECT":3}}',
      other: { a: 4 },
    };
    assert.deepEqual(found(valuesNamed(document, "eFFect")), [
      ["Effect", 1],
      ["list[0].effect", 2],
      ["json.in.EFFECT", 3],
    ]);
    assert.deepEqual(found(valuesNamed({ effect: { effect: 1 } }, "effect")), [["effect", { effect: 1 }]]);
  });

  it("are opened where they are JSON of an object or a list, and kept as they are else", () => {
    assert.deepEqual(opened('{"a":1}'), { a: 1 });
    assert.deepEqual(opened(" [1]"), [1]);
    for (const value of ["{a", "1", "null", 7, undefined, UNKNOWN] as const)
      assert.equal(opened(value), value);
    assert.deepEqual(found(valuesAt({ a: [{ b: 1 }] }, ["a", "b"])), [["a[0].b", 1]]);
  });

  it("as one are a list where they are several, unknown while any list of them is, and the one where there is one", () => {
    assert.equal(valueAt({ a: { b: "x" } }, ["a", "b"]), "x");
    assert.deepEqual(valueAt({ a: [{ b: "x" }, { b: ["y", "z"] }, {}] }, ["a", "b"]), ["x", "y", "z"]);
    assert.equal(valueAt({ a: UNKNOWN }, ["a", "b"]), UNKNOWN);
    assert.equal(valueAt({ a: [{}] }, ["a", "b"]), undefined);
    assert.deepEqual(valueAt({ a: [] }, ["a", "b"]), []);
    assert.deepEqual(valueAt('[{"a":1}]', []), '[{"a":1}]');
    assert.equal(pathText([0, "a.b", "c"]), "[0].a.b.c");
  });
});

describe("what configures a resource", () => {
  const bucket = resource({ bucket: "logs" }, "logs", "aws:s3/bucket:Bucket");
  const block = (value: Value, behind: readonly Resource[] = []) =>
    new Resource({
      ...resource({ bucket: value }, "block", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
      dependencies: new Map([["bucket", behind.map(({ urn }) => urn)]]),
    } as ConstructorParameters<typeof Resource>[0]);
  const other = resource({}, "other", bucket.type);
  const settled = new Resource({ ...bucket, settled: { id: "logs" } } as ConstructorParameters<
    typeof Resource
  >[0]);
  const about = (one: Resource, ...buckets: readonly Resource[]) => {
    const find = new Stack([one, ...buckets]).about([one.type], "bucket", [bucket.type]);
    return buckets.map((target) => {
      const { certain, possible } = find(target);
      return [certain.length, possible.length];
    });
  };

  it("is certain by reference", () =>
    assert.deepEqual(about(block(UNKNOWN, [bucket]), bucket, other), [
      [1, 0],
      [0, 0],
    ]));
  it("is certain by id", () =>
    assert.deepEqual(about(block("logs"), settled, other), [
      [1, 0],
      [0, 0],
    ]));
  it("is none by another's id", () =>
    assert.deepEqual(about(block("others"), settled, other), [
      [0, 0],
      [0, 0],
    ]));
  it("is possible where either may be meant", () =>
    assert.deepEqual(about(block(UNKNOWN, [bucket, other]), bucket, other), [
      [0, 1],
      [0, 1],
    ]));
  it("is possible where nothing is known", () =>
    assert.deepEqual(about(block(UNKNOWN), bucket, other), [
      [0, 1],
      [0, 1],
    ]));
});
