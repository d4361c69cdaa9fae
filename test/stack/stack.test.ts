import assert from "node:assert/strict";
import { Resource, type ResourceFacts } from "../../stack/resource";
import { type Places, type Reference, Stack } from "../../stack/stack";
import { UNKNOWN, type Value } from "../../stack/value";

const of = (name: string, type: string, facts: Partial<ResourceFacts> = {}) =>
  new Resource({ urn: name, name, type, ...facts });
const group = (name: string, id?: Value, facts: Partial<ResourceFacts> = {}) =>
  of(name, "group", { declared: {}, settled: id === undefined ? {} : { id }, ...facts });

/** Such as `a, maybe b, sg-1 outside, of vpc, opaque`. */
function told(references: readonly Reference[]): string {
  const texts = references.map((reference) => {
    if (reference.kind === "resource")
      return `${reference.certain ? "" : "maybe "}${reference.resource.name}`;
    if (reference.kind === "outside") return `${reference.id} outside`;
    return reference.kind === "computed" ? `of ${reference.from.name}` : reference.kind;
  });
  return texts.join(", ");
}

const RESOURCES = [
  group("a", "sg-a"),
  group("b", "sg-b", { parent: "shop" }),
  group("c", UNKNOWN, { parent: "inner" }),
  group("named", "sg-n", { settled: { id: "sg-n", arn: "arn:n" } }),
  group("planned", undefined, { declared: { arn: "arn:p" } }),
  group("settled", undefined, { declared: { arn: "arn:old" }, settled: { arn: "arn:new" } }),
  group("nameless", "", { settled: { id: "", arn: "" } }),
  of("other", "list", { settled: { id: "sg-list" } }),
  of("shop", "component"),
  of("inner", "component", { parent: "shop" }),
  of("vpc", "vpc", {
    settled: {
      id: "vpc-1",
      defaultSecurityGroupId: "sg-d",
      mainRouteTableId: "rtb-m",
      ownerId: "sg-o",
      defaultId: "x",
      notdefaultGroupId: "y",
      defaultGroupIds: "z",
    },
  }),
];

/** What a property says, the resources behind it, and what it points at among groups, by ids and ARNs. */
const CASES: readonly (readonly [string, Value, readonly string[], string])[] = [
  ["a resource by its id", "sg-a", [], "a"],
  ["a resource by another handle", "arn:n", [], "named"],
  ["a resource by a handle that is declared", "arn:p", [], "planned"],
  ["a resource by what is settled, where that differs from what is declared", "arn:new", [], "settled"],
  ["nothing here by what was declared before", "arn:old", [], "arn:old outside"],
  ["each of a list", ["sg-a", "sg-b"], [], "a, b"],
  ["nothing by an empty text, a number or null", ["", 7, null], [], ""],
  ["nothing where it is left out", undefined, ["a"], ""],
  ["something outside", "sg-x", ["a"], "sg-x outside"],
  ["something outside, where a resource of another type is called so", "sg-list", [], "sg-list outside"],
  ["what a VPC was made with", ["sg-d", "rtb-m"], [], "of vpc, of vpc"],
  [
    "something outside by another property of a VPC",
    ["sg-o", "x", "y", "z"],
    [],
    "sg-o outside, x outside, y outside, z outside",
  ],
  ["the one resource behind it", UNKNOWN, ["a"], "a"],
  ["one of the resources behind it", UNKNOWN, ["a", "b"], "maybe a, maybe b"],
  ["the one of its type behind it", UNKNOWN, ["vpc", "a"], "a"],
  ["what is computed from another", UNKNOWN, ["vpc"], "of vpc"],
  ["what is computed from one of others", UNKNOWN, ["vpc", "other"], "of vpc, of other"],
  ["something, with nothing behind it", UNKNOWN, [], "opaque"],
  ["something, with what is not in the stack behind it", UNKNOWN, ["gone"], "opaque"],
  ["one of those in the component behind it", UNKNOWN, ["shop"], "maybe b, maybe c"],
  ["the one in the component behind it", UNKNOWN, ["inner"], "c"],
  ["the one in the component and beside it", UNKNOWN, ["inner", "c"], "c"],
  ["the two behind two unknown elements", [UNKNOWN, UNKNOWN], ["a", "b"], "a, b"],
  [
    "two of three behind two unknown elements",
    [UNKNOWN, UNKNOWN],
    ["a", "b", "c"],
    "maybe a, maybe b, maybe c",
  ],
  ["the one behind one of two unknown elements", [UNKNOWN, UNKNOWN], ["a"], "a, opaque"],
  ["the one behind an unknown element and what is computed", [UNKNOWN, UNKNOWN], ["a", "vpc"], "a, of vpc"],
  ["the one behind an unknown element", [UNKNOWN], ["a", "vpc"], "a"],
  ["one of two behind an unknown element", [UNKNOWN], ["a", "b"], "maybe a, maybe b"],
  ["a known one and one behind an unknown element", ["sg-b", UNKNOWN], ["a"], "b, a"],
];

