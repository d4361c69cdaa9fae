import assert from "node:assert/strict";
import fc from "fast-check";
import {
  administratorStatements,
  administratorTogether,
  isAdministratorAccess,
} from "../../network/identity/administrator";
import { readDocument } from "../../network/identity/documents";
import type { Grantee } from "../../network/identity/grantee";
import type { Resource } from "../../stack/resource";
import { UNKNOWN, type Value } from "../../stack/value";
import { matches } from "../algebra/kinds";

interface Spoken {
  readonly Effect: "Allow";
  readonly [element: string]: string | readonly string[];
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const initials = (letters: readonly string[]) => letters.map((letter) => `${letter}*`);
const ACTIONS = ["*", "*:*", "?*", "iam:*", "iam:Get*", "s3:GetObject", "i*", "*:g*", "??*"];
const RESOURCES = ["*", "arn:*", "arn:aws:*", "arn:aws:s3:::logs/*", "arn:aws:iam:*", "*:*:*"];

const some = (...patterns: string[]) => fc.subarray(patterns, { maxLength: 3 });
const actions = fc.oneof(
  some(...ACTIONS).map((Action) => ({ Action })),
  some(...ACTIONS).map((NotAction) => ({ NotAction })),
  fc.integer({ min: 0, max: 26 }).map((cut) => ({ Action: initials(LETTERS.slice(0, cut)) })),
  fc.integer({ min: 0, max: 26 }).map((cut) => ({ Action: initials(LETTERS.slice(cut)) })),
);
const resources = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ Resource: "*" }) },
  { weight: 1, arbitrary: some(...RESOURCES).map((Resource) => ({ Resource })) },
  { weight: 1, arbitrary: some(...RESOURCES).map((NotResource) => ({ NotResource })) },
);
const statement = fc
  .tuple(actions, resources)
  .map(([action, resource]): Spoken => ({ Effect: "Allow", ...action, ...resource }));

/** Enough to tell the patterns above apart: each letter, each service and name that a pattern names, and others beside them. */
const EVERY_ACTION = [
  ...LETTERS.flatMap((letter) => [`${letter}x:do`, `${letter}:go`]),
  ...["iam", "s3"].flatMap((service) =>
    ["do", "go", "getx", "getobject"].map((name) => `${service}:${name}`),
  ),
];
const EVERY_RESOURCE = [
  "arn:aws:s3:::logs/x",
  "arn:aws:iam::1:role/x",
  "arn:aws:x:y:1:z",
  "arn:aws:s3:::logs",
];

const ON_CALLER = [
  ...["ec2:SourceInstanceArn", "ec2:RoleDelivery", "lambda:SourceFunctionArn", "aws:Ec2InstanceSourceVpc"],
  ...["aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:UserId", "aws:UserName", "aws:UserAgent"],
  ...["aws:Referer", "aws:FederatedProvider", "aws:SourceIdentity", "aws:MultiFactorAuthPresent"],
  ...["aws:MultiFactorAuthAge", "aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"],
  ...["aws:SecureTransport", "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpce"],
  ...["aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"],
];
const ON_WHAT_IS_DONE = [
  ...["ec2:Region", "aws:RequestTag/team", "aws:ResourceTag/team", "aws:ResourceAccount", "aws:TagKeys"],
  ...["x:aws:UserId", "aws:UserIds", "aws:SourceIps", "lambda:SourceFunctionArns", "aws:Principal"],
];

type Condition = readonly [operator: string, key: string, value: string | readonly string[]];
const OF_ANYTHING: readonly Condition[] = [
  ["StringLikeIfExists", "s3:prefix", "*"],
  ["ArnLikeIfExists", "ec2:Vpc", ["arn:aws:ec2:*", "*"]],
  ["ForAllValues:StringLike", "aws:TagKeys", "*"],
  ["StringLike", "aws:RequestedRegion", "*"],
  ["Bool", "aws:ViaAWSService", "false"],
];
const OF_SOMETHING: readonly Condition[] = [
  ["StringLike", "s3:prefix", "*"],
  ["ForAnyValue:StringLike", "aws:TagKeys", "*"],
  ["StringEqualsIfExists", "s3:prefix", "*"],
  ["StringLikeIfExists", "s3:prefix", "home/*"],
  ["StringNotLikeIfExists", "s3:prefix", "*"],
  ["StringLike", "aws:RequestedRegion", "eu-*"],
  ["StringEquals", "aws:RequestedRegion", "*"],
  ["Bool", "aws:ViaAWSService", "true"],
];

