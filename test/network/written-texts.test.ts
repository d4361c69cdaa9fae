import assert from "node:assert/strict";
import { Network } from "../../network/network";
import { Resource } from "../../stack/resource";

describe("the texts that a resource writes", () => {
  for (const module of ["lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2"]) {
    it(`are not the login of a listener of aws:${module}`, () => {
      const type = `aws:${module}/listener:Listener`;
      const declared = { defaultActions: [{ authenticateOidc: { clientId: "who", clientSecret: "word" } }] };
      const listener = new Resource({ urn: `urn:pulumi:dev::shop::${type}::a`, type, name: "a", declared });
      const texts = Network.ofResource(listener).writtenTexts.map(({ text }) => text);
      assert.deepEqual(texts, ["authenticateOidc", "clientId", "who", "clientSecret"]);
    });
  }

  it("are as many as they are, more than a call takes arguments", () => {
    const type = "aws:ec2/securityGroup:SecurityGroup";
    const cidrBlocks = Array.from({ length: 150_000 }, (_, i) => `text ${i}`);
    const declared = { ingress: [{ cidrBlocks }] };
    const group = new Resource({ urn: `urn:pulumi:dev::shop::${type}::a`, type, name: "a", declared });
    const texts = Network.ofResource(group).writtenTexts.map(({ text }) => text);
    assert.deepEqual([texts.length, texts[0], texts.at(-1)], [150_001, "cidrBlocks", "text 149999"]);
  });
});
