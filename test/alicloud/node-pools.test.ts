import * as alicloud from "@pulumi/alicloud";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noPublicIpOnPrivateInstance from "../../policies/instances/no-public-ip-on-private-instance";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import { holdsInEveryForm } from "../adversarial/forms";
import { later } from "../harness/phases";
import { accept, drop } from "./group";
import { type Site, site } from "./site";

const pool = (more: Partial<alicloud.cs.NodePoolArgs> = {}, { vswitch, group }: Partial<Site> = {}) =>
  new alicloud.cs.NodePool("workers", {
    clusterId: "c0123456789abcdef0123456789abcdef0",
    vswitchIds: [vswitch?.id ?? "vsw-bp1elsewhere00000001"],
    instanceTypes: ["ecs.g7.large"],
    ...(group && { securityGroupIds: [group.id] }),
    ...more,
  });

const required = { instanceMetadataOptions: { httpTokens: "required" } };
const found = (policy: string) => `${policy}: workers`;

describe("node pools of ACK, as the machines that they launch", () => {
  holdsInEveryForm(
    [requireImdsv2],
    [
      ["leave their metadata open by default", () => pool(), [found("require-imdsv2")]],
      ["ask for tokens", () => pool(required), []],
      [
        "may do without tokens",
        () => pool({ instanceMetadataOptions: { httpTokens: "optional" } }),
        [found("require-imdsv2")],
      ],
      [
        "are not known to do without",
        () => pool({ instanceMetadataOptions: { httpTokens: later("required") } }),
        [],
      ],
    ],
  );
  holdsInEveryForm(
    [noPublicIpOnPrivateInstance, noInternetPathToPrivateInstance],
    [
      ["have no public address by themselves", () => pool({}, site()), []],
      [
        "have one by their bandwidth, and are reached by it",
        () => pool({ internetMaxBandwidthOut: 5 }, site()),
        [found("no-public-ip-on-private-instance"), found("no-internet-path-to-private-instance")],
      ],
      [
        "are not reached where their group drops it",
        () => pool({ internetMaxBandwidthOut: 5 }, site(accept("22/22"), drop("22/22"))),
        [found("no-public-ip-on-private-instance")],
      ],
      [
        "are not known to be reached on the groups of their cluster",
        () => pool({ internetMaxBandwidthOut: 5 }),
        [found("no-public-ip-on-private-instance")],
      ],
      [
        "are public where they say so",
        () => pool({ internetMaxBandwidthOut: 5, tags: { Exposure: "public" } }, site()),
        [],
      ],
    ],
  );
  holdsInEveryForm(
    [requireEbsEncryption],
    [
      [
        "encrypt their disks",
        () => pool({ systemDiskEncrypted: true, dataDisks: [{ encrypted: "true" }] }),
        [],
      ],
      [
        "leave one of them plain",
        () => pool({ systemDiskEncrypted: true, dataDisks: [{ size: 40 }] }),
        [found("require-ebs-encryption")],
      ],
    ],
  );
  holdsInEveryForm(
    [noDefaultSecurityGroupUse, noDefaultVpcUse, requireInstanceProfile],
    [["get from their cluster what they do not name", () => pool(), []]],
  );
});
