import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/reachability/no-unrecorded-exposure";
import { configured } from "../../harness/configured";
import { judge, judgeProgram, told, verdict } from "../../harness/judge";

interface Choice {
  readonly port?: number;
  readonly source?: pulumi.Input<string>;
  readonly hasOrders?: boolean;
}

/** A machine that the internet reaches, and one that it reaches. */
function program({ port = 443, source = "0.0.0.0/0", hasOrders = true }: Choice): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const gateway = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("main", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const subnet = new aws.ec2.Subnet("main", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  new aws.ec2.RouteTableAssociation("main", { subnetId: subnet.id, routeTableId: table.id });
  const tcp = (number: number, from: object) => [
    { protocol: "tcp", fromPort: number, toPort: number, ...from },
  ];
  const web = new aws.ec2.SecurityGroup("web", {
    vpcId: vpc.id,
    ingress: tcp(port, { cidrBlocks: [source] }),
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const data = new aws.ec2.SecurityGroup("data", {
    vpcId: vpc.id,
    ingress: tcp(5432, { securityGroups: [web.id] }),
  });
  const common = { ami: "ami-1", instanceType: "t3.micro", subnetId: subnet.id };
  new aws.ec2.Instance("web", { ...common, vpcSecurityGroupIds: [web.id], associatePublicIpAddress: true });
  if (hasOrders) new aws.ec2.Instance("orders", { ...common, vpcSecurityGroupIds: [data.id] });
}

const FLOWS = ["internet → Instance web: tcp 443", "SecurityGroup web → Instance orders: tcp 5432"];
const recorded = (...flows: string[]) => [configured(policy, { flows })];

const WEB = ["no-unrecorded-exposure: web"];
const ORDERS = ["no-unrecorded-exposure: orders"];

describe("no-unrecorded-exposure", () => {
  for (const [title, flows, choice, expected] of [
    ["passes what is recorded", FLOWS, {}, []],
    [
      "passes a wider record of the same, in several lines",
      [...FLOWS, "internet → Instance web: tcp 443"],
      {},
      [],
    ],
    ["passes what is said to be uncertain, which is there", [FLOWS[1], `${FLOWS[0]} ?`], {}, []],
    [
      "passes what is said to be uncertain, which is gone",
      [...FLOWS, "internet → Instance web: tcp 80 ?"],
      {},
      [],
    ],
    [
      "passes an address that is secret, recorded as such",
      ["[secret] → Instance web: tcp 443", FLOWS[1]],
      { source: pulumi.secret("198.18.77.0/24") },
      [],
    ],
    [
      "flags another port for it",
      ["[secret] → Instance web: tcp 80", FLOWS[1]],
      { source: pulumi.secret("198.18.77.0/24") },
      WEB,
    ],
    ["is silent while nothing is recorded", [], { port: 22 }, []],
    ["flags all where a comment alone is recorded", ["# nothing"], {}, [...ORDERS, ...WEB]],
    ["flags a port that is opened, and the one that is closed", FLOWS, { port: 22 }, WEB],
    ["flags a source that is narrowed", FLOWS, { source: "203.0.113.0/24" }, WEB],
    ["flags what is not recorded inside the VPC", [FLOWS[0]], {}, ORDERS],
    [
      "flags what is gone inside the VPC",
      [...FLOWS, "SecurityGroup web → Instance orders: udp 53"],
      {},
      ORDERS,
    ],
  ] as const) {
    it(title, async () => {
      assert.deepEqual(
        await verdict(recorded(...(flows as readonly string[])), () => program(choice)),
        expected,
      );
    });
  }

  it("shows a packet of what is opened, and its way", async () => {
    const [opened, closed, ...others] = await judgeProgram(
      recorded(...FLOWS),
      () => program({ port: 22 }),
      "preview",
    );
    assert.deepEqual(others, []);
    assert.match(
      told(opened),
      /^internet → Instance web: tcp 22 is not recorded: tcp 22 from 198\.51\.100\.7 gets in:\n {2}InternetGateway main\n/,
    );
    assert.equal(told(closed), "internet → Instance web: tcp 443 is recorded, but gone.");
  });

  it("reports what is about nothing that is left on the stack itself", async () => {
    const violations = await judgeProgram(recorded(...FLOWS), () => program({ hasOrders: false }), "update");
    assert.deepEqual(violations.map(told), [
      "SecurityGroup web → Instance orders: tcp 5432 is recorded, but gone.",
    ]);
    assert.equal(violations[0]?.resource, "shop-dev");
    assert.deepEqual(await judge(recorded(...FLOWS), []), []);
  });

  it("refuses a flow that is none", async () => {
    await assert.rejects(
      judgeProgram(recorded("internet => Instance web: tcp 443"), () => program({}), "update"),
      /"flows\.0" must be a flow such as/,
    );
  });
});
