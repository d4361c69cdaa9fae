import assert from "node:assert/strict";
import { createUrn, providerUrn, readUrn, stackUrn } from "../../stack/urn";

describe("the URN of a resource", () => {
  const stack = { project: "shop", stack: "dev" };

  it("names the types above it, but for the stack's", () => {
    const root = stackUrn(stack);
    assert.equal(root, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
    assert.equal(createUrn(stack, "", "a:b:C", "c"), "urn:pulumi:dev::shop::a:b:C::c");
    const site = createUrn(stack, root, "my:index:Site", "site");
    assert.equal(site, "urn:pulumi:dev::shop::my:index:Site::site");
    assert.equal(createUrn(stack, site, "a:b:C", "c"), "urn:pulumi:dev::shop::my:index:Site$a:b:C::c");
  });

  it("tells its stack, project, types and name, which may hold colons", () => {
    const types = "my:index:Site$a:b:C";
    const read = readUrn(`urn:pulumi:dev::shop::${types}::one::two`);
    assert.deepEqual(read, { ...stack, types, type: "a:b:C", name: "one::two" });
    const nothing = { stack: "", project: "", types: "", type: "", name: "" };
    for (const text of ["", "sg-0123"]) assert.deepEqual(readUrn(text), nothing, text);
  });

  it("stands before the id where a provider is named", () => {
    const urn = "urn:pulumi:dev::shop::pulumi:providers:aws::eu";
    assert.equal(providerUrn(`${urn}::1f0c`), urn);
    assert.equal(providerUrn(""), "");
  });
});
