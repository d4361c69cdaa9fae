import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import noPublicIpOnPrivateInstance from "../../policies/instances/no-public-ip-on-private-instance";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import type { Policy } from "../../policies/kit/policy";
import noOpenIntraGroupTraffic from "../../policies/security-groups/no-open-intra-group-traffic";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { holds } from "../adversarial/speakers";
import { configured } from "../harness/configured";
import { messages, phases, registered } from "../harness/phases";
import { remediated } from "../harness/remediate";
import { accept, inVpc } from "./group";
import { instanceIn, site } from "./site";

const mendedBy = async (policy: Policy, program: () => unknown, name = "box") =>
  remediated(policy, await registered(program, name));

describe("what is mended of Alibaba Cloud", () => {
  it("is the bandwidth of a private instance, in the form in which it is written", async () => {
    const bandwidthOf = async (more: object) =>
      (await mendedBy(noPublicIpOnPrivateInstance, () => instanceIn(site(), more)))?.internetMaxBandwidthOut;
    assert.equal(await bandwidthOf({ internetMaxBandwidthOut: 10 }), 0);
    assert.equal(await bandwidthOf({ internetMaxBandwidthOut: 0 }), undefined);
    assert.equal(await bandwidthOf({ tags: { Exposure: "public" } }), undefined);
  });

  it("is how an instance takes tokens", async () => {
    const tokensOf = async (more: object) =>
      (await mendedBy(requireImdsv2, () => instanceIn(site(), more)))?.httpTokens;
    assert.equal(await tokensOf({ httpTokens: "optional" }), "required");
    assert.equal(await tokensOf({}), "required");
    assert.equal(await tokensOf({ httpTokens: "required" }), undefined);
    assert.equal(await tokensOf({ httpTokens: "optional", httpEndpoint: "disabled" }), undefined);
  });

  describe("the system disk of a template", () => {
    const { EcsLaunchTemplate } = alicloud.ecs;
    const template = (more: object) => () => new EcsLaunchTemplate("box", more);
    const disksOf = async (more: object) =>
      (await mendedBy(requireEbsEncryption, template(more)))?.systemDisk;

    it("is encrypted where a template says it, which gets another version", async () => {
      assert.deepEqual(await disksOf({ systemDisk: { size: 40 } }), { size: 40, encrypted: true });
      assert.equal(await disksOf({ systemDisk: { encrypted: true } }), undefined);
    });

    it("is named but not mended beside old properties, which the provider takes no systemDisk with", async () => {
      const old = { systemDiskSize: 40 };
      assert.equal(await disksOf(old), undefined);
      const message = "systemDisk.encrypted is left out, which means false.";
      assert.deepEqual(await messages(requireEbsEncryption, template(old)), [message]);
    });

    it("is left to the update while it is not known", async () => {
      const later = (encrypted: boolean) => () => {
        const disk = new alicloud.ecs.EcsKeyPair("later", {}).id.apply(() => ({ size: 40, encrypted }));
        new EcsLaunchTemplate("box", { systemDisk: disk });
      };
      assert.deepEqual(await phases(requireEbsEncryption, later(false)), [0, 1]);
      assert.deepEqual(await phases(requireEbsEncryption, later(true)), [0, 0]);
    });
  });

  it("is never innerAccessPolicy, which may cut members off", () => {
    assert.equal(noOpenIntraGroupTraffic.remediateResource, undefined);
  });
});

describe("what is exempt of Alibaba Cloud", () => {
  const open = () => {
    inVpc({}, accept("22/22"), { ...accept("3389/3389"), name: "desk" });
  };
  const exempting = (resource: string, expires?: string) =>
    configured(noPublicSshRdp, {
      exemptions: [{ resource, reason: "Closed next week", ...(expires && { expires }) }],
    });
  const [rule, desk] = ["no-public-ssh-rdp: rule", "no-public-ssh-rdp: desk"];
  describe("by a name", () => holds([exempting("*::rule")], [["breaks no more", open, [desk]]]));
  describe("by a type", () =>
    holds([exempting("*alicloud:ecs/securityGroupRule:*")], [["breaks no more", open, []]]));
  describe("until a day that is past", () =>
    holds(
      [exempting("*::rule", "2020-01-31")],
      [["breaks again", () => void inVpc({}, accept("22/22")), [rule]]],
    ));
});
