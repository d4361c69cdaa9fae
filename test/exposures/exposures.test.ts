import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { answerOf } from "../../network/exposures/answer";
import { changesSince } from "../../network/exposures/changes";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed, listedOut, parseFlows } from "../../network/exposures/flows";
import { Session } from "../../network/session";
import { readContextStacks } from "../../pack/context-stacks";
import { exampleProgram } from "../examples";
import { later } from "../harness/phases";
import { runProgram } from "../harness/program";
import { inBothPhases, networkOf } from "../network/network-of";
import { networkOf as renderedNetworkOf } from "../network/rendered-network";
import { sharedNetwork, stateFile } from "../shared-network";

/** Every flow of a program, which must be the same at a first preview and at the update. */
const flows = (program: () => unknown) =>
  inBothPhases(program, (network) => listed(new Exposures(network).flows).map(flowText));

const ANYWHERE = ["0.0.0.0/0"];
const tcp = (port: pulumi.Input<number>, from: object) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...from,
});
const OUT = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ANYWHERE }];

interface Choice {
  /** The component that the web machine is in. */
  readonly site?: string;
  /** Whether a second component has a machine of the same name. */
  readonly isTwice?: boolean;
  readonly sources?: object;
  readonly isReversed?: boolean;
  readonly dataPort?: pulumi.Input<number>;
  readonly dataSources?: object;
  readonly webGroups?: pulumi.Input<string>[];
  readonly webSubnet?: pulumi.Input<string>;
}

class Site extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:net:Site", name);
  }
}

/** A machine that the internet reaches, in a component, and a database that it reaches. */
function shop({
  site = "eu",
  isTwice = false,
  sources = { cidrBlocks: ANYWHERE },
  isReversed = false,
  dataPort = 5432,
  dataSources,
  webGroups,
  webSubnet,
}: Choice = {}): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const gateway = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("outer", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const outer = new aws.ec2.Subnet("outer", {
    vpcId: vpc.id,
    cidrBlock: "10.0.0.0/24",
    mapPublicIpOnLaunch: true,
  });
  new aws.ec2.RouteTableAssociation("outer", { subnetId: outer.id, routeTableId: table.id });
  const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  const web = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [tcp(443, sources)], egress: OUT });
  const data = new aws.ec2.SecurityGroup("data", {
    vpcId: vpc.id,
    ingress: [tcp(dataPort, dataSources ?? { securityGroups: [web.id] })],
  });
  const machine = (parent: pulumi.Resource) =>
    new aws.ec2.Instance(
      "web",
      {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: webSubnet ?? outer.id,
        vpcSecurityGroupIds: webGroups ?? [web.id],
      },
      { parent },
    );
  const place = new aws.rds.SubnetGroup("data", { subnetIds: [inner.id] });
  const database = () =>
    new aws.rds.Instance("orders", {
      engine: "postgres",
      instanceClass: "db.t4g.micro",
      dbSubnetGroupName: place.name,
      vpcSecurityGroupIds: [data.id],
    });
  const all = [() => machine(new Site(site)), ...(isTwice ? [() => machine(new Site("us"))] : []), database];
  for (const make of isReversed ? all.reverse() : all) make();
}

const SHOP = ["internet → Instance web: tcp 443", "SecurityGroup web → Database orders: tcp 5432"];

