import assert from "node:assert/strict";
import fc from "fast-check";
import { environmentOf, environmentOfStack } from "../../network/names/environment";
import { isOneOf } from "../../network/names/naming";
import { Tags } from "../../network/names/tags";
import { tokens } from "../../network/names/tokens";
import { DEFAULT_VOCABULARY, environmentsIn, tokensBesideEnvironment } from "../../network/names/vocabulary";
import { namingOf } from "../../network/network";
import { Resource } from "../../stack/resource";
import { UNKNOWN, type Values } from "../../stack/value";
import { trials } from "../trials";

const environments = (name: string) => environmentsIn(name, DEFAULT_VOCABULARY);

const resource = (
  declared: Values,
  { type = "aws:ec2/securityGroup:SecurityGroup", name = "web", provider = {} as Values } = {},
) => new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared, provider });

const environment = (...args: Parameters<typeof resource>) =>
  environmentOf(Tags.of(resource(...args), namingOf(resource(...args))), DEFAULT_VOCABULARY);

describe("environmentsIn", () => {
  for (const [name, expected] of [
    ["prod-web", ["production"]],
    ["PROD", ["production"]],
    ["prod_web", ["production"]],
    ["web.prd/eu", ["production"]],
    ["ｐｒｏｄ-web", ["production"]],
    ["product", []],
    ["latest", []],
    ["reproduce", []],
    ["delivery", []],
    ["prod2", ["production"]],
    ["prod01-web", ["production"]],
    ["prod2web", []],
    ["webProd", ["production"]],
    ["MySQLProd", ["production"]],
    ["webProducts", []],
    ["nonProdWeb", ["nonproduction"]],
    ["not-prod", ["nonproduction"]],
    ["本番環境", ["production"]],
    ["社内開発用", ["development"]],
    ["ｽﾃｰｼﾞﾝｸﾞ環境", ["staging"]],
    ["非本番環境", ["nonproduction"]],
    ["nonprod-dev", ["development"]],
    ["nonprod-prod", ["nonproduction", "production"]],
    ["prodé", []],
    ["prode\u0301", []],
    ["", []],
    ["---", []],
    ["non-prod", ["nonproduction"]],
    ["nonprod-web", ["nonproduction"]],
    ["NON_PROD_web", ["nonproduction"]],
    ["pre-prod", ["staging"]],
    ["pre-production-db", ["staging"]],
    ["pre-live", []],
    ["web-non", []],
    ["s-tage", []],
    ["prod-replica-for-test", ["production", "test"]],
    ["prod-production", ["production"]],
  ] as const) {
    it(`finds ${expected.join(" and ") || "none"} in ${JSON.stringify(name)}`, () => {
      assert.deepEqual(environments(name), expected);
    });
  }

  it("does not take non-prod for production where the vocabulary has no word for it", () => {
    assert.deepEqual(environmentsIn("non-prod-web", { production: ["prod"] }), []);
    assert.deepEqual(environmentsIn("prod-web", { production: ["prod"] }), ["production"]);
  });

  it("finds words of several parts, apart or together", () => {
    const vocabulary = { recovery: ["dr-site"], dr: ["dr"] };
    assert.deepEqual(environmentsIn("web-DR_site", vocabulary), ["recovery"]);
    assert.deepEqual(environmentsIn("web-drsite", vocabulary), ["recovery"]);
    assert.deepEqual(environmentsIn("web-dr", vocabulary), ["dr"]);
    assert.deepEqual(environmentsIn("web-d-r", vocabulary), []);
  });

  it("leaves the rest of a name", () => {
    assert.deepEqual(tokensBesideEnvironment("prod-web-non-prod-1", DEFAULT_VOCABULARY), ["web", "1"]);
    assert.deepEqual(tokensBesideEnvironment("本番データベース", DEFAULT_VOCABULARY), ["データベース"]);
    assert.deepEqual(tokens("a--B c"), ["a", "b", "c"]);
    assert.deepEqual(tokens("publicWebServer12"), ["public", "web", "server", "12"]);
  });
});

describe("a resource's names", () => {
  const shown = (...args: Parameters<typeof resource>) =>
    Tags.of(resource(...args), namingOf(resource(...args))).names.map(({ property, value }) => [
      property,
      value,
    ]);

  it("takes a name made by the provider for the logical one", () => {
    for (const name of ["web-0a1b2c3", undefined, ""]) {
      assert.deepEqual(shown({ name }), [["logical name", "web"]]);
    }
    assert.deepEqual(shown({ name: "web-0a1b2c" }), [["name", "web-0a1b2c"]]);
    assert.deepEqual(shown({ name: "web-0a1b2c3-x" }), [["name", "web-0a1b2c3-x"]]);
    assert.deepEqual(shown({ name: "other-0a1b2c3" }), [["name", "other-0a1b2c3"]]);
  });

  it("sees the same in a name that the provider put in lower case", () => {
    const cache = { type: "aws:elasticache/cluster:Cluster", name: "ProdCache" };
    assert.deepEqual(shown({ clusterId: "prodcache-0a1b2c3" }, cache), [["logical name", "ProdCache"]]);
    assert.deepEqual(shown({ clusterId: "prodcache-0a1b2cX" }, cache), [["clusterId", "prodcache-0a1b2cX"]]);
  });

  it("takes no name of another resource for its own", () => {
    const cache = { type: "aws:elasticache/cluster:Cluster", name: "cache" };
    assert.deepEqual(shown({ replicationGroupId: "prod-group" }, cache), [["logical name", "cache"]]);
  });

  it("gives the physical name before the tag, and no logical one beside it", () => {
    assert.deepEqual(shown({ name: "a", tags: { Name: "b" } }), [
      ["name", "a"],
      ["tag Name", "b"],
    ]);
    assert.deepEqual(shown({ tags: UNKNOWN }), [
      ["tag Name", UNKNOWN],
      ["logical name", "web"],
    ]);
  });
});

