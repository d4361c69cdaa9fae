import * as aws from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import { holdsInEveryForm } from "./forms";

const json = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => `${letter}*`);
const allow = (Action: string[]) => json({ Effect: "Allow", Action, Resource: "*" });
const FIRST = allow(LETTERS.slice(0, 13));
const SECOND = allow(LETTERS.slice(13));
const BUT_IAM = json({ Effect: "Allow", NotAction: "iam:*", Resource: "*" });
const IAM = allow(["iam:*"]);
const NOTHING = json({ Effect: "Deny", Action: "*", Resource: "*" });

const role = (args: object = {}) => new aws.iam.Role("it", { assumeRolePolicy: "{}", ...args });
const inline = (of: Input<string>, policy: string, name: string) =>
  new aws.iam.RolePolicy(name, { role: of, policy });
const managed = (policy: string, name: string) => new aws.iam.Policy(name, { policy });
const attach = (of: Input<string>, policyArn: Input<string>, name: string) =>
  new aws.iam.RolePolicyAttachment(name, { role: of, policyArn });

const administrator = ["no-administrator-policy: it"];

// biome-ignore format: read row by row
describe("adversarial: what a user, group or role has by all its policies", () => {
  holdsInEveryForm([noAdministratorPolicy], [
    ["two inline policies of a role", () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, SECOND, "b"); }, administrator],
    ["the same half twice", () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, FIRST, "b"); }, []],
    ["halves of two roles",
      () => { inline(role().name, FIRST, "a"); inline(new aws.iam.Role("other", { assumeRolePolicy: "{}" }).name, SECOND, "b"); },
      []],
    ["two attached policies", () => { const { name } = role(); attach(name, managed(BUT_IAM, "p").arn, "a"); attach(name, managed(IAM, "q").arn, "b"); }, administrator],
    ["two policies, one attached", () => { const { name } = role(); attach(name, managed(BUT_IAM, "p").arn, "a"); managed(IAM, "q"); }, []],
    ["an inline policy and an attachment", () => { const { name } = role(); attach(name, managed(FIRST, "p").arn, "a"); inline(name, SECOND, "b"); }, administrator],
    ["what the role says, and a policy beside it", () => { const { id } = role({ inlinePolicies: [{ name: "a", policy: FIRST }] }); inline(id, SECOND, "b"); }, administrator],
    ["managed policies that the role names", () => role({ managedPolicyArns: [managed(FIRST, "p").arn, managed(SECOND, "q").arn] }), administrator],
    ["a Deny in a third", () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, SECOND, "b"); inline(name, NOTHING, "c"); }, []],
    ["a Deny of a little in a third",
      () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, SECOND, "b"); inline(name, json({ Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }), "c"); },
      administrator],
    ["a policy of AWS's beside them",
      () => {
        const { name } = role();
        inline(name, FIRST, "a");
        inline(name, SECOND, "b");
        attach(name, "arn:aws:iam::aws:policy/ReadOnlyAccess", "c");
      },
      administrator],
    ["AWS's own Deny of everything beside them",
      () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, SECOND, "b"); attach(name, "arn:aws:iam::aws:policy/AWSDenyAll", "c"); },
      []],
    ["a policy from elsewhere beside them",
      () => { const { name } = role(); inline(name, FIRST, "a"); inline(name, SECOND, "b"); attach(name, "arn:aws:iam::123456789012:policy/limits", "c"); },
      []],
    ["a user's two",
      () => {
        const { name } = new aws.iam.User("it", {});
        new aws.iam.UserPolicy("a", { user: name, policy: FIRST });
        new aws.iam.UserPolicyAttachment("b", { user: name, policyArn: managed(SECOND, "p").arn });
      },
      administrator],
    ["a group's two, of which one stands in a list",
      () => {
        const { name } = new aws.iam.Group("it", {});
        new aws.iam.GroupPolicy("a", { group: name, policy: FIRST });
        new aws.iam.PolicyAttachment("b", { groups: [name], policyArn: managed(SECOND, "p").arn });
      },
      administrator],
    ["a group's and a user's of one name",
      () => {
        new aws.iam.Group("it", { name: "ops" });
        new aws.iam.User("other", { name: "ops" });
        new aws.iam.GroupPolicy("a", { group: "ops", policy: FIRST });
        new aws.iam.UserPolicy("b", { user: "ops", policy: SECOND });
      },
      []],
    ["one that allows everything by itself, told once",
      () => {
        const { name } = role();
        inline(name, json({ Effect: "Allow", Action: "*", Resource: "*" }), "a");
        inline(name, FIRST, "b");
        inline(name, SECOND, "c");
      },
      ["no-administrator-policy: a"]],
  ]);
});
