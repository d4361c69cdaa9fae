import * as alicloud from "@pulumi/alicloud";
import { named, options, region, tagged } from "./settings";

export const vpc = new alicloud.vpc.Network(
  "vpc",
  { vpcName: named("vpc"), cidrBlock: "10.0.0.0/16", tags: tagged() },
  options,
);

const zones = ["a", "b"];

function vswitches(tier: string, firstBlock: number): alicloud.vpc.Switch[] {
  return zones.map(
    (zone, i) =>
      new alicloud.vpc.Switch(
        `${tier}-${zone}`,
        {
          vpcId: vpc.id,
          vswitchName: named(`${tier}-${zone}`),
          zoneId: `${region}${zone}`,
          cidrBlock: `10.0.${firstBlock + i}.0/24`,
          tags: tagged({ Tier: tier }),
        },
        options,
      ),
  );
}

export const webVSwitches = vswitches("web", 10);
export const databaseVSwitches = vswitches("database", 20);

// The web servers go out through it, and nothing comes in: it has source entries alone.
const nat = new alicloud.vpc.NatGateway(
  "out",
  {
    vpcId: vpc.id,
    vswitchId: webVSwitches[0]?.id,
    natGatewayName: named("out"),
    natType: "Enhanced",
    paymentType: "PayAsYouGo",
    tags: tagged(),
  },
  options,
);
const natAddress = new alicloud.ecs.EipAddress(
  "out",
  { addressName: named("out"), paymentType: "PayAsYouGo", tags: tagged() },
  options,
);
const bound = new alicloud.ecs.EipAssociation(
  "out",
  { allocationId: natAddress.id, instanceId: nat.id, instanceType: "Nat" },
  options,
);
for (const [i, vswitch] of webVSwitches.entries()) {
  new alicloud.vpc.SnatEntry(
    `web-${i}`,
    { snatTableId: nat.snatTableIds, sourceVswitchId: vswitch.id, snatIp: natAddress.ipAddress },
    { ...options, dependsOn: bound },
  );
}
