import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noAutomaticPublicIpSubnet from "../../policies/instances/no-automatic-public-ip-subnet";
import noPublicIpOnPrivateInstance from "../../policies/instances/no-public-ip-on-private-instance";
import noConflictingEnvironment from "../../policies/names-and-tags/no-conflicting-environment";
import requireEnvironmentInSecurityGroupName from "../../policies/names-and-tags/require-environment-in-security-group-name";
import requireEnvironmentTag from "../../policies/names-and-tags/require-environment-tag";
import requirePurposeInSecurityGroupName from "../../policies/names-and-tags/require-purpose-in-security-group-name";
import noCrossEnvironmentAccess from "../../policies/security-groups/no-cross-environment-access";
import { judgeProgram, summary } from "../harness/judge";
import { holds } from "./speakers";

const later = <T>(value: T): pulumi.Output<T> => new aws.ec2.Eip("later", {}).allocationId.apply(() => value);

const group = (name: string, args: object = {}) =>
  new aws.ec2.SecurityGroup(name, args as aws.ec2.SecurityGroupArgs);

const named = (name: string) => `require-environment-in-security-group-name: ${name}`;
const purpose = (name: string) => `require-purpose-in-security-group-name: ${name}`;
const conflict = (name: string) => `no-conflicting-environment: ${name}`;
const tag = (name: string) => `require-environment-tag: ${name}`;
const crossing = (name: string) => `no-cross-environment-access: ${name}`;
const flag = (name: string) => `no-public-ip-on-private-instance: ${name}`;
const subnet = (name: string) => `no-automatic-public-ip-subnet: ${name}`;

