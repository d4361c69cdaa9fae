import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/private-access/require-ssm-endpoints";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { later, profileWith, server } from "./managed";

const ALL = ["ssm", "ssmmessages"];
const FLAGGED = ["require-ssm-endpoints: main"];

type Route = aws.types.input.ec2.RouteTableRoute;

interface Choice {
  readonly services?: readonly string[];
  readonly endpoint?: (service: string, vpc: aws.ec2.Vpc) => Partial<aws.ec2.VpcEndpointArgs>;
  readonly routes?: () => Route[];
  readonly policyArn?: string;
  readonly instance?: Partial<aws.ec2.InstanceArgs>;
  readonly vpcId?: string;
  readonly region?: string;
}

/** A server that Systems Manager manages in a subnet of its own, with endpoints for some services. */
const program =
  ({ services = [], endpoint = () => ({}), routes, policyArn, instance, vpcId, region }: Choice = {}) =>
  () => {
    const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", ...(region && { region }) });
    const subnet = new aws.ec2.Subnet("private", { vpcId: vpcId ?? vpc.id, cidrBlock: "10.0.1.0/24" });
    if (routes !== undefined || vpcId !== undefined) {
      const table = new aws.ec2.RouteTable("private", { vpcId: vpcId ?? vpc.id, routes: routes?.() ?? [] });
      new aws.ec2.RouteTableAssociation("private", { subnetId: subnet.id, routeTableId: table.id });
    }
    for (const service of services) {
      new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        ...endpoint(service, vpc),
      });
    }
    server({ subnetId: subnet.id, iamInstanceProfile: profileWith(policyArn).name, ...instance });
  };

const phases = async (one: () => unknown) => [
  (await judgeProgram([policy], one, "preview")).length,
  (await judgeProgram([policy], one, "update")).length,
];

