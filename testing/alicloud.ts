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
  priority: 1,
  securityGroupType: "normal",
  securityIps: ["127.0.0.1"],
  securityIpLists: ["127.0.0.1"],
  status: "Available",
};

/**
 * A value that Alibaba Cloud could have computed for a property that a program leaves out; undefined where any will do.
 * @param path where it stands, which is its name but inside objects
 * @param hash of the resource, in hexadecimal digits
 */
export function alicloudValue(token: string, name: string, path: string, hash: string): unknown {
  if (name === "enabled" && token.includes("ipv4Gateway")) return false;
  if (path === "networkInterfaceId" && token.endsWith(":Instance")) return `eni-bp1${hash}`;
  if (path === "instanceIds" && token.endsWith(":EcsInstanceSet")) return [`i-bp1${hash}`];
  if (path === "scalingGroupId" && token.endsWith(":NodePool")) return `asg-bp1${hash}`;
  if (name === "ipv6Address") return `2408:4001::${hash.slice(0, 4)}:${hash.slice(4, 8)}`;
  const isAddress = name === "privateIp" || name === "primaryIpAddress";
  return isAddress ? privateAddress(hash) : VALUES[name];
}

function privateAddress(hash: string): string {
  const [third, last] = [0, 2].map((at) => Number.parseInt(hash.slice(at, at + 2), 16));
  return `10.1.${third}.${last}`;
}
