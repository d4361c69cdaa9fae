import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/require-ssm-managed-instance-policy";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { assumeRolePolicy, CORE, later, profileWith, server } from "./managed";

const FLAGGED = ["require-ssm-managed-instance-policy: server"];
const OTHER = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
const CHANNELS = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];
const ACTIONS = ["ssm:UpdateInstanceInformation", ...CHANNELS.map((one) => `ssmmessages:${one}`)];

const document = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.length === 1 ? statements[0] : statements });
const allow = (Action: string | string[]) => ({ Effect: "Allow", Action, Resource: "*" });

/** A private server whose role is made by the arguments, and has what `attach` gives it. */
const withRole =
  (args: Partial<aws.iam.RoleArgs>, attach: (role: aws.iam.Role) => unknown = () => {}) =>
  () => {
    const role = new aws.iam.Role("server", { assumeRolePolicy, ...args });
    attach(role);
    server({ iamInstanceProfile: new aws.iam.InstanceProfile("server", { role }) });
  };
const managed = (policyArn: string) => () => server({ iamInstanceProfile: profileWith(policyArn).name });
const inline = (text: aws.iam.RolePolicyArgs["policy"]) =>
  withRole({}, (role) => new aws.iam.RolePolicy("server", { role: role.id, policy: text }));