describe("require-ssm-endpoints", () => {
  it("flags a VPC that lacks either, and passes one with both", async () => {
    assert.deepEqual(await verdict([policy], program({ services: ALL })), []);
    assert.deepEqual(await verdict([policy], program()), FLAGGED);
    for (const one of ALL) {
      const services = ALL.filter((service) => service !== one);
      assert.deepEqual(await verdict([policy], program({ services })), FLAGGED, one);
    }
  });

  it("knows services by every form of their names, and no others", async () => {
    for (const [prefix, isOne] of [
      ["com.amazonaws.us-gov-west-1.", true],
      ["cn.com.amazonaws.cn-north-1.", true],
      ["aws.api.us-east-1.", true],
      ["com.amazonaws.vpce.us-east-1.", false],
      ["com.example.us-east-1.", false],
    ] as const) {
      const named = program({ services: ALL, endpoint: (service) => ({ serviceName: prefix + service }) });
      assert.deepEqual(await verdict([policy], named), isOne ? [] : FLAGGED, prefix);
    }
    const slip = program({ services: ["ssm", "ssm-messages"] });
    assert.deepEqual(await verdict([policy], slip), FLAGGED);
  });

  it("wants interface endpoints in that VPC", async () => {
    const gateway = program({ services: ALL, endpoint: () => ({ vpcEndpointType: "Gateway" }) });
    assert.deepEqual(await verdict([policy], gateway), FLAGGED);
    const leftOut = program({ services: ALL, endpoint: () => ({ vpcEndpointType: undefined }) });
    assert.deepEqual(await verdict([policy], leftOut), FLAGGED);
    const elsewhere = program({ services: ALL, endpoint: () => ({ vpcId: "vpc-0123456789abcdef0" }) });
    assert.deepEqual(await verdict([policy], elsewhere), FLAGGED);
  });

  it("passes a subnet with a way out, or one that may be", async () => {
    const to = (route: Partial<Route>) => program({ routes: () => [{ cidrBlock: "0.0.0.0/0", ...route }] });
    assert.deepEqual(await verdict([policy], program({ routes: () => [] })), FLAGGED);
    for (const route of [
      { natGatewayId: "nat-0123456789abcdef0" },
      { transitGatewayId: "tgw-0123456789abcdef0" },
      { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-0123456789abcdef0" },
      { networkInterfaceId: "eni-0123456789abcdef0" },
    ]) {
      assert.deepEqual(await verdict([policy], to(route)), []);
    }
    const gateway = { gatewayId: "igw-0123456789abcdef0" };
    const addressed = (associatePublicIpAddress: boolean | undefined, route: Partial<Route> = gateway) =>
      program({
        routes: () => [{ cidrBlock: "0.0.0.0/0", ...route }],
        instance: { associatePublicIpAddress },
      });
    assert.deepEqual(await verdict([policy], addressed(true)), []);
    assert.deepEqual(await verdict([policy], addressed(false)), FLAGGED);
    assert.deepEqual(await verdict([policy], addressed(undefined)), FLAGGED);
    const ipv6 = {
      cidrBlock: undefined,
      ipv6CidrBlock: "::/0",
      egressOnlyGatewayId: "eigw-0123456789abcdef0",
    };
    assert.deepEqual(await verdict([policy], addressed(true, ipv6)), FLAGGED);
    const dual = program({ routes: () => [ipv6], instance: { ipv6AddressCount: 1 } });
    assert.deepEqual(await verdict([policy], dual), []);
    const local = program({ routes: () => [{ cidrBlock: "10.0.0.0/16", gatewayId: "local" }] });
    assert.deepEqual(await verdict([policy], local), FLAGGED);
    const unknown = () => program({ routes: () => later([]) as never })();
    assert.deepEqual(await phases(unknown), [0, 1]);
  });

  it("asks only for private machines that Systems Manager manages", async () => {
    const other = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
    assert.deepEqual(await verdict([policy], program({ policyArn: other })), []);
    assert.deepEqual(await verdict([policy], program({ instance: { iamInstanceProfile: "elsewhere" } })), []);
    assert.deepEqual(await verdict([policy], program({ instance: { tags: { Tier: "public" } } })), []);
    assert.deepEqual(await verdict([policy], program({ instance: { subnetId: "subnet-1" } })), []);
    assert.deepEqual(await verdict([policy], program({ instance: { tags: { Tier: "app" } } })), FLAGGED);
  });

  it("is silent on a VPC outside the stack", async () => {
    assert.deepEqual(await verdict([policy], program({ vpcId: "vpc-0123456789abcdef0" })), []);
  });

  it("counts an endpoint not known yet as one of those that lack", async () => {
    const unknown = (names: readonly string[], services = ALL) =>
      program({
        services,
        endpoint: (service) =>
          names.includes(service)
            ? {
                serviceName: new aws.ec2.Eip(service, {}).id.apply(
                  () => `com.amazonaws.eu-west-1.${service}`,
                ),
              }
            : {},
      });
    assert.deepEqual(await verdict([policy], unknown(["ssm", "ssmmessages"])), []);
    assert.deepEqual(await phases(unknown(["s3"], ["s3", "ssm"])), [0, 1]);
    assert.deepEqual(await verdict([policy], unknown(["s3"], ["s3"])), FLAGGED);
    const type = program({ services: ALL, endpoint: () => ({ vpcEndpointType: "Interface" }) });
    assert.deepEqual(await verdict([policy], type), []);
  });

  it("asks for the services it is told", async () => {
    const older = configured(policy, { services: ["ssm", "ssmmessages", "ec2messages"] });
    assert.deepEqual(await verdict([older], program({ services: [...ALL, "ec2messages"] })), []);
    assert.deepEqual(await verdict([older], program({ services: ALL })), FLAGGED);
  });

  it("names what lacks, and the machines", async () => {
    assert.deepEqual(await messages(policy, program({ services: ["ssm"] })), [
      "lacks an interface endpoint for ssmmessages, by which Systems Manager would reach Instance server: no route leads out from there.",
    ]);
    assert.deepEqual(await messages(policy, program()), [
      "lacks interface endpoints for ssm and ssmmessages, by which Systems Manager would reach Instance server: no route leads out from there.",
    ]);
  });

  it("flags endpoints that the machine cannot reach, by either one's groups", async () => {
    const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
    const grouped =
      (
        door: (server: aws.ec2.SecurityGroup) => aws.ec2.SecurityGroupArgs,
        out: aws.ec2.SecurityGroupArgs["egress"],
      ) =>
      () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const subnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
        const ofServer = new aws.ec2.SecurityGroup("server", { vpcId: vpc.id, egress: out });
        const ofDoor = new aws.ec2.SecurityGroup("door", { vpcId: vpc.id, ...door(ofServer) });
        for (const service of ALL) {
          new aws.ec2.VpcEndpoint(service, {
            vpcId: vpc.id,
            vpcEndpointType: "Interface",
            serviceName: `com.amazonaws.eu-west-1.${service}`,
            securityGroupIds: [ofDoor.id],
          });
        }
        server({
          subnetId: subnet.id,
          iamInstanceProfile: profileWith().name,
          vpcSecurityGroupIds: [ofServer.id],
        });
      };
    const anywhere = [{ ...https, cidrBlocks: ["0.0.0.0/0"] }];
    const fromServer = ({ id }: aws.ec2.SecurityGroup) => ({ ingress: [{ ...https, securityGroups: [id] }] });
    assert.deepEqual(await verdict([policy], grouped(fromServer, anywhere)), []);
    assert.deepEqual(await verdict([policy], grouped(fromServer, [])), FLAGGED);
    assert.deepEqual(
      (await messages(policy, grouped(fromServer, [])))[0],
      "has VpcEndpoint ssm for ssm, but groups let no TCP 443 through from Instance server, which no other route leads out from.",
    );
    const from = (block: string, port = 443) =>
      grouped(
        () => ({ ingress: [{ ...https, fromPort: port, toPort: port, cidrBlocks: [block] }] }),
        anywhere,
      );
    assert.deepEqual(await verdict([policy], from("10.0.0.0/16")), []);
    assert.deepEqual(await verdict([policy], from("10.0.2.0/24")), FLAGGED);
    assert.deepEqual(await verdict([policy], from("10.0.0.0/16", 80)), FLAGGED);
    assert.deepEqual(await phases(() => from(later("10.0.2.0/24") as never)()), [0, 2]);
    const further = (allowed: boolean) => () => {
      const { id: vpcId } = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const { id: subnetId } = new aws.ec2.Subnet("private", { vpcId, cidrBlock: "10.0.1.0/24" });
      const grouped = (name: string, rules: object[]) =>
        new aws.ec2.SecurityGroup(name, { vpcId, ingress: rules as never, egress: anywhere }).id;
      const [closed, open] = [grouped("closed", []), grouped("open", allowed ? anywhere : [])];
      const door = (name: string, service: string, securityGroupIds: never) =>
        new aws.ec2.VpcEndpoint(name, {
          ...{ vpcId, vpcEndpointType: "Interface", securityGroupIds },
          serviceName: `com.amazonaws.eu-west-1.${service}`,
        });
      door("ssm", "ssm", [closed] as never);
      door("again", "ssm", [open] as never);
      door("messages", "ssmmessages", pulumi.all([open, closed]).apply(([one]) => [one]) as never);
      const { name: iamInstanceProfile } = profileWith();
      for (const name of ["b", "a"])
        server({ subnetId, iamInstanceProfile, vpcSecurityGroupIds: [closed] }, name);
    };
    assert.deepEqual(await verdict([policy], further(true)), []);
    assert.deepEqual(await phases(further(false)), [1, 2]);
    assert.deepEqual(await messages(policy, further(false)), [
      "has VpcEndpoint again and VpcEndpoint ssm for ssm, but groups let no TCP 443 through from Instance a and Instance b, which no other route leads out from.",
    ]);
  });

  it("waits for groups of an endpoint that are not known yet beside one that lets nothing through", async () => {
    const closed = (vpc: aws.ec2.Vpc) =>
      new aws.ec2.SecurityGroup("closed", { vpcId: vpc.id, ingress: [], egress: [] }, { parent: vpc }).id;
    const held = (more: readonly unknown[]) => () => {
      let group: pulumi.Output<string> | undefined;
      program({
        services: ALL,
        endpoint: (_, vpc) => {
          group ??= closed(vpc);
          return { securityGroupIds: [group, ...more] as never };
        },
      })();
    };
    assert.deepEqual(await verdict([policy], held([])), FLAGGED);
    assert.deepEqual(await phases(() => held([later("sg-0123456789abcdef0")])()), [0, 0]);
  });

  it("counts no endpoint for another region's service", async () => {
    const inRegion = (serviceRegion: string) =>
      program({
        services: ALL,
        endpoint: () => ({ region: "eu-west-1", serviceRegion }),
        region: "eu-west-1",
      });
    assert.deepEqual(await verdict([policy], inRegion("eu-west-1")), []);
    assert.deepEqual(await verdict([policy], inRegion("us-east-1")), FLAGGED);
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::main", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], program()), []);
  });
});
