import assert from "node:assert/strict";
import { type Language, LanguageTooLarge } from "../../algebra/language";
import { readDocument } from "../../network/identity/documents";
import { type Own, statementsByAddress, statementsForEveryone } from "../../network/identity/everyone";
import { Selection } from "../../network/identity/selection";
import { Session } from "../../network/session";
import { UNKNOWN, type Value } from "../../stack/value";

type Said = { readonly [element: string]: Value };
const READ: Said = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::logs/*",
};
const documentOf = (...statements: Value[]) => readDocument({ Statement: statements });
const titles = (...statements: Value[]) =>
  statementsForEveryone(documentOf(...statements)).map(({ title }) => title);
const when = (operator: string, key: string, value: Value): Said => ({
  Condition: { [operator]: { [key]: value } },
});

const ORG = "aws:PrincipalOrgID";
const ARN = "aws:PrincipalArn";
const SOURCE = "aws:SourceIp";
const MOUNTED = "elasticfilesystem:AccessedViaMountTarget";

describe("what a policy allows to everyone", () => {
  const conditions: [string, string, Value, boolean][] = [
    ["StringEquals", ORG, "o-1", false],
    ["StringEquals", ORG, ["o-1", "o-2"], false],
    ["StringEquals", ORG, ["o-1", "*"], true],
    ["StringEquals", ORG, UNKNOWN, false],
    ["stringequalsignorecase", ORG, "o-1", false],
    ["ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-1/r-1/*", false],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1/*", false],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "xo-1/*", true],
    ["ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-1/*", true],
    ["StringEqualsIfExists", ORG, "o-1", true],
    ["StringNotEquals", ORG, "o-1", true],
    ["MyStringEquals", ORG, "o-1", true],
    ["MyForAnyValue:StringEquals", ORG, "o-1", true],
    ["StringForAnyValue:Equals", ORG, "o-1", true],
    ["Bool", MOUNTED, ["true", null], false],
    ["StringEquals", "aws:UserAgent", "o-1", true],
    ["StringEquals", "x-aws:PrincipalOrgID", "o-1", true],
    ["StringEquals", "kms:CallerAccount", "123456789012", false],
    ["StringEquals", "sts:ExternalId", "123456789012", false],
    ["StringEquals", "aws:SourceVpce", "vpce-1", false],
    ["StringEquals", "aws:VpceOrgID", "o-1", false],
    ["StringEquals", "acs:SourceVpc", "vpc-1", false],
    ["StringEquals", "s3:DataAccessPointAccount", "123456789012", false],
    ["StringLike", "aws:userid", "AROAEXAMPLE1234567:*", false],
    ["StringLike", "aws:userid", "AROA1:*", true],
    ["StringLike", "aws:userid", "A:*", true],
    ["StringLike", "aws:userid", "AR1AEXAMPLE1234567:*", true],
    ["StringLike", "aws:userid", "AXXXXXXXXXXXXXXXX", false],
    ["StringLike", "aws:userid", "xAROAEXAMPLE1234567:*", true],
    ["StringLike", "aws:userid", "aroaexample1234567:*", true],
    ["StringLike", "aws:userid", "A1ROAEXAMPLE12345678:*", true],
    ["ArnLike", ARN, "arn:aws:iam::123456789012:role/*", false],
    ["ArnEquals", ARN, "arn:aws:iam::*:role/x", true],
    ["ArnLike", ARN, "arn:aws:iam::123456789012*:role/x", true],
    ["ArnLike", ARN, "arn:aws:iam::*123456789012:role/x", true],
    ["ArnLike", ARN, "*:aws:iam::123456789012:role/x", true],
    ["ArnLike", ARN, "arn:aws:iam::123456789012", false],
    ["ArnLike", ARN, "arn:aws:iam::123456789012*", true],
    ["StringEquals", ARN, `\${aws:PrincipalArn}`, true],
    ["StringEquals", ARN, "role-?", true],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::logs*", true],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::logs/*", false],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*", true],
    ["ArnLike", "aws:SourceArn", "arn:*:s3:::logs", false],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*/logs/x", true],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::logs:x/*", true],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:::logs/*", true],
    ["IpAddress", SOURCE, "203.0.113.0/24", false],
    ["IpAddress", SOURCE, "203.0.113.7", false],
    ["IpAddress", SOURCE, "2001:db8::7", false],
    ["IpAddress", SOURCE, ["2600::7", "2a00::7"], false],
    ["IpAddress", SOURCE, "5.0.0.0/8", false],
    ["IpAddress", SOURCE, "4.0.0.0/7", true],
    ["IpAddress", SOURCE, ["5.0.0.0/8", "8.8.8.8"], true],
    ["IpAddress", SOURCE, "2600::/32", false],
    ["IpAddress", SOURCE, "2600::/31", true],
    ["IpAddress", SOURCE, "10.0.0.0/7", false],
    ["IpAddress", SOURCE, "nonsense", false],
    ["IpAddress", "acs:SourceIp", "203.0.113.7", false],
    ["IpAddress", ORG, "203.0.113.7", true],
    ["NotIpAddress", SOURCE, "203.0.113.7", true],
    ["Bool", MOUNTED, "true", false],
    ["Bool", MOUNTED, true, false],
    ["Bool", MOUNTED, ["True", "false"], true],
    ["Bool", MOUNTED, "false", true],
    ["Bool", "aws:PrincipalIsAWSService", "true", false],
    ["Bool", "aws:SecureTransport", "true", true],
    ["NumericLessThan", ORG, "1", true],
  ];
  for (const [operator, key, value, isPublic] of conditions)
    it(`is ${isPublic ? "allowed" : "not"} if ${operator} ${key} ${value === UNKNOWN ? "what is not known" : JSON.stringify(value)}`, () =>
      assert.equal(titles({ ...READ, ...when(operator, key, value) }).length, isPublic ? 1 : 0));

  const statements: [string, Value[], string[]][] = [
    ["what is said to everyone", [READ, { ...READ, Sid: "Read" }], ["Statement[0]", "Statement[1] (Read)"]],
    ["what is said without a name", [{ ...READ, Sid: "" }], ["Statement[0]"]],
    ["nothing said to somebody", [{ ...READ, Principal: { AWS: "123456789012" } }], []],
    ["nothing said to who is not known", [{ ...READ, Principal: UNKNOWN }], []],
    ["nothing of what may or may not be allowed", [{ ...READ, Effect: UNKNOWN }], []],
    ["nothing on conditions that are not known", [{ ...READ, Condition: UNKNOWN }], []],
    ["nothing where more may be said", [READ, UNKNOWN], []],
    [
      "nothing where one of two conditions narrows it",
      [{ ...READ, Condition: { StringLike: { "aws:UserAgent": "*" }, StringEquals: { [ORG]: "o-1" } } }],
      [],
    ],
  ];
  for (const [what, said, expected] of statements)
    it(`is ${what}`, () => assert.deepEqual(titles(...said), expected));

  const DENY: Said = { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" };
  const denials: [string, Said, boolean][] = [
    ["to everyone", DENY, true],
    ["perhaps", { ...DENY, Effect: UNKNOWN }, true],
    ["to somebody", { ...DENY, Principal: { AWS: "123456789012" } }, false],
    ["to who is not known", { ...DENY, Principal: UNKNOWN }, true],
    ["on conditions that are not known", { ...DENY, Condition: UNKNOWN }, true],
    ["of something else", { ...DENY, Action: "s3:PutObject" }, false],
    ["of all of that", { ...DENY, Action: "S3:Get*" }, true],
    ["of part of that", { ...DENY, Resource: "arn:aws:s3:::logs/a/*" }, false],
    ["but to an organization", { ...DENY, ...when("StringNotEquals", ORG, "o-1") }, true],
    [
      "but to an organization, if it says one",
      { ...DENY, ...when("StringNotEqualsIfExists", ORG, "o-1") },
      true,
    ],
    ["but to what is not known", { ...DENY, ...when("StringNotEquals", ORG, UNKNOWN) }, true],
    ["of all values", { ...DENY, ...when("ForAllValues:StringNotEquals", ORG, "o-1") }, true],
    ["by an operator that is none", { ...DENY, ...when("MyStringNotEquals", ORG, "o-1") }, false],
    ["by another that is none", { ...DENY, ...when("IfExistsStringNotEquals", ORG, "o-1") }, false],
    ["of any value", { ...DENY, ...when("ForAnyValue:StringNotEquals", ORG, "o-1") }, false],
    ["but to everyone", { ...DENY, ...when("StringNotLike", ORG, "*") }, false],
    ["to an organization", { ...DENY, ...when("StringEquals", ORG, "o-1") }, false],
    ["but to a role", { ...DENY, ...when("ArnNotLike", ARN, "arn:aws:iam::123456789012:role/*") }, true],
    ["but to addresses", { ...DENY, ...when("NotIpAddress", SOURCE, "203.0.113.7") }, true],
    ["but to most addresses", { ...DENY, ...when("NotIpAddress", SOURCE, "0.0.0.0/0") }, false],
    ["but by a mount target", { ...DENY, ...when("Bool", MOUNTED, "false") }, true],
    ["but perhaps by a mount target", { ...DENY, ...when("Bool", MOUNTED, UNKNOWN) }, true],
    ["by a mount target", { ...DENY, ...when("Bool", MOUNTED, "true") }, false],
    ["by a mount target and without", { ...DENY, ...when("Bool", MOUNTED, ["false", "true"]) }, false],
    ["but by a mount target, if it says so", { ...DENY, ...when("BoolIfExists", MOUNTED, "False") }, true],
    ["without TLS", { ...DENY, ...when("Bool", "aws:SecureTransport", "false") }, false],
    ["where a switch is no switch", { ...DENY, ...when("StringEquals", MOUNTED, "false") }, false],
    [
      "on two conditions, of which one lets most through",
      { ...DENY, Condition: { StringNotEquals: { [ORG]: "o-1" }, Bool: { "aws:SecureTransport": "false" } } },
      false,
    ],
  ];
  for (const [what, denial, isTakenBack] of denials)
    it(`is ${isTakenBack ? "" : "not "}taken back by a denial ${what}`, () =>
      assert.deepEqual(titles(READ, denial), isTakenBack ? [] : ["Statement[0]"]));

  it("is taken back by denials that do it together", () => {
    const deny = (Action: string) => ({ ...DENY, Action });
    assert.deepEqual(titles({ ...READ, Action: ["s3:Get*", "s3:List*"] }, deny("s3:G*"), deny("s3:L*")), []);
    assert.equal(titles({ ...READ, Action: ["s3:Get*", "s3:List*"] }, deny("s3:G*")).length, 1);
  });

  const named = (...patterns: string[]): Language => new Selection(patterns, false, false).possible;
  const BUCKET: Own = { itself: named("arn:aws:s3:::logs"), within: named("arn:aws:s3:::logs/*") };
  const withOwn = (own: () => Own | undefined, ...all: Value[]) =>
    statementsForEveryone(documentOf(...all), own).length;
  const owned: [string, Value, Value, number][] = [
    [
      "a denial of all of it",
      { ...READ, Resource: "*" },
      { ...DENY, Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"] },
      0,
    ],
    [
      "a denial of what lies in it",
      { ...READ, Resource: "*" },
      { ...DENY, Resource: "arn:aws:s3:::logs/*" },
      1,
    ],
    [
      "a denial of part of that",
      { ...READ, Resource: "*" },
      { ...DENY, Resource: "arn:aws:s3:::logs/a*" },
      1,
    ],
    ["a denial of another", { ...READ, Resource: "*" }, { ...DENY, Resource: "arn:aws:s3:::other/*" }, 1],
    [
      "a denial that names none",
      { Effect: "Allow", Principal: "*", Action: "*" },
      { Effect: "Deny", Principal: "*", Action: "*" },
      0,
    ],
    [
      "a denial by a like name",
      { ...READ, Resource: "arn:aws:s3:::logs" },
      { ...DENY, Resource: "arn:aws:s3:::log?" },
      0,
    ],
  ];
  for (const [what, allowed, denied, left] of owned)
    it(`is judged by what the resource can be named: ${what}`, () =>
      assert.equal(
        withOwn(() => BUCKET, allowed, denied),
        left,
      ));

  it("is taken back as a whole by a denial that names it by one of several names", () => {
    const own: Own = { itself: named("arn:aws:sns:::a", "arn:aws:sns:*::a"), within: named() };
    assert.equal(
      withOwn(() => own, { ...READ, Resource: "*" }, { ...DENY, Resource: "arn:aws:sns:::a" }),
      0,
    );
  });

  it("asks for those names where a denial stands alone, and does without them", () => {
    let asked = 0;
    const none = () => {
      asked++;
      return undefined;
    };
    assert.equal(withOwn(none, READ), 1);
    assert.equal(asked, 0);
    assert.equal(withOwn(none, READ, { ...DENY, Resource: "arn:aws:s3:::other" }), 1);
    assert.equal(asked, 1);
  });

  it("is left open where a denial is too much to compare, and hides no other failure", () => {
    const failing = (error: Error) => () => {
      throw error;
    };
    assert.equal(withOwn(failing(new LanguageTooLarge()), READ, DENY), 0);
    assert.throws(() => withOwn(failing(new TypeError("why")), READ, DENY), TypeError);
  });
});

describe("what a policy allows to everyone at some addresses", () => {
  const rows: [string, Said, string | undefined][] = [
    ["anywhere", {}, "0.0.0.0/0 ::/0"],
    ["from a block", when("IpAddress", SOURCE, "203.0.113.0/24"), "203.0.113.0/24"],
    ["from an address, in other letters", when("ipaddress", "AWS:sourceip", "203.0.113.7"), "203.0.113.7/32"],
    ["of any value", when("ForAnyValue:IpAddress", SOURCE, "203.0.113.7"), "203.0.113.7/32"],
    ["from an address of IPv6", when("IpAddress", SOURCE, "2001:db8::7"), "2001:db8::7/128"],
    [
      "from two",
      when("IpAddress", SOURCE, ["203.0.113.7", "198.51.100.7"]),
      "198.51.100.7/32 203.0.113.7/32",
    ],
    ["from what is not known", when("IpAddress", SOURCE, UNKNOWN), ""],
    [
      "from where two conditions meet",
      { Condition: { IpAddress: { [SOURCE]: "203.0.113.0/24", "acs:SourceIp": "203.0.113.128/25" } } },
      "203.0.113.128/25",
    ],
    ["to an organization", when("StringEquals", ORG, "o-1"), undefined],
    ["from addresses by another name", when("IpAddress", "aws:VpcSourceIp", "203.0.113.7"), "0.0.0.0/0 ::/0"],
    ["from elsewhere", when("NotIpAddress", SOURCE, "203.0.113.7"), "0.0.0.0/0 ::/0"],
    ["from an address, if it says one", when("IpAddressIfExists", SOURCE, "203.0.113.7"), "0.0.0.0/0 ::/0"],
    ["on conditions that are not known", { Condition: UNKNOWN }, undefined],
  ];
  for (const [what, condition, expected] of rows)
    it(`is ${expected === undefined ? "nothing" : "told"}: ${what}`, () => {
      const found = statementsByAddress(documentOf({ ...READ, ...condition }));
      assert.deepEqual(
        found.map(({ title, addresses }) => [title, addresses.blocks().join(" ")]),
        expected === undefined ? [] : [["Statement[0]", expected]],
      );
    });

  it("is nothing where more may be said, and what a denial but to addresses takes back", () => {
    assert.deepEqual(statementsByAddress(documentOf(READ, UNKNOWN)), []);
    const deny = { ...READ, Effect: "Deny", Action: "*", ...when("NotIpAddress", SOURCE, "203.0.113.7") };
    assert.deepEqual(statementsByAddress(documentOf(READ, deny)), []);
    const kept = { ...READ, Effect: "Deny", Action: "*", ...when("IpAddress", SOURCE, "203.0.113.7") };
    assert.equal(statementsByAddress(documentOf(READ, kept)).length, 1);
  });
});

describe("what the policy of one thing gives to everyone and takes back", () => {
  const URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/one";
  const arn = (place: string) => `arn:aws:${place.replace(":", ":eu-west-1:123456789012:")}`;
  /** What is policed, what names it, and where its ARNs end, with `one` in place of `two`. */
  const THINGS: readonly (readonly [type: string, named: Said, place: string])[] = [
    ["aws:kms/key:Key", { id: "one" }, "kms:key/one"],
    ["aws:kms/keyPolicy:KeyPolicy", { keyId: arn("kms:key/one") }, "kms:key/one"],
    ["aws:secretsmanager/secret:Secret", { name: "one" }, "secretsmanager:secret:one-a1b2c3"],
    [
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      { secretArn: arn("secretsmanager:secret:one-a1b2c3") },
      "secretsmanager:secret:one-a1b2c3",
    ],
    ["aws:sns/topic:Topic", { name: "one" }, "sns:one"],
    ["aws:sns/topicPolicy:TopicPolicy", { arn: arn("sns:one") }, "sns:one"],
    ["aws:sqs/queue:Queue", { name: "one" }, "sqs:one"],
    ["aws:sqs/queuePolicy:QueuePolicy", { queueUrl: URL }, "sqs:one"],
  ];

  for (const [type, named, place] of THINGS) {
    it(`${type}, of itself or of another`, () => {
      const shares = (denied: string) => {
        const everything = { ...READ, Action: "*", Resource: "*" };
        const Statement = [everything, { ...everything, Effect: "Deny", Resource: denied }];
        const declared = { ...named, policy: JSON.stringify({ Statement }) };
        const urn = `urn:pulumi:dev::shop::${type}::it`;
        return Session.networkOf([{ urn, type, name: "it", declared, settled: named }]).publicShares.length;
      };
      assert.deepEqual([arn(place), arn(place.replace("one", "two"))].map(shares), [0, 1]);
    });
  }
});