describe("names and tags, adversarially", () => {
  describe("names of groups", () => {
    holds(
      [requireEnvironmentInSecurityGroupName, requirePurposeInSecurityGroupName],
      [
        ["product is not prod", () => group("web", { name: "product-web" }), [named("web")]],
        ["latest is not test", () => group("web", { name: "latest-web" }), [named("web")]],
        ["capitals and underscores", () => group("web", { name: "PROD_web" }), []],
        ["a hump of camel case", () => group("web", { name: "prodWeb" }), []],
        ["no hump", () => group("web", { name: "prodweb" }), [named("web")]],
        [
          "a number behind a word, and within one",
          () => {
            group("web", { name: "prod1-web" });
            group("app", { name: "prod1web" });
          },
          [named("app")],
        ],
        ["slashes and dots", () => group("web", { name: "shop/prd.web" }), []],
        ["non-prod", () => group("web", { name: "web-non-prod" }), []],
        ["pre_prod", () => group("web", { name: "pre_prod_web" }), []],
        ["a prefix", () => group("web", { namePrefix: "stg-web-" }), []],
        [
          "the physical name before the logical",
          () => group("prod-web", { name: "web" }),
          [named("prod-web")],
        ],
        [
          "the tag Name beside the physical",
          () => group("a", { name: "web", tags: { Name: "prod-web" } }),
          [],
        ],
        ["a name that the provider made", () => group("prod-web", { name: "prod-web-1a2b3c4" }), []],
        [
          "seven characters that no provider made",
          () => group("prod-web", { name: "web-1a2b3c4" }),
          [named("prod-web")],
        ],
        ["an unknown name", () => group("web", { name: "prod-web", tags: { Name: later("x") } }), []],
        ["a default group has no name of its own", () => new aws.ec2.DefaultSecurityGroup("default", {}), []],
        ["environment and filler", () => group("a", { name: "prod-sg-01" }), [purpose("a")]],
        [
          "what the console calls it",
          () => group("a", { name: "launch-wizard-1" }),
          [named("a"), purpose("a")],
        ],
        [
          "test-sg names an environment and nothing else",
          () => group("a", { name: "test-sg" }),
          [purpose("a")],
        ],
        ["default alone", () => group("default"), [named("default"), purpose("default")]],
        ["an empty name", () => group("prod-web", { name: "" }), []],
        ["null for the name", () => group("prod-web", { name: null, tags: null }), []],
        [
          "a number for the name",
          () => group("prod-web", { name: 7 }),
          [named("prod-web"), purpose("prod-web")],
        ],
        ["another alphabet", () => group("a", { name: "本番決済" }), []],
        ["another alphabet, without a purpose", () => group("a", { name: "本番-prod" }), [purpose("a")]],
      ],
    );
  });

  describe("tags", () => {
    const provider = (name: string, tags: object) =>
      new aws.Provider(name, { region: "us-east-1", defaultTags: { tags: tags as Record<string, string> } });
    holds(
      [requireEnvironmentTag, noConflictingEnvironment],
      [
        ["none", () => group("web"), [tag("web")]],
        ["the key in another case", () => group("web", { tags: { ENV: "dev" } }), []],
        ["Stage", () => group("web", { tags: { Stage: "Development" } }), []],
        [
          "a value beyond the vocabulary",
          () => group("web", { tags: { Environment: "blue" } }),
          [tag("web")],
        ],
        ["an empty value", () => group("web", { tags: { Environment: "" } }), [tag("web")]],
        ["a null value", () => group("web", { tags: { Environment: null } }), [tag("web")]],
        ["a list for the tags", () => group("web", { tags: ["Environment", "dev"] }), [tag("web")]],
        ["an unknown value", () => group("web", { tags: { Environment: later("dev") } }), []],
        [
          "a key beyond those asked for, unknown",
          () => group("web", { tags: { Owner: later("me") } }),
          [tag("later"), tag("web")].slice(1),
        ],
        [
          "two that disagree",
          () => group("web", { tags: { Environment: "dev", Stage: "prod" } }),
          [conflict("web")],
        ],
        [
          "name and tag disagree",
          () => group("prod-web", { tags: { Environment: "dev" } }),
          [conflict("prod-web")],
        ],
        [
          "a tag against the stack",
          () => group("web", { tags: { Environment: "staging" } }),
          [conflict("web")],
        ],
        ["a name that says two", () => group("prod-and-test", { tags: { Environment: "dev" } }), []],
        [
          "two providers",
          () => {
            group("one", {});
            new aws.ec2.SecurityGroup("two", {}, { provider: provider("tagged", { Env: "dev" }) });
            new aws.ec2.SecurityGroup("three", {}, { provider: provider("other", { Env: "prod" }) });
            new aws.ec2.SecurityGroup(
              "four",
              { tags: { Env: "dev" } },
              { provider: provider("third", { Env: "prod" }) },
            );
          },
          [tag("one"), conflict("three")],
        ],
        [
          "an autoscaling group's list, which default tags do not reach",
          () => {
            const args = { maxSize: 1, minSize: 1, availabilityZones: ["a"] };
            new aws.autoscaling.Group("one", {
              ...args,
              tags: [{ key: "Env", value: "dev", propagateAtLaunch: true }],
            });
            new aws.autoscaling.Group("two", args, { provider: provider("tagged", { Env: "dev" }) });
          },
          [tag("two")],
        ],
        ["a secret tag", () => group("web", { tags: pulumi.secret({ Environment: "dev" }) }), []],
      ].map(([title, program, expected]) => [
        title,
        program,
        // The address that makes a value unknown is taggable, too.
        String(program).includes("later(") ? [...(expected as string[]), tag("later")] : expected,
      ]) as never,
    );
  });

  describe("public addresses", () => {
    const instance = (args: object) =>
      new aws.ec2.Instance("web", {
        ami: "ami-1",
        instanceType: "t3.micro",
        ...args,
      } as aws.ec2.InstanceArgs);
    holds(
      [noPublicIpOnPrivateInstance, noAutomaticPublicIpSubnet],
      [
        ["true", () => instance({ associatePublicIpAddress: true }), [flag("web")]],
        ["the text", () => instance({ associatePublicIpAddress: "true" }), [flag("web")]],
        ["false", () => instance({ associatePublicIpAddress: false }), []],
        ["left out", () => instance({}), []],
        ["null", () => instance({ associatePublicIpAddress: null }), []],
        ["Tier public", () => instance({ associatePublicIpAddress: true, tags: { tier: "Public" } }), []],
        [
          "Tier private",
          () => instance({ associatePublicIpAddress: true, tags: { Tier: "private" } }),
          [flag("web")],
        ],
        [
          "publicity is not public",
          () => instance({ associatePublicIpAddress: true, tags: { Tier: "publicity" } }),
          [flag("web")],
        ],
        [
          "another tag that says public",
          () => instance({ associatePublicIpAddress: true, tags: { Role: "public" } }),
          [flag("web")],
        ],
        [
          "an unknown exposure",
          () => instance({ associatePublicIpAddress: true, tags: { Tier: later("public") } }),
          [],
        ],
        [
          "a template whose instances are public and which is not",
          () =>
            new aws.ec2.LaunchTemplate("web", {
              networkInterfaces: [{ associatePublicIpAddress: "true" }],
              tags: { Tier: "private" },
              tagSpecifications: [{ resourceType: "instance", tags: { Tier: "public" } }],
            }),
          [],
        ],
        [
          "a template that tags its volumes alone",
          () =>
            new aws.ec2.LaunchTemplate("web", {
              networkInterfaces: [{ associatePublicIpAddress: "true" }],
              tagSpecifications: [{ resourceType: "volume", tags: { Tier: "public" } }],
            }),
          [flag("web")],
        ],
        [
          "a subnet",
          () => new aws.ec2.Subnet("a", { vpcId: "vpc-1", mapPublicIpOnLaunch: true }),
          [subnet("a")],
        ],
        [
          "a public subnet",
          () =>
            new aws.ec2.Subnet("a", {
              vpcId: "vpc-1",
              mapPublicIpOnLaunch: true,
              tags: { SubnetType: "public" },
            }),
          [],
        ],
        [
          "a default subnet, adopted",
          () => new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" }),
          [subnet("a")],
        ],
      ],
    );
  });

  describe("crossings", () => {
    const environments = () => ({ prod: group("prod-web"), dev: group("dev-web"), other: group("dev-api") });
    const ingress = (...securityGroups: pulumi.Input<string>[]) => ({
      protocol: "tcp",
      fromPort: 80,
      toPort: 80,
      securityGroups,
    });
    holds(
      [noCrossEnvironmentAccess],
      [
        [
          "one rule",
          () => {
            const { prod } = environments();
            group("dev-app", { ingress: [ingress(prod.id)] });
          },
          [crossing("dev-app")],
        ],
        [
          "one rule from two groups, one of them across",
          () => {
            const { prod, dev } = environments();
            group("dev-app", { ingress: [ingress(prod.id, dev.id)] });
          },
          [crossing("dev-app")],
        ],
        [
          "two rules, one of them across",
          () => {
            const { prod, dev } = environments();
            group("dev-app", { ingress: [ingress(dev.id), ingress(prod.id)] });
          },
          [crossing("dev-app")],
        ],
        [
          "two rules, none across",
          () => {
            const { other, dev } = environments();
            group("dev-app", { ingress: [ingress(dev.id), ingress(other.id)] });
          },
          [],
        ],
        [
          "one group or another, which only the update tells",
          () => {
            const { dev, other } = environments();
            const either = pulumi.all([dev.id, other.id]).apply(([one]) => one as string);
            group("dev-app", { ingress: [ingress(either)] });
          },
          [],
        ],
        [
          "nonprod and dev are together, apart from production",
          () => {
            const { dev, prod } = environments();
            group("nonprod-web", { ingress: [ingress(dev.id)] });
            group("nonprod-app", { ingress: [ingress(prod.id)] });
          },
          [crossing("nonprod-app")],
        ],
        [
          "a shared group",
          () => {
            const { dev } = environments();
            const args = { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds: [dev.id] };
            new aws.ec2.Instance("dev-a", args);
            new aws.ec2.Instance("prod-b", args);
          },
          [crossing("prod-b")],
        ],
      ],
    );

    it("of one group or another, the update tells", async () => {
      const program = () => {
        const { prod, dev } = environments();
        const either = pulumi.all([dev.id, prod.id]).apply(([one]) => one as string);
        group("dev-app", { ingress: [ingress(either)] });
      };
      for (const phase of ["preview", "update"] as const) {
        assert.deepEqual(summary(await judgeProgram([noCrossEnvironmentAccess], program, phase)), []);
      }
    });
  });
});
