import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Network } from "../../network/network";
import { inBothPhases, networkOf } from "./network-of";

const image = { ami: "ami-1", instanceType: "t3.micro" };

function subnetOf({ mapPublicIpOnLaunch = false } = {}) {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("web", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch });
  return { vpc, subnet, group: new aws.ec2.SecurityGroup("web", { vpcId: vpc.id }) };
}

const read = (network: Network) =>
  network.placements.map(({ title, subnet, groups, publicAddresses }) => ({
    title,
    subnet: subnet?.title,
    groups: groups.map((group) => group.title),
    addresses: publicAddresses.map(({ by }) => by),
  }));

describe("placements", () => {
  it("give an instance's Elastic IP to the interface it starts with", async () => {
    const program = () => {
      const { subnet, group } = subnetOf({ mapPublicIpOnLaunch: true });
      const own = new aws.ec2.NetworkInterface("first", { subnetId: subnet.id, securityGroups: [group.id] });
      const second = new aws.ec2.NetworkInterface("second", {
        subnetId: subnet.id,
        securityGroups: [group.id],
      });
      const instance = new aws.ec2.Instance("web", {
        ...image,
        primaryNetworkInterface: { networkInterfaceId: own.id },
      });
      new aws.ec2.NetworkInterfaceAttachment("second", {
        instanceId: instance.id,
        networkInterfaceId: second.id,
        deviceIndex: 1,
      });
      new aws.ec2.Eip("web", { instance: instance.id, domain: "vpc" });
    };
    const place = { subnet: "Subnet web", groups: ["SecurityGroup web"] };
    assert.deepEqual(await inBothPhases(program, read), [
      { title: "Instance web by NetworkInterface first", ...place, addresses: ["Eip web"] },
      { title: "Instance web by NetworkInterface second", ...place, addresses: [] },
    ]);
  });

  it("give an interface every Elastic IP that is put on it", async () => {
    const program = () => {
      const { subnet, group } = subnetOf();
      const { id } = new aws.ec2.NetworkInterface("first", {
        subnetId: subnet.id,
        securityGroups: [group.id],
      });
      new aws.ec2.Instance("web", { ...image, primaryNetworkInterface: { networkInterfaceId: id } });
      for (const name of ["one", "other"]) new aws.ec2.Eip(name, { networkInterface: id, domain: "vpc" });
    };
    const [placement] = await inBothPhases(program, read);
    assert.deepEqual(placement?.addresses, ["Eip one", "Eip other"]);
  });

  it("know an instance by its first interface", async () => {
    const program = () => {
      const { subnet, group } = subnetOf();
      const { primaryNetworkInterfaceId } = new aws.ec2.Instance("web", {
        ...image,
        subnetId: subnet.id,
        vpcSecurityGroupIds: [group.id],
      });
      new aws.ec2.Eip("web", { networkInterface: primaryNetworkInterfaceId, domain: "vpc" });
    };
    const [placement] = await inBothPhases(program, read);
    assert.deepEqual(placement?.addresses, ["Eip web"]);
  });

  for (const [title, templateId, expected] of [
    [
      "take a template in the stack at its word",
      undefined,
      { groups: ["SecurityGroup web"], addresses: true },
    ],
    [
      "leave open what a template outside the stack may say",
      "lt-0123456789abcdef0",
      { groups: [], addresses: false },
    ],
  ] as const) {
    it(title, async () => {
      const program = () => {
        const { subnet, group } = subnetOf({ mapPublicIpOnLaunch: true });
        const template = new aws.ec2.LaunchTemplate("web", { vpcSecurityGroupIds: [group.id] });
        new aws.ec2.SpotInstanceRequest("web", {
          subnetId: subnet.id,
          launchTemplate: { id: templateId ?? template.id },
        });
      };
      // Later the cloud's own word stands beside the instance's.
      const [placement] = read(await networkOf(program, "preview"));
      assert.ok(placement !== undefined);
      assert.deepEqual({ groups: placement.groups, addresses: placement.addresses.length > 0 }, expected);
    });
  }

  it("name the property that gives an IPv6 address, with the interface of a template that holds it", async () => {
    const program = (card: object, own: object) => () => {
      const { subnet } = subnetOf();
      const networkInterfaces = [{ subnetId: subnet.id, ...card }];
      const { id } = new aws.ec2.LaunchTemplate("web", { networkInterfaces });
      new aws.ec2.Instance("web", { ...image, subnetId: subnet.id, launchTemplate: { id }, ...own });
    };
    const addresses = async (card: object, own: object = {}) =>
      (await inBothPhases(program(card, own), read)).map((placement) => placement.addresses);
    assert.deepEqual(await addresses({ ipv6AddressCount: 1 }), [["networkInterfaces[0].ipv6AddressCount"]]);
    assert.deepEqual(await addresses({ ipv6Addresses: ["2600:1f18::7"] }), [
      ["networkInterfaces[0].ipv6Addresses"],
    ]);
    assert.deepEqual(await addresses({}, { ipv6AddressCount: 1 }), [["ipv6AddressCount"]]);
    assert.deepEqual(await addresses({}), [[]]);
  });

  it("tell the tenth specification of a fleet from the first", async () => {
    const program = () => {
      const { subnet } = subnetOf();
      new aws.ec2.SpotFleetRequest("web", {
        iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        targetCapacity: 1,
        launchSpecifications: Array.from({ length: 11 }, (_, i) => ({
          ...image,
          subnetId: subnet.id,
          vpcSecurityGroupIds: i === 10 ? ["sg-last"] : ["sg-first"],
        })),
      });
    };
    const placements = await inBothPhases(program, read);
    assert.deepEqual(placements[1]?.groups, ["sg-first"]);
    assert.deepEqual(placements[10]?.groups, ["sg-last"]);
  });
});