describe("the flows of a program", () => {
  for (const [title, choice, expected] of [
    ["as they are written", {}, SHOP],
    ["in a component of another name", { site: "europe" }, SHOP],
    ["with resources in another order", { isReversed: true }, SHOP],
    ["with a rule in two halves", { sources: { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] } }, SHOP],
    [
      "with a narrower rule",
      { sources: { cidrBlocks: ["203.0.113.0/24"] } },
      ["203.0.113.0/24 → Instance web: tcp 443", SHOP[1]],
    ],
    [
      "with a rule for its own subnet",
      { sources: { cidrBlocks: ["10.0.0.0/24"] }, isTwice: true },
      [
        SHOP[1],
        "Subnet outer → Instance web of Site eu: tcp 443",
        "Subnet outer → Instance web of Site us: tcp 443",
      ],
    ],
    [
      "with a second machine of one name",
      { isTwice: true, sources: { cidrBlocks: ["203.0.113.0/24"] } },
      [
        "203.0.113.0/24 → Instance web of Site eu: tcp 443",
        "203.0.113.0/24 → Instance web of Site us: tcp 443",
        SHOP[1],
      ],
    ],
  ] as const) {
    it(`are the same ${title}, or differ where they should`, async () => {
      assert.deepEqual(await flows(() => shop(choice as Choice)), expected);
    });
  }
});

describe("the flows of what is no machine, database or balancer", () => {
  type Made = Readonly<Record<"subnetId" | "own" | "other", pulumi.Output<string>>>;
  /** A function, on a group that another one names, and something on that other one. */
  const beside =
    (make: (made: Made) => void, rules: object[] = [tcp(443, {})]) =>
    () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const subnet = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      const own = new aws.ec2.SecurityGroup("api", { vpcId: vpc.id, egress: OUT });
      const ingress = rules.map((rule) => ({ ...rule, securityGroups: [own.id] })) as never;
      const other = new aws.ec2.SecurityGroup("door", { vpcId: vpc.id, ingress });
      new aws.lambda.Function("api", {
        role: "arn:aws:iam::123456789012:role/api",
        vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [own.id] },
      });
      make({ subnetId: subnet.id, own: own.id, other: other.id });
    };
  const ALL = [{ protocol: "-1", fromPort: 0, toPort: 0 }];

  for (const [title, program, expected] of [
    ["a function gets nothing", beside(({ other }) => lambda(other), ALL), []],
    [
      "a mount target gets NFS alone",
      beside(({ subnetId, other }) => {
        const files = new aws.efs.FileSystem("files");
        new aws.efs.MountTarget("files", { fileSystemId: files.id, subnetId, securityGroups: [other] });
      }, ALL),
      ["SecurityGroup api → MountTarget files: tcp 2049"],
    ],
    [
      "brokers get what their group lets in",
      beside(
        ({ subnetId, other }) =>
          void new aws.msk.Cluster("events", {
            clusterName: "events",
            kafkaVersion: "3.6.0",
            numberOfBrokerNodes: 1,
            brokerNodeGroupInfo: {
              clientSubnets: [subnetId],
              instanceType: "kafka.m5.large",
              securityGroups: [other],
            },
          }),
        [tcp(9094, {})],
      ),
      ["SecurityGroup api → Cluster events: tcp 9094"],
    ],
    [
      "an endpoint gets what its group lets in",
      beside(
        ({ subnetId, other }) =>
          void new aws.ec2.VpcEndpoint("logs", {
            vpcId: "vpc-1",
            serviceName: "com.amazonaws.eu-west-1.logs",
            vpcEndpointType: "Interface",
            subnetIds: [subnetId],
            securityGroupIds: [other],
          }),
      ),
      ["SecurityGroup api → VpcEndpoint logs: tcp 443"],
    ],
    [
      "a balancer takes what its listeners do",
      beside(({ subnetId, other }) => {
        const balancer = new aws.lb.LoadBalancer("web", {
          internal: true,
          subnets: [subnetId],
          securityGroups: [other],
        });
        new aws.lb.Listener("web", {
          loadBalancerArn: balancer.arn,
          port: 443,
          protocol: "HTTPS",
          defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
        });
      }, ALL),
      ["SecurityGroup api → LoadBalancer web: tcp 443"],
    ],
    [
      "a database gets what is for its port",
      beside(({ subnetId, other }) => {
        const place = new aws.rds.SubnetGroup("data", { subnetIds: [subnetId] });
        new aws.rds.Instance("orders", {
          engine: "postgres",
          instanceClass: "db.t4g.micro",
          dbSubnetGroupName: place.name,
          vpcSecurityGroupIds: [other],
        });
      }, ALL),
      ["SecurityGroup api → Database orders: tcp 5432"],
    ],
  ] as const) {
    it(title, async () => assert.deepEqual(await flows(program), expected));
  }

  function lambda(group: pulumi.Output<string>): void {
    new aws.lambda.Function("other", {
      role: "arn:aws:iam::123456789012:role/api",
      vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [group] },
    });
  }
});