describe("what is allowed on a condition", () => {
  const isEverything = ([operator, key, value]: Condition) => {
    const statement = {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { [operator]: { [key]: value } },
    };
    return administratorStatements([readDocument({ Statement: [statement] } as never)]) !== undefined;
  };
  const equal = (key: string): Condition => ["StringEquals", key, "a"];
  for (const condition of [...ON_CALLER.map(equal), ...OF_ANYTHING])
    it(`is everything where ${condition.join(" ")}`, () => assert.equal(isEverything(condition), true));
  for (const condition of [...ON_WHAT_IS_DONE.map(equal), ...OF_SOMETHING])
    it(`is not everything where ${condition.join(" ")}`, () => assert.equal(isEverything(condition), false));
});

describe("an administrator", () => {
  it("may be kept from what is no action", () => {
    const statement = { Effect: "Allow", NotAction: "iam:Get:User", Resource: "*" };
    assert.ok(administratorStatements([readDocument({ Statement: [statement] })]));
  });

  it("is what a matcher that tries everything finds", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
        const found = administratorStatements([readDocument({ Statement: statements as never })]);
        const isEverything = EVERY_ACTION.every((action) =>
          EVERY_RESOURCE.every((resource) => statements.some((one) => allows(one, action, resource))),
        );
        assert.equal(found !== undefined, isEverything);
      }),
      { numRuns: 150 },
    );
  });
});

function allows(spoken: Spoken, action: string, resource: string): boolean {
  return isSelected(spoken, "Action", action) && isSelected(spoken, "Resource", resource);
}

function isSelected(spoken: Spoken, name: string, text: string): boolean {
  const [named, excepted] = [spoken[name], spoken[`Not${name}`]];
  const patterns = [named ?? excepted ?? []]
    .flat()
    .map((pattern) => (name === "Action" ? pattern.toLowerCase() : pattern));
  const isNamed = patterns.some((pattern) => matches(pattern, text));
  return named === undefined ? !isNamed : isNamed;
}

type Said = { readonly [element: string]: Value };
const ALL: Said = { Effect: "Allow", Action: "*", Resource: "*" };
const documentOf = (...statements: Value[]) => readDocument({ Statement: statements });
const titles = (...statements: Value[]) =>
  administratorStatements([documentOf(...statements)])?.map(({ title }) => title);
const when = (operator: string, key: string, value: Value): Said => ({
  Condition: { [operator]: { [key]: value } },
});

