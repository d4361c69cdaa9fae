import assert from "node:assert/strict";
import { covers, exemptionFor, isExpired } from "../../policies/kit/exemptions";

const URN = "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::";

describe("exemptions, adversarially", () => {
  const cases: [glob: string, name: string, covered: boolean][] = [
    [`${URN}web`, "web", true],
    [`${URN}web`, "web2", false],
    ["*::web", "web", true],
    ["*::web", "a/web", false],
    ["*web", "a/b:c::web", true],
    ["*", "$web", true],
    [`${URN}w*$`, "web$", true],
    [`${URN}w*$`, "web", false],
    ["*::web[1]", "web[1]", true],
    ["*::web[1]", "web1", false],
    ["*::web(1)", "web(1)", true],
    ["*::{web,app}", "web", false],
    ["*::{web,app}", "{web,app}", true],
    ["*::web|*::app", "app", false],
    ["!*::web", "app", false],
    ["*::web+", "webb", false],
    ["*::^web.*", "web.", false],
    ["*::w?b", "web", true],
    ["*::w?b", "w/b", true],
    ["*::web", "WEB", false],
    ["*::we*\\", "web\\", true],
  ];
  for (const [glob, name, covered] of cases) {
    it(`${glob} ${covered ? "covers" : "leaves"} ${name}`, () => {
      assert.equal(covers({ resource: glob, reason: "a test" }, URN + name), covered);
    });
  }

  it("the day itself still exempts", () => {
    const until = (expires: string) => ({ resource: "*", reason: "a test", expires });
    assert.equal(isExpired(until("2024-02-29"), "2024-02-29"), false);
    assert.equal(isExpired(until("2024-02-29"), "2024-03-01"), true);
    assert.equal(exemptionFor(URN, [until("2024-02-28")], "2024-02-29"), undefined);
    assert.notEqual(exemptionFor(URN, [until("2024-02-28"), until("2024-03-01")], "2024-02-29"), undefined);
  });
});
