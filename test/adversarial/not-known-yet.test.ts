import * as aws from "@pulumi/aws";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import noMixedPurposeSecurityGroup from "../../policies/security-groups/no-mixed-purpose-security-group";
import { later } from "../harness/phases";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet } from "./sites";
import { holds } from "./speakers";

const OFFICE = "203.0.113.0/28";
const MANAGED = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const rule = (port: number, sources: object) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...sources,
});

describe("values that are not known yet, adversarially", () => {
  const grouped = (ingress: () => object[]) => () => void group(site(), ingress());
  const mixed = ["no-mixed-purpose-security-group: sg"];
  // biome-ignore format: read row by row
  holdsInEveryForm(
    [noMixedPurposeSecurityGroup],
    [
      ["SSH from a block not known yet, beside RDP", grouped(() => [rule(22, { cidrBlocks: [later(OFFICE)] }), rule(3389, { cidrBlocks: [OFFICE] })]), mixed],
      ["SSH from a group not known yet, beside RDP", grouped(() => [rule(22, { securityGroups: [later("sg-0123456789abcdef0")] }), rule(3389, { self: true })]), mixed],
      ["SSH twice", grouped(() => [rule(22, { cidrBlocks: [later(OFFICE)] }), rule(22, { self: true })]), []],
      ["SSH from nobody, beside RDP", grouped(() => [rule(22, {}), rule(3389, { cidrBlocks: [later(OFFICE)] })]), []],
    ],
  );
  holdsOnceKnown(
    [noMixedPurposeSecurityGroup],
    [
      [
        "SSH from a list of blocks, beside RDP",
        grouped(() => [rule(22, { cidrBlocks: later([OFFICE]) }), rule(3389, { self: true })]),
        mixed,
      ],
    ],
  );

  const standalone = (sources: () => object) => () =>
    new aws.ec2.SecurityGroupRule("rule", {
      ...rule(443, {}),
      ...{ type: "ingress", securityGroupId: "sg-0123456789abcdef0" },
      ...sources(),
    });
  holds(
    [noMalformedRule],
    [
      [
        "whether a rule names itself beside blocks, where it does not",
        standalone(() => ({ cidrBlocks: [OFFICE], self: later(false) })),
        [],
      ],
      [
        "which blocks a rule names beside itself, where it names none",
        standalone(() => ({ cidrBlocks: later([]), self: true })),
        [],
      ],
      [
        "a block beside itself",
        standalone(() => ({ cidrBlocks: [later(OFFICE)], self: true })),
        ["no-malformed-rule: rule"],
      ],
    ],
  );
  holdsOnceKnown(
    [noMalformedRule],
    [
      [
        "whether a rule names itself beside blocks",
        standalone(() => ({ cidrBlocks: [OFFICE], self: later(true) })),
        ["no-malformed-rule: rule"],
      ],
    ],
  );

  const settings = (value: string) => [
    { namespace: "aws:autoscaling:launchconfiguration", name: "DisableIMDSv1", value },
  ];
  const beanstalk = (given: () => unknown) => () =>
    new aws.elasticbeanstalk.Environment("app", {
      application: "shop",
      solutionStackName: "64bit Amazon Linux 2 v3.5.0 running Python 3.8",
      settings: given() as never,
    });
  const [off, on] = [settings("true")[0], settings("false")[0]];
  const other = { namespace: "aws:ec2:vpc", name: "VPCId", value: "vpc-0123456789abcdef0" };
  holds(
    [requireImdsv2],
    [
      ["settings of Elastic Beanstalk", beanstalk(() => later([off])), []],
      ["one of its settings", beanstalk(() => [other, later(off)]), []],
      ["the namespace of one", beanstalk(() => [{ ...off, namespace: later(off?.namespace) }]), []],
      [
        "the namespace of another",
        beanstalk(() => [{ ...other, namespace: later(other.namespace) }]),
        ["require-imdsv2: app"],
      ],
      ["one beside the setting itself", beanstalk(() => [later(other), on]), ["require-imdsv2: app"]],
    ],
  );
  holdsOnceKnown(
    [requireImdsv2],
    [
      [
        "settings of Elastic Beanstalk that allow both",
        beanstalk(() => later([on])),
        ["require-imdsv2: app"],
      ],
    ],
  );

  interface Ways {
    readonly out?: unknown;
    readonly into?: unknown;
    readonly cidrBlock?: unknown;
  }
  const https = (cidrBlock: string) => rule(443, { cidrBlocks: [cidrBlock] });
  const managed = (ways: (at: Site) => Ways) => () => {
    const at = site();
    const {
      out = [https("10.0.0.0/16")],
      into = [https("10.0.1.0/24")],
      cidrBlock = "10.0.1.0/24",
    } = ways(at);
    const place = subnet(at, { cidrBlock });
    const role = new aws.iam.Role("role", { assumeRolePolicy: "{}", managedPolicyArns: [MANAGED] });
    new aws.ec2.Instance("host", {
      ami: "ami-0123456789abcdef0",
      instanceType: "t3.micro",
      subnetId: place.id,
      vpcSecurityGroupIds: [group(at, [], "machines", { egress: out }).id],
      iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
    });
    const sg = group(at, into as never, "endpoints");
    for (const service of ["ssm", "ssmmessages"]) {
      new aws.ec2.VpcEndpoint(service, {
        vpcId: at.vpc.id,
        serviceName: `com.amazonaws.us-east-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [place.id],
        securityGroupIds: [sg.id],
      });
    }
  };
  holds(
    [requireSsmEndpoints],
    [
      ["nothing", managed(() => ({})), []],
      ["what a machine lets out", managed(() => ({ out: later([https("10.0.0.0/16")]) })), []],
      ["one rule of what it lets out", managed(() => ({ out: [later(https("10.0.0.0/16"))] })), []],
      ["what endpoints let in", managed(() => ({ into: later([https("10.0.1.0/24")]) })), []],
      ["one rule of what they let in", managed(() => ({ into: [later(https("10.0.1.0/24"))] })), []],
      ["the block of the subnet", managed(() => ({ cidrBlock: later("10.0.1.0/24") })), []],
      [
        "the block of the subnet, whose machine lets nothing out",
        managed(() => ({ cidrBlock: later("10.0.1.0/24"), out: [] })),
        ["require-ssm-endpoints: vpc"],
      ],
    ],
  );
  holdsOnceKnown(
    [requireSsmEndpoints],
    [
      [
        "that a machine lets nothing out to endpoints",
        managed(() => ({ out: later([https("192.168.0.0/16")]) })),
        ["require-ssm-endpoints: vpc"],
      ],
      [
        "that endpoints let nothing in from it",
        managed(() => ({ into: later([https("192.168.0.0/16")]) })),
        ["require-ssm-endpoints: vpc"],
      ],
    ],
  );
});
