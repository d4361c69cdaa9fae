import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/no-inbound-on-ssm-instances";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { messages, phases } from "../../harness/phases";
import { later, profileWith, server } from "./managed";

const FLAGGED = ["no-inbound-on-ssm-instances: group"];
const EVERYTHING = { protocol: "-1", fromPort: 0, toPort: 0 };

type Rule = Partial<aws.types.input.ec2.SecurityGroupIngress>;

const tcp = (from: number, to = from): aws.types.input.ec2.SecurityGroupIngress => ({
  protocol: "tcp",
  fromPort: from,
  toPort: to,
});

interface Choice {
  readonly ingress?: Rule | undefined;
  readonly egress?: Rule | undefined;
  readonly policyArn?: string;
  readonly instance?: Partial<aws.ec2.InstanceArgs>;
  /** What a database's group admits from the server's. */
  readonly database?: Rule;
}

/** A server that Systems Manager manages, with a group of one rule each way. */
const program =
  ({ ingress, egress, policyArn, instance, database }: Choice) =>
  () => {
    const list = (rule: Rule | undefined) => (rule === undefined ? [] : [{ ...tcp(0), ...rule }]);
    const group = new aws.ec2.SecurityGroup("group", { ingress: list(ingress), egress: list(egress) });
    if (database !== undefined) {
      const rule = { ...tcp(0), ...database };
      new aws.ec2.SecurityGroup("database", { ingress: [{ securityGroups: [group.id], ...rule }] });
    }
    server({
      iamInstanceProfile: profileWith(policyArn).name,
      vpcSecurityGroupIds: [group.id],
      ...instance,
    });
  };
const ANYWHERE = { cidrBlocks: ["0.0.0.0/0"] };
const INSIDE = { cidrBlocks: ["10.0.0.0/8"] };