describe("who may do everything", () => {
  const FIRST = ["Statement[0]"];
  const halves = [initials(LETTERS.slice(0, 13)), initials(LETTERS.slice(13))] as const;
  const statements: [string, Value[], string[] | undefined][] = [
    ["who is allowed that", [ALL], FIRST],
    ["who is allowed that by one of two", [{ ...ALL, Action: "s3:*" }, ALL], ["Statement[1]"]],
    [
      "who is allowed that by two together",
      halves.map((Action) => ({ ...ALL, Action })),
      [...FIRST, "Statement[1]"],
    ],
    ["nobody by half of it", [{ ...ALL, Action: halves[0] }], undefined],
    ["nobody by all but one service", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], undefined],
    ["who is allowed that on the ARNs of AWS", [{ ...ALL, Resource: "arn:aws:*" }], FIRST],
    ["who is allowed that in another partition", [{ ...ALL, Resource: "arn:aws-us-gov:*" }], FIRST],
    ["who is allowed that on Alibaba Cloud", [{ ...ALL, Resource: "acs:*" }], FIRST],
    [
      "who is so in one of two partitions",
      [
        { ...ALL, Resource: "arn:aws:s3:*" },
        { ...ALL, Resource: "arn:aws-cn:*" },
      ],
      ["Statement[1]"],
    ],
    ["nobody on what is named within", [{ ...ALL, Resource: "arn:aws:s3:*" }], undefined],
    ["nobody where another ARN stands within a name", [{ ...ALL, Resource: "x:arn:aws:*" }], undefined],
    ["nobody where more may be said", [ALL, UNKNOWN], undefined],
    ["nobody by what may or may not be allowed", [{ ...ALL, Effect: UNKNOWN }], undefined],
    ["nobody by actions that are not known", [{ ...ALL, Action: UNKNOWN }], undefined],
  ];
  for (const [what, said, expected] of statements)
    it(`is ${what}`, () => assert.deepEqual(titles(...said), expected));

  it("is nobody where one of several documents may say more", () => {
    const documents = [documentOf(ALL), documentOf(UNKNOWN)];
    assert.equal(administratorStatements(documents), undefined);
  });

  const conditions: [string, string, Value, boolean][] = [
    ...[
      ...["aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:userid", "aws:username", "aws:UserAgent"],
      ...["aws:Referer", "aws:FederatedProvider", "aws:SourceIdentity", "aws:MultiFactorAuthPresent"],
      ...["aws:MultiFactorAuthAge", "aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"],
      ...["aws:SecureTransport", "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpce"],
      ...["aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"],
      ...[
        "ec2:SourceInstanceArn",
        "ec2:RoleDelivery",
        "lambda:SourceFunctionArn",
        "aws:Ec2InstanceSourceVpc",
      ],
    ].map((key): [string, string, Value, boolean] => ["StringEquals", key, "x", true]),
    ["StringEquals", "aws:PrincipalOrgID", UNKNOWN, true],
    ["StringEquals", "my:aws:userid", "x", false],
    ["StringEquals", "aws:userids", "x", false],
    ["StringEquals", "aws:RequestedRegion", "eu-west-1", false],
    ["StringLike", "aws:RequestedRegion", "*", true],
    ["StringLike", "aws:RequestedRegion", ["eu-west-1", "*"], true],
    ["StringLike", "aws:RequestedRegion", "eu-*", false],
    ["StringLike", "aws:RequestedRegion", UNKNOWN, false],
    ["StringNotLike", "aws:RequestedRegion", "*", false],
    ["StringEquals", "aws:RequestedRegion", "*", false],
    ["StringLike", "aws:RequestTag/team", "*", false],
    ["StringLikeIfExists", "aws:RequestTag/team", "*", true],
    ["ForAllValues:StringLike", "aws:TagKeys", "*", true],
    ["ForAnyValue:StringLike", "aws:TagKeys", "*", false],
    ["ForAllValues:StringEquals", "aws:TagKeys", "*", false],
    ["ArnLikeIfExists", "aws:SourceArn", "*", true],
    ["ArnLike", "aws:SourceArn", "*", false],
    ["Bool", "aws:ViaAWSService", "false", true],
    ["Bool", "aws:ViaAWSService", "true", false],
    ["Bool", "aws:ViaAWSService", ["false", "true"], false],
    ["Bool", "aws:ViaAWSService", UNKNOWN, false],
  ];
  for (const [operator, key, value, isOne] of conditions)
    it(`is ${isOne ? "somebody" : "nobody"} if ${operator} ${key} ${value === UNKNOWN ? "what is not known" : value}`, () =>
      assert.equal(titles({ ...ALL, ...when(operator, key, value) }) !== undefined, isOne));

  it("is nobody on conditions that are not known, or of which one narrows it", () => {
    assert.equal(titles({ ...ALL, Condition: UNKNOWN }), undefined);
    const Condition = { StringEquals: { "aws:userid": "x", "aws:RequestedRegion": "eu-west-1" } };
    assert.equal(titles({ ...ALL, Condition }), undefined);
  });

  const DENY: Said = { Effect: "Deny", Action: "*", Resource: "*" };
  const GRANTS = [
    "AttachUserPolicy",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "PutUserPolicy",
    "PutGroupPolicy",
  ];
  const grants = [...GRANTS, "PutRolePolicy", "CreatePolicyVersion"].map((name) => `iam:${name}`);
  const denials: [string, Said, boolean][] = [
    ["of everything", DENY, true],
    ["of everything perhaps", { ...DENY, Effect: UNKNOWN }, true],
    ["of everything in a partition", { ...DENY, Resource: "arn:aws-cn:*" }, true],
    ["of everything on Alibaba Cloud", { ...DENY, Resource: "acs:*" }, true],
    ["of one service", { ...DENY, Action: "s3:*" }, false],
    ["of one thing", { ...DENY, Resource: "arn:aws:s3:::logs" }, false],
    ["of all but one service", { Effect: "Deny", NotAction: "s3:*", Resource: "*" }, true],
    ["on a condition", { ...DENY, ...when("Bool", "aws:MultiFactorAuthPresent", "false") }, false],
    ["on conditions that are not known", { ...DENY, Condition: UNKNOWN }, true],
    ["of identities", { ...DENY, Action: "iam:*" }, true],
    ["of what gives permissions", { ...DENY, Action: grants }, true],
    ...grants.map((grant): [string, Said, boolean] => [
      `of what gives permissions but ${grant}`,
      { ...DENY, Action: grants.filter((one) => one !== grant) },
      false,
    ]),
    [
      "of what gives permissions in an account",
      { ...DENY, Action: grants, Resource: "arn:aws:iam::123456789012:*" },
      true,
    ],
    [
      "of the same in a partition",
      { ...DENY, Action: "iam:*", Resource: "arn:aws-cn:iam::123456789012:*" },
      true,
    ],
    [
      "of what gives permissions to roles",
      { ...DENY, Action: "iam:*", Resource: "arn:aws:iam::123456789012:role/*" },
      false,
    ],
    [
      "of what gives permissions in a longer number",
      { ...DENY, Action: "iam:*", Resource: "arn:aws:iam::1234567890123:*" },
      false,
    ],
  ];
  for (const [what, denial, isTakenBack] of denials)
    it(`is ${isTakenBack ? "nobody" : "somebody"} beside a denial ${what}`, () =>
      assert.deepEqual(titles(ALL, denial), isTakenBack ? undefined : FIRST));
});

