import * as alicloud from "@pulumi/alicloud";
import { named, options, tagged } from "./settings";

/** Every disk of the shop, each night, for a week. */
export const snapshots = new alicloud.ecs.AutoSnapshotPolicy(
  "nightly",
  {
    autoSnapshotPolicyName: named("nightly"),
    repeatWeekdays: ["1", "2", "3", "4", "5", "6", "7"],
    timePoints: ["2"],
    retentionDays: 7,
    tags: tagged(),
  },
  options,
);

const images = alicloud.ecs.getImagesOutput(
  { nameRegex: "^aliyun_3_x64_20G_alibase_", owners: "system", mostRecent: true },
  options,
);

/** What the machines may do by themselves is what this role is allowed: no AccessKey lies on them. */
function role(name: string): alicloud.ram.Role {
  return new alicloud.ram.Role(
    name,
    {
      roleName: named(name),
      assumeRolePolicyDocument: JSON.stringify({
        Version: "1",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["ecs.aliyuncs.com"] } },
        ],
      }),
      tags: tagged(),
    },
    options,
  );
}

interface Machines {
  tier: string;
  group: alicloud.ecs.SecurityGroup;
  vswitches: alicloud.vpc.Switch[];
  dataDisks?: alicloud.ecs.InstanceArgs["dataDisks"];
}

/** A machine in each vSwitch, without an address on the internet: Session Manager needs no port, and no key of SSH. */
export function machines({ tier, group, vswitches, dataDisks }: Machines): alicloud.ecs.Instance[] {
  const { roleName } = role(tier);
  return vswitches.map((vswitch, i) => {
    const name = `${tier}-${i + 1}`;
    return new alicloud.ecs.Instance(
      name,
      {
        instanceName: named(name),
        imageId: images.apply(({ images: [newest] }) => newest?.id ?? ""),
        instanceType: "ecs.g7.large",
        vswitchId: vswitch.id,
        securityGroups: [group.id],
        internetMaxBandwidthOut: 0,
        roleName,
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        systemDiskCategory: "cloud_essd",
        systemDiskEncrypted: true,
        systemDiskAutoSnapshotPolicyId: snapshots.id,
        ...(dataDisks && { dataDisks }),
        deletionProtection: true,
        tags: tagged({ Tier: tier }),
      },
      options,
    );
  });
}
