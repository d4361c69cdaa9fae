import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-cross-environment-access";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram, told } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "no-cross-environment-access";

const { flags, passes } = flagging(policy);

const group = (name: string, args: aws.ec2.SecurityGroupArgs = {}) => new aws.ec2.SecurityGroup(name, args);
const instance = (name: string, groups: aws.ec2.SecurityGroup[], tags: Record<string, string> = {}) =>
  new aws.ec2.Instance(name, {
    ami: "ami-1",
    instanceType: "t3.micro",
    vpcSecurityGroupIds: groups.map(({ id }) => id),
    tags,
  });

const TCP = { protocol: "tcp", fromPort: 443, toPort: 443 };

describe(NAME, () => {
  describe("by a rule", () => {
    const inline = (own: string, other: string, direction: "ingress" | "egress") => () => {
      const { id } = group(other);
      group(own, { [direction]: [{ ...TCP, securityGroups: [id] }] });
    };
    const standalone = (own: string, other: string, type: string) => () => {
      const sourceSecurityGroupId = group(other).id;
      const securityGroupId = group(own).id;
      new aws.ec2.SecurityGroupRule("rule", { type, securityGroupId, sourceSecurityGroupId, ...TCP });
    };
    const modern = (own: string, other: string) => () => {
      const referencedSecurityGroupId = group(other).id;
      const securityGroupId = group(own).id;
      const rule = { securityGroupId, referencedSecurityGroupId, ipProtocol: "-1" };
      new aws.vpc.SecurityGroupIngressRule("in", rule);
      new aws.vpc.SecurityGroupEgressRule("out", rule);
    };

    it("flags every form of rule, in both directions, about the rule's resource", async () => {
      await flags(inline("prod-db", "test-web", "ingress"), ["prod-db"]);
      await flags(inline("prod-db", "test-web", "egress"), ["prod-db"]);
      await flags(standalone("prod-db", "test-web", "ingress"), ["rule"]);
      await flags(standalone("prod-db", "test-web", "egress"), ["rule"]);
      await flags(modern("prod-db", "test-web"), ["in", "out"]);
    });

    it("passes one environment, and groups of none", async () => {
      for (const other of ["prod-web", "production-web", "product-web", "latest"]) {
        await passes(inline("prod-db", other, "ingress"));
        await passes(standalone("prod-db", other, "egress"));
        await passes(modern("prod-db", other));
      }
      await passes(inline("db", "test-web", "ingress"));
    });

    it("takes nonproduction for whatever is not production", async () => {
      await flags(modern("prod-db", "nonprod-web"), ["in", "out"]);
      await passes(modern("nonprod-db", "dev-web"));
      await flags(modern("staging-db", "dev-web"), ["in", "out"]);
      await passes(modern("nonprod-db", "non-prod-web"));
    });

    it("asks tags before names", async () => {
      const program = (Environment: string) => () => {
        const { id } = group("test-web", { tags: { Environment } });
        group("prod-db", { ingress: [{ ...TCP, securityGroups: [id] }] });
      };
      await passes(program("prod"));
      await flags(program("dev"), ["prod-db"]);
    });

    it("says one thing of several rules of one resource, with both ends", async () => {
      const found = await judgeProgram(
        [policy],
        () => {
          const { id } = group("test-web");
          group("prod-db", {
            ingress: [
              { ...TCP, securityGroups: [id] },
              { ...TCP, fromPort: 80, securityGroups: [id] },
            ],
          });
        },
        "preview",
      );
      assert.deepEqual(found.map(told), [
        "ingress[0] and ingress[1] open the way from SecurityGroup test-web (test) to SecurityGroup prod-db (production).",
      ]);
    });

    it("says which way it is, and by which of several rules while that is not known", async () => {
      assert.deepEqual(await messages(policy, inline("prod-db", "test-web", "egress")), [
        "egress[0] opens the way to SecurityGroup test-web (test) from SecurityGroup prod-db (production).",
      ]);
      const two = () => {
        const ids = ["test-a", "test-b"].map((name) => group(name).id);
        group("prod-db", { ingress: ids.map((id) => ({ ...TCP, securityGroups: [id] })) });
      };
      assert.deepEqual(
        (await messages(policy, two)).sort(),
        ["a", "b"].map(
          (name) =>
            `one of ingress[0] and ingress[1] opens the way from SecurityGroup test-${name} (test) to SecurityGroup prod-db (production).`,
        ),
      );
    });

    it("tells of rules and interfaces in the order of URNs, whatever the engine's", async () => {
      const program = () => {
        const { id } = group("test-web");
        const rule = { securityGroupId: group("prod-db").id, referencedSecurityGroupId: id };
        new aws.vpc.SecurityGroupIngressRule("rule", { ...rule, ipProtocol: "-1" });
        const shared = group("shared");
        instance("prod-a", [shared]);
        instance("test-b", [shared]);
      };
      const resources = await runProgram(program, "update");
      const said = async (order: typeof resources) =>
        (await judge([policy], order)).map(({ resource }) => resource);
      assert.deepEqual(await said(resources), ["test-b", "rule"]);
      assert.deepEqual(await said([...resources].reverse()), ["test-b", "rule"]);
    });

    it("flags an uncertain source only if every candidate is of another environment", async () => {
      const program = (other: string) => () => {
        const ids = pulumi.all([group("test-web").id, group(other).id]);
        const referencedSecurityGroupId = ids.apply((known) => [...known].sort()[0] ?? "");
        const securityGroupId = group("prod-db").id;
        const rule = { securityGroupId, referencedSecurityGroupId, ipProtocol: "-1" };
        new aws.vpc.SecurityGroupIngressRule("rule", rule);
      };
      const found = await judgeProgram([policy], program("dev-web"), "preview");
      assert.match(
        found[0]?.message ?? "",
        /from SecurityGroup \w+-web \(\w+\) or SecurityGroup \w+-web \(\w+\) to/,
      );
      assert.deepEqual(await judgeProgram([policy], program("prod-web"), "preview"), []);
      assert.deepEqual(await judgeProgram([policy], program("web"), "preview"), []);
    });

    it("is silent on groups outside the stack, itself, and environments not known yet", async () => {
      await passes(() => {
        group("prod-db", { ingress: [{ ...TCP, securityGroups: ["sg-test"], self: true }] });
      });
      const program = () => {
        const tags = { Environment: new aws.s3.Bucket("bucket").id };
        const { id } = group("test-web", { tags });
        group("prod-db", { ingress: [{ ...TCP, securityGroups: [id] }] });
      };
      assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
      assert.equal((await judgeProgram([policy], program, "update")).length, 1);
    });
  });

  describe("by a shared group", () => {
    const shared =
      (one: string, other: string, groupName = "web") =>
      () => {
        const web = group(groupName);
        instance(one, [web]);
        instance(other, [web]);
      };

    it("flags interfaces of two environments on one group", async () => {
      await flags(shared("prod-a", "test-b"), ["test-b"]);
      await passes(shared("prod-a", "production-b"));
      await passes(shared("prod-a", "b"));
    });

    it("speaks of those that are not of the group's environment", async () => {
      await flags(shared("prod-a", "test-b", "test-web"), ["prod-a"]);
      await flags(shared("prod-a", "test-b", "prod-web"), ["test-b"]);
    });

    it("speaks of the later of two that the group's own environment includes", async () => {
      await flags(() => {
        const web = group("nonprod-web");
        for (const name of ["dev-a", "nonprod-b", "test-c"]) instance(name, [web]);
      }, ["test-c"]);
    });

    it("passes interfaces of two environments with a group each", () =>
      passes(() => {
        instance("prod-a", [group("one")]);
        instance("test-b", [group("two")]);
      }));

    it("asks an interface's tags before its name", async () => {
      const program = (Env: string) => () => {
        const web = group("web");
        instance("prod-a", [web]);
        instance("test-b", [web], { Env });
      };
      await passes(program("prod"));
      await flags(program("dev"), ["test-b"]);
    });

    it("sees every kind of interface, attachments included", async () => {
      const attached = (name: string) => () => {
        const { id } = group("web");
        new aws.lambda.Function("prod-a", {
          role: "arn:aws:iam::123456789012:role/lambda",
          vpcConfig: { securityGroupIds: [id], subnetIds: ["subnet-1"] },
        });
        const interfaceOf = new aws.ec2.NetworkInterface(name, { subnetId: "subnet-1" });
        new aws.ec2.NetworkInterfaceSecurityGroupAttachment("attachment", {
          securityGroupId: id,
          networkInterfaceId: interfaceOf.id,
        });
      };
      await flags(attached("test-b"), ["prod-a"]);
      await passes(attached("prod-b"));
    });

    it("reports one witness for each other environment, in the order of URNs", async () => {
      const program = () => {
        const web = group("web");
        for (const name of ["prod-2", "prod-1", "test-2", "test-1", "dev-2", "dev-1"]) instance(name, [web]);
      };
      const resources = await runProgram(program, "update");
      for (const order of [resources, [...resources].reverse()]) {
        const found = await judge([policy], order);
        assert.deepEqual(
          found.map(({ resource, by }) => [resource, by]),
          [
            ["prod-1", "stack"],
            ["test-1", "stack"],
          ],
        );
        assert.match(
          found[1]?.message ?? "",
          /it \(test\) shares SecurityGroup web with Instance dev-1 \(development\)\./,
        );
      }
    });
  });

  it("takes another vocabulary, and exemptions", async () => {
    const program = () => {
      const { id } = group("blue-web");
      group("green-db", { ingress: [{ ...TCP, securityGroups: [id] }] });
    };
    const vocabulary = { blue: [], green: [] };
    await passes(program);
    await flags(program, ["green-db"], configured(policy, { vocabulary }));
    const exemptions = [{ resource: "*::green-db", reason: "The migration reads from blue." }];
    await passes(program, configured(policy, { vocabulary, exemptions }));
  });
});