describe("who may do everything by several policies together", () => {
  const held = (name: string, ...statements: Value[]) => ({
    resource: { name } as Resource,
    title: name,
    document: documentOf(...statements),
  });
  const together = (mayHaveMore: boolean, ...documents: ReturnType<typeof held>[]) =>
    administratorTogether({ documents, mayHaveMore } as unknown as Grantee).map(
      ({ resource }) => resource.name,
    );
  const half = (from: number, to?: number): Said => ({ ...ALL, Action: initials(LETTERS.slice(from, to)) });
  const [one, other] = [held("one", half(0, 13), { ...ALL, Action: "s3:*" }), held("other", half(13))];
  const logs = held("logs", { ...ALL, Action: "logs:*" });
  const sameHolder = { ...other, resource: one.resource };

  const rows: [string, [boolean, ...ReturnType<typeof held>[]], string[]][] = [
    ["are those it takes", [false, one, logs, other], ["one", "other"]],
    ["are none where one suffices", [false, one, other, held("all", ALL)], []],
    ["are none of one holder", [false, one, sameHolder], []],
    ["are none where one holder of several suffices", [false, one, sameHolder, logs], []],
    ["are none where that is not everything", [false, one, logs], []],
    ["are none where there may be more", [true, one, other], []],
    ["are none of none", [false], []],
  ];
  for (const [what, held, expected] of rows) it(what, () => assert.deepEqual(together(...held), expected));
});

describe("the policy of an administrator", () => {
  const arns: [string, boolean][] = [
    ["arn:aws:iam::aws:policy/AdministratorAccess", true],
    ["arn:aws-us-gov:iam::aws:policy/AdministratorAccess", true],
    ["acs:ram::system:policy/AdministratorAccess", true],
    ["arn:aws:iam::aws:policy/AdministratorAccess-Amplify", false],
    ["arn:aws:iam::123456789012:policy/AdministratorAccess", false],
    ["x:arn:aws:iam::aws:policy/AdministratorAccess", false],
  ];
  for (const [arn, isOne] of arns)
    it(`is ${isOne ? "" : "not "}${arn}`, () => assert.equal(isAdministratorAccess(arn), isOne));
  it("is nobody's whose name is not known", () => assert.equal(isAdministratorAccess(UNKNOWN), false));
});