describe("require-ssm-managed-instance-policy", () => {
  it("flags a role without the policy, and passes one with it, of any partition", async () => {
    assert.deepEqual(await verdict([policy], managed(OTHER)), FLAGGED);
    for (const arn of [
      CORE,
      CORE.replace("arn:aws:", "arn:aws-cn:"),
      CORE.replace("arn:aws:", "arn:aws-us-gov:"),
    ]) {
      assert.deepEqual(await verdict([policy], managed(arn)), []);
    }
    assert.deepEqual(await verdict([policy], withRole({})), FLAGGED);
  });

  it("passes what Default Host Management manages, where it is on", async () => {
    const setting =
      (settingValue: string, id = "default-ec2-instance-management-role", region?: string) =>
      () => {
        managed(OTHER)();
        new aws.ssm.ServiceSetting("hosts", {
          settingId: `/ssm/managed-instance/${id}`,
          settingValue,
          ...(region && { region }),
        });
      };
    const role = "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole";
    assert.deepEqual(await verdict([policy], setting(role)), []);
    assert.deepEqual(await verdict([policy], setting("$None")), FLAGGED);
    assert.deepEqual(await verdict([policy], setting(role, "activation-tier")), FLAGGED);
  });

  it("passes what AWS's other policies allow as well, and flags those that only sound so", async () => {
    for (const name of [
      "AmazonSSMManagedEC2InstanceDefaultPolicy",
      "service-role/AmazonEC2RoleforSSM",
      "AdministratorAccess",
    ]) {
      assert.deepEqual(await verdict([policy], managed(`arn:aws:iam::aws:policy/${name}`)), [], name);
    }
    for (const name of ["AmazonSSMReadOnlyAccess", "service-role/AmazonSSMManagedInstanceCore"]) {
      assert.deepEqual(await verdict([policy], managed(`arn:aws:iam::aws:policy/${name}`)), FLAGGED, name);
    }
  });

  it("sees every way to attach a policy", async () => {
    const attachments: ((role: aws.iam.Role, arn: string) => unknown)[] = [
      (role, policyArn) => new aws.iam.RolePolicyAttachment("a", { role, policyArn }),
      (role, policyArn) => new aws.iam.PolicyAttachment("a", { roles: [role.name], policyArn }),
      (role, arn) =>
        new aws.iam.RolePolicyAttachmentsExclusive("a", { roleName: role.name, policyArns: [arn] }),
    ];
    for (const attach of attachments) {
      assert.deepEqual(
        await verdict(
          [policy],
          withRole({}, (role) => attach(role, CORE)),
        ),
        [],
      );
      assert.deepEqual(
        await verdict(
          [policy],
          withRole({}, (role) => attach(role, OTHER)),
        ),
        FLAGGED,
      );
    }
    assert.deepEqual(await verdict([policy], withRole({ managedPolicyArns: [CORE] })), []);
    assert.deepEqual(await verdict([policy], withRole({ managedPolicyArns: [OTHER] })), FLAGGED);
  });

  it("joins profile and role by reference, by name and by ARN", async () => {
    const program = (arn: string, profileOf: (profile: aws.iam.InstanceProfile) => unknown) => () => {
      new aws.iam.Role("server", { name: "server-role", assumeRolePolicy });
      new aws.iam.RolePolicyAttachment("server", { role: "server-role", policyArn: arn });
      const profile = new aws.iam.InstanceProfile("server", { name: "server-profile", role: "server-role" });
      server({ iamInstanceProfile: profileOf(profile) as string });
    };
    for (const named of [() => "server-profile", (profile: aws.iam.InstanceProfile) => profile.name]) {
      assert.deepEqual(await verdict([policy], program(OTHER, named)), FLAGGED);
      assert.deepEqual(await verdict([policy], program(CORE, named)), []);
    }
    assert.deepEqual(
      await verdict(
        [policy],
        program(OTHER, () => "someone-else's"),
      ),
      [],
    );
  });

  it("reads documents, inline and managed, however they are written", async () => {
    for (const [text, isEnough] of [
      [document(allow(ACTIONS)), true],
      [document(allow(ACTIONS.slice(1))), false],
      [document(allow("SSM:*"), allow("ssmmessages:*Channel")), true],
      [document(allow("*")), true],
      [document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), true],
      [document({ Effect: "Allow", NotAction: ["iam:*", "ssm:Update*"], Resource: "*" }), false],
      [document(allow("*"), { Effect: "Deny", Action: "ssmmessages:*", Resource: "*" }), false],
      [
        document(allow("*"), {
          Effect: "Deny",
          Action: "ssm:*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
        true,
      ],
    ] as const) {
      const expected = isEnough ? [] : FLAGGED;
      assert.deepEqual(await verdict([policy], inline(text)), expected, text);
      assert.deepEqual(await verdict([policy], inline(JSON.parse(text))), expected, text);
      assert.deepEqual(
        await verdict([policy], withRole({ inlinePolicies: [{ name: "a", policy: text }] })),
        expected,
      );
      const own = withRole({}, (role) => {
        const { arn: policyArn } = new aws.iam.Policy("own", { policy: text });
        new aws.iam.RolePolicyAttachment("own", { role, policyArn });
      });
      assert.deepEqual(await verdict([policy], own), expected, text);
    }
    assert.deepEqual(await verdict([policy], withRole({ inlinePolicies: [{}] })), FLAGGED);
  });

  it("is silent on what it cannot see", async () => {
    assert.deepEqual(await verdict([policy], () => server({})), []);
    assert.deepEqual(await verdict([policy], () => server({ iamInstanceProfile: "elsewhere" })), []);
    assert.deepEqual(await verdict([policy], managed("arn:aws:iam::123456789012:policy/ours")), []);
    assert.deepEqual(await verdict([policy], inline("no JSON")), []);
    const empty = () => server({ iamInstanceProfile: new aws.iam.InstanceProfile("server", {}).name });
    assert.deepEqual(await verdict([policy], empty), []);
    const outside = () =>
      server({ iamInstanceProfile: new aws.iam.InstanceProfile("server", { role: "elsewhere" }).name });
    assert.deepEqual(await verdict([policy], outside), []);
  });

  it("leaves documents, ARNs and tags that are not known yet to the update", async () => {
    const phases = async (program: () => unknown) => [
      (await judgeProgram([policy], program, "preview")).length,
      (await judgeProgram([policy], program, "update")).length,
    ];
    const arn = (value: string) => () =>
      withRole({}, (role) => new aws.iam.RolePolicyAttachment("a", { role, policyArn: later(value) }))();
    assert.deepEqual(await phases(arn(OTHER)), [0, 1]);
    assert.deepEqual(await phases(arn(CORE)), [0, 0]);
    const text = (value: string) => () => inline(later(document(allow(value))))();
    assert.deepEqual(await phases(text("s3:*")), [0, 1]);
    assert.deepEqual(await phases(text("*")), [0, 0]);
    const tags = () =>
      server({ iamInstanceProfile: profileWith(OTHER).name, tags: { Tier: later("private") } });
    assert.deepEqual(await phases(tags), [0, 1]);
    // What is known to allow it suffices, whatever else there is.
    const both = () =>
      withRole({ managedPolicyArns: [CORE] }, (role) => {
        new aws.iam.RolePolicy("a", { role: role.id, policy: later(document(allow("s3:*"))) });
      })();
    assert.deepEqual(await verdict([policy], both), []);
  });

  it("judges private machines alone, one finding each", async () => {
    const tagged = (Tier: string) => () =>
      server({ iamInstanceProfile: profileWith(OTHER).name, tags: { Tier } });
    assert.deepEqual(await verdict([policy], tagged("public")), []);
    assert.deepEqual(await verdict([policy], tagged("private")), FLAGGED);
    const exposure = { tags: ["Tier"], values: ["edge"] };
    assert.deepEqual(await verdict([configured(policy, { exposure })], tagged("edge")), []);
  });

  it("takes the profile of the launch template, for what is launched from it", async () => {
    const program = (arn: string, own: boolean) => () => {
      const template = new aws.ec2.LaunchTemplate("template", {
        iamInstanceProfile: { arn: profileWith(arn).arn },
      });
      if (own) server({ launchTemplate: { id: template.id, version: "$Latest" } });
      else {
        new aws.autoscaling.Group("server", {
          launchTemplate: { id: template.id },
          vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
          minSize: 1,
          maxSize: 2,
        });
      }
    };
    for (const own of [true, false]) {
      assert.deepEqual(await verdict([policy], program(OTHER, own)), FLAGGED);
      assert.deepEqual(await verdict([policy], program(CORE, own)), []);
    }
    const elsewhere = () => server({ launchTemplate: { id: "lt-0123456789abcdef0" } });
    assert.deepEqual(await verdict([policy], elsewhere), []);
  });

  it("names the role", async () => {
    const [violation] = await judgeProgram([policy], managed(OTHER), "preview");
    assert.match(violation?.message ?? "", /its Role server has neither AmazonSSM/);
    assert.equal(violation?.level, "advisory");
  });
});