describe("the flows of the examples", () => {
  it("counts what lies between two subnets while two machines may be in the same one or not", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const places = [1, 2].map(
        (i) => new aws.ec2.Subnet(`place-${i}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` }),
      );
      const ids = pulumi.all(places.map(({ id }) => id));
      new aws.ec2.NetworkAcl("closed", { vpcId: vpc.id, subnetIds: places.map(({ id }) => id) });
      const web = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, egress: OUT });
      const app = new aws.ec2.SecurityGroup("app", {
        vpcId: vpc.id,
        ingress: [tcp(8080, { securityGroups: [web.id] })],
      });
      for (const [name, group] of [["one", web] as const, ["other", app] as const])
        new aws.ec2.Instance(name, {
          ami: "ami-1",
          instanceType: "t3.micro",
          subnetId: ids.apply((all) => all[1] as string),
          vpcSecurityGroupIds: [group.id],
        });
    };
    const said = async (phase: "preview" | "update") =>
      listed(new Exposures(await networkOf(program, phase)).flows).map(flowText);
    const known = "SecurityGroup web → Instance other: tcp 8080";
    assert.deepEqual(await said("preview"), [`${known} ?`]);
    assert.deepEqual(await said("update"), [known]);
  });

  it("three-tier lets the internet to its balancer, and each tier to the next", async () => {
    assert.deepEqual(await flows(exampleProgram("three-tier")), [
      "internet → Group web through LoadBalancer web: tcp 443",
      "internet → LoadBalancer web: tcp 80, 443",
      "SecurityGroup application-dev → Database orders: tcp 5432",
      "SecurityGroup application-balancer-dev → Group application: tcp 8443",
      "SecurityGroup web-balancer-dev → Group web: tcp 8443",
      "SecurityGroup web-dev → LoadBalancer application: tcp 443",
      ...["ec2messages", "ssm", "ssmmessages"].flatMap((endpoint) => [
        `SecurityGroup application-dev → VpcEndpoint ${endpoint}: tcp 443`,
        `SecurityGroup web-dev → VpcEndpoint ${endpoint}: tcp 443`,
      ]),
    ]);
  });

  it("private-ssm lets nothing to its machines, and these to the endpoints of Systems Manager", async () => {
    assert.deepEqual(await flows(exampleProgram("private-ssm")), [
      "SecurityGroup server-dev → VpcEndpoint ec2messages: tcp 443",
      "SecurityGroup server-dev → VpcEndpoint ssm: tcp 443",
      "SecurityGroup server-dev → VpcEndpoint ssmmessages: tcp 443",
    ]);
  });
});

