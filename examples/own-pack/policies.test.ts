import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as aws from "@pulumi/aws";
import { configure, noPublicSshRdp } from "pulumi-network-guard/policies";
import { outputOf, verdict } from "pulumi-network-guard/testing";
import { noLonelySubnet, noPublicTelnet, policies } from "./policies";

const admitting = (port: number, block: string) => () =>
  new aws.ec2.SecurityGroup("web", {
    description: "Web servers",
    tags: { Environment: "dev" },
    ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [block] }],
  });

describe("this pack", () => {
  it("flags Telnet from the internet, and passes it from inside", async () => {
    assert.deepEqual(await verdict([noPublicTelnet], admitting(23, "0.0.0.0/0")), ["no-public-telnet: web"]);
    assert.deepEqual(await verdict([noPublicTelnet], admitting(23, "10.0.0.0/8")), []);
  });

  it("lets the office in by SSH, as it is configured, and nobody else", async () => {
    assert.deepEqual(await verdict(policies, admitting(22, "198.51.100.0/24")), []);
    assert.deepEqual(await verdict(policies, admitting(22, "198.51.0.0/16")), ["no-public-ssh-rdp: web"]);
  });

  it("joins resources of a list by reference at a preview and by id at the update", async () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", name: "shop", inputs: { cidrBlock: "10.0.0.0/16" } };
    const subnet = {
      type: "aws:ec2/subnet:Subnet",
      name: "servers",
      inputs: { vpcId: outputOf("shop"), cidrBlock: "10.0.1.0/24" },
    };
    const instance = {
      type: "aws:ec2/instance:Instance",
      name: "server",
      inputs: { ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: outputOf("servers") },
    };
    assert.deepEqual(await verdict([noLonelySubnet], [vpc, subnet, instance]), []);
    assert.deepEqual(await verdict([noLonelySubnet], [vpc, subnet]), ["no-lonely-subnet: servers"]);
  });

  it("refuses a configuration that is wrong", () => {
    assert.throws(() => configure(noPublicSshRdp, { allowedCidrs: ["10.0.0.0/33"] }), /must be a CIDR block/);
    // @ts-expect-error There is no such option.
    assert.throws(() => configure(noPublicSshRdp, { allowedCidr: [] }), /Did you mean "allowedCidrs"\?/);
  });
});
