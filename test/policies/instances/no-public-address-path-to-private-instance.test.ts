import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/instances/no-public-address-path-to-private-instance";
import flagPolicy from "../../../policies/instances/no-public-ip-on-private-instance";
import { configured } from "../../harness/configured";
import { judgeProgram, judge as judgeResources, told, verdict } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const of = (name: string) => [`no-public-address-path-to-private-instance: ${name}`];

const subnet = (mapPublicIpOnLaunch?: boolean, name = "app") =>
  new aws.ec2.Subnet(name, {
    vpcId: "vpc-1",
    cidrBlock: "10.0.0.0/24",
    ...(mapPublicIpOnLaunch !== undefined && { mapPublicIpOnLaunch }),
  });

const instance = (args: Partial<aws.ec2.InstanceArgs>, name = "web") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args });

const judge = (program: () => unknown) => verdict([policy], program);

describe("no-public-address-path-to-private-instance", () => {
  it("flags an instance in a subnet that hands out addresses, unless it overrides that", async () => {
    const inSubnet = (map: boolean | undefined, args: Partial<aws.ec2.InstanceArgs> = {}) =>
      judge(() => instance({ subnetId: subnet(map).id, ...args }));
    assert.deepEqual(await inSubnet(true), of("web"));
    assert.deepEqual(await inSubnet(false), []);
    assert.deepEqual(await inSubnet(undefined), []);
    assert.deepEqual(await inSubnet(true, { associatePublicIpAddress: false }), []);
    assert.deepEqual(await inSubnet(true, { tags: { Exposure: "public" } }), []);
    assert.deepEqual(await inSubnet(true, { tags: { Exposure: "internal" } }), of("web"));
  });

  it("flags an autoscaling group in such a subnet, unless its template overrides that", async () => {
    const program = (associatePublicIpAddress?: string) => () => {
      const template = new aws.ec2.LaunchTemplate("web", {
        ...(associatePublicIpAddress !== undefined && { networkInterfaces: [{ associatePublicIpAddress }] }),
      });
      new aws.autoscaling.Group("fleet", {
        minSize: 1,
        maxSize: 2,
        vpcZoneIdentifiers: [subnet(false, "a").id, subnet(true, "b").id],
        launchTemplate: { id: template.id },
      });
    };
    assert.deepEqual(await judge(program()), of("fleet"));
    assert.deepEqual(await judge(program("false")), []);
  });

  it("leaves what a flag of the instance or its template asks for to the policy of flags", async () => {
    const both = (program: () => unknown) => verdict([policy, flagPolicy], program);
    assert.deepEqual(
      await both(() => instance({ subnetId: subnet(true).id, associatePublicIpAddress: true })),
      ["no-public-ip-on-private-instance: web"],
    );
    const launched = () => {
      const template = new aws.ec2.LaunchTemplate("template", {
        networkInterfaces: [{ associatePublicIpAddress: "true" }],
      });
      instance({ subnetId: subnet(true).id, launchTemplate: { id: template.id } });
    };
    assert.deepEqual(await both(launched), ["no-public-ip-on-private-instance: template"]);
  });

  for (const [title, attach] of Object.entries<(server: aws.ec2.Instance) => unknown>({
    "an Elastic IP of the instance": (server) => new aws.ec2.Eip("ip", { instance: server.id }),
    "an Elastic IP's association": (server) =>
      new aws.ec2.EipAssociation("ip", {
        allocationId: new aws.ec2.Eip("free", {}).allocationId,
        instanceId: server.id,
      }),
    "an Elastic IP of a second interface": (server) => {
      const second = new aws.ec2.NetworkInterface("second", {
        subnetId: subnet(false, "other").id,
        attachments: [{ instance: server.id, deviceIndex: 1 }],
      });
      new aws.ec2.Eip("ip", { networkInterface: second.id });
    },
    "an association with a second interface": (server) => {
      const second = new aws.ec2.NetworkInterface("second", { subnetId: subnet(false, "other").id });
      new aws.ec2.NetworkInterfaceAttachment("second", {
        instanceId: server.id,
        networkInterfaceId: second.id,
        deviceIndex: 1,
      });
      new aws.ec2.EipAssociation("ip", { allocationId: "eipalloc-1", networkInterfaceId: second.id });
    },
  })) {
    it(`flags ${title}, and passes that of one declared public`, async () => {
      const program = (tags: Record<string, string>) => () =>
        attach(instance({ subnetId: subnet().id, tags }));
      assert.deepEqual(await judge(program({})), of("ip"));
      assert.deepEqual(await judge(program({ Tier: "DMZ" })), []);
    });
  }

  it("passes an Elastic IP that no instance has", async () => {
    assert.deepEqual(
      await judge(() => {
        instance({ subnetId: subnet().id });
        const ip = new aws.ec2.Eip("ip", {});
        new aws.ec2.NatGateway("nat", { subnetId: "subnet-1", allocationId: ip.id });
      }),
      [],
    );
  });

  it("passes an Elastic IP of a customer-owned pool, on the instance or associated with it", async () => {
    const pool = { customerOwnedIpv4Pool: "ipv4pool-coip-0123456789abcdef0" };
    const own = () => new aws.ec2.Eip("ip", { ...pool, instance: instance({ subnetId: subnet().id }).id });
    const associated = (args: object) => () =>
      new aws.ec2.EipAssociation("ip", {
        allocationId: new aws.ec2.Eip("free", args).id,
        instanceId: instance({ subnetId: subnet().id }).id,
      });
    assert.deepEqual(await judge(own), []);
    assert.deepEqual(await judge(associated(pool)), []);
    assert.deepEqual(await judge(associated({ publicIpv4Pool: "amazon" })), of("ip"));
  });

  it("flags both the subnet's address and the Elastic IP, each where it can be mended", async () => {
    const program = () => new aws.ec2.Eip("ip", { instance: instance({ subnetId: subnet(true).id }).id });
    assert.deepEqual(await judge(program), [...of("ip"), ...of("web")]);
  });

  it("flags an address that the cloud settled, unless an Elastic IP or a customer-owned one explains it", async () => {
    const settledAs = async (value: boolean, program: () => unknown) => {
      const resources = await runProgram(program, "update");
      const settled = resources.map((resource) =>
        resource.name === "web"
          ? { ...resource, outputs: { ...resource.outputs, associatePublicIpAddress: value } }
          : resource,
      );
      return (await judgeResources([policy], settled)).map(told);
    };
    const [message, ...others] = await settledAs(true, () => instance({ subnetId: subnet().id }));
    assert.match(message ?? "", /^has a public IPv4 address that the program does not ask for,/);
    assert.deepEqual(others, []);
    assert.deepEqual(await settledAs(false, () => instance({ subnetId: subnet().id })), []);
    const elastic = await settledAs(
      true,
      () => new aws.ec2.Eip("ip", { instance: instance({ subnetId: subnet().id }).id }),
    );
    assert.deepEqual(
      elastic.map((text) => text.split(",")[0]),
      ["gives Instance web a public IPv4 address"],
    );
    const customers = { customerOwnedIpv4Pool: "ipv4pool-coip-0123456789abcdef0" };
    const associated = () =>
      new aws.ec2.Eip("ip", { ...customers, instance: instance({ subnetId: subnet().id }).id });
    assert.deepEqual(await settledAs(true, associated), []);
    const ofSubnet = () => {
      const { id: subnetId } = new aws.ec2.Subnet("outpost", {
        ...{ vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", ...customers },
        ...{
          mapCustomerOwnedIpOnLaunch: true,
          outpostArn: "arn:aws:outposts:eu-west-1:123456789012:outpost/op-1",
        },
      });
      return instance({ subnetId });
    };
    assert.deepEqual(await settledAs(true, ofSubnet), []);
  });

  it("leaves IPv6 addresses and tasks alone", async () => {
    assert.deepEqual(await judge(() => instance({ subnetId: subnet().id, ipv6AddressCount: 1 })), []);
    const task = () => new aws.ecs.Service("web", { networkConfiguration: { subnets: [subnet(true).id] } });
    assert.deepEqual(await judge(task), []);
  });

  it("is silent on an unknown tag or flag until the update", async () => {
    const byPhase = async (program: () => unknown) => [
      (await judgeProgram([policy], program, "preview")).length,
      (await judgeProgram([policy], program, "update")).length,
    ];
    const unknown = () => new aws.ec2.Eip("other", {}).id;
    const tag = (value: string) => () =>
      instance({ subnetId: subnet(true).id, tags: { Tier: unknown().apply(() => value) } });
    assert.deepEqual(await byPhase(tag("private")), [0, 1]);
    assert.deepEqual(await byPhase(tag("public")), [0, 0]);
    const flag = (value: boolean) => () =>
      instance({ subnetId: subnet(true).id, associatePublicIpAddress: unknown().apply(() => value) });
    assert.deepEqual(await byPhase(flag(false)), [0, 0]);
  });

  it("takes other words, and passes what is exempt", async () => {
    const program = () => instance({ subnetId: subnet(true).id, tags: { Zone: "edge" } });
    const words = configured(policy, { exposure: { tags: ["Zone"], values: ["edge"] } });
    assert.deepEqual(await verdict([words], program), []);
    const exempt = configured(policy, { exemptions: [{ resource: "*::web", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], program), []);
  });

  it("flags what names no subnet, which AWS puts into a public one of the default VPC", async () => {
    assert.deepEqual(await judge(() => instance({})), of("web"));
    assert.deepEqual(await judge(() => instance({ associatePublicIpAddress: false })), []);
  });

  it("says how the address comes about", async () => {
    const messages = async (program: () => unknown) =>
      (await judgeProgram([policy], program, "preview")).map(told);
    assert.deepEqual(await messages(() => instance({ subnetId: subnet(true).id })), [
      "gets a public IPv4 address by mapPublicIpOnLaunch of Subnet app, and neither tag nor name declares the instance public.",
    ]);
    assert.deepEqual(
      await messages(() => new aws.ec2.Eip("ip", { instance: instance({ subnetId: subnet().id }).id })),
      [`gives Instance web a public IPv4 address, and neither tag nor name declares the instance public.`],
    );
    const twice = () => {
      const specification = { ami: "ami-1", instanceType: "t3.micro", subnetId: subnet(true).id };
      new aws.ec2.SpotFleetRequest("web", {
        iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        targetCapacity: 2,
        launchSpecifications: [specification, specification],
      });
    };
    assert.equal((await messages(twice)).length, 1);
  });

  it("judges what is in a subnet outside the stack by what is known of it", async () => {
    const outside = () => instance({ subnetId: "subnet-1" });
    assert.deepEqual(await judge(outside), []);
    assert.deepEqual(await judge(() => new aws.ec2.Eip("ip", { instance: outside().id })), of("ip"));
    const resources = await runProgram(outside, "update");
    const settled = resources.map(({ outputs, ...one }) => ({
      ...one,
      outputs: { ...outputs, associatePublicIpAddress: true },
    }));
    assert.deepEqual((await judgeResources([policy], settled)).map(told), [
      "has a public IPv4 address that the program does not ask for, and neither tag nor name declares the instance public.",
    ]);
  });
});