describe("the ways out of the examples", () => {
  const out = (example: string) =>
    inBothPhases(exampleProgram(example), (network) =>
      listedOut(new Exposures(network).flowsOut).map(flowText),
    );

  it("three-tier sends to its payment service by NAT, and else at most to what a list of AWS's holds", async () => {
    assert.deepEqual(await out("three-tier"), [
      "Group application → 203.0.113.0/24: tcp 443",
      "Group application → internet but 203.0.113.0/24: tcp 443 ?",
      "Group web → internet: tcp 443 ?",
    ]);
  });

  it("private-ssm sends nothing, for no route leads out", async () => {
    assert.deepEqual(await out("private-ssm"), []);
  });

  it("the application in a network of another stack sends by that one's NAT gateway", async () => {
    const { network, application } = await sharedNetwork("preview");
    Session.standBeside(readContextStacks([stateFile(network)], undefined));
    const exposures = new Exposures(renderedNetworkOf(application));
    Session.standBeside([]);
    assert.deepEqual(listedOut(exposures.flowsOut).map(flowText), ["Service api → 203.0.113.0/28: tcp 443"]);
    const { ways } = answerOf(exposures, "Service api", "internet");
    assert.equal(ways[0]?.packet, "tcp 443 to 203.0.113.7");
    const hops = ways[0]?.hops.map(({ through }) => through) ?? [];
    assert.ok(hops.includes("NatGateway main") && hops.at(-1) === "InternetGateway main", hops.join());
  });
});

describe("what a stack sends to things of another in the VPC of that one", () => {
  for (const [title, block, expected] of [
    [
      "is told",
      () => "10.0.0.0/16",
      ["Vpc main → Instance one: tcp 443", "Vpc main → Instance other: tcp 443"],
    ],
    [
      "is told with a mark while it is not known",
      () => later("10.0.0.0/16"),
      ["inside → Instance one: tcp 443 ?", "inside → Instance other: tcp 443 ?"],
    ],
    ["is nothing where it sends elsewhere", () => "192.0.2.0/24", []],
  ] as const) {
    it(title, async () => {
      const inside = tcp(443, { cidrBlocks: ["10.0.0.0/16"] });
      const others = await runProgram(
        () => {
          const { id: vpcId } = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
          const { id: subnetId } = new aws.ec2.Subnet("inner", { vpcId, cidrBlock: "10.0.1.0/24" });
          const { id } = new aws.ec2.SecurityGroup("their", { vpcId, ingress: [inside], egress: [inside] });
          for (const name of ["one", "other"])
            new aws.ec2.Instance(name, { ami: "ami-1", subnetId, vpcSecurityGroupIds: [id] });
        },
        "update",
        { project: "network" },
      );
      const idOf = (type: string) => String(others.find((one) => one.type.endsWith(type))?.outputs.id);
      const own = await runProgram(() => {
        const egress = [tcp(443, { cidrBlocks: [block()] })];
        const { id } = new aws.ec2.SecurityGroup("own", { vpcId: idOf(":Vpc"), egress });
        const place = { subnetId: idOf(":Subnet"), vpcSecurityGroupIds: [id] };
        new aws.ec2.Instance("own", { ami: "ami-1", ...place });
      }, "preview");
      Session.standBeside(readContextStacks([stateFile(others)], undefined));
      const { flows: told } = new Exposures(renderedNetworkOf(own));
      Session.standBeside([]);
      assert.deepEqual(listed(told).map(flowText), expected);
    });
  }
});

describe("recorded ways out", () => {
  const differences = async (recorded: string[]) => {
    const exposures = new Exposures(await networkOf(exampleProgram("three-tier"), "preview"));
    const into = listed(exposures.flows).map(flowText);
    const { opened, closed } = changesSince(parseFlows([...recorded, ...into]), exposures);
    return {
      opened: opened.map(({ flow, packet }) => [flow, packet]),
      closed: closed.map(({ flow }) => flow),
    };
  };

  it("agree where they are the same, and are not asked for where none is recorded", async () => {
    const same = { opened: [], closed: [] };
    assert.deepEqual(await differences(["Group application → 203.0.113.0/24: tcp 443"]), same);
    assert.deepEqual(await differences([]), same);
  });

  it("differ by what is opened, with a packet, and by what is closed", async () => {
    assert.deepEqual(
      await differences(["Group application → 203.0.113.0/25: tcp 443", "Group batch → internet: tcp 80"]),
      {
        opened: [["Group application → 203.0.113.128/25: tcp 443", "tcp 443 to 203.0.113.129"]],
        closed: ["Group batch → internet: tcp 80"],
      },
    );
  });
});

