import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/identity/no-administrator-policy";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { later } from "../private-access/managed";

const FLAGGED = ["no-administrator-policy: it"];
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `${letter}*`);
const assumeRolePolicy = "{}";

type Statement = Record<string, unknown>;
const documentOf = (...statements: Statement[]) => ({
  Version: "2012-10-17" as const,
  Statement: statements,
});
const json = (...statements: Statement[]) => JSON.stringify(documentOf(...statements));
const says = (policyText: unknown) => () => new aws.iam.Policy("it", { policy: policyText as string });
const allow = (more: Statement) => ({ Effect: "Allow", ...more });
const deny = (more: Statement) => ({ Effect: "Deny", Resource: "*", ...more });

const phases = async (program: () => unknown) => [
  (await judgeProgram([policy], program, "preview")).length,
  (await judgeProgram([policy], program, "update")).length,
];

describe("no-administrator-policy", () => {
  const flags = (title: string, ...statements: Statement[]) =>
    it(`flags ${title}`, async () => {
      assert.deepEqual(await verdict([policy], says(json(...statements))), FLAGGED);
    });
  const passes = (title: string, ...statements: Statement[]) =>
    it(`passes ${title}`, async () => {
      assert.deepEqual(await verdict([policy], says(json(...statements))), []);
    });

  flags("every action on every resource", ALL);
  passes("every action of one service", allow({ Action: "s3:*", Resource: "*" }));
  passes("every action on one bucket", allow({ Action: "*", Resource: "arn:aws:s3:::logs/*" }));
  for (const Action of [
    "*:*",
    "?*",
    "**",
    "*:?*",
    ["s3:Get*", "*"],
    LETTERS,
    LETTERS.map((one) => `*:${one}`),
  ]) {
    flags(`${Action} as every action`, allow({ Action, Resource: "*" }));
  }
  flags("actions in capitals", allow({ Action: LETTERS.map((one) => one.toUpperCase()), Resource: "*" }));
  passes("all letters but one", allow({ Action: LETTERS.slice(1), Resource: "*" }));
  for (const Resource of ["arn:*", "arn:aws:*", "arn:aws:*:*:*:*", ["arn:aws:s3:::logs", "*"]]) {
    flags(`${Resource} as every resource`, allow({ Action: "*", Resource }));
  }
  passes("the resources of one service", allow({ Action: "*", Resource: "arn:aws:s3:*" }));
  passes(
    "the resources of one's own",
    allow({ Action: "*", Resource: "arn:aws:s3:::$" + "{aws:username}/*" }),
  );
  passes("no resource", allow({ Action: "*" }));
  flags("no exception among the actions", allow({ NotAction: [], Resource: "*" }));
  passes("an exception among the actions", allow({ NotAction: "iam:*", Resource: "*" }));
  flags("no exception among the resources", allow({ Action: "*", NotResource: [] }));
  passes("an exception among the resources", allow({ Action: "*", NotResource: "arn:aws:s3:::logs/*" }));
  flags(
    "halves that make a whole",
    allow({ Action: LETTERS.slice(0, 13), Resource: "*" }),
    allow({ Action: LETTERS.slice(13), Resource: "arn:aws:*" }),
  );
  passes(
    "halves of which one is about one bucket",
    allow({ Action: LETTERS.slice(0, 13), Resource: "*" }),
    allow({ Action: LETTERS.slice(13), Resource: "arn:aws:s3:::logs" }),
  );
  flags(
    "an exception that another statement makes good",
    allow({ NotAction: "iam:*", Resource: "*" }),
    allow({ Action: "IAM:*", Resource: "*" }),
  );
  passes(
    "an exception that another statement makes good in part",
    allow({ NotAction: "iam:*", Resource: "*" }),
    allow({ Action: "iam:Get*", Resource: "*" }),
  );

  passes("what a Deny takes back for the most part", ALL, deny({ NotAction: "s3:*" }));
  passes("what a Deny takes back altogether", ALL, deny({ Action: "*" }));
  passes("what a Deny takes back but for a bucket", ALL, {
    Effect: "Deny",
    Action: "*",
    NotResource: "arn:aws:s3:::logs/*",
  });
  passes("what cannot give itself more", ALL, deny({ Action: ["iam:*", "organizations:*"] }));
  flags("what a Deny leaves but for a bucket", ALL, deny({ Action: "*", Resource: "arn:aws:s3:::logs/*" }));
  flags("what a Deny leaves but for an action", ALL, deny({ Action: "cloudtrail:StopLogging" }));
  flags(
    "what a Deny of one role leaves",
    ALL,
    deny({ Action: "iam:*", Resource: "arn:aws:iam::*:role/break-glass" }),
  );
  flags("what a Deny leaves on a condition", ALL, {
    ...deny({ Action: "*" }),
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  });

  const where = (Condition: Statement) => ({ ...ALL, Condition });
  flags("an administrator with MFA", where({ Bool: { "aws:MultiFactorAuthPresent": "true" } }));
  flags("an administrator from an address", where({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }));
  flags("a condition that says nothing", where({ StringLike: { "aws:RequestedRegion": ["*"] } }));
  flags("an empty condition", where({}));
  passes("what is allowed in one region", where({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }));
  passes("what is allowed by tag", where({ StringEquals: { "aws:ResourceTag/team": "web" } }));

  it("reads objects, JSON, and what getPolicyDocument returns", async () => {
    const looked = (action: string) => () => {
      const document = aws.iam.getPolicyDocumentOutput({
        statements: [{ actions: [action], resources: ["*"] }],
      });
      new aws.iam.Policy("it", { policy: document.json });
    };
    for (const [action, expected] of [
      ["*", FLAGGED],
      ["s3:*", []],
    ] as const) {
      const statement = { Effect: "Allow", Action: action, Resource: "*" };
      assert.deepEqual(await verdict([policy], says(documentOf(statement))), expected);
      assert.deepEqual(await verdict([policy], says({ ...documentOf(), Statement: statement })), expected);
      assert.deepEqual(await verdict([policy], says(json(statement))), expected);
      assert.deepEqual(await verdict([policy], looked(action)), expected);
    }
  });

  it("sees every place of a document", async () => {
    const inlinePolicy = (text: string) =>
      new aws.ssoadmin.PermissionSetInlinePolicy("it", {
        inlinePolicy: text,
        instanceArn: "arn:aws:sso:::instance/ssoins-1",
        permissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
      });
    const places: ((text: string) => unknown)[] = [
      (text) => new aws.iam.RolePolicy("it", { role: "role", policy: text }),
      (text) => new aws.iam.GroupPolicy("it", { group: "group", policy: text }),
      (text) => new aws.iam.UserPolicy("it", { user: "user", policy: text }),
      (text) => new aws.iam.Role("it", { assumeRolePolicy, inlinePolicies: [{ name: "a", policy: text }] }),
      inlinePolicy,
    ];
    for (const place of places) {
      assert.deepEqual(await verdict([policy], () => place(json(ALL))), FLAGGED);
      assert.deepEqual(await verdict([policy], () => place(json({ ...ALL, Action: "s3:*" }))), []);
    }
    const trust = () => new aws.iam.Role("it", { assumeRolePolicy: json(ALL) });
    assert.deepEqual(await verdict([policy], trust), []);
    const boundary = () => new aws.iam.User("it", { permissionsBoundary: ADMINISTRATOR });
    assert.deepEqual(await verdict([policy], boundary), []);
    const organization = () => new aws.organizations.Policy("it", { content: json(ALL) });
    assert.deepEqual(await verdict([policy], organization), []);
  });

  it("sees every way to attach AdministratorAccess, of any partition", async () => {
    const permissionSet = {
      instanceArn: "arn:aws:sso:::instance/ssoins-1",
      permissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
    };
    const ways: ((arn: string) => unknown)[] = [
      (policyArn) => new aws.iam.RolePolicyAttachment("it", { role: "role", policyArn }),
      (policyArn) => new aws.iam.GroupPolicyAttachment("it", { group: "group", policyArn }),
      (policyArn) => new aws.iam.UserPolicyAttachment("it", { user: "user", policyArn }),
      (policyArn) => new aws.iam.PolicyAttachment("it", { roles: ["role"], policyArn }),
      (arn) => new aws.iam.Role("it", { assumeRolePolicy, managedPolicyArns: [arn] }),
      (arn) => new aws.iam.RolePolicyAttachmentsExclusive("it", { roleName: "role", policyArns: [arn] }),
      (arn) => new aws.iam.GroupPolicyAttachmentsExclusive("it", { groupName: "group", policyArns: [arn] }),
      (arn) => new aws.iam.UserPolicyAttachmentsExclusive("it", { userName: "user", policyArns: [arn] }),
      (managedPolicyArn) =>
        new aws.ssoadmin.ManagedPolicyAttachment("it", { ...permissionSet, managedPolicyArn }),
      (arn) =>
        new aws.ssoadmin.ManagedPolicyAttachmentsExclusive("it", {
          ...permissionSet,
          managedPolicyArns: [arn],
        }),
    ];
    for (const attach of ways) {
      assert.deepEqual(await verdict([policy], () => attach(ADMINISTRATOR)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => attach(`${ADMINISTRATOR}-Amplify`)), []);
    }
    const china = ADMINISTRATOR.replace("aws:iam", "aws-cn:iam");
    assert.deepEqual(await verdict([policy], () => ways[0]?.(china)), FLAGGED);
    const own = "arn:aws:iam::123456789012:policy/AdministratorAccess";
    assert.deepEqual(await verdict([policy], () => ways[0]?.(own)), []);
  });

  it("leaves to the update what could change the answer, and nothing else", async () => {
    assert.deepEqual(await phases(() => says(later(json(ALL)))()), [0, 1]);
    assert.deepEqual(await phases(() => says(later(json({ ...ALL, Action: "s3:*" })))()), [0, 0]);
    const withUnknown = (statement: (value: pulumi.Output<string>) => Statement, value: string) => () =>
      says(documentOf(ALL, statement(later(value))))();
    assert.deepEqual(
      await phases(withUnknown((Resource) => deny({ Action: "*", Resource }), "arn:aws:s3:::logs")),
      [0, 1],
    );
    assert.deepEqual(
      await phases(withUnknown((Resource) => deny({ Action: "s3:*", Resource }), "*")),
      [1, 1],
    );
    assert.deepEqual(await phases(withUnknown((Effect) => ({ ...ALL, Effect }), "Deny")), [0, 0]);
    assert.deepEqual(
      await phases(withUnknown((Resource) => allow({ Action: "s3:*", Resource }), "*")),
      [1, 1],
    );
    const attached = () =>
      new aws.iam.RolePolicyAttachment("it", { role: "role", policyArn: later(ADMINISTRATOR) });
    assert.deepEqual(await phases(attached), [0, 1]);
  });

  it("is not stopped by what is no document, and not for long by one that is hard", async () => {
    for (const text of [
      "",
      "no JSON",
      "[]",
      "null",
      '{"Statement":3}',
      '{"Statement":[{"Effect":"allow"},7,null]}',
    ]) {
      assert.deepEqual(await verdict([policy], says(text)), [], text);
    }
    const Action = [...LETTERS.slice(1), `*a${"?".repeat(40)}*`];
    assert.deepEqual(await verdict([policy], says(json(allow({ Action, Resource: "*" })))), []);
    const beside = json({ Effect: "Maybe" }, ALL);
    assert.deepEqual(await verdict([policy], says(beside)), FLAGGED);
  });

  it("names the statements that are needed, and no others", async () => {
    const [half, other] = [LETTERS.slice(0, 13), LETTERS.slice(13)];
    const program = says(
      json(
        allow({ Action: "s3:*", Resource: "*" }),
        allow({ Sid: "First", Action: half, Resource: "*" }),
        allow({ Action: other, Resource: "*" }),
      ),
    );
    assert.deepEqual(await messages(policy, program), [
      "policy.Statement[1] (First) and policy.Statement[2] together allow every action on every resource.",
    ]);
  });

  it("names what a role holds that allows it together, and nothing where one is enough", async () => {
    const role = (inline: readonly string[], attached: readonly string[]) => () => {
      const { name } = new aws.iam.Role("it", {
        assumeRolePolicy,
        inlinePolicies: [{ name: "own", policy: json(allow({ Action: [...inline], Resource: "*" })) }],
      });
      const { arn } = new aws.iam.Policy("rest", {
        policy: json(allow({ Action: [...attached], Resource: "*" })),
      });
      new aws.iam.RolePolicyAttachment("rest", { role: name, policyArn: arn });
    };
    assert.deepEqual(await messages(policy, role(LETTERS.slice(0, 13), LETTERS.slice(13))), [
      "inlinePolicies[0].policy and Policy rest together allow it every action on every resource.",
    ]);
    assert.deepEqual(await messages(policy, role(LETTERS.slice(0, 13), LETTERS.slice(14))), []);
    assert.deepEqual(await messages(policy, role(LETTERS, LETTERS.slice(13))), [
      "inlinePolicies[0].policy.Statement[0] allows every action on every resource.",
    ]);
  });
});
