import assert from "node:assert/strict";
import { Network } from "../../network/network";
import { Resource } from "../../stack/resource";
import type { Values } from "../../stack/value";

const resource = (type: string, declared: Values) =>
  new Resource({ urn: `urn:pulumi:dev::shop::${type}::a`, type, name: "a", declared });

const PUBLIC = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

describe("the nouns that no resource of a type has", () => {
  const rows: [noun: keyof Network, type: string, first: Values, then: Values][] = [
    ["publicShares", "aws:sns/topic:Topic", {}, { policy: JSON.stringify(PUBLIC) }],
    ["publicShares", "aws:sns/topic:Topic", { policy: "{}" }, { policy: JSON.stringify(PUBLIC) }],
    ["writtenTexts", "aws:sfn/activity:Activity", {}, { name: "a" }],
    ["accessKeys", "aws:iam/user:User", {}, {}],
    [
      "securityGroups",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      {},
      { securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
    ],
  ];
  for (const [noun, type, first, then] of rows) {
    it(`hide no ${noun} of a later ${type} behind a first one with ${JSON.stringify(first)}`, () => {
      const found = (network: Network) => (network[noun] as readonly unknown[]).length;
      for (const declared of [first, then]) {
        const alone = found(Network.ofResource(resource(type, declared)));
        // A stack of one is read without what is known of the type.
        assert.equal(alone, found(Network.ofStack([resource(type, declared)])));
      }
    });
  }

  it("are the same empty list for all of a type, whichever property they have", () => {
    const [one, other] = ["a", "b"].map(
      (name) => Network.ofResource(resource("aws:sqs/queue:Queue", { name })).vpcs,
    );
    assert.deepEqual(one, []);
    assert.equal(one, other);
  });
});
