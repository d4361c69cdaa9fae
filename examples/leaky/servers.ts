import * as aws from "@pulumi/aws";
import { jobs, publicSubnets, servers, tags } from "./network";
import * as groups from "./security-groups";

const machine = {
  ami: "ami-0123456789abcdef0",
  instanceType: "t3.micro",
  iamInstanceProfile: "shop-servers",
  metadataOptions: { httpTokens: "required" },
};

// Two public machines of one application, and a DNS record for each in place of a load balancer.
for (const [i, subnet] of publicSubnets.entries()) {
  // require-load-balancer-for-public-instances: storefront-1
  new aws.ec2.Instance(`storefront-${i + 1}`, {
    ...machine,
    subnetId: subnet.id,
    vpcSecurityGroupIds: [groups.web.id],
    associatePublicIpAddress: true,
    iamInstanceProfile: "shop-storefront",
    tags: { ...tags, Tier: "public", Application: "storefront" },
  });
}

// no-internet-path-to-private-instance: back-office. Its public address and its group, seen by the rows for them as well, make the subnet's route out a way in.
// no-public-ip-on-private-instance: back-office
// no-role-shared-across-exposure: back-office
new aws.ec2.Instance("back-office", {
  ...machine,
  subnetId: servers.id,
  associatePublicIpAddress: true, // "Only until the VPN is there": it answers the whole internet.
  vpcSecurityGroupIds: [groups.web.id], // The public storefront's group, since it happened to fit.
  iamInstanceProfile: "shop-storefront", // And its role: who breaks into the one may do what the other may.
  tags,
});

// Nothing says otherwise, so the subnet gives it a public address.
// no-public-address-path-to-private-instance: orders-api
new aws.ec2.Instance("orders-api", {
  ...machine,
  subnetId: servers.id,
  vpcSecurityGroupIds: [groups.application.id],
  tags: { ...tags, Application: "orders" },
});
// On the group of another application: what is opened for one is open on both.
// require-imdsv2: mailer
new aws.ec2.Instance("mailer", {
  ...machine,
  subnetId: jobs.id,
  vpcSecurityGroupIds: [groups.application.id],
  metadataOptions: { httpTokens: "optional" }, // Its library for AWS is from before there were tokens.
  tags: { ...tags, Application: "newsletter" },
});

// Every ticket added one more group, and nobody can say any more what gets in.
// no-excess-security-groups: toolbox
new aws.ec2.Instance("toolbox", {
  ...machine,
  subnetId: jobs.id,
  vpcSecurityGroupIds: [
    groups.application,
    groups.database,
    groups.partners,
    groups.web,
    groups.wizard,
    groups.worker,
  ].map(({ id }) => id),
  tags,
});

// It names no group, and so is on the VPC's default one.
// no-default-security-group-use: nightly-batch
// require-instance-profile: nightly-batch
new aws.ec2.Instance("nightly-batch", {
  ...machine,
  subnetId: jobs.id,
  iamInstanceProfile: "", // It has a key in a file, from before.
  tags,
});

// Left as it comes, with its door on the internet, for suppliers who could come through the VPC.
// no-public-service-endpoint: deliveries
new aws.transfer.Server("deliveries", { tags });
