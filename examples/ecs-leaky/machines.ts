import * as alicloud from "@pulumi/alicloud";
import { databaseVSwitch, privateVSwitch, publicVSwitch, tags } from "./network";
import * as groups from "./security-groups";

const snapshots = new alicloud.ecs.AutoSnapshotPolicy("nightly", {
  repeatWeekdays: ["1", "2", "3", "4", "5", "6", "7"],
  timePoints: ["2"],
  retentionDays: 7,
  tags,
});

const machine = {
  imageId: "aliyun_3_x64_20G_alibase_20240528.vhd",
  instanceType: "ecs.g7.large",
  roleName: "shop-servers",
  httpTokens: "required",
  systemDiskEncrypted: true,
  systemDiskAutoSnapshotPolicyId: snapshots.id,
};

// Two public machines of one application, and a DNS record for each in place of a balancer.
for (const name of ["storefront-1", "storefront-2"]) {
  // require-load-balancer-for-public-instances: storefront-1
  new alicloud.ecs.Instance(name, {
    ...machine,
    vswitchId: publicVSwitch.id,
    securityGroups: [groups.web.id],
    internetMaxBandwidthOut: 10,
    roleName: "shop-storefront",
    tags: { ...tags, Tier: "public", Application: "storefront" },
  });
}

// "Only until the VPN is there": bandwidth outward is what gives it an address, and it answers the whole internet.
// no-internet-path-to-private-instance: back-office
// no-public-ip-on-private-instance: back-office
// no-role-shared-across-exposure: back-office
// no-security-group-shared-across-exposure: web-dev
new alicloud.ecs.Instance("back-office", {
  ...machine,
  vswitchId: privateVSwitch.id,
  securityGroups: [groups.web.id], // The public storefront's group, since it happened to fit.
  internetMaxBandwidthOut: 5,
  roleName: "shop-storefront", // And its role: who breaks into the one may do what the other may.
  tags: { ...tags, Tier: "private", Application: "storefront" },
});

// require-ebs-encryption: orders-api
// require-imdsv2: orders-api
const api = new alicloud.ecs.Instance("orders-api", {
  ...machine,
  vswitchId: privateVSwitch.id,
  securityGroups: [groups.application.id, groups.administration.id],
  httpTokens: "optional", // Its library for Alibaba Cloud is from before there were tokens.
  systemDiskEncrypted: false,
  tags: { ...tags, Tier: "private", Application: "orders" },
});
// A number by which its supplier may call it.
const address = new alicloud.ecs.EipAddress("orders-api", { tags });
// no-public-address-path-to-private-instance: orders-api
// no-internet-path-to-private-instance: orders-api. The drop of SSH in its second group comes after that group's accept.
new alicloud.ecs.EipAssociation("orders-api", { allocationId: address.id, instanceId: api.id });

// It names no group, and so is on the one that Alibaba Cloud makes, open to everyone for SSH and RDP.
// no-default-security-group-use: nightly-batch
// require-instance-profile: nightly-batch
new alicloud.ecs.Instance("nightly-batch", {
  ...machine,
  vswitchId: privateVSwitch.id,
  roleName: "", // It has a key in a file, from before.
  tags: { ...tags, Tier: "private", Application: "orders" },
});

// no-embedded-credentials: mysql
new alicloud.ecs.Instance("mysql", {
  ...machine,
  vswitchId: databaseVSwitch.id,
  securityGroups: [groups.database.id],
  userData: "#!/bin/sh\nexport ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI5tExampleExampleExam\n",
  tags: { ...tags, Tier: "private", Application: "orders" },
});

// It names no vSwitch, and so stands in the default VPC.
// no-default-vpc-use: trial
new alicloud.ecs.Instance("trial", {
  ...machine,
  securityGroups: [groups.support.id, groups.resellers.id],
  tags: { ...tags, Tier: "private", Application: "support" },
});

// no-excess-security-groups: experiments
new alicloud.ecs.Instance("experiments", {
  ...machine,
  vswitchId: privateVSwitch.id,
  securityGroups: groups.experiments.map(({ id }) => id),
  tags: { ...tags, Tier: "private", Application: "experiments" },
});

// Invoices share the group of orders: who may call the one may call the other.
// no-security-group-shared-across-applications: application-dev
new alicloud.ecs.Instance("invoices", {
  ...machine,
  vswitchId: privateVSwitch.id,
  securityGroups: [groups.application.id],
  tags: { ...tags, Tier: "private", Application: "invoices" },
});