describe("no-inbound-on-ssm-instances", () => {
  it("flags ingress for administration from any source, and passes other ports", async () => {
    for (const port of [22, 3389, 5985, 5986]) {
      for (const source of [ANYWHERE, INSIDE, { self: true }, { securityGroups: ["sg-1"] }]) {
        assert.deepEqual(await verdict([policy], program({ ingress: { ...tcp(port), ...source } })), FLAGGED);
      }
    }
    for (const rule of [tcp(443), tcp(23), { ...tcp(22), protocol: "udp" }]) {
      assert.deepEqual(await verdict([policy], program({ ingress: { ...rule, ...INSIDE } })), []);
    }
    for (const rule of [EVERYTHING, tcp(0, 1024), { ...tcp(3389), protocol: "17" }]) {
      assert.deepEqual(await verdict([policy], program({ ingress: { ...rule, ...INSIDE } })), FLAGGED);
    }
    assert.deepEqual(await verdict([policy], program({})), []);
  });

  it("flags egress to the internet beyond TCP 443, and passes TCP 443", async () => {
    assert.deepEqual(await verdict([policy], program({ egress: { ...tcp(443), ...ANYWHERE } })), []);
    for (const rule of [
      EVERYTHING,
      tcp(80),
      tcp(0, 65535),
      tcp(443, 444),
      { ...tcp(443), protocol: "udp" },
    ]) {
      assert.deepEqual(await verdict([policy], program({ egress: { ...rule, ...ANYWHERE } })), FLAGGED);
    }
    const split = { ...tcp(80), cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] };
    assert.deepEqual(await verdict([policy], program({ egress: split })), FLAGGED);
    assert.deepEqual(
      await verdict([policy], program({ egress: { ...tcp(80), ipv6CidrBlocks: ["::/0"] } })),
      FLAGGED,
    );
  });

  it("passes egress that names who needs it", async () => {
    for (const source of [
      INSIDE,
      { securityGroups: ["sg-1"] },
      { self: true },
      { prefixListIds: ["pl-1"] },
      { cidrBlocks: ["203.0.113.0/24"] },
    ]) {
      assert.deepEqual(await verdict([policy], program({ egress: { ...tcp(5432), ...source } })), []);
    }
  });

  it("passes egress on a port that another group admits from this one", async () => {
    const egress = { ...tcp(5432), ...ANYWHERE };
    assert.deepEqual(await verdict([policy], program({ egress })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({ egress, database: tcp(5432) })), []);
    assert.deepEqual(await verdict([policy], program({ egress, database: tcp(5433) })), FLAGGED);
    const stranger = { ...tcp(5432), securityGroups: ["sg-0123456789abcdef0"] };
    assert.deepEqual(await verdict([policy], program({ egress, database: stranger })), FLAGGED);
    const itself = () => {
      const { id } = new aws.ec2.SecurityGroup("group", { egress: [egress] });
      const rule = { ...tcp(5432), type: "ingress", securityGroupId: id, sourceSecurityGroupId: id };
      new aws.ec2.SecurityGroupRule("itself", rule);
      server({ iamInstanceProfile: profileWith().name, vpcSecurityGroupIds: [id] });
    };
    assert.deepEqual(await verdict([policy], itself), FLAGGED);
    const unknown = (source: () => Rule) => () =>
      program({ egress, database: { ...tcp(5432), ...source() } })();
    assert.deepEqual(
      await phases(
        policy,
        unknown(() => ({ securityGroups: [later("sg-1")] })),
      ),
      [0, 1],
    );
    assert.deepEqual(
      await phases(
        policy,
        unknown(() => ({ securityGroups: [], cidrBlocks: [later("10.1.0.0/16")] })),
      ),
      [1, 1],
    );
    const all = { ...EVERYTHING, ...ANYWHERE };
    assert.deepEqual(await verdict([policy], program({ egress: all, database: tcp(5432) })), FLAGGED);
  });

  it("asks only for machines that Systems Manager manages, public ones too", async () => {
    const ingress = { ...tcp(22), ...INSIDE };
    const other = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
    assert.deepEqual(await verdict([policy], program({ ingress, policyArn: other })), []);
    const opaque = { iamInstanceProfile: "elsewhere" };
    assert.deepEqual(await verdict([policy], program({ ingress, instance: opaque })), []);
    assert.deepEqual(
      await verdict([policy], program({ ingress, instance: { vpcSecurityGroupIds: [] } })),
      [],
    );
    const bastion = { tags: { Tier: "bastion" } };
    assert.deepEqual(await verdict([policy], program({ ingress, instance: bastion })), FLAGGED);
  });

  it("speaks of standalone rules themselves", async () => {
    const standalone = (port: number) => () => {
      const group = new aws.ec2.SecurityGroup("group", {});
      new aws.vpc.SecurityGroupIngressRule("in", {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: "10.0.0.0/8",
      });
      new aws.vpc.SecurityGroupEgressRule("out", {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: "0.0.0.0/0",
      });
      server({ iamInstanceProfile: profileWith().name, vpcSecurityGroupIds: [group.id] });
    };
    const flagged = ["no-inbound-on-ssm-instances: in", "no-inbound-on-ssm-instances: out"];
    assert.deepEqual(await verdict([policy], standalone(22)), flagged);
    assert.deepEqual(await verdict([policy], standalone(443)), []);
  });

  it("sees the interfaces of a launch template", async () => {
    const launched = (port: number) => () => {
      const group = new aws.ec2.SecurityGroup("group", { ingress: [{ ...tcp(port), ...INSIDE }] });
      const template = new aws.ec2.LaunchTemplate("template", {
        iamInstanceProfile: { name: profileWith().name },
        networkInterfaces: [{ securityGroups: [group.id] }],
      });
      new aws.autoscaling.Group("servers", {
        launchTemplate: { id: template.id },
        vpcZoneIdentifiers: ["subnet-1"],
        minSize: 1,
        maxSize: 1,
      });
    };
    assert.deepEqual(await verdict([policy], launched(22)), FLAGGED);
    assert.deepEqual(await verdict([policy], launched(8080)), []);
  });

  it("decides on unknown sources, and leaves unknown ports to the update", async () => {
    const block = () => program({ ingress: { ...tcp(22), cidrBlocks: [later("10.1.0.0/16")] } })();
    assert.deepEqual(await phases(policy, block), [1, 1]);
    const blocks = () => program({ ingress: { ...tcp(22), cidrBlocks: later(["10.1.0.0/16"]) } })();
    assert.deepEqual(await phases(policy, blocks), [0, 1]);
    const malformed = program({ ingress: { ...tcp(22), cidrBlocks: ["everyone"] } });
    assert.deepEqual(await verdict([policy], malformed), []);
    const upTo = (port: number) => () =>
      program({ ingress: { ...tcp(20), ...INSIDE, toPort: later(port) } })();
    assert.deepEqual(await phases(policy, upTo(22)), [0, 1]);
    assert.deepEqual(await phases(policy, upTo(21)), [0, 0]);
  });

  it("takes the ports it is told", async () => {
    const own = configured(policy, { ports: [2222], egressPorts: [443, 80] });
    assert.deepEqual(await verdict([own], program({ ingress: { ...tcp(22), ...INSIDE } })), []);
    assert.deepEqual(await verdict([own], program({ ingress: { ...tcp(2222), ...INSIDE } })), FLAGGED);
    assert.deepEqual(await verdict([own], program({ egress: { ...tcp(80), ...ANYWHERE } })), []);
    assert.deepEqual(await verdict([own], program({ egress: { ...tcp(81), ...ANYWHERE } })), FLAGGED);
  });

  it("names rule, traffic, source and machine", async () => {
    const both = program({ ingress: { ...tcp(22), ...INSIDE }, egress: { ...EVERYTHING, ...ANYWHERE } });
    assert.deepEqual(await messages(policy, both), [
      "ingress[0] admits tcp 22 from 10.0.0.0/8 to Instance server.",
      "egress[0] lets Instance server reach the internet on every protocol.",
    ]);
    const apart = (type: string, rule: Rule) => () => {
      const { id } = new aws.ec2.SecurityGroup("group", {});
      new aws.ec2.SecurityGroupRule("rule", { ...tcp(0), ...rule, type, securityGroupId: id } as never);
      const { name: iamInstanceProfile } = profileWith();
      for (const name of ["b", "a"]) server({ iamInstanceProfile, vpcSecurityGroupIds: [id] }, name);
    };
    assert.deepEqual(await messages(policy, apart("ingress", { ...tcp(22), ...INSIDE })), [
      "it admits tcp 22 from 10.0.0.0/8 to Instance a and Instance b.",
    ]);
    assert.deepEqual(await messages(policy, apart("egress", { ...tcp(80), ...ANYWHERE })), [
      "it lets Instance a and Instance b reach the internet on tcp 80.",
    ]);
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::group", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], program({ ingress: { ...tcp(22), ...INSIDE } })), []);
  });
});
