import * as aws from "@pulumi/aws";

/** The tags that every resource should have. */
export const tags = { Environment: "dev" };

// Its default security group stays as AWS makes it: open to its members, who may talk to everyone.
// require-closed-default-security-group: shop
// require-ssm-endpoints: shop
// Nobody records what is tried in it.
// require-vpc-flow-logs: shop
const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16", tags });
export const vpcId = vpc.id;

const internet = new aws.ec2.InternetGateway("internet", { vpcId, tags });
const publicTable = new aws.ec2.RouteTable("public", {
  vpcId,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
  tags,
});

export const publicSubnets = ["a", "b"].map((zone, i) => {
  const subnet = new aws.ec2.Subnet(`public-${zone}`, {
    vpcId,
    availabilityZone: `eu-west-1${zone}`,
    cidrBlock: `10.0.${i}.0/24`,
    tags: { ...tags, Tier: "public" },
  });
  new aws.ec2.RouteTableAssociation(`public-${zone}`, { routeTableId: publicTable.id, subnetId: subnet.id });
  return subnet;
});

// no-automatic-public-ip-subnet: servers
// no-internet-route-in-private-subnet: servers
export const servers = new aws.ec2.Subnet("servers", {
  vpcId,
  cidrBlock: "10.0.10.0/24",
  mapPublicIpOnLaunch: true, // Copied from a tutorial, where the machine had to be reached from home.
  tags,
});
// The servers needed a way out for their packages, and the public route table was there already.
new aws.ec2.RouteTableAssociation("servers", { routeTableId: publicTable.id, subnetId: servers.id });

// no-public-ssh-rdp-in-network-acl: jobs
// no-shadowed-network-acl-entry: jobs
// require-gateway-endpoints: jobs
// require-return-traffic-in-network-acl: jobs
export const jobs = new aws.ec2.Subnet("jobs", { vpcId, cidrBlock: "10.0.20.0/24", tags });
// require-environment-tag: nat
const address = new aws.ec2.Eip("nat", { domain: "vpc" }); // Added in a hurry, without the tags.
// The office that it was for has moved.
// no-unattached-elastic-ip: old-office
new aws.ec2.Eip("old-office", { domain: "vpc", tags });
const nat = new aws.ec2.NatGateway("nat", {
  subnetId: publicSubnets[0]?.id ?? "",
  allocationId: address.id,
  tags,
});
// No gateway endpoint: all that the jobs read from S3 goes out through NAT, and is paid for.
const jobsTable = new aws.ec2.RouteTable("jobs", {
  vpcId,
  routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
  tags,
});
new aws.ec2.RouteTableAssociation("jobs", { routeTableId: jobsTable.id, subnetId: jobs.id });

const anywhere = { protocol: "tcp", cidrBlock: "0.0.0.0/0" };
new aws.ec2.NetworkAcl("jobs", {
  vpcId,
  subnetIds: [jobs.id],
  ingress: [
    // For the answers to the jobs' calls, but SSH and RDP come in as well.
    { ...anywhere, ruleNo: 100, action: "allow", fromPort: 0, toPort: 65535 },
    { ...anywhere, ruleNo: 200, action: "deny", fromPort: 22, toPort: 22 }, // Too late: entry 100 has decided.
  ],
  // What comes in cannot be answered: the clients' ports, 1024 and above, are missing.
  egress: [{ ...anywhere, ruleNo: 100, action: "allow", fromPort: 443, toPort: 443 }],
  tags,
});

/** For machines that need nothing from outside. */
export const isolated = new aws.ec2.Subnet("isolated", { vpcId, cidrBlock: "10.0.30.0/24", tags });
const isolatedTable = new aws.ec2.RouteTable("isolated", { vpcId, routes: [], tags });
new aws.ec2.RouteTableAssociation("isolated", { routeTableId: isolatedTable.id, subnetId: isolated.id });
