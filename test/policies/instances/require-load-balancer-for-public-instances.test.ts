import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/instances/require-load-balancer-for-public-instances";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";

const of = (name: string) => [`require-load-balancer-for-public-instances: ${name}`];
const FLAGGED = of("a");

type Tags = Record<string, string>;
const SHOP: Tags = { Exposure: "public", Application: "shop" };

const instance = (name: string, tags: Tags = SHOP) =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", subnetId: "subnet-1", tags });

const judge = (program: () => unknown) => verdict([policy], program);

const two = (one: Tags, other: Tags) => () => {
  instance("a", one);
  instance("b", other);
};

const targetGroup = () => new aws.lb.TargetGroup("shop", { port: 80, protocol: "HTTP", vpcId: "vpc-1" });

/** How one of two instances comes behind a balancer. */
const BALANCERS: Record<string, (one: aws.ec2.Instance) => unknown> = {
  "a target group's attachment": ({ id }) =>
    new aws.lb.TargetGroupAttachment("a", { targetGroupArn: targetGroup().arn, targetId: id }),
  "an attachment of the older token": ({ id }) =>
    new aws.alb.TargetGroupAttachment("a", {
      targetGroupArn: new aws.alb.TargetGroup("shop", {}).arn,
      targetId: id,
    }),
  "an attachment by address": ({ privateIp }) =>
    new aws.lb.TargetGroupAttachment("a", { targetGroupArn: targetGroup().arn, targetId: privateIp }),
  "an attachment by the address of a second interface": ({ id }) => {
    const second = new aws.ec2.NetworkInterface("second", {
      subnetId: "subnet-1",
      attachments: [{ instance: id, deviceIndex: 1 }],
    });
    new aws.lb.TargetGroupAttachment("a", { targetGroupArn: targetGroup().arn, targetId: second.privateIp });
  },
  "a target group outside the stack": ({ id }) =>
    new aws.lb.TargetGroupAttachment("a", { targetGroupArn: "arn:outside", targetId: id }),
  "a classic balancer's list": ({ id }) =>
    new aws.elb.LoadBalancer("shop", { instances: [id], listeners: [] }),
  "a classic balancer's attachment": ({ id }) => new aws.elb.Attachment("a", { elb: "shop", instance: id }),
};

const template = (tags: Tags) =>
  new aws.ec2.LaunchTemplate("shop", { tagSpecifications: [{ resourceType: "instance", tags }] });

const fleet = (args: Partial<aws.autoscaling.GroupArgs>, tags: Tags = SHOP) =>
  new aws.autoscaling.Group("fleet", {
    minSize: 0,
    maxSize: 4,
    launchTemplate: { id: template(tags).id },
    ...args,
  });

