import assert from "node:assert/strict";
import {
  isUniqueId as isAlicloudId,
  isPlaceUnknown as isAlicloudPlaceUnknown,
  sharesPlace as sharesAlicloudPlace,
} from "../../network/alicloud/places";
import { isPlaceUnknown, isUniqueId, regionOf, sharesPlace } from "../../network/aws/places";
import { Session } from "../../network/session";
import { Resource } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN, type Values } from "../../stack/value";

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const resource = (declared: Values, provider: Values = {}, type = INSTANCE, name = "one") =>
  new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared, provider });

const role = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/deploy` });
const HERE = { region: "us-east-1" };
const THERE = { region: "us-west-2" };

describe("places", () => {
  it("take a resource's own region before its provider's", () => {
    assert.equal(regionOf(resource(HERE, THERE)), "us-east-1");
    assert.equal(regionOf(resource({}, THERE)), "us-west-2");
    assert.equal(regionOf(resource({ region: UNKNOWN })), undefined);
    const audited = new Resource({ urn: "u", type: INSTANCE, name: "one", settled: HERE, provider: THERE });
    assert.equal(regionOf(audited), "us-east-1");
  });

  for (const [title, one, other, expected] of [
    ["one region", resource(HERE), resource({}, HERE), true],
    ["two regions", resource(HERE), resource(THERE), false],
    ["no region told", resource({}), resource({}), true],
    ["one region told, the other not", resource(HERE), resource({}), UNKNOWN],
    [
      "two accounts",
      resource({}, { assumeRole: role("1".repeat(12)) }),
      resource({}, { assumeRole: role("2".repeat(12)) }),
      false,
    ],
    [
      "the last of a chain of roles",
      resource({}, { assumeRoles: JSON.stringify([role("1".repeat(12)), role("2".repeat(12))]) }),
      resource({}, { assumeRole: role("2".repeat(12)) }),
      true,
    ],
    [
      "the only account allowed",
      resource({}, { allowedAccountIds: ["111111111111"] }),
      resource({}, { assumeRole: role("1".repeat(12)) }),
      true,
    ],
    [
      "an account told beside none",
      resource({}, { allowedAccountIds: ["111111111111"] }),
      resource({}),
      UNKNOWN,
    ],
    ["two profiles", resource({}, { profile: "a" }), resource({}, { profile: "b" }), UNKNOWN],
    [
      "a role that tells no account beside what a provider allows",
      resource({}, { assumeRole: { roleArn: `x:arn:aws:iam::${"1".repeat(12)}:role/x` } }),
      resource({}, { allowedAccountIds: ["1".repeat(12)] }),
      UNKNOWN,
    ],
    ["IAM in two regions", resource({}, HERE, "aws:iam/role:Role"), resource({}, THERE), true],
  ] as const) {
    it(`are shared or not with ${title}`, () => assert.equal(sharesPlace(one, other), expected));
  }

  const ram = (account: string) => ({ roleArn: `acs:ram::${account}:role/deploy` });
  const [first, second] = ["1".repeat(16), "2".repeat(16)];
  for (const [title, one, other, expected] of [
    ["one region", { region: "cn-hangzhou" }, { region: "cn-hangzhou" }, true],
    ["two regions", { region: "cn-hangzhou" }, { region: "cn-beijing" }, false],
    ["two accounts", { accountId: first }, { accountId: second }, false],
    ["one account", { accountId: first }, { accountId: first }, true],
    ["the account of a role", { assumeRole: ram(first) }, { accountId: first }, true],
    [
      "the account of the last of two roles",
      { assumeRole: [ram(first), ram(second)] },
      { accountId: second },
      true,
    ],
    [
      "a role before what a provider says",
      { assumeRole: ram(first), accountId: second },
      { accountId: second },
      false,
    ],
    [
      "a role that tells no account",
      { assumeRole: { roleArn: "x:acs:ram::1:role/x" } },
      { accountId: "1" },
      UNKNOWN,
    ],
    [
      "a role not known yet",
      { assumeRole: { roleArn: UNKNOWN }, accountId: first },
      { accountId: first },
      UNKNOWN,
    ],
    ["an account beside none", { accountId: first }, { accountId: "" }, UNKNOWN],
    ["no account on either side", { accountId: "" }, {}, true],
    ["two profiles", { profile: "a" }, { profile: "b" }, UNKNOWN],
    ["one profile", { profile: "a" }, { profile: "a" }, true],
    ["two profiles in two regions", { profile: "a", region: "x" }, { profile: "b", region: "y" }, false],
  ] as const) {
    it(`of Alibaba Cloud are shared or not with ${title}`, () => {
      const type = "alicloud:ecs/instance:Instance";
      assert.equal(sharesAlicloudPlace(resource({}, one, type), resource({}, other, type)), expected);
    });
  }

  it("of Alibaba Cloud count the account alone of RAM and ActionTrail", () => {
    const [here, there] = [{ region: "cn-hangzhou" }, { region: "cn-beijing" }];
    for (const type of ["alicloud:ram/role:Role", "alicloud:actiontrail/trail:Trail"])
      assert.equal(
        sharesAlicloudPlace(resource({}, here, type), resource({}, there, "alicloud:ecs/disk:Disk")),
        true,
      );
    assert.equal(
      sharesAlicloudPlace(resource({}, here, "own:alicloud:ram/role:Role"), resource({}, there)),
      false,
    );
  });

  it("know ARNs and ids that AWS makes from names", () => {
    for (const id of ["vpc-0123456789abcdef0", "sg-12345678", "arn:aws:iam::123456789012:role/x"])
      assert.ok(isUniqueId(id), id);
    for (const name of ["web", "web-dev", "rooms-12", "default"]) assert.ok(!isUniqueId(name), name);
  });

  it("know ARNs and ids that Alibaba Cloud makes from names", () => {
    for (const id of [
      "sg-bp1hv6wvmegs036abcde",
      "i-bp1hv6wvmegs036abcde",
      "vsw-bp1hv6wvmegs036abcde",
      "acs:ram::1234567890123456:role/x",
    ])
      assert.ok(isAlicloudId(id), id);
    for (const name of ["web-dev", "my-sg-bp1hv6wvmegs036abcde", "sg-bp1hv6wvmegs036abcde-old", "our-acs:x"])
      assert.ok(!isAlicloudId(name), name);
  });

  it("of Alibaba Cloud are not known while their provider's region is not", () => {
    const providers: Values[] = [{ region: UNKNOWN }, { region: "cn-hangzhou" }, {}];
    const answers = providers.map((provider) => isAlicloudPlaceUnknown(resource({}, provider)));
    assert.deepEqual(answers, [true, false, false]);
  });

  for (const [title, one, other, expected] of [
    [
      "its own account, in whatever region",
      { accountId: "1", region: "a" },
      { accountId: "1", region: "b" },
      true,
    ],
    ["another account", { accountId: "1", region: "a" }, { accountId: "2", region: "a" }, undefined],
    ["an account that is not told", { accountId: "1", region: "a" }, { region: "a" }, UNKNOWN],
    ["no account told, in one region", { region: "a" }, { region: "a" }, true],
    ["no account told, in two regions", { region: "a" }, { region: "b" }, UNKNOWN],
  ] as const) {
    it(`of Alibaba Cloud tell whether what an account blocks holds for a bucket of ${title}`, () => {
      const type = "alicloud:oss/accountPublicAccessBlock:AccountPublicAccessBlock";
      const block = resource({ blockPublicAccess: true }, one, type, "block");
      const bucket = resource({}, other, "alicloud:oss/bucket:Bucket", "bucket");
      const [blocked] = Session.networkOf([block, bucket]).buckets.flatMap(
        ({ publicAccess }) => publicAccess,
      );
      assert.equal(blocked?.account?.value, expected);
    });
  }

  it("of Alibaba Cloud leave open what an account blocks while another's block may hold as well", () => {
    const type = "alicloud:oss/accountPublicAccessBlock:AccountPublicAccessBlock";
    const blocks = [
      resource({ blockPublicAccess: false }, { accountId: "1" }, type, "off"),
      resource({ blockPublicAccess: true }, {}, type, "on"),
    ];
    const bucket = resource({}, { accountId: "1" }, "alicloud:oss/bucket:Bucket", "bucket");
    const [blocked] = Session.networkOf([...blocks, bucket]).buckets.flatMap((one) => one.publicAccess);
    assert.equal(blocked?.account?.value, UNKNOWN);
  });

  it("join names within a place only, what surely shares it first", () => {
    const near = resource({ ...HERE, name: "web" }, {}, TEMPLATE, "near");
    const far = resource({ ...THERE, name: "web" }, {}, TEMPLATE, "far");
    const untold = resource({ name: "web" }, {}, TEMPLATE, "untold");
    const pointedAt = (from: Resource, ...templates: Resource[]) =>
      new Stack([from, ...templates], new Map(), {
        share: sharesPlace,
        isUnique: isUniqueId,
        isUnknown: isPlaceUnknown,
      })
        .references(from, "launchTemplate", [TEMPLATE], "web", ["name"])
        .map((one) => (one.kind === "resource" ? `${one.resource.name} ${one.certain}` : one.kind));
    assert.deepEqual(pointedAt(resource(HERE), near, far, untold), ["near true"]);
    assert.deepEqual(pointedAt(resource(HERE), far), ["outside"]);
    assert.deepEqual(pointedAt(resource({}), near, far), ["near false", "far false"]);
    assert.deepEqual(pointedAt(resource({}), near), ["near true"]);
  });
});
