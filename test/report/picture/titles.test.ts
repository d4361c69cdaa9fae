import assert from "node:assert/strict";
import type { Thing } from "../../../report/picture/things";
import { countsOf, titleOfThings, titleOfTier, typesOf, wordsOf } from "../../../report/picture/titles";

type Some = [Thing, ...Thing[]];
const things = (kind: Thing["kind"], ...names: string[]) =>
  names.map((name) => ({ kind, name })) as unknown as Some;

describe("the titles of boxes", () => {
  for (const [some, title, types] of [
    [things("machine", "Instance web"), "web", "Instance"],
    [things("machine", "Instance web of Site eu of Shop all"), "web", "Instance of Site eu of Shop all"],
    [things("machine", "Instance web-1", "Instance web-2"), "2 × web", "Instance"],
    [things("machine", "Instance web_12", "Instance web_13 of Site eu"), "2 × web", "Instance"],
    [things("machine", "Instance webs", "Instance web"), "2 × web", "Instance"],
    [things("machine", "Instance a1b-1", "Instance a1b-2"), "2 × a1b", "Instance"],
    [things("machine", "Instance a", "Service b"), "a, b", "Instance, Service"],
    [things("service", "A a", "B b", "C c"), "a, b, c", "A, B …"],
    [things("machine", "Instance fifteen-letters", "Instance another-letters"), "2 machines", "Instance"],
    [
      things("machine", "Instance fourteen-chars", "Instance another-14-chr"),
      "fourteen-chars, another-14-chr",
      "Instance",
    ],
    [things("database", `D ${"a".repeat(20)}`, `D ${"b".repeat(20)}`), "2 databases", "D"],
    [things("balancer", `L ${"a".repeat(20)}`, `L ${"b".repeat(20)}`), "2 load balancers", "L"],
    [things("service", `S ${"a".repeat(20)}`, `S ${"b".repeat(20)}`), "2 services", "S"],
  ] as const)
    it(`are ${title}: ${types}`, () => {
      assert.equal(titleOfThings(some), title);
      assert.equal(typesOf(some), types);
    });

  it("count what is in a closed box", () => {
    const several = [things("machine", "a"), things("service", "b", "c"), things("machine", "d")].flat();
    assert.deepEqual(countsOf(several), ["2 machines", "2 services"]);
    const kinds = ["machine", "database", "balancer", "service"] as const;
    assert.deepEqual(
      kinds.flatMap((kind) => countsOf(things(kind, "a"))),
      ["1 machine", "1 database", "1 load balancer", "1 service"],
    );
  });

  for (const [name, type, title, around] of [
    ["Instance web", "Instance", "web", ""],
    ["Instance web of Site eu", "Instance", "web", "of Site eu"],
    ["Instance two words", "Instance", "two words", ""],
    ["Instance two\nlines of Site e\nu", "Instance", "two\nlines", "of Site e\nu"],
    ["web", "", "web", ""],
    ["", "", "", ""],
  ] as const)
    it(`are read from ${JSON.stringify(name)}`, () =>
      assert.deepEqual(wordsOf(name), { type, title, around }));

  for (const [names, title] of [
    [["Subnet a"], "a"],
    [["Subnet a", "Subnet b", "Subnet c"], "a, b, c"],
    [["Subnet a", "Subnet b", "Subnet c", "Subnet d"], "a, b, c, d"],
    [["Subnet a", "Subnet b", "Subnet c", "Subnet d", "Subnet e"], "a, b, c and 2 more"],
  ] as const)
    it(`are of subnets ${title}`, () => assert.equal(titleOfTier(names), title));
});