describe("what is not known at a preview", () => {
  /** Two subnets whose table leads everything to the internet, and a group that lets every TCP port in. */
  const site = () => {
    const { id: vpcId } = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
    const { id: gatewayId } = new aws.ec2.InternetGateway("main", { vpcId });
    const routes = [
      { cidrBlock: "0.0.0.0/0", gatewayId },
      { ipv6CidrBlock: "::/0", gatewayId },
    ];
    const { id: routeTableId } = new aws.ec2.RouteTable("outer", { vpcId, routes });
    const subnets = ["0", "1"].map((part) => {
      const { id: subnetId } = new aws.ec2.Subnet(`outer-${part}`, {
        vpcId,
        cidrBlock: `10.0.${part}.0/24`,
      });
      new aws.ec2.RouteTableAssociation(`outer-${part}`, { subnetId, routeTableId });
      return subnetId;
    });
    const anywhere = { protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ANYWHERE };
    const ingress = [{ ...anywhere, ipv6CidrBlocks: ["::/0"] }];
    return { subnets, vpcSecurityGroupIds: [new aws.ec2.SecurityGroup("open", { vpcId, ingress }).id] };
  };

  /** A machine that lets in a block that is known late, or what is written. */
  const late = (block: pulumi.Input<string>) => () => shop({ sources: { cidrBlocks: [block] } });
  const listedIn = async (program: () => unknown, phase: "preview" | "update") =>
    listed(new Exposures(await networkOf(program, phase)).flows).map(flowText);

  it("is told with a mark, and by the value once it is known", async () => {
    const program = () => late(later("203.0.113.7/32"))();
    const [first, ...others] = await listedIn(program, "preview");
    assert.equal(first, "internet → Instance web: tcp 443 ?");
    assert.deepEqual(others, [SHOP[1]]);
    const [known] = await listedIn(program, "update");
    assert.equal(known, "203.0.113.7/32 → Instance web: tcp 443");
  });

  it("has no mark where it is known", async () => {
    assert.deepEqual(await listedIn(late("0.0.0.0/0"), "preview"), SHOP);
  });

  for (const [title, choice, expected] of [
    [
      "the port of a rule",
      () => ({ dataPort: later(5432) }),
      ["SecurityGroup web → Database orders: tcp 5432 ?"],
    ],
    [
      "the source of a rule",
      () => ({ dataSources: { cidrBlocks: [later("10.0.0.0/16")] } }),
      ["inside → Database orders: tcp 5432 ?"],
    ],
    [
      "the group of who is let in",
      () => ({ webGroups: [later("sg-1")] }),
      ["inside → Database orders: tcp 5432 ?"],
    ],
    [
      "the subnet of who sends",
      () => ({ webSubnet: later("subnet-1") }),
      ["SecurityGroup web → Database orders: tcp 5432 ?"],
    ],
    ["nothing", () => ({}), [SHOP[1]]],
  ] as const) {
    it(`is told of who sends inside the VPC: ${title}`, async () => {
      const lines = await listedIn(() => shop(choice() as Choice), "preview");
      assert.deepEqual(
        lines.filter((line) => line.includes("Database orders")),
        expected,
      );
    });
  }

  it("is told of a receiver whatever another gets for certain, whom a rule names by its group", async () => {
    const program = () => {
      const { id: vpcId } = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const { id: subnetId } = new aws.ec2.Subnet("one", { vpcId, cidrBlock: "10.0.0.0/24" });
      const log = { protocol: "udp", fromPort: 514, toPort: 514 };
      const egress = [
        { ...log, self: true },
        { ...log, cidrBlocks: [later("10.0.0.0/24")] },
      ];
      const { id: sending } = new aws.ec2.SecurityGroup("sending", { vpcId, egress });
      const ingress = [{ ...log, cidrBlocks: ["0.0.0.0/0"] }];
      const { id: taking } = new aws.ec2.SecurityGroup("taking", { vpcId, ingress });
      for (const [name, ...vpcSecurityGroupIds] of [
        ["sender", sending],
        ["both", sending, taking],
        ["other", taking],
      ] as const)
        new aws.ec2.Instance(name, { ami: "ami-1", subnetId, vpcSecurityGroupIds });
    };
    assert.deepEqual(await listedIn(program, "preview"), [
      "Vpc main → Instance both: udp 514",
      "inside → Instance other: udp 514 ?",
    ]);
  });

  it("is told of machines that a subnet may give IPv6 addresses, which nothing else lets them use", async () => {
    const gives = (assignIpv6AddressOnCreation: pulumi.Input<boolean>) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", ipv6CidrBlock: "2600:1f00::/56" });
      const table = new aws.ec2.RouteTable("own", { vpcId: vpc.id, routes: [] });
      const subnet = new aws.ec2.Subnet("inner", {
        ...{ vpcId: vpc.id, cidrBlock: "10.0.1.0/24", ipv6CidrBlock: "2600:1f00::/64" },
        assignIpv6AddressOnCreation,
      });
      new aws.ec2.RouteTableAssociation("inner", { subnetId: subnet.id, routeTableId: table.id });
      const all = { ...tcp(443, {}), ipv6CidrBlocks: ["::/0"] };
      const group = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id, ingress: [all], egress: [all] });
      const machine = { ami: "ami-1", subnetId: subnet.id, vpcSecurityGroupIds: [group.id] };
      for (const name of ["one", "two"]) new aws.ec2.Instance(name, machine);
    };
    const told = async (program: () => void) =>
      (await listedIn(program, "preview")).filter((line) => line.includes("→ Instance one"));
    assert.deepEqual(await told(() => gives(later(true))()), ["inside → Instance one: tcp 443 ?"]);
    assert.deepEqual(await told(gives(true)), ["Vpc main → Instance one: tcp 443"]);
    assert.deepEqual(await told(gives(false)), []);
  });

  it("is told of ways out by a VPC's own default group, which lets everything out", async () => {
    const program = (gatewayId: pulumi.Input<string>, isClosed: boolean) => () => {
      const { id: vpcId } = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      if (isClosed) new aws.ec2.DefaultSecurityGroup("default", { vpcId, ingress: [], egress: [] });
      const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId }];
      const { id: routeTableId } = new aws.ec2.RouteTable("outer", { vpcId, routes });
      const { id: subnetId } = new aws.ec2.Subnet("outer", { vpcId, cidrBlock: "10.0.0.0/24" });
      new aws.ec2.RouteTableAssociation("outer", { subnetId, routeTableId });
      new aws.ec2.Instance("box", { ami: "ami-1", subnetId, associatePublicIpAddress: true });
    };
    const leaving = async (made: () => unknown) =>
      listedOut(new Exposures(await networkOf(made, "preview")).flowsOut).map(flowText);
    const all = "Instance box → internet: every protocol";
    assert.deepEqual(await leaving(() => program(later("igw-1"), false)()), [`${all} ?`]);
    assert.deepEqual(await leaving(program("igw-1", false)), [all]);
    assert.deepEqual(await leaving(() => program(later("igw-1"), true)()), []);
  });

  it("is told of databases that may be public, on their ports alone", async () => {
    const program = (publiclyAccessible: pulumi.Input<boolean>) => () => {
      const { subnets, vpcSecurityGroupIds } = site();
      const place = new aws.rds.SubnetGroup("data", { subnetIds: subnets });
      new aws.rds.Instance("orders", {
        ...{ engine: "postgres", instanceClass: "db.t4g.micro", publiclyAccessible },
        ...{ dbSubnetGroupName: place.name, vpcSecurityGroupIds },
      });
    };
    const known = ["internet → Database orders: tcp 5432"];
    assert.deepEqual(await listedIn(() => program(later(true))(), "preview"), [`${known} ?`]);
    assert.deepEqual(await listedIn(program(true), "preview"), known);
    assert.deepEqual(await listedIn(program(false), "preview"), []);
  });

  it("is told of public databases of which it is not known where they lie", async () => {
    const program = () => {
      const { vpcSecurityGroupIds } = site();
      new aws.rds.Instance("orders", {
        ...{ engine: "postgres", instanceClass: "db.t4g.micro", publiclyAccessible: true },
        ...{ dbSubnetGroupName: later("data"), vpcSecurityGroupIds },
      });
    };
    assert.deepEqual(await listedIn(program, "preview"), ["internet → Database orders: tcp 5432 ?"]);
  });

  it("is told of machines by what their templates leave open", async () => {
    const program = (ofTemplate: (groups: pulumi.Output<string>[]) => object) => () => {
      const { subnets, vpcSecurityGroupIds } = site();
      const { id } = new aws.ec2.LaunchTemplate("box", ofTemplate(vpcSecurityGroupIds));
      new aws.ec2.Instance("box", { ami: "ami-1", subnetId: subnets[0], launchTemplate: { id } });
    };
    const told = (ofTemplate: (groups: pulumi.Output<string>[]) => object) =>
      listedIn(program(ofTemplate), "preview");
    const card = (
      securityGroups: pulumi.Output<string>[],
      associatePublicIpAddress: pulumi.Input<string>,
    ) => ({
      networkInterfaces: [{ securityGroups, associatePublicIpAddress }],
    });
    const known = "internet → Instance box: every tcp port";
    assert.deepEqual(await told((groups) => card(groups, later("true"))), [`${known} ?`]);
    assert.deepEqual(await told((groups) => card(groups, "true")), [known]);
    assert.deepEqual(await told((groups) => card(groups, "false")), []);
    assert.deepEqual(await told((groups) => card([...groups, later("sg-1")], "true")), [
      known,
      "internet → Instance box: protocols 0-5; protocols 7-255 ?",
    ]);
  });

  it("is told of what a network balancer sends on by a protocol that is not known; by an application balancer it is TCP", async () => {
    const program =
      (loadBalancerType: string, protocol: () => pulumi.Input<string>, more: object = {}) =>
      () => {
        const { subnets, vpcSecurityGroupIds } = site();
        const [securityGroupId] = vpcSecurityGroupIds as [pulumi.Output<string>];
        const everywhere = { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
        new aws.vpc.SecurityGroupEgressRule("out", { securityGroupId, ...everywhere });
        const { arn: loadBalancerArn } = new aws.lb.LoadBalancer("front", {
          ...{ loadBalancerType, subnets, securityGroups: vpcSecurityGroupIds },
        });
        const { arn: targetGroupArn } = new aws.lb.TargetGroup("front", {
          port: 5432,
          protocol: protocol(),
          ...more,
        });
        const defaultActions = [{ type: "forward", targetGroupArn }];
        new aws.lb.Listener("front", { loadBalancerArn, port: 5432, protocol: protocol(), defaultActions });
        const [subnetId] = subnets;
        const { id: targetId } = new aws.ec2.Instance("box", { ami: "ami-1", subnetId, vpcSecurityGroupIds });
        new aws.lb.TargetGroupAttachment("front", { targetGroupArn, targetId });
      };
    const through = async (type: string, protocol: () => pulumi.Input<string>, more?: object) =>
      (await listedIn(program(type, protocol, more), "preview")).filter((line) => line.includes(" through "));
    const known = "internet → Instance box through LoadBalancer front: tcp 5432";
    assert.deepEqual(await through("application", () => later("HTTP")), [known]);
    assert.deepEqual(await through("application", () => "HTTP", { ipAddressType: later("ipv6") }), [
      `${known} ?`,
    ]);
    assert.deepEqual(await through("network", () => later("TCP")), [`${known} ?`]);
    assert.deepEqual(await through("network", () => "TCP"), [known]);
    assert.deepEqual(await through("network", () => "UDP"), []);
  });

  it("is told of what may stand behind a balancer while it is not known which machine does", async () => {
    const program = (isKnown: boolean) => () => {
      const { subnets, vpcSecurityGroupIds: securityGroups } = site();
      const { arn: loadBalancerArn } = new aws.lb.LoadBalancer("front", { subnets, securityGroups });
      const { arn: targetGroupArn } = new aws.lb.TargetGroup("front", { port: 8080, protocol: "HTTP" });
      const defaultActions = [{ type: "forward", targetGroupArn }];
      new aws.lb.Listener("front", { loadBalancerArn, port: 80, defaultActions });
      const [one, two] = ["one", "two"].map((name) => new aws.ec2.Instance(name, { ami: "ami-1" }).id);
      const either = pulumi.all([one, two]).apply(([id]) => id as string);
      new aws.lb.TargetGroupAttachment("front", {
        targetGroupArn,
        targetId: isKnown ? (one as pulumi.Output<string>) : either,
      });
    };
    const through = async (isKnown: boolean) =>
      (await listedIn(program(isKnown), "preview")).filter((line) => line.includes(" through "));
    assert.deepEqual(await through(false), ["internet → inside through LoadBalancer front: tcp 80 ?"]);
    assert.deepEqual(await through(true), []);
  });

  it("is told of balancers of which it is not known where they lie", async () => {
    const program = () => {
      const { vpcSecurityGroupIds: securityGroups } = site();
      const { arn } = new aws.lb.LoadBalancer("front", {
        ...{ internal: true, securityGroups },
        subnets: [later("subnet-1")],
      });
      const defaultActions = [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }];
      new aws.lb.Listener("front", { loadBalancerArn: arn, port: 443, protocol: "HTTPS", defaultActions });
      new aws.ec2.Instance("box", { ami: "ami-1", subnetId: later("subnet-1") });
    };
    assert.deepEqual(
      (await listedIn(program, "preview")).filter((line) => line.includes("LoadBalancer front")),
      ["inside → LoadBalancer front: tcp 443 ?"],
    );
  });

  it("is told of balancers of which it is not known by what addresses they are met", async () => {
    const program =
      (ipAddressType: pulumi.Input<string>, internal = false) =>
      () => {
        const { subnets, vpcSecurityGroupIds: securityGroups } = site();
        const { arn } = new aws.lb.LoadBalancer("front", {
          ipAddressType,
          internal,
          subnets,
          securityGroups,
        });
        const defaultActions = [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }];
        new aws.lb.Listener("front", { loadBalancerArn: arn, port: 443, protocol: "HTTPS", defaultActions });
      };
    const known = [
      "internet → LoadBalancer front: tcp 443",
      "internet over IPv6 → LoadBalancer front: tcp 443",
    ];
    const perhaps = known.map((line) => `${line} ?`);
    assert.deepEqual(await listedIn(() => program(later("dualstack"))(), "preview"), perhaps);
    assert.deepEqual(await listedIn(program("dualstack"), "preview"), known);
    assert.deepEqual(await listedIn(program("ipv4"), "preview"), known.slice(0, 1));
    assert.deepEqual(await listedIn(program("dualstack-without-public-ipv4"), "preview"), known.slice(1));
    assert.deepEqual(await listedIn(() => program(later("dualstack"), true)(), "preview"), []);
  });

  it("is answered when it is asked for", async () => {
    const exposures = new Exposures(await networkOf(() => shop({ dataPort: later(5432) }), "preview"));
    const { ways, perhaps } = answerOf(exposures, "Instance web", "Database orders");
    assert.deepEqual(ways, []);
    assert.deepEqual(perhaps.map(flowText), ["SecurityGroup web → Database orders: tcp 5432 ?"]);
  });
});
