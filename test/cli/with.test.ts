import assert from "node:assert/strict";
import { fixture, jsonFile, run } from "./run";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** The file of a state. */
function state(project: string, entries: readonly Entry[]): string {
  const all = entries.map(({ type, name, inputs, outputs = {} }) => {
    const id = `${type.split(":").at(-1)?.toLowerCase()}-${name}`;
    const urn = `urn:pulumi:prod::${project}::${type}::${name}`;
    return { urn, custom: true, id, type, inputs, outputs: { id, ...inputs, ...outputs } };
  });
  return jsonFile({ version: 3, deployment: { manifest: {}, resources: all } });
}

/** A network whose subnet leads to the internet, or not, and a machine in it that has the name of another stack's. */
const network = (
  routes: readonly object[] = [{ cidrBlock: "0.0.0.0/0", gatewayId: "internetgateway-main" }],
) =>
  state("network", [
    {
      type: "pulumi:pulumi:Stack",
      name: "network-prod",
      inputs: {},
      outputs: {
        vpcId: "vpc-main",
        subnetIds: ["subnet-main"],
        arn: UNKNOWN,
        password: { ...SECRET, ciphertext: "v1:…" },
      },
    },
    { type: "aws:ec2/vpc:Vpc", name: "main", inputs: { cidrBlock: "10.0.0.0/16" } },
    { type: "aws:ec2/internetGateway:InternetGateway", name: "main", inputs: { vpcId: "vpc-main" } },
    { type: "aws:ec2/routeTable:RouteTable", name: "main", inputs: { vpcId: "vpc-main", routes } },
    {
      type: "aws:ec2/subnet:Subnet",
      name: "main",
      inputs: { vpcId: "vpc-main", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name: "main",
      inputs: { subnetId: "subnet-main", routeTableId: "routetable-main" },
    },
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "bastion",
      inputs: { vpcId: "vpc-main", ingress: [allowing(22, { cidrBlocks: ["203.0.113.0/24"] })], egress: OUT },
    },
    {
      type: "aws:ec2/instance:Instance",
      name: "web",
      inputs: { ami: "ami-1", subnetId: "subnet-main", vpcSecurityGroupIds: ["securitygroup-bastion"] },
    },
  ]);

const allowing = (port: number, source: object) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...source,
});
const OUT = [allowing(22, { cidrBlocks: ["10.0.0.0/16"] })];

const application = (): string =>
  state("app", [
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "api",
      inputs: {
        vpcId: "vpc-main",
        ingress: [
          allowing(443, { cidrBlocks: ["0.0.0.0/0"] }),
          allowing(22, { securityGroups: ["securitygroup-bastion"] }),
        ],
      },
    },
    {
      type: "aws:ec2/instance:Instance",
      name: "web",
      inputs: { ami: "ami-1", subnetId: "subnet-main", vpcSecurityGroupIds: ["securitygroup-api"] },
    },
  ]);

describe("--with", () => {
  it("joins another stack's resources by their ids, and lists what concerns this stack alone", async () => {
    const { out } = await run("reach", application(), "--with", network(), "--quiet");
    assert.deepEqual(out.trimEnd().split("\n"), [
      "internet → Instance web: tcp 443",
      "SecurityGroup bastion → Instance web: tcp 22",
    ]);
    const shut = await run("reach", application(), "--with", network([]), "--quiet");
    assert.deepEqual(shut.out.trimEnd().split("\n"), ["SecurityGroup bastion → Instance web: tcp 22"]);
  });

  it("leaves what hangs on the other stack open without it", async () => {
    const { out } = await run("reach", application(), "--quiet");
    assert.equal(out, "internet → Instance web: tcp 443 ?\n");
  });

  it("tells things of one name in two stacks apart", async () => {
    const { out } = await run(
      ...["reach", application(), "--with", network(), "--quiet"],
      ...["--from", "Instance web of network/prod", "--to", "Instance web"],
    );
    assert.equal(out.split("\n")[0], "Instance web of network/prod → Instance web: tcp 22");
  });

  it("leaves out what it says of the stack itself", async () => {
    const { out } = await run("reach", network(), "--with", network([]), "--quiet");
    assert.equal(out, "203.0.113.0/24 → Instance web: tcp 22\n");
  });

  it("says what of the other stack is not known, by which no check fails", async () => {
    const beside = ["--with", network(), "--with", fixture("remote")];
    const checked = await run("check", application(), ...beside, "--fail-on", "never", "--fail-on-unjudged");
    assert.equal(checked.code, 0, checked.err);
    for (const { err } of [checked, await run("reach", application(), ...beside)]) {
      assert.match(err, /^note: \S+\.json, which stands beside: not known: 1 encrypted value$/m);
      assert.match(err, /^note: \S+remote, which stands beside: not known: \d components?$/m);
      assert.match(err, /^note: .* is a remote component, and what it is made of is not judged/m);
      assert.doesNotMatch(err, /; not judged: /);
    }
  });

  it("says of this stack what of it is not known", async () => {
    const { err } = await run("reach", network());
    assert.match(err, /^1 flow; not judged: 1 encrypted value$/m);
  });

  it("names what is no stack", async () => {
    for (const command of ["reach", "check"]) {
      const { code, err } = await run(command, application(), "--with", jsonFile({}), "--quiet");
      assert.equal(code, 2);
      assert.match(err, /\.json: this is no stack/);
    }
  });

  it("answers a program's stack references by what the other stack exports, but for what that keeps secret", async () => {
    const { out, err } = await run(
      ...["reach", fixture("reference"), "--stack", "prod", "--with", network(), "--timeout", "600"],
    );
    assert.equal(out, "internet → Instance web: tcp 443\n");
    assert.match(err, /^note: \S+\.json, which stands beside: not known: 1 encrypted value\n1 flow\n$/);
  });
});
