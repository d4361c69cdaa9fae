import assert from "node:assert/strict";
import { addTag, Tags } from "../../network/names/tags";
import { namingOf } from "../../network/network";
import { Resource } from "../../stack/resource";
import { UNKNOWN, type Values } from "../../stack/value";

const resource = (declared: Values, provider: Values = {}, type = "aws:ec2/vpc:Vpc") =>
  new Resource({ urn: `urn:pulumi:dev::shop::${type}::main`, type, name: "main", declared, provider });

const tagsOf = (one: Resource) => Tags.of(one, namingOf(one));

const GROUP = "aws:autoscaling/group:Group";
const PRODUCTION = { defaultTags: { tags: { Env: "prod" } } };

describe("Tags", () => {
  it("finds keys case-blind, the exact one first", () => {
    const tags = Tags.read({ ENV: "a", Env: "b" });
    assert.equal(tags.get("Env"), "b");
    assert.equal(tags.get("env"), "a");
    assert.equal(tags.get("Stage"), undefined);
    assert.deepEqual(
      tags.among(["env"]).map(({ key }) => key),
      ["ENV", "Env"],
    );
  });

  it("reads lists, and numbers as text", () => {
    assert.equal(Tags.read([{ key: "Env", value: 1, propagateAtLaunch: true }]).get("Env"), "1");
  });

  it("takes null, lists of nothing and other types for no tags", () => {
    for (const value of [null, undefined, [], [null], "Env", 7, { Env: null }]) {
      assert.equal(Tags.read(value).get("Env"), undefined);
      assert.equal(Tags.read(value).mayHaveMore, false);
    }
  });

  it("lets what is unknown override what came before it", () => {
    const tags = Tags.read({ Env: "prod" }, UNKNOWN);
    assert.equal(tags.get("Env"), UNKNOWN);
    assert.equal(tags.mayHaveMore, true);
    assert.equal(Tags.read(UNKNOWN, { Env: "prod" }).get("Env"), "prod");
    assert.equal(Tags.read([{ key: UNKNOWN, value: "prod" }]).get("Env"), UNKNOWN);
  });

  it("adds the provider's default tags, as an object or as JSON, under the resource's own", () => {
    for (const defaultTags of [PRODUCTION.defaultTags, JSON.stringify(PRODUCTION.defaultTags)]) {
      assert.equal(tagsOf(resource({}, { defaultTags })).get("Env"), "prod");
      assert.equal(tagsOf(resource({ tags: { Env: "dev" } }, { defaultTags })).get("Env"), "dev");
    }
    assert.equal(tagsOf(resource({}, { defaultTags: UNKNOWN })).get("Env"), UNKNOWN);
    assert.equal(tagsOf(resource({}, { defaultTags: "{" })).get("Env"), UNKNOWN);
  });

  it("adds none of them to an autoscaling group", () => {
    assert.equal(tagsOf(resource({}, PRODUCTION, GROUP)).get("Env"), undefined);
    assert.equal(tagsOf(resource({}, PRODUCTION)).get("Env"), "prod");
  });

  it("is not put in doubt by a tagsAll that one unknown tag made unknown", () => {
    const tags = tagsOf(resource({ tags: { Name: UNKNOWN, Env: "dev" }, tagsAll: UNKNOWN }, PRODUCTION));
    assert.equal(tags.get("Env"), "dev");
    assert.equal(tags.mayHaveMore, false);
    assert.equal(
      tagsOf(resource({ tags: { Name: UNKNOWN }, tagsAll: UNKNOWN }, PRODUCTION)).get("Env"),
      "prod",
    );
  });

  it("trusts a known tagsAll where the provider's default tags are unknown", () => {
    const declared = { tagsAll: { Env: "prod" } };
    assert.equal(tagsOf(resource(declared, { defaultTags: UNKNOWN })).mayHaveMore, false);
  });
});

describe("addTag", () => {
  it("adds to what is there, and to the provider's copy", () => {
    const inputs = { tags: { Name: "a" }, tagsAll: { Name: "a" } };
    addTag(resource(inputs), inputs, { key: "Env", value: "dev" }, namingOf(resource(inputs)));
    assert.deepEqual(inputs, { tags: { Name: "a", Env: "dev" }, tagsAll: { Name: "a", Env: "dev" } });
  });

  it("writes a list for an autoscaling group, which its instances inherit", () => {
    const inputs = {};
    const group = resource(inputs, {}, GROUP);
    addTag(group, inputs, { key: "Env", value: "dev" }, namingOf(group));
    assert.deepEqual(inputs, { tags: [{ key: "Env", value: "dev", propagateAtLaunch: true }] });
  });
});