describe("require-load-balancer-for-public-instances", () => {
  it("flags two public instances of one application, and passes one, or two of two", async () => {
    assert.deepEqual(await judge(two(SHOP, SHOP)), FLAGGED);
    assert.deepEqual(await judge(() => instance("a")), []);
    assert.deepEqual(await judge(two(SHOP, { ...SHOP, Application: "blog" })), []);
    assert.deepEqual(await judge(two(SHOP, { ...SHOP, Application: "SHOP " })), FLAGGED);
    const attached = (name: string) =>
      new aws.ec2.Instance(name, {
        ...{ ami: "ami-1", instanceType: "t3.micro", tags: SHOP },
        networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: `eni-${name}` }],
      });
    assert.deepEqual(await judge(() => [attached("a"), attached("b")]), FLAGGED, "of interfaces elsewhere");
    for (const key of ["App", "Service", "application"]) {
      const tags = { Exposure: "public", [key]: "shop" };
      assert.deepEqual(await judge(two(SHOP, tags)), FLAGGED);
    }
  });

  it("passes private instances, and ones that no tag says to belong together", async () => {
    assert.deepEqual(await judge(two(SHOP, { Application: "shop" })), []);
    assert.deepEqual(await judge(two({ Application: "shop" }, { Application: "shop" })), []);
    assert.deepEqual(await judge(two({ Exposure: "public" }, { Exposure: "public" })), []);
  });

  it("passes bastions, which people reach one by one", async () => {
    const bastion = { ...SHOP, Exposure: "Bastion" };
    assert.deepEqual(await judge(two(bastion, bastion)), []);
    assert.deepEqual(await judge(two(SHOP, { ...SHOP, Tier: "bastion" })), []);
    const none = configured(policy, { directValues: [] });
    assert.deepEqual(await verdict([none], two(bastion, bastion)), FLAGGED);
  });

  for (const [title, balance] of Object.entries(BALANCERS)) {
    it(`passes instances behind ${title}`, async () => {
      const program = () => {
        balance(instance("a"));
        instance("b");
      };
      assert.deepEqual(await judge(program), []);
    });
  }

  it("flags instances beside a balancer that has others for targets", async () => {
    const program = () => {
      two(SHOP, SHOP)();
      BALANCERS["a target group's attachment"]?.(instance("c", {}));
    };
    assert.deepEqual(await judge(program), FLAGGED);
    const outside = () => {
      two(SHOP, SHOP)();
      new aws.elb.LoadBalancer("front", { listeners: [], instances: ["i-0123456789abcdef0"] });
    };
    assert.deepEqual(await judge(outside), FLAGGED);
  });

  it("flags an autoscaling group of several public machines, tagged with an application or not", async () => {
    const untagged = { Exposure: "public" };
    assert.deepEqual(await judge(() => fleet({ minSize: 2 })), of("fleet"));
    assert.deepEqual(await judge(() => fleet({ desiredCapacity: 2 })), of("fleet"));
    assert.deepEqual(await judge(() => fleet({ minSize: 2 }, untagged)), of("fleet"));
    assert.deepEqual(await judge(() => fleet({ minSize: 1 })), []);
    assert.deepEqual(await judge(() => fleet({ minSize: 2 }, { Application: "shop" })), []);
  });

  it("passes an autoscaling group behind a balancer, however that is said", async () => {
    const arns = () => ({ targetGroupArns: [targetGroup().arn] });
    assert.deepEqual(await judge(() => fleet({ minSize: 2, ...arns() })), []);
    assert.deepEqual(await judge(() => fleet({ minSize: 2, loadBalancers: ["shop"] })), []);
    assert.deepEqual(
      await judge(() => fleet({ minSize: 2, trafficSources: [{ identifier: targetGroup().arn }] })),
      [],
    );
    const attached = (attach: (name: aws.autoscaling.Group["name"]) => unknown) =>
      judge(() => attach(fleet({ minSize: 2 }).name));
    assert.deepEqual(
      await attached(
        (autoscalingGroupName) =>
          new aws.autoscaling.Attachment("a", { autoscalingGroupName, lbTargetGroupArn: targetGroup().arn }),
      ),
      [],
    );
    assert.deepEqual(
      await attached(
        (autoscalingGroupName) =>
          new aws.autoscaling.TrafficSourceAttachment("a", {
            autoscalingGroupName,
            trafficSource: { identifier: targetGroup().arn, type: "elbv2" },
          }),
      ),
      [],
    );
    assert.deepEqual(await judge(() => fleet({ minSize: 2, targetGroupArns: [] })), of("fleet"));
  });

  it("passes a spot fleet behind a balancer, and flags one without", async () => {
    const judged = (more: () => object) =>
      judge(
        () =>
          new aws.ec2.SpotFleetRequest("fleet", {
            iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
            targetCapacity: 2,
            launchSpecifications: [{ ami: "ami-1", instanceType: "t3.micro", tags: SHOP }],
            ...more(),
          }),
      );
    assert.deepEqual(await judged(() => ({})), of("fleet"));
    assert.deepEqual(await judged(() => ({ targetGroupArns: [] })), of("fleet"));
    assert.deepEqual(await judged(() => ({ targetGroupArns: [targetGroup().arn] })), []);
    assert.deepEqual(await judged(() => ({ loadBalancers: ["shop"] })), []);
  });

  it("is silent while a target, tag or number is not known", async () => {
    const preview = (program: () => unknown) => judgeProgram([policy], program, "preview");
    const unknown = () => new aws.ec2.Eip("other", {}).id;
    const target = () => {
      two(SHOP, SHOP)();
      new aws.lb.TargetGroupAttachment("x", { targetGroupArn: "arn:outside", targetId: unknown() });
    };
    assert.deepEqual(await preview(target), []);
    const tag = () => two(SHOP, { ...SHOP, Application: unknown().apply(() => "shop") as never })();
    assert.deepEqual(await preview(tag), []);
    assert.equal((await judgeProgram([policy], tag, "update")).length, 1);
    const tags = () =>
      new aws.ec2.LaunchTemplate("shop", {
        tagSpecifications: [
          { resourceType: "instance", tags: { Exposure: "public" } },
          { resourceType: "instance", tags: unknown().apply(() => ({ Application: "shop" })) },
        ],
      });
    const tagged = () =>
      new aws.autoscaling.Group("fleet", { minSize: 2, maxSize: 4, launchTemplate: { id: tags().id } });
    assert.deepEqual(await preview(tagged), []);
    assert.equal((await judgeProgram([policy], tagged, "update")).length, 1);
    const key = () => {
      const application = {
        key: unknown().apply(() => "Application"),
        value: "shop",
        propagateAtLaunch: true,
      };
      fleet({ minSize: 2, tags: [application] }, { Exposure: "public" });
    };
    assert.deepEqual(await preview(key), []);
    assert.equal((await judgeProgram([policy], key, "update")).length, 1);
    const size = () => fleet({ minSize: unknown().apply(() => 2) });
    assert.deepEqual(await preview(size), []);
    assert.equal((await judgeProgram([policy], size, "update")).length, 1);
    assert.deepEqual(
      await judge(() => fleet({ minSize: 2, desiredCapacity: unknown().apply(() => 3) })),
      of("fleet"),
    );
  });

  it("takes other tags, and passes what is exempt", async () => {
    const product = { Exposure: "public", Product: "shop" };
    const words = configured(policy, { applicationTags: ["Product"] });
    assert.deepEqual(await verdict([words], two(product, product)), FLAGGED);
    assert.deepEqual(await verdict([words], two(SHOP, SHOP)), []);
    const exempt = configured(policy, { exemptions: [{ resource: "*::a", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], two(SHOP, SHOP)), []);
  });

  it("names the instances", async () => {
    const messages = async (program: () => unknown) =>
      (await judgeProgram([policy], program, "preview")).map(told);
    assert.deepEqual(await messages(two(SHOP, SHOP)), [
      "it and Instance b are public instances of one application, with no load balancer before them.",
    ]);
    const three = () => {
      for (const name of ["c", "b", "a"]) instance(name);
    };
    assert.deepEqual(await messages(three), [
      "it and Instance b and Instance c are public instances of one application, with no load balancer before them.",
    ]);
    assert.deepEqual(await messages(() => fleet({ minSize: 2 })), [
      "it launches several public instances, with no load balancer before them.",
    ]);
  });
});
