import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/require-scoped-endpoint-ingress";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { later } from "./managed";

const LATTICE = "arn:aws:vpc-lattice:eu-west-1:123456789012:resourceconfiguration/rcfg-0123456789abcdef0";
const FLAGGED = ["require-scoped-endpoint-ingress: endpoints"];
const withBlocks = configured(policy, { allowVpcCidr: true });

type Rule = aws.types.input.ec2.SecurityGroupIngress;

interface Choice {
  readonly rule?: Partial<Rule>;
  readonly endpoint?: Partial<aws.ec2.VpcEndpointArgs>;
  readonly vpcId?: string;
}

const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };

/** An endpoint whose group has one rule, from the servers' group unless the rule says otherwise. */
const program =
  ({ rule = {}, endpoint = {}, vpcId }: Choice) =>
  () => {
    const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
    const servers = new aws.ec2.SecurityGroup("servers", { vpcId: vpc.id });
    const names = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "securityGroups"];
    const source = names.some((name) => name in rule) ? {} : { securityGroups: [servers.id] };
    const group = new aws.ec2.SecurityGroup("endpoints", {
      vpcId: vpc.id,
      ingress: [{ ...HTTPS, ...source, ...rule }],
    });
    new aws.ec2.VpcEndpoint("ssm", {
      vpcId: vpcId ?? vpc.id,
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.eu-west-1.ssm",
      securityGroupIds: [group.id],
      ...endpoint,
    });
  };
const admitting = (rule: Partial<Rule>) => program({ rule });

