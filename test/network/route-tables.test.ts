import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Network } from "../../network/network";
import { internetRoutes, routedAddresses, routeTitle } from "../../network/routing/route-table";
import { Resource } from "../../stack/resource";
import { UNKNOWN, type Value } from "../../stack/value";
import { inBothPhases, networkOf } from "./network-of";

const EVERYWHERE = "0.0.0.0/0";

function base(cidrBlock = "10.0.0.0/16") {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock });
  const igw = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id });
  const subnet = new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  return { vpc, igw, subnet };
}

type Base = ReturnType<typeof base>;

function associated(
  { vpc, subnet }: Pick<Base, "vpc" | "subnet">,
  routes: aws.types.input.ec2.RouteTableRoute[],
) {
  const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id, routes });
  new aws.ec2.RouteTableAssociation("association", { subnetId: subnet.id, routeTableId: table.id });
  return table;
}

/** What goes where from the subnet `app`, such as `routes[0] to InternetGateway igw: 0.0.0.0/0`. */
function routing(network: Network): string[] | undefined {
  const table = network.subnets.find(({ resource }) => resource.name === "app")?.routeTable;
  return (
    table &&
    routedAddresses(table).map(
      (one) => `${routeTitle(one.route)} to ${one.route.target.kind}: ${one.addresses.blocks().join(" ")}`,
    )
  );
}

/** The route that takes an address from the subnet `app`. */
function routedTo(network: Network, address: string): string | undefined {
  const table = network.subnets.find(({ resource }) => resource.name === "app")?.routeTable;
  const routed = table && routedAddresses(table).find(({ addresses }) => addresses.has(address));
  return routed && routeTitle(routed.route);
}

/** The title of the table of the subnet `app`. */
const tableOf = (network: Network) =>
  network.subnets.find(({ resource }) => resource.name === "app")?.routeTable?.title;

/** The routes by which the subnet `app` certainly gets to an internet gateway. */
function toInternet(network: Network): string[] {
  const table = network.subnets.find(({ resource }) => resource.name === "app")?.routeTable;
  return table === undefined ? [] : internetRoutes(table).map(({ route }) => routeTitle(route));
}

