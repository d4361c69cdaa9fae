import assert from "node:assert/strict";
import { isReceiver, isSender } from "../../network/exposures/answer";
import { Exposures } from "../../network/exposures/exposures";
import { Names } from "../../network/exposures/names";
import { Session } from "../../network/session";
import type { ResourceFacts } from "../../stack/resource";

const urnOf = (type: string, name: string, stack = "dev") => `urn:pulumi:${stack}::shop::${type}::${name}`;

function thing(
  type: string,
  name: string,
  more: Partial<ResourceFacts> & { within?: string } = {},
): ResourceFacts {
  const { within = "", ...facts } = more;
  return {
    urn: urnOf(`${within}${type}`, name),
    type,
    name,
    declared: { name },
    settled: { id: name },
    ...facts,
  };
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const STACK = thing("pulumi:pulumi:Stack", "shop-dev");
const component = (name: string, parent: ResourceFacts = STACK) =>
  thing("own:index:Cluster", name, {
    parent: parent.urn,
    within: parent === STACK ? "" : "own:index:Cluster$",
  });
const under = (parent: ResourceFacts, name = "web") =>
  thing(GROUP, name, {
    parent: parent.urn,
    urn: urnOf(`own:index:Cluster$${GROUP}`, `${parent.name}-${name}`),
    name,
  });

const namesOf = (...facts: ResourceFacts[]) => new Names(Session.networkOf(facts));

describe("what things are called where flows are recorded", () => {
  it("is type and name, where that tells them apart", () => {
    assert.deepEqual(namesOf(STACK, thing(GROUP, "web"), thing(GROUP, "db")).all, [
      "SecurityGroup db",
      "SecurityGroup web",
    ]);
  });

  it("is that with the components around them, as many as it takes, else the type as a whole", () => {
    const [first, second] = [component("first"), component("second")];
    assert.deepEqual(namesOf(STACK, first, second, under(first), under(second)).all, [
      "SecurityGroup web of Cluster first",
      "SecurityGroup web of Cluster second",
    ]);
    assert.deepEqual(namesOf(STACK, first, under(first), under(STACK)).all.toSorted(), [
      "SecurityGroup web",
      "SecurityGroup web of Cluster first",
    ]);
    const [inner, other] = [
      component("inner", first),
      {
        ...component("inner", second),
        urn: urnOf("own:index:Cluster$own:index:Group$own:index:Cluster", "inner"),
      },
    ];
    assert.deepEqual(
      namesOf(STACK, first, second, inner, other, under(inner), {
        ...under(other),
        urn: urnOf(GROUP, "apart"),
      }).all.toSorted(),
      [
        "SecurityGroup web of Cluster inner of Cluster first",
        "SecurityGroup web of Cluster inner of Cluster second",
      ],
    );
    const around = thing(GROUP, "web", { parent: first.urn });
    assert.deepEqual(
      namesOf(
        { ...first, parent: first.urn },
        around,
        thing(GROUP, "web", { urn: urnOf(GROUP, "x") }),
      ).all.toSorted(),
      ["SecurityGroup web", "SecurityGroup web of Cluster first"],
    );
    const balancers = ["aws:elb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"];
    assert.deepEqual(
      namesOf(STACK, ...balancers.map((type) => thing(type, "front"))).all.toSorted(),
      balancers.map((type) => `LoadBalancer front (${type})`),
    );
    const alike = [thing(GROUP, "web"), thing(GROUP, "web", { urn: urnOf(GROUP, "again") })];
    assert.deepEqual(namesOf(STACK, ...alike).all.toSorted(), alike.map(({ urn }) => urn).toSorted());
  });

  it("says so of another stack, where this one has something of that name", () => {
    const context = (name: string) =>
      thing(GROUP, name, { urn: urnOf(GROUP, name, "prod"), isContext: true });
    const names = namesOf(STACK, thing(GROUP, "web"), context("web"), context("db"));
    assert.deepEqual(names.all.toSorted(), [
      "SecurityGroup db",
      "SecurityGroup web",
      "SecurityGroup web of shop/prod",
    ]);
    assert.equal(names.ofContext("SecurityGroup db"), true);
    assert.equal(names.ofContext("SecurityGroup web"), false);
    assert.equal(names.ofContext("SecurityGroup db through SecurityGroup web of shop/prod"), true);
    assert.equal(names.ofContext("SecurityGroup db through SecurityGroup web"), false);
    assert.equal(names.ofContext("SecurityGroup x"), false);
  });

  it("is found again, by the end of a way through a balancer as well", () => {
    const names = namesOf(STACK, thing(GROUP, "web"), thing(GROUP, "a through b"));
    assert.equal(names.find("SecurityGroup web")?.name, "web");
    assert.equal(names.find("SecurityGroup web through LoadBalancer front")?.name, "web");
    assert.equal(names.find("SecurityGroup a through b")?.name, "a through b");
    assert.equal(names.find("SecurityGroup db"), undefined);
    assert.equal(names.isName("SecurityGroup web"), true);
    assert.equal(names.isName("SecurityGroup web through LoadBalancer front"), false);
    assert.equal(names.isName("SecurityGroup db"), false);
  });

  it("holds nothing that separates names in a line", () => {
    assert.deepEqual(namesOf(STACK, thing(GROUP, "a → b\n ")).all, ["SecurityGroup a \\u{2192} b\\u{a}"]);
    const names = namesOf(STACK);
    const [unknown] = Session.networkOf([thing("aws:sns/topic:Topic", "a→b")]).resources;
    assert.equal(unknown && names.nameOf(unknown), "Topic a\\u{2192}b");
  });

  it("is what may be asked about, beside addresses", () => {
    const exposures = new Exposures(Session.networkOf([STACK, thing(GROUP, "web")]));
    for (const [name, expected] of [
      ["SecurityGroup web", true],
      ["internet", true],
      ["203.0.113.0/24", true],
      ["SecurityGroup db", false],
      ["inside", false],
    ] as const) {
      assert.equal(isSender(name, exposures), expected, name);
      assert.equal(isReceiver(name, exposures), expected, name);
    }
  });
});