describe("environmentOf", () => {
  it("asks tags before names, and the physical name before the logical one", () => {
    assert.equal(environment({ name: "dev-web", tags: { Env: "prod" } }), "production");
    assert.equal(environment({ name: "dev-web", tags: { Owner: "prod" } }), "development");
    assert.equal(environment({ name: "dev-web" }, { name: "prod-web" }), "development");
    assert.equal(environment({}, { name: "prod-web" }), "production");
    assert.equal(environment({}), undefined);
  });

  it("asks the name where a tag names nothing", () => {
    assert.equal(environment({ name: "dev-web", tags: { Environment: "blue" } }), "development");
    assert.equal(environment({ name: "dev-web", tags: { Environment: "" } }), "development");
  });

  it("is unknown while a tag or an earlier name is, or a text names two", () => {
    assert.equal(environment({ name: "dev-web", tags: { Env: UNKNOWN } }), UNKNOWN);
    assert.equal(environment({ name: "dev-web", tags: UNKNOWN }), UNKNOWN);
    assert.equal(environment({ name: UNKNOWN, tags: { Name: "dev" } }), UNKNOWN);
    assert.equal(environment({ tags: { Env: "dev/test" } }), UNKNOWN);
    assert.equal(environment({ name: "dev-web", tags: { Owner: UNKNOWN } }), "development");
    assert.equal(environment({ name: UNKNOWN, tags: { Env: "dev" } }), "development");
  });

  it("counts the provider's default tags", () => {
    const provider = { defaultTags: { tags: { Environment: "prod" } } };
    assert.equal(environment({ name: "dev-web" }, { provider }), "production");
    assert.equal(environment({ tags: { Environment: "dev" } }, { provider }), "development");
  });
});

describe("environmentOfStack", () => {
  const ofStack = (stack: string, tags: Record<string, string> = {}) =>
    environmentOfStack(
      Tags.read(tags),
      `urn:pulumi:${stack}::prod::aws:ec2/vpc:Vpc::test`,
      DEFAULT_VOCABULARY,
    );

  it("asks the stack's tags before its name", () => {
    assert.equal(ofStack("dev", { environment: "prod" }), "production");
    assert.equal(ofStack("main", { Env: "prod", environment: "production" }), "production");
    assert.equal(ofStack("dev", { owner: "prod" }), "development");
    assert.equal(ofStack("dev", { environment: "blue" }), "development");
    assert.equal(ofStack("dev", { environment: "prod", stage: "test" }), undefined);
    assert.equal(ofStack("dev", { environment: "dev and prod" }), undefined);
  });

  it("reads of a URN the stack's name alone", () => {
    assert.equal(ofStack("dev"), "development");
    assert.equal(ofStack("eu-west-1_PRD"), "production");
    assert.equal(ofStack("webProd01"), "production");
    assert.equal(ofStack("main"), undefined);
    assert.equal(ofStack("dev-for-prod"), undefined);
  });
});

describe("a name without an environment", () => {
  it("has all its tokens beside one, whatever words there are", () => {
    const vocabulary = { ...DEFAULT_VOCABULARY, release: ["go live", "R2", "vor-Ort"] };
    const words = Object.values(vocabulary).flat();
    const part = fc.constantFrom(
      ...words,
      ...words.map((word) => word.toUpperCase()),
      "web",
      "go",
      "2",
      "r",
      "non",
      "pre",
      "環境",
      "ä",
    );
    const name = fc.array(fc.tuple(part, fc.constantFrom("", "-", " ")), { maxLength: 4 });
    fc.assert(
      fc.property(name, (parts) => {
        const text = parts.flat().join("");
        const isWhole = tokensBesideEnvironment(text, vocabulary).join("") === tokens(text).join("");
        assert.equal(environmentsIn(text, vocabulary).length === 0, isWhole, text);
      }),
      trials(500),
    );
  });
});

describe("isOneOf", () => {
  it("knows a balancer by each of its tokens", () => {
    const types = ["aws:lb/loadBalancer:LoadBalancer"];
    const naming = namingOf(resource({}));
    assert.equal(isOneOf("aws:alb/loadBalancer:LoadBalancer", types, naming), true);
    assert.equal(isOneOf("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", types, naming), true);
    assert.equal(isOneOf("aws:applicationloadbalancing/loadBalancer:LoadBalancer", types, naming), true);
    assert.equal(isOneOf("aws:elasticloadbalancing/loadBalancer:LoadBalancer", types, naming), false);
    assert.equal(
      isOneOf("aws:lb/loadBalancer:LoadBalancer", ["aws:alb/loadBalancer:LoadBalancer"], naming),
      true,
    );
  });
});