describe("route tables", () => {
  it("keep the VPC's own blocks local, the ones added later too", async () => {
    const program = () => {
      const { vpc, igw, subnet } = base("10.0.0.0/9");
      new aws.ec2.VpcIpv4CidrBlockAssociation("more", { vpcId: vpc.id, cidrBlock: "10.128.0.0/24" });
      associated({ vpc, subnet }, [
        { cidrBlock: EVERYWHERE, gatewayId: igw.id },
        { cidrBlock: "10.128.0.0/23", natGatewayId: "nat-1" },
      ]);
    };
    const takers = (network: Network) =>
      ["10.0.0.7", "10.127.0.7", "10.128.0.7", "10.128.1.7", "10.129.0.7"].map(
        (address) => routedTo(network, address) ?? "local",
      );
    assert.deepEqual(await inBothPhases(program, takers), [
      "local",
      "local",
      "local",
      "routes[1]",
      "routes[0]",
    ]);
  });

  it("send by the longest prefix", async () => {
    const program =
      (...blocks: string[]) =>
      () => {
        const { vpc, igw, subnet } = base();
        associated({ vpc, subnet }, [
          { cidrBlock: EVERYWHERE, gatewayId: igw.id },
          ...blocks.map((cidrBlock) => ({ cidrBlock, natGatewayId: "nat-1" })),
        ]);
      };
    assert.deepEqual(await inBothPhases(program("0.0.0.0/1"), toInternet), ["routes[0]"]);
    assert.deepEqual(await inBothPhases(program("0.0.0.0/1", "128.0.0.0/1"), toInternet), []);
    assert.deepEqual(await inBothPhases(program("0.0.0.0/1", "128.0.0.0/2"), toInternet), ["routes[0]"]);
    assert.deepEqual(await inBothPhases(program("10.0.0.0/24"), routing), [
      [
        "routes[0] to internet-gateway: 0.0.0.0/5 8.0.0.0/7",
        "10.1.0.0/16 10.2.0.0/15 10.4.0.0/14 10.8.0.0/13 10.16.0.0/12 10.32.0.0/11 10.64.0.0/10 10.128.0.0/9",
        "11.0.0.0/8 12.0.0.0/6 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/1",
      ].join(" "),
      "routes[1] to nat-gateway: 10.0.0.0/24",
    ]);
  });

  it("keep the families apart", async () => {
    const program = () => {
      const { vpc, igw, subnet } = base();
      const egressOnly = new aws.ec2.EgressOnlyInternetGateway("eigw", { vpcId: vpc.id });
      associated({ vpc, subnet }, [
        { ipv6CidrBlock: "::/0", egressOnlyGatewayId: egressOnly.id },
        { ipv6CidrBlock: "2001:db8::/32", gatewayId: igw.id },
        { cidrBlock: "203.0.113.0/24", gatewayId: igw.id },
      ]);
    };
    assert.deepEqual(await inBothPhases(program, toInternet), ["routes[2]", "routes[1]"]);
  });

  it("read a prefix list of the stack as its entries, which yield to a route's own block", async () => {
    const program =
      (...own: string[]) =>
      () => {
        const { vpc, igw, subnet } = base();
        const list = new aws.ec2.ManagedPrefixList("list", {
          addressFamily: "IPv4",
          maxEntries: 2,
          entries: [{ cidr: "198.51.100.0/24" }, { cidr: "203.0.113.0/24" }],
        });
        associated({ vpc, subnet }, [
          { destinationPrefixListId: list.id, gatewayId: igw.id },
          ...own.map((cidrBlock) => ({ cidrBlock, natGatewayId: "nat-1" })),
        ]);
      };
    assert.deepEqual(await inBothPhases(program("203.0.113.0/24"), routing), [
      "routes[0] to internet-gateway: 198.51.100.0/24",
      "routes[1] to nat-gateway: 203.0.113.0/24",
    ]);
    assert.deepEqual(await inBothPhases(program("203.0.113.0/24", "198.51.100.0/24"), toInternet), []);
  });

  for (const [property, id, kind] of [
    ["gatewayId", "igw-1", "internet-gateway"],
    ["gatewayId", "vgw-1", "virtual-private-gateway"],
    ["gatewayId", "vpce-1", "vpc-endpoint"],
    ["natGatewayId", "nat-1", "nat-gateway"],
    ["egressOnlyGatewayId", "eigw-1", "egress-only-internet-gateway"],
    ["transitGatewayId", "tgw-1", "transit-gateway"],
    ["vpcPeeringConnectionId", "pcx-1", "vpc-peering-connection"],
    ["vpcEndpointId", "vpce-1", "vpc-endpoint"],
    ["networkInterfaceId", "eni-1", "network-interface"],
    ["instanceId", "i-1", "network-interface"],
    ["carrierGatewayId", "cagw-1", "carrier-gateway"],
    ["localGatewayId", "lgw-1", "local-gateway"],
    ["coreNetworkArn", "arn:aws:networkmanager::123456789012:core-network/core-1", "core-network"],
  ] as const) {
    it(`lead to ${kind} by ${property} ${id}`, async () => {
      const program = () => associated(base(), [{ cidrBlock: "203.0.113.0/24", [property]: id }]);
      assert.deepEqual(await inBothPhases(program, routing), [`routes[0] to ${kind}: 203.0.113.0/24`]);
    });
  }

  it("leave open where a route leads until its gateway is known", async () => {
    const program = () => {
      const gatewayId = new aws.ec2.Eip("later", {}).id.apply(() => "igw-1");
      associated(base(), [{ cidrBlock: "203.0.113.0/24", gatewayId }]);
    };
    assert.deepEqual(routing(await networkOf(program, "preview")), ["routes[0] to unknown: 203.0.113.0/24"]);
    assert.deepEqual(routing(await networkOf(program, "update")), [
      "routes[0] to internet-gateway: 203.0.113.0/24",
    ]);
  });

  it("leave open which of two prefix lists a route has until that is known", async () => {
    const program = () => {
      const { vpc, igw, subnet } = base();
      const lists = ["198.51.100.0/24", "203.0.113.0/24"].map(
        (cidr) =>
          new aws.ec2.ManagedPrefixList(cidr, { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr }] }),
      );
      const destinationPrefixListId = pulumi.all(lists.map(({ id }) => id)).apply(([id]) => id as string);
      associated({ vpc, subnet }, [{ destinationPrefixListId, gatewayId: igw.id }]);
    };
    assert.deepEqual(toInternet(await networkOf(program, "preview")), []);
    assert.deepEqual(toInternet(await networkOf(program, "update")), ["routes[0]"]);
  });

  it("take nothing for a prefix list that is not in the stack", async () => {
    const program = () => {
      const { vpc, igw, subnet } = base();
      associated({ vpc, subnet }, [
        { destinationPrefixListId: "pl-1", vpcEndpointId: "vpce-1" },
        { cidrBlock: EVERYWHERE, gatewayId: igw.id },
      ]);
    };
    assert.deepEqual(await inBothPhases(program, toInternet), ["routes[1]"]);
  });

  it("read standalone routes like inline ones", async () => {
    const program = () => {
      const { igw, ...rest } = base();
      const table = associated(rest, []);
      new aws.ec2.Route("default", {
        routeTableId: table.id,
        destinationCidrBlock: EVERYWHERE,
        gatewayId: igw.id,
      });
      new aws.ec2.Route("default6", {
        routeTableId: table.id,
        destinationIpv6CidrBlock: "::/0",
        gatewayId: igw.id,
      });
    };
    assert.deepEqual(await inBothPhases(program, toInternet), ["Route default", "Route default6"]);
  });

  describe("of a subnet without an association", () => {
    for (const [how, program, routes] of [
      ["are the VPC's main one", () => base(), []],
      [
        "take routes to it",
        () => {
          const { vpc, igw } = base();
          const routeTableId = vpc.mainRouteTableId;
          new aws.ec2.Route("default", {
            routeTableId,
            destinationCidrBlock: EVERYWHERE,
            gatewayId: igw.id,
          });
        },
        ["Route default"],
      ],
      [
        "are the resource that adopts it",
        () => {
          const { vpc, igw } = base();
          const adopting = new aws.ec2.DefaultRouteTable("adopting", {
            defaultRouteTableId: vpc.defaultRouteTableId,
            routes: [{ cidrBlock: "0.0.0.0/1", gatewayId: igw.id }],
          });
          for (const [i, routeTableId] of [adopting.id, vpc.mainRouteTableId].entries()) {
            new aws.ec2.Route(`more-${i}`, {
              routeTableId,
              destinationCidrBlock: `${128 + i}.0.0.0/8`,
              gatewayId: igw.id,
            });
          }
        },
        ["routes[0]", "Route more-0", "Route more-1"],
      ],
      [
        "are the one made main",
        () => {
          const { vpc, igw } = base();
          const table = new aws.ec2.RouteTable("table", {
            vpcId: vpc.id,
            routes: [{ cidrBlock: EVERYWHERE, gatewayId: igw.id }],
          });
          new aws.ec2.MainRouteTableAssociation("main", { vpcId: vpc.id, routeTableId: table.id });
        },
        ["routes[0]"],
      ],
    ] as [string, () => unknown, string[]][]) {
      it(how, async () => {
        assert.notEqual(await inBothPhases(program, tableOf), undefined);
        assert.deepEqual(await inBothPhases(program, toInternet), routes);
      });
    }

    it("cannot be known outside the stack's VPCs", async () => {
      const program = () => new aws.ec2.Subnet("app", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" });
      assert.equal(await inBothPhases(program, tableOf), undefined);
    });
  });

  it("keep a table that a look-up names by its id", async () => {
    const program = () => {
      const { subnet, igw } = base();
      new aws.ec2.RouteTableAssociation("association", { subnetId: subnet.id, routeTableId: "rtb-1" });
      new aws.ec2.Route("default", {
        routeTableId: "rtb-1",
        destinationCidrBlock: EVERYWHERE,
        gatewayId: igw.id,
      });
    };
    assert.equal(await inBothPhases(program, tableOf), "rtb-1");
    assert.deepEqual(await inBothPhases(program, toInternet), ["Route default"]);
    const table = (await networkOf(program, "preview")).routeTables.find(({ key }) => key === "rtb-1");
    assert.equal(table?.isComplete, false);
  });

  it("leave gateways' associations aside", async () => {
    const program = () => {
      const { vpc, igw, subnet } = base();
      const table = new aws.ec2.RouteTable("edge", { vpcId: vpc.id });
      new aws.ec2.RouteTableAssociation("edge", { gatewayId: igw.id, routeTableId: table.id });
      associated({ vpc, subnet }, []);
    };
    assert.equal(await inBothPhases(program, tableOf), "RouteTable table");
  });

  it("find subnets inside components", async () => {
    class Network extends pulumi.ComponentResource {
      readonly subnetId: pulumi.Output<string>;
      constructor(vpcId: pulumi.Input<string>) {
        super("shop:index:Network", "network");
        const subnet = new aws.ec2.Subnet("app", { vpcId, cidrBlock: "10.0.1.0/24" }, { parent: this });
        this.subnetId = subnet.id;
        this.registerOutputs();
      }
    }
    const program = () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const igw = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id });
      const subnet = { id: new Network(vpc.id).subnetId } as aws.ec2.Subnet;
      associated({ vpc, subnet }, [{ cidrBlock: EVERYWHERE, gatewayId: igw.id }]);
    };
    assert.deepEqual(await inBothPhases(program, toInternet), ["routes[0]"]);
  });

  it("do not tell the table of a subnet that two associations claim", async () => {
    const program = () => {
      const { vpc, subnet } = base();
      associated({ vpc, subnet }, []);
      const other = new aws.ec2.RouteTable("other", { vpcId: vpc.id });
      new aws.ec2.RouteTableAssociation("second", { subnetId: subnet.id, routeTableId: other.id });
    };
    assert.equal(await inBothPhases(program, tableOf), undefined);
  });

  describe("know an internet gateway", () => {
    for (const [how, gatewayId] of [
      ["by its resource", ({ igw }: Base) => igw.id],
      ["by its id from a look-up", () => "igw-0123"],
      [
        "by its attachment",
        ({ vpc }: Base) => {
          const gateway = new aws.ec2.InternetGateway("loose", {});
          return new aws.ec2.InternetGatewayAttachment("attachment", {
            vpcId: vpc.id,
            internetGatewayId: gateway.id,
          }).internetGatewayId;
        },
      ],
    ] as [string, (all: Base) => pulumi.Input<string>][]) {
      it(how, async () => {
        const program = () => {
          const all = base();
          associated(all, [{ cidrBlock: EVERYWHERE, gatewayId: gatewayId(all) }]);
        };
        assert.deepEqual(await inBothPhases(program, toInternet), ["routes[0]"]);
      });
    }

    it("from other gateways", async () => {
      const program = () => {
        const all = base();
        const vpn = new aws.ec2.VpnGateway("vpn", { vpcId: all.vpc.id });
        associated(all, [{ cidrBlock: EVERYWHERE, gatewayId: vpn.id }]);
      };
      assert.deepEqual(await inBothPhases(program, toInternet), []);
    });
  });

  describe("with unknown values", () => {
    const unknown = () => new aws.ec2.Eip("address").publicIp;

    it("hold a default route against one unknown block, and not against two", async () => {
      const program = (count: number) => () => {
        const all = base();
        const address = unknown();
        associated(all, [
          { cidrBlock: EVERYWHERE, gatewayId: all.igw.id },
          ...Array.from({ length: count }, () => ({
            cidrBlock: pulumi.interpolate`${address}/32`,
            natGatewayId: "nat-1",
          })),
        ]);
      };
      assert.deepEqual(toInternet(await networkOf(program(1), "preview")), ["routes[0]"]);
      assert.deepEqual(toInternet(await networkOf(program(2), "preview")), []);
    });

    it("do not hold what is half of a route against one unknown block, which may be that half", async () => {
      const program = (blocks: readonly string[]) => () => {
        const all = base();
        associated(all, [
          { cidrBlock: "128.0.0.0/1", gatewayId: all.igw.id },
          ...[...blocks, pulumi.interpolate`${unknown()}/1`].map((cidrBlock) => ({
            cidrBlock,
            natGatewayId: "nat-1",
          })),
        ]);
      };
      assert.deepEqual(toInternet(await networkOf(program(["192.0.0.0/3"]), "preview")), ["routes[0]"]);
      assert.deepEqual(toInternet(await networkOf(program(["192.0.0.0/2"]), "preview")), []);
    });

    it("wait for a list of routes that is unknown", async () => {
      const program = () => {
        const all = base();
        const table = associated(all, unknown().apply(() => []) as never);
        new aws.ec2.Route("default", {
          routeTableId: table.id,
          destinationCidrBlock: EVERYWHERE,
          gatewayId: all.igw.id,
        });
      };
      assert.deepEqual(toInternet(await networkOf(program, "preview")), []);
      assert.deepEqual(toInternet(await networkOf(program, "update")), ["Route default"]);
    });

    it("do not take an unknown target for an internet gateway", async () => {
      const program = () => {
        const all = base();
        associated(all, [{ cidrBlock: EVERYWHERE, gatewayId: unknown().apply(() => "igw-1") }]);
      };
      assert.deepEqual(toInternet(await networkOf(program, "preview")), []);
      assert.deepEqual(toInternet(await networkOf(program, "update")), ["routes[0]"]);
    });

    it("do not choose between two tables", async () => {
      const program = () => {
        const { vpc, igw, subnet } = base();
        const tables = ["one", "two"].map((name) => new aws.ec2.RouteTable(name, { vpcId: vpc.id }));
        const routeTableId = pulumi.all(tables.map(({ id }) => id)).apply(([id]) => id as string);
        new aws.ec2.RouteTableAssociation("association", { subnetId: subnet.id, routeTableId });
        new aws.ec2.Route("default", {
          routeTableId,
          destinationCidrBlock: EVERYWHERE,
          gatewayId: igw.id,
        });
      };
      const preview = await networkOf(program, "preview");
      assert.equal(tableOf(preview), undefined);
      assert.deepEqual(
        preview.routeTables.filter(({ resource }) => resource).map(({ isComplete }) => isComplete),
        [UNKNOWN, UNKNOWN],
      );
      assert.deepEqual(toInternet(await networkOf(program, "update")), ["Route default"]);
    });
  });

  it("name what AWS would not take, and judge the rest", async () => {
    const program = () => {
      const all = base();
      associated(all, [
        null,
        { cidrBlock: "10.0.0.0/33", gatewayId: all.igw.id },
        { gatewayId: all.igw.id },
        { cidrBlock: "192.0.2.0/24" },
        { cidrBlock: EVERYWHERE, gatewayId: all.igw.id },
      ] as never);
    };
    const problems = (network: Network) =>
      network.routeTables
        .flatMap(({ routes }) => routes.flatMap((route) => route.problems))
        .map(({ path, message }) => `${path} ${message}`);
    assert.deepEqual(await inBothPhases(program, problems), [
      "routes[0] null is not a route",
      'routes[1].cidrBlock "10.0.0.0/33" is not a CIDR block',
      "routes[2] names no destination",
      "routes[3] names no target",
    ]);
    assert.deepEqual(await inBothPhases(program, toInternet), ["routes[4]"]);
  });

  it("know an adopted main table, whose id is the main one's", () => {
    const resource = (type: string, name: string, settled: Record<string, Value>) =>
      new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, settled });
    const network = Network.ofStack([
      resource("aws:ec2/subnet:Subnet", "app", { id: "subnet-1", vpcId: "vpc-1" }),
      resource("aws:ec2/route:Route", "default", {
        routeTableId: "rtb-1",
        destinationCidrBlock: EVERYWHERE,
        gatewayId: "igw-1",
      }),
      resource("aws:ec2/vpc:Vpc", "main", {
        id: "vpc-1",
        mainRouteTableId: "rtb-1",
        defaultRouteTableId: "rtb-1",
      }),
      resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "adopting", {
        id: "rtb-1",
        defaultRouteTableId: "rtb-1",
        vpcId: "vpc-1",
      }),
    ]);
    assert.equal(tableOf(network), "DefaultRouteTable adopting");
    assert.deepEqual(toInternet(network), ["Route default"]);
  });

  it("scale with their routes", async () => {
    const program = () => {
      const { igw, ...rest } = base();
      const blocks = Array.from({ length: 10_000 }, (_, i) => `100.${i >> 8}.${i & 255}.0/24`);
      associated(
        rest,
        [EVERYWHERE, ...blocks].map((cidrBlock) => ({ cidrBlock, gatewayId: igw.id })),
      );
    };
    assert.equal(toInternet(await networkOf(program, "update")).length, 10_001);
  });
});
