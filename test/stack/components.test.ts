import assert from "node:assert/strict";
import { Components } from "../../stack/components";
import { Resource } from "../../stack/resource";

const of = (name: string, type: string, parent?: string) => new Resource({ urn: name, name, type, parent });
const within = (resources: readonly Resource[], name: string, ...types: string[]) => {
  const origin = resources.find((one) => one.name === name);
  assert.ok(origin);
  return new Components(resources).within(origin, types).map((one) => one.name);
};

describe("what lies within a component", () => {
  const resources = [
    of("deepest", "group", "inner"),
    of("inner", "component", "outer"),
    of("beside", "group", "stack"),
    of("outer", "component", "stack"),
    of("vpc", "vpc", "outer"),
    of("group", "group", "outer"),
    of("stack", "stack"),
    of("orphan", "group", "nowhere"),
  ];

  it("is what has it for a parent, or a component within it", () => {
    assert.deepEqual(within(resources, "outer", "group"), ["deepest", "group"]);
    assert.deepEqual(within(resources, "inner", "group", "vpc"), ["deepest"]);
    assert.deepEqual(within(resources, "outer", "vpc", "group"), ["deepest", "vpc", "group"]);
    assert.deepEqual(within(resources, "stack", "group"), ["beside", "deepest", "group"]);
  });

  it("is nothing of other types, nor the resource itself", () => {
    assert.deepEqual(within(resources, "outer", "instance", "component"), ["inner"]);
    assert.deepEqual(within(resources, "group", "group"), []);
    assert.deepEqual(within(resources, "orphan", "group"), []);
    assert.deepEqual(
      new Components(resources).within(of("elsewhere", "component"), ["group", "component"]),
      [],
    );
  });

  it("ends where parents are below themselves", () => {
    const round = [
      of("a", "component", "b"),
      of("b", "component", "a"),
      of("own", "group", "own"),
      of("in", "group", "b"),
    ];
    assert.deepEqual(within(round, "a", "group"), ["in"]);
    assert.deepEqual(within(round, "own", "group"), []);
  });

  it("may be nested deeper and be more than a call takes arguments", () => {
    const deep = Array.from({ length: 20_000 }, (_, i) =>
      of(`c${i}`, "component", i === 0 ? undefined : `c${i - 1}`),
    );
    assert.deepEqual(within([...deep, of("group", "group", "c19999")], "c0", "group"), ["group"]);
    const wide = Array.from({ length: 130_000 }, (_, i) => of(`g${i}`, "group", "all"));
    assert.equal(within([of("all", "component"), ...wide], "all", "group").length, 130_000);
  });
});
