import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-security-group-shared-across-exposure";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram } from "../../harness/judge";
import { phases } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "no-security-group-shared-across-exposure";

const { flags, passes } = flagging(policy);

const MACHINE = { ami: "ami-1", instanceType: "t3.micro" };
const PUBLIC = { Exposure: "public" };

const group = (name = "web") => new aws.ec2.SecurityGroup(name, {}).id;
const instance = (name: string, id: aws.ec2.SecurityGroup["id"] | string, tags: object = {}) =>
  new aws.ec2.Instance(name, { ...MACHINE, vpcSecurityGroupIds: [id], tags: { ...tags } });

const shared = (one: object, other: object) => () => {
  const id = group();
  instance("a", id, one);
  instance("b", id, other);
};

describe(NAME, () => {
  it("flags a group on a public and a private resource, and passes those of one exposure", async () => {
    await flags(shared(PUBLIC, {}), ["web"]);
    await flags(shared({ tier: "DMZ" }, { Tier: "app" }), ["web"]);
    await passes(shared(PUBLIC, { SubnetType: "internet-facing" }));
    await passes(shared({}, { Exposure: "private" }));
    await passes(() => {
      instance("a", group("one"), PUBLIC);
      instance("b", group("two"));
    });
  });

  it("sees every kind of resource, all private without a tag", async () => {
    const beside = (make: (id: aws.ec2.SecurityGroup["id"]) => unknown) => () => {
      const id = group();
      instance("a", id, PUBLIC);
      make(id);
    };
    await flags(
      beside((id) => new aws.rds.Instance("b", { instanceClass: "db.t3.micro", vpcSecurityGroupIds: [id] })),
      ["web"],
    );
    await flags(
      beside(
        (id) =>
          new aws.ec2.NetworkInterfaceSecurityGroupAttachment("b", {
            securityGroupId: id,
            networkInterfaceId: new aws.ec2.NetworkInterface("eni", { subnetId: "subnet-1" }).id,
          }),
      ),
      ["web"],
    );
  });

  it("takes an internet-facing balancer for public, and asks the tags of an internal one", async () => {
    const beside = (tags: object, args: aws.lb.LoadBalancerArgs) => () => {
      const id = group();
      instance("a", id, tags);
      new aws.lb.LoadBalancer("b", { securityGroups: [id], ...args });
    };
    await flags(beside({}, {}), ["web"]);
    await flags(beside({}, { internal: false }), ["web"]);
    await flags(beside({}, { internal: false, tags: { Exposure: "private" } }), ["web"]);
    await passes(beside({}, { internal: true }));
    await passes(beside(PUBLIC, { internal: false }));
    await flags(beside(PUBLIC, { internal: true }), ["web"]);
    await passes(beside(PUBLIC, { internal: true, tags: PUBLIC }));
    const classic = (internal: boolean) => () => {
      const id = group();
      instance("a", id);
      new aws.elb.LoadBalancer("b", { listeners: [], securityGroups: [id], internal });
    };
    await flags(classic(false), ["web"]);
    await passes(classic(true));
  });

  it("asks of what is launched from a template the tags it will have", async () => {
    const launched =
      (templateTags: object, groupTags: aws.types.input.autoscaling.GroupTag[] = []) =>
      () => {
        const id = group();
        instance("a", id, PUBLIC);
        const template = new aws.ec2.LaunchTemplate("template", {
          vpcSecurityGroupIds: [id],
          tagSpecifications: [{ resourceType: "instance", tags: { ...templateTags } }],
        });
        new aws.autoscaling.Group("group", {
          minSize: 1,
          maxSize: 2,
          launchTemplate: { id: template.id },
          tags: groupTags,
        });
      };
    await flags(launched({}), ["web"]);
    await passes(launched(PUBLIC));
    await passes(launched({}, [{ key: "Exposure", value: "public", propagateAtLaunch: true }]));
    const unlaunched = (tags: object) => () => {
      const id = group();
      instance("a", id, PUBLIC);
      new aws.ec2.LaunchTemplate("template", {
        vpcSecurityGroupIds: [id],
        tagSpecifications: [{ resourceType: "instance", tags: { ...tags } }],
      });
    };
    await flags(unlaunched({}), ["web"]);
    await passes(unlaunched(PUBLIC));
  });

  it("takes an instance, its network interface and its template for one", async () => {
    const attached = (tags: Record<string, string>) => () => {
      const id = group();
      const eni = new aws.ec2.NetworkInterface("eni", { subnetId: "subnet-1", securityGroups: [id] });
      const networkInterfaces = [{ deviceIndex: 0, networkInterfaceId: eni.id }];
      new aws.ec2.Instance("a", { ...MACHINE, networkInterfaces, tags });
      instance("b", id, PUBLIC);
    };
    await passes(attached(PUBLIC));
    await flags(attached({}), ["web"]);
    await passes(() => {
      const { id } = new aws.ec2.LaunchTemplate("template", { vpcSecurityGroupIds: [group()] });
      new aws.ec2.Instance("a", { ...MACHINE, launchTemplate: { id }, tags: PUBLIC });
    });
  });

  it("is silent about tags that are not known, and decides at the update", async () => {
    const program = () => {
      const id = group();
      instance("a", id, PUBLIC);
      instance("b", id, { Exposure: new aws.s3.Bucket("bucket").arn });
    };
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    assert.equal((await judgeProgram([policy], program, "update")).length, 1);
  });

  for (const [how, attach] of [
    ["the interface", () => undefined],
    [
      "an attachment",
      (interfaceId, instanceId) =>
        new aws.ec2.NetworkInterfaceAttachment("it", {
          ...{ deviceIndex: 1, instanceId },
          networkInterfaceId: interfaceId,
        }),
    ],
  ] as [string, (interfaceId: pulumi.Output<string>, instanceId: pulumi.Output<string>) => unknown][])
    it(`waits for the instance that ${how} tells, where it may be one of two`, async () => {
      const program = (index: 0 | 1) => () => {
        const id = group();
        const machines = [instance("a", id, PUBLIC), instance("b", group("other"))];
        const attachedTo = pulumi.all(machines.map((one) => one.id)).apply((ids) => ids[index] as string);
        const eni = new aws.ec2.NetworkInterface("eni", {
          ...{ subnetId: "subnet-1", securityGroups: [id] },
          ...(how === "the interface" && { attachments: [{ instance: attachedTo, deviceIndex: 1 }] }),
        });
        attach(eni.id, attachedTo);
      };
      assert.deepEqual(await phases(policy, program(0)), [0, 0]);
      assert.deepEqual(await phases(policy, program(1)), [0, 1]);
    });

  it("leaves the group that AWS puts on what names none to another policy", () =>
    passes(() => {
      const { id: vpcId } = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      const { id: subnetId } = new aws.ec2.Subnet("subnet", { vpcId, cidrBlock: "10.0.0.0/24" });
      new aws.ec2.Instance("a", { ...MACHINE, subnetId, tags: PUBLIC });
      new aws.ec2.Instance("b", { ...MACHINE, subnetId });
    }));

  it("speaks of one of the resources where the group is outside the stack", async () => {
    await flags(() => {
      instance("a", "sg-1", PUBLIC);
      instance("b", "sg-1");
    }, ["b"]);
  });

  it("names one of each in the order of URNs, whatever order they come in", async () => {
    const program = () => {
      const id = group();
      for (const name of ["d", "b"]) instance(name, id, PUBLIC);
      for (const name of ["c", "a"]) instance(name, id);
    };
    const resources = await runProgram(program, "update");
    for (const order of [resources, [...resources].reverse()]) {
      const found = await judge([policy], order);
      assert.equal(found.length, 1);
      assert.match(found[0]?.message ?? "", /it is on Instance a \(private\) and Instance b \(public\)\./);
    }
  });

  it("takes other words, and exemptions", async () => {
    const exposure = { tags: ["Zone"], values: ["outer"] };
    await flags(shared({ Zone: "outer" }, {}), ["web"], configured(policy, { exposure }));
    await passes(shared({ Zone: "outer" }, {}));
    const exemptions = [{ resource: "*::web", reason: "Split next week." }];
    await passes(shared(PUBLIC, {}), configured(policy, { exemptions }));
  });
});