describe("a property points at", () => {
  for (const [what, value, behind, expected] of CASES) {
    it(what, () => {
      const rule = of("rule", "rule", {
        declared: { group: value ?? null },
        dependencies: new Map([["group", behind]]),
      });
      const stack = new Stack([...RESOURCES, rule]);
      assert.equal(
        told(stack.references(rule, "group", ["group"], rule.get("group"), ["id", "arn"])),
        expected,
      );
    });
  }

  it("what its own value says, by ids, unless more is asked for", () => {
    const rule = of("rule", "rule", { declared: { group: ["sg-a", "arn:n"] } });
    assert.equal(
      told(new Stack([...RESOURCES, rule]).references(rule, "group", ["list", "group"])),
      "a, arn:n outside",
    );
  });

  it("something of the first type that has one", () => {
    const rule = of("rule", "rule", { declared: { to: "same" } });
    const stack = new Stack([group("a", "same"), of("list", "list", { settled: { id: "same" } }), rule]);
    assert.equal(told(stack.references(rule, "to", ["list", "group"])), "list");
    assert.equal(told(stack.references(rule, "to", ["group", "list"])), "a");
    assert.equal(told(stack.references(rule, "to", ["none", "group"])), "a");
  });
});

describe("what is called alike in several places", () => {
  it("is the last one, where nothing is said of places", () => {
    const rule = of("rule", "rule", { declared: { group: "web" } });
    const stack = new Stack([group("one", "web"), group("two", "web"), rule]);
    assert.equal(told(stack.references(rule, "group", ["group"])), "two");
  });

  /** The place is the first letter of a name; `?` is not known. */
  const places = (isUnique: boolean): Places => ({
    share: ({ name: one }, { name: other }) => (other.startsWith("?") ? UNKNOWN : one[0] === other[0]),
    isUnique: () => isUnique,
    isUnknown: () => false,
  });
  const find = (isUnique: boolean, ...names: readonly string[]) => {
    const rule = of("e-rule", "rule", { declared: { group: "web" } });
    const stack = new Stack([...names.map((name) => group(name, "web")), rule], new Map(), places(isUnique));
    return told(stack.references(rule, "group", ["group"]));
  };

  it("is the one in the same place", () => assert.equal(find(false, "e-web", "w-web", "?-web"), "e-web"));
  it("may be each of several in the same place", () =>
    assert.equal(find(false, "e-web", "e-other", "w-web"), "maybe e-web, maybe e-other"));
  it("may be what lies nobody knows where", () =>
    assert.equal(find(false, "w-web", "?-web", "?-other"), "maybe ?-web, maybe ?-other"));
  it("is outside where all lie elsewhere", () => assert.equal(find(false, "w-web"), "web outside"));
  it("is the last one, the nearest first, where names are unique", () => {
    assert.equal(find(true, "e-web", "e-other", "w-web"), "e-other");
    assert.equal(find(true, "w-web", "w-other"), "w-other");
  });

  it("may be what is given a name that nobody knows yet, if that lies there", () => {
    const named = (name: string, facts: object) =>
      of(name, "group", { declared: { name: UNKNOWN }, ...facts });
    const found = (handles: readonly string[], isUnique: boolean, ...groups: Resource[]) => {
      const rule = of("e-rule", "rule", { declared: { group: "web" } });
      const stack = new Stack([...groups, rule], new Map(), places(isUnique));
      return told(stack.references(rule, "group", ["group"], "web", handles));
    };
    const groups = [
      named("e-web", {}),
      named("?-web", { settled: { name: UNKNOWN } }),
      named("w-web", {}),
      named("e-other", { settled: { name: "other" } }),
      named("e-plain", { declared: {}, settled: { name: UNKNOWN } }),
    ];
    assert.equal(found(["id", "name"], false, ...groups), "maybe e-web, maybe ?-web");
    assert.equal(found(["id", "arn"], false, ...groups), "web outside");
    assert.equal(found(["id", "name"], true, ...groups), "web outside");
    assert.equal(found(["id", "name"], false, ...groups, group("e-known", "web")), "e-known");
  });

  it("is about what may lie in its place alone, where nothing is known", () => {
    const rule = of("e-rule", "rule", { declared: { group: UNKNOWN } });
    const [here, there, somewhere] = [group("e-web"), group("w-web"), group("?-web")] as const;
    const find = new Stack([here, there, somewhere, rule], new Map(), places(false)).about(
      ["rule"],
      "group",
      ["group"],
    );
    const possible = (target: Resource) => find(target).possible.map(({ name }) => name);
    assert.deepEqual([possible(here), possible(there), possible(somewhere)], [["e-rule"], [], ["e-rule"]]);
    assert.deepEqual(find(here).certain, []);
  });
});

describe("the resources of a stack", () => {
  const names = (resources: readonly Resource[]) => resources.map(({ name }) => name);

  it("are found by type, in the order of the types asked for", () => {
    const stack = new Stack(RESOURCES);
    assert.deepEqual(names(stack.ofType("vpc", "list", "none")), ["vpc", "other"]);
    assert.deepEqual(names(stack.ofType()), []);
    const alone = new Stack([group("a"), group("b")]);
    assert.deepEqual(names(alone.ofType("list", "group")), ["a", "b"]);
    assert.deepEqual(names(alone.ofType("list")), []);
    assert.deepEqual(names(new Stack([]).ofType("group")), []);
  });

  it("are found by URN", () => {
    const stack = new Stack(RESOURCES, new Map([["a", "b"]]));
    assert.equal(stack.get("vpc")?.type, "vpc");
    assert.equal(stack.get("gone"), undefined);
    assert.equal(stack.tags.get("a"), "b");
  });
});
