import type { Network } from "../network/network";
import { pathFromInternet } from "../network/paths/from-internet";
import { examplePacket } from "../network/paths/packet";
import type { Registered } from "../test/harness/program";
import { networkOf } from "../test/network/rendered-network";
import { seconds } from "./process";

/**
 * How the time to build a network and to judge every interface of it grows: a line per size, with the ratio to the line before. Run by
 * `npx ts-node -T bench/reachability.ts`.
 */

const INTERFACES = 10_000;
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A tenth as many groups as interfaces, ten rules in each, a subnet, table and ACL for every hundred interfaces. */
function stack(interfaces: number): Registered[] {
  const resources: Registered[] = [];
  const add = (
    token: string,
    name: string,
    inputs: Registered["inputs"],
    dependencies: Record<string, string[]>,
  ) => {
    const type = `aws:${token}`;
    const urn = `urn:pulumi:dev::shop::${type}::${name}`;
    resources.push({
      urn,
      type,
      name,
      inputs,
      outputs: { ...inputs, id: UNKNOWN },
      parent: "",
      dependencies,
      provider: "",
    });
    return urn;
  };
  const vpc = add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/8" }, {});
  const gateway = add("ec2/internetGateway:InternetGateway", "main", { vpcId: UNKNOWN }, { vpcId: [vpc] });
  const subnets = Array.from({ length: interfaces / 100 }, (_, i) => {
    const table = add(
      "ec2/routeTable:RouteTable",
      `table-${i}`,
      { vpcId: UNKNOWN, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }] },
      { vpcId: [vpc], routes: [gateway] },
    );
    const subnet = add(
      "ec2/subnet:Subnet",
      `subnet-${i}`,
      { vpcId: UNKNOWN, cidrBlock: `10.${i >> 8}.${i & 255}.0/24`, mapPublicIpOnLaunch: i % 2 === 0 },
      { vpcId: [vpc] },
    );
    add(
      "ec2/routeTableAssociation:RouteTableAssociation",
      `routes-${i}`,
      { subnetId: UNKNOWN, routeTableId: UNKNOWN },
      { subnetId: [subnet], routeTableId: [table] },
    );
    const all = {
      ruleNo: 200,
      action: "allow",
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlock: "0.0.0.0/0",
    };
    const denied = { ...all, ruleNo: 100, action: "deny", cidrBlock: `198.51.${i & 255}.0/24` };
    add(
      "ec2/networkAcl:NetworkAcl",
      `acl-${i}`,
      { vpcId: UNKNOWN, subnetIds: [UNKNOWN], ingress: [denied, all], egress: [all] },
      { vpcId: [vpc], subnetIds: [subnet] },
    );
    return subnet;
  });
  const groups = Array.from({ length: interfaces / 10 }, (_, i) => {
    const group = add("ec2/securityGroup:SecurityGroup", `group-${i}`, { vpcId: UNKNOWN }, { vpcId: [vpc] });
    for (let j = 0; j < 10; j++) {
      const [fromPort, block] = [(i * 7 + j * 131) % 65_000, `${1 + ((i + j) % 200)}.${i % 256}.${j}.0/24`];
      add(
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `rule-${i}-${j}`,
        { securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort, toPort: fromPort + j, cidrIpv4: block },
        { securityGroupId: [group] },
      );
    }
    return group;
  });
  for (let i = 0; i < interfaces; i++) {
    const own = [groups[i % groups.length], groups[(i * 13 + 1) % groups.length]] as string[];
    add(
      "ec2/instance:Instance",
      `instance-${i}`,
      { ami: "ami-1", subnetId: UNKNOWN, vpcSecurityGroupIds: [UNKNOWN, UNKNOWN] },
      { subnetId: [subnets[i % subnets.length] as string], vpcSecurityGroupIds: [...new Set(own)] },
    );
  }
  return resources;
}

function judge(network: Network): number {
  let found = 0;
  for (const placement of network.placements) {
    const path = pathFromInternet(placement);
    const packet = examplePacket(path.traffic);
    if (packet === undefined) continue;
    found += path.hops(packet).length > 0 ? 1 : 0;
  }
  return found;
}

let before: { readonly building: number; readonly judging: number } | undefined;
judge(networkOf(stack(INTERFACES / 10)));
for (const size of [INTERFACES / 4, INTERFACES / 2, INTERFACES]) {
  const resources = stack(size);
  const { result: network, time: building } = seconds(() => {
    const built = networkOf(resources);
    void built.placements;
    return built;
  });
  const { result: found, time: judging } = seconds(() => judge(network));
  const ratio = (time: number, last: number | undefined) =>
    last === undefined ? "" : ` (${(time / last).toFixed(1)} times the line before)`;
  console.log(
    `${size} interfaces, ${resources.length} resources: ${building.toFixed(2)} s to build${ratio(building, before?.building)},` +
      ` ${judging.toFixed(2)} s to judge${ratio(judging, before?.judging)}; ${found} reached`,
  );
  before = { building, judging };
}
