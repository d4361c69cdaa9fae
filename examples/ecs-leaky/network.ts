import * as alicloud from "@pulumi/alicloud";

export const tags = { Environment: "dev" };

// No flow log: what was refused, nobody can tell.
// require-vpc-flow-logs: shop
const vpc = new alicloud.vpc.Network("shop", { cidrBlock: "10.0.0.0/16", tags });
export const vpcId = vpc.id;

const vswitch = (name: string, block: number, more: Record<string, string>) =>
  new alicloud.vpc.Switch(name, {
    vpcId,
    zoneId: "eu-central-1a",
    cidrBlock: `10.0.${block}.0/24`,
    tags: { ...tags, ...more },
  });

export const publicVSwitch = vswitch("storefront", 0, { Tier: "public" });
export const privateVSwitch = vswitch("servers", 10, { Tier: "private" });
// require-environment-tag: databases
export const databaseVSwitch = new alicloud.vpc.Switch("databases", {
  vpcId,
  zoneId: "eu-central-1a",
  cidrBlock: "10.0.20.0/24",
  tags: { Tier: "private" },
});

// Once it is active, a vSwitch needs a route to it, and this one was given to all: it stands in the VPC's own table.
const gateway = new alicloud.vpc.Ipv4Gateway("internet", { vpcId, enabled: true, tags });
// no-internet-route-in-private-subnet: servers
// no-internet-route-in-private-subnet: databases
new alicloud.vpc.RouteEntry("internet", {
  routeTableId: vpc.routeTableId,
  destinationCidrblock: "0.0.0.0/0",
  nexthopType: "Ipv4Gateway",
  nexthopId: gateway.id,
});

// Its entries are first match, and the second has nothing left to decide.
// no-public-ssh-rdp-in-network-acl: servers
// no-shadowed-network-acl-entry: servers
new alicloud.vpc.NetworkAcl("servers", {
  vpcId,
  networkAclName: "servers",
  resources: [{ resourceId: privateVSwitch.id, resourceType: "VSwitch" }],
  ingressAclEntries: [
    { policy: "accept", protocol: "all", port: "-1/-1", sourceCidrIp: "0.0.0.0/0" },
    { policy: "drop", protocol: "tcp", port: "22/22", sourceCidrIp: "0.0.0.0/0" },
  ],
  egressAclEntries: [{ policy: "accept", protocol: "all", port: "-1/-1", destinationCidrIp: "0.0.0.0/0" }],
  tags,
});

// Paid for, and bound to nothing.
// no-unattached-elastic-ip: spare
new alicloud.ecs.EipAddress("spare", { tags });

// It lets clients in on 443, and their answers out to 443 alone, where no client listens.
// require-return-traffic-in-network-acl: storefront
const storefront = new alicloud.vpc.NetworkAcl("storefront", {
  vpcId,
  networkAclName: "storefront",
  resources: [{ resourceId: publicVSwitch.id, resourceType: "VSwitch" }],
  ingressAclEntries: [{ policy: "accept", protocol: "tcp", port: "443/443", sourceCidrIp: "0.0.0.0/0" }],
  egressAclEntries: [{ policy: "accept", protocol: "tcp", port: "443/443", destinationCidrIp: "0.0.0.0/0" }],
  tags,
});
// It binds what the ACL binds already: each takes the binding away that it does not know.
// no-mixed-rule-management: storefront
new alicloud.vpc.VpcNetworkAclAttachment("storefront", {
  networkAclId: storefront.id,
  resourceId: publicVSwitch.id,
  resourceType: "VSwitch",
});
