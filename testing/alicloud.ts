/** What Alibaba Cloud's ids begin with, by the kind of resource. */
export const ALICLOUD_ID_PREFIXES: Readonly<Record<string, string>> = {
  securityGroupRule: "sgr",
  securityGroup: "sg",
  network: "vpc",
  switch: "vsw",
  subnet: "vsw",
  instance: "i",
  ecsLaunchTemplate: "lt",
  launchTemplate: "lt",
  ecsNetworkInterface: "eni",
  networkInterface: "eni",
  eipAddress: "eip",
  eip: "eip",
  natGateway: "ngw",
  routeTable: "vtb",
  routeEntry: "vtb",
  ipv4Gateway: "ipv4gw",
  ipv6Gateway: "ipv6gw",
  networkAcl: "nacl",
  ecsPrefixList: "pl",
  prefixList: "pl",
  loadBalancer: "lb",
};

const ZONE = "cn-hangzhou-h";

const VALUES: Readonly<Record<string, unknown>> = {
  availabilityZone: ZONE,
  zoneId: ZONE,
  cidrBlock: "10.0.0.0/16",
  httpEndpoint: "enabled",
  httpTokens: "optional",
  innerAccess: true,
  innerAccessPolicy: "Accept",
  networkType: "internet",
  nicType: "internet",
  primaryIpAddress: "10.0.0.10",
  priority: 1,
  privateIp: "10.0.0.10",
  securityGroupType: "normal",
  securityIps: ["127.0.0.1"],
  securityIpLists: ["127.0.0.1"],
  status: "Available",
};

/** A value that Alibaba Cloud could have computed for a property that a program leaves out; undefined where any will do. */
export function alicloudValue(token: string, name: string): unknown {
  if (name === "enabled" && token.includes("ipv4Gateway")) return false;
  return VALUES[name];
}