describe("require-scoped-endpoint-ingress", () => {
  it("passes TCP 443 from a security group, and flags any other traffic", async () => {
    for (const rule of [
      {},
      { protocol: "6" },
      { securityGroups: ["sg-0123456789abcdef0"] },
      { self: true },
    ]) {
      assert.deepEqual(await verdict([policy], admitting(rule)), []);
    }
    for (const rule of [
      { fromPort: 22, toPort: 22 },
      { toPort: 444 },
      { fromPort: 0, toPort: 65535 },
      { protocol: "udp" },
      { protocol: "-1", fromPort: 0, toPort: 0 },
      { protocol: "icmp", fromPort: -1, toPort: -1 },
      { protocol: "-1", fromPort: 0, toPort: 0, self: true },
    ]) {
      assert.deepEqual(await verdict([policy], admitting(rule)), FLAGGED, JSON.stringify(rule));
    }
  });

  it("flags every other source, the VPC's own blocks too", async () => {
    for (const rule of [
      { cidrBlocks: ["10.0.0.0/16"] },
      { cidrBlocks: ["0.0.0.0/0"] },
      { ipv6CidrBlocks: ["fd00::/8"] },
      { prefixListIds: ["pl-0123456789abcdef0"] },
      { securityGroups: ["sg-1"], cidrBlocks: ["10.0.1.0/24"] },
    ]) {
      assert.deepEqual(await verdict([policy], admitting(rule)), FLAGGED, JSON.stringify(rule));
    }
  });

  it("passes the VPC's own blocks where it is told to, and no wider ones", async () => {
    for (const [block, isOwn] of [
      ["10.0.0.0/16", true],
      ["10.0.3.0/24", true],
      ["10.0.0.0/15", false],
      ["10.1.0.0/24", false],
    ] as const) {
      const one = admitting({ cidrBlocks: [block] });
      assert.deepEqual(await verdict([withBlocks], one), isOwn ? [] : FLAGGED, block);
    }
    const halves = admitting({ cidrBlocks: ["10.0.0.0/17", "10.0.128.0/17"] });
    assert.deepEqual(await verdict([withBlocks], halves), []);
    const outside = (block: string) =>
      program({ vpcId: "vpc-0123456789abcdef0", rule: { cidrBlocks: [block] } });
    assert.deepEqual(await verdict([withBlocks], outside("172.16.0.0/12")), []);
    assert.deepEqual(await verdict([withBlocks], outside("0.0.0.0/0")), FLAGGED);
    assert.deepEqual(await verdict([withBlocks], admitting({ fromPort: 80 })), FLAGGED);
  });

  it("reads prefix lists of the stack", async () => {
    const listed = (cidr: string | undefined) => () => {
      const list = new aws.ec2.ManagedPrefixList("list", {
        addressFamily: "IPv4",
        maxEntries: 5,
        entries: cidr === undefined ? [] : [{ cidr }],
      });
      admitting({ prefixListIds: [list.id] })();
    };
    assert.deepEqual(await verdict([policy], listed("10.0.1.0/24")), FLAGGED);
    assert.deepEqual(await verdict([policy], listed(undefined)), []);
    assert.deepEqual(await verdict([withBlocks], listed("10.0.1.0/24")), []);
    assert.deepEqual(await verdict([withBlocks], listed("10.1.0.0/24")), FLAGGED);
  });

  it("sees standalone rules, about themselves, and the groups of associations", async () => {
    const standalone = (cidrIpv4: string | undefined, associated: boolean) => () => {
      const group = new aws.ec2.SecurityGroup("endpoints", {});
      new aws.vpc.SecurityGroupIngressRule("rule", {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        ...(cidrIpv4 === undefined ? { referencedSecurityGroupId: group.id } : { cidrIpv4 }),
      });
      const endpoint = new aws.ec2.VpcEndpoint("ssm", {
        vpcId: "vpc-1",
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ssm",
        ...(!associated && { securityGroupIds: [group.id] }),
      });
      if (associated) {
        new aws.ec2.SecurityGroupAssociation("association", {
          vpcEndpointId: endpoint.id,
          securityGroupId: group.id,
        });
      }
    };
    for (const associated of [false, true]) {
      const flagged = ["require-scoped-endpoint-ingress: rule"];
      assert.deepEqual(await verdict([policy], standalone("10.0.0.0/8", associated)), flagged);
      assert.deepEqual(await verdict([policy], standalone(undefined, associated)), []);
    }
  });

  it("judges the default group of an endpoint that names none", async () => {
    const adopted = (isOpen: boolean) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.DefaultSecurityGroup("endpoints", {
        vpcId: vpc.id,
        ingress: isOpen ? [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }] : [],
      });
      new aws.ec2.VpcEndpoint("ssm", {
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ssm",
      });
    };
    assert.deepEqual(await verdict([policy], adopted(true)), FLAGGED);
    assert.deepEqual(await verdict([policy], adopted(false)), []);
  });

  it("judges endpoints that have groups, and the sources alone where the service is not of AWS", async () => {
    const open = { cidrBlocks: ["10.0.0.0/8"] };
    const loadBalancer = { vpcEndpointType: "GatewayLoadBalancer" };
    assert.deepEqual(await verdict([policy], program({ rule: open, endpoint: loadBalancer })), []);
    const endpoint = { serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0" };
    const postgres = { fromPort: 5432, toPort: 5432 };
    for (const other of [
      endpoint,
      { vpcEndpointType: "Resource", serviceName: undefined, resourceConfigurationArn: LATTICE },
      { vpcEndpointType: "ServiceNetwork", serviceName: undefined, serviceNetworkArn: LATTICE },
    ]) {
      assert.deepEqual(await verdict([policy], program({ rule: postgres, endpoint: other })), []);
      const wide = program({ rule: { ...postgres, ...open }, endpoint: other });
      assert.deepEqual(await verdict([policy], wide), FLAGGED);
    }
    const cassandra = configured(policy, { ports: [9142] });
    assert.deepEqual(await verdict([cassandra], admitting({ fromPort: 9142, toPort: 9142 })), []);
    assert.deepEqual(await verdict([cassandra], admitting({})), FLAGGED);
  });

  it("decides on unknown blocks, whatever they are, and leaves ports and lists to the update", async () => {
    const phases = async (one: () => unknown, which = policy) => [
      (await judgeProgram([which], one, "preview")).length,
      (await judgeProgram([which], one, "update")).length,
    ];
    const block = () => admitting({ cidrBlocks: [later("10.0.1.0/24")] })();
    assert.deepEqual(await phases(block), [1, 1]);
    assert.deepEqual(await phases(block, withBlocks), [0, 0]);
    const blocks = () => admitting({ cidrBlocks: later(["10.0.1.0/24"]) })();
    assert.deepEqual(await phases(blocks), [0, 1]);
    const upTo = (number: number) => () => admitting({ toPort: later(number) })();
    assert.deepEqual(await phases(upTo(443)), [0, 0]);
    assert.deepEqual(await phases(upTo(8443)), [0, 1]);
  });

  it("takes a group that is not known yet for one of the machines'", async () => {
    const securityGroups = () => [later("sg-0123456789abcdef0")] as never;
    const unknown = (rule: Partial<Rule> = {}) => admitting({ ...rule, securityGroups: securityGroups() })();
    assert.deepEqual(await verdict([policy], () => unknown()), []);
    assert.deepEqual(await verdict([policy], () => unknown({ protocol: "udp" })), FLAGGED);
  });

  it("says of a group what it is let in by beyond what it needs", async () => {
    assert.deepEqual(await messages(policy, admitting({ toPort: 444 })), [
      "ingress[0] admits tcp 444 from SecurityGroup servers to VpcEndpoint ssm.",
    ]);
  });

  it("says once what endpoints share, and names what is admitted", async () => {
    const shared = () => {
      const group = new aws.ec2.SecurityGroup("endpoints", {
        ingress: [{ ...HTTPS, cidrBlocks: ["10.0.0.0/8"] }],
      });
      for (const service of ["ssmmessages", "ssm"]) {
        new aws.ec2.VpcEndpoint(service, {
          vpcId: "vpc-1",
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.eu-west-1.${service}`,
          securityGroupIds: [group.id],
        });
      }
    };
    assert.deepEqual(await messages(policy, shared), [
      "ingress[0] admits tcp 443 from 10.0.0.0/8 to VpcEndpoint ssm and VpcEndpoint ssmmessages.",
    ]);
    const two = () => {
      const ingress = ["10.0.0.0/8", "172.16.0.0/12"].map((block) => ({ ...HTTPS, cidrBlocks: [block] }));
      const { id } = new aws.ec2.SecurityGroup("endpoints", { ingress });
      new aws.ec2.SecurityGroupRule("rule", {
        ...{ ...HTTPS, type: "ingress", securityGroupId: id, cidrBlocks: ["192.168.0.0/16"] },
      });
      new aws.ec2.VpcEndpoint("ssm", {
        vpcId: "vpc-1",
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ssm",
        securityGroupIds: [id],
      });
    };
    assert.deepEqual((await messages(policy, two)).sort(), [
      "ingress[0] and ingress[1] admit tcp 443 from 10.0.0.0/8 and tcp 443 from 172.16.0.0/12 to VpcEndpoint ssm.",
      "it admits tcp 443 from 192.168.0.0/16 to VpcEndpoint ssm.",
    ]);
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::endpoints", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], admitting({ cidrBlocks: ["10.0.0.0/8"] })), []);
  });
});
