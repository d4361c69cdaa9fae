import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import requireLoadBalancerForPublicInstances from "../../policies/instances/require-load-balancer-for-public-instances";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import noExcessSecurityGroups from "../../policies/security-groups/no-excess-security-groups";
import noRedundantRule from "../../policies/security-groups/no-redundant-rule";
import noSecurityGroupSharedAcrossApplications from "../../policies/security-groups/no-security-group-shared-across-applications";
import noSecurityGroupSharedAcrossExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnusedSecurityGroup from "../../policies/security-groups/no-unused-security-group";
import requireClosedDefaultSecurityGroup from "../../policies/security-groups/require-closed-default-security-group";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp } from "./sites";

const on = (name: string) => `no-default-security-group-use: ${name}`;
const open = (name: string) => `require-closed-default-security-group: ${name}`;
const redundant = (name: string) => `no-redundant-rule: ${name}`;
const unused = (name: string) => `no-unused-security-group: ${name}`;
const excess = (name: string) => `no-excess-security-groups: ${name}`;
const exposed = (name: string) => `no-security-group-shared-across-exposure: ${name}`;
const mixed = (name: string) => `no-security-group-shared-across-applications: ${name}`;
const bare = (name: string) => `require-load-balancer-for-public-instances: ${name}`;

const base = { ami: "ami-1", instanceType: "t3.micro" };
const host = (args: object, name = "host") => new aws.ec2.Instance(name, { ...base, ...args });
const template = (args: object, name = "template") =>
  new aws.ec2.LaunchTemplate(name, { imageId: "ami-1", ...args });
const fleet = (args: object, name = "fleet") =>
  new aws.autoscaling.Group(name, { minSize: 1, maxSize: 3, ...args });
const later = <T>(value: T): pulumi.Output<T> => new aws.ec2.Eip("later", {}).allocationId.apply(() => value);

const VPC_RULE = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };

describe("security groups, adversarially", () => {
  const at = (make: (at: Site) => unknown) => () => make(site());

  describe("default groups", () => {
    const closed = (one: Site) => new aws.ec2.DefaultSecurityGroup("default", { vpcId: one.vpc.id });
    // biome-ignore format: read row by row
    holdsInEveryForm([noDefaultSecurityGroupUse, requireClosedDefaultSecurityGroup], [
      ["left as it is", at(() => {}), [open("vpc")]],
      ["adopted without rules", at(closed), []],
      ["adopted with empty lists", at((one) => new aws.ec2.DefaultSecurityGroup("default", { vpcId: one.vpc.id, ingress: [], egress: [] })), []],
      [
        "adopted with a way out",
        at(
          (one) =>
            new aws.ec2.DefaultSecurityGroup("default", {
              vpcId: one.vpc.id,
              egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            }),
        ),
        [open("default")],
      ],
      [
        "adopted, and opened by a standalone rule",
        at((one) => new aws.vpc.SecurityGroupIngressRule("rule", { ...VPC_RULE, securityGroupId: closed(one).id, cidrIpv4: "10.0.0.0/8" })),
        [open("default")],
      ],
      [
        "adopted, and opened by its VPC's id of it",
        at((one) => {
          closed(one);
          new aws.vpc.SecurityGroupIngressRule("rule", {
            ...VPC_RULE,
            securityGroupId: one.vpc.defaultSecurityGroupId,
            cidrIpv4: "10.0.0.0/8",
          });
        }),
        [open("default")],
      ],
      ["another VPC's adopted", at((one) => { closed(one); site("other"); }), [open("other")]],
      ["of an adopted default VPC", () => { new aws.ec2.DefaultVpc("vpc"); new aws.ec2.DefaultSecurityGroup("default"); }, []],
      ["an adopted default VPC, left as it is", () => { new aws.ec2.DefaultVpc("vpc"); }, [open("vpc")]],
      [
        "used by the VPC's id of it",
        at((one) => { closed(one); host({ subnetId: subnet(one).id, vpcSecurityGroupIds: [one.vpc.defaultSecurityGroupId] }); }),
        [on("host")],
        [],
      ],
      ["used by the adopted one's id", at((one) => { host({ subnetId: subnet(one).id, vpcSecurityGroupIds: [closed(one).id] }); }), [on("host")], []],
      ["used by naming none, closed", at((one) => { closed(one); host({ subnetId: subnet(one).id }); }), []],
      ["used by naming none, open", at((one) => { host({ subnetId: subnet(one).id }); }), [on("host"), open("vpc")]],
      ["used by an empty list", at((one) => { host({ subnetId: subnet(one).id, vpcSecurityGroupIds: [] }); }), [on("host"), open("vpc")]],
      ["used by an interface that names none", at((one) => { new aws.ec2.NetworkInterface("eni", { subnetId: subnet(one).id }); }), [on("eni"), open("vpc")]],
      [
        "used by an endpoint that names none",
        at((one) => { new aws.ec2.VpcEndpoint("endpoint", { vpcId: one.vpc.id, serviceName: "com.amazonaws.us-east-1.ssm", vpcEndpointType: "Interface" }); }),
        [on("endpoint"), open("vpc")],
      ],
      [
        "a gateway endpoint has no interface",
        at((one) => { closed(one); new aws.ec2.VpcEndpoint("endpoint", { vpcId: one.vpc.id, serviceName: "com.amazonaws.us-east-1.s3" }); }),
        [],
      ],
      [
        "used by a template that names none",
        at((one) => { fleet({ vpcZoneIdentifiers: [subnet(one).id], launchTemplate: { id: template({}).id } }); }),
        [on("template"), open("vpc")],
      ],
      ["used by a balancer that names none", at((one) => { new aws.lb.LoadBalancer("balancer", { subnets: [subnet(one).id] }); }), [on("balancer"), open("vpc")]],
      [
        "a network balancer does without",
        at((one) => { closed(one); new aws.lb.LoadBalancer("balancer", { loadBalancerType: "network", subnets: [subnet(one).id] }); }),
        [],
      ],
      [
        "used by a database that names none",
        at((one) => {
          new aws.rds.Instance("db", {
            instanceClass: "db.t3.micro",
            engine: "mysql",
            dbSubnetGroupName: new aws.rds.SubnetGroup("group", { subnetIds: [subnet(one).id] }).name,
          });
        }),
        [on("db"), open("vpc")],
      ],
      [
        "a rule that names it uses nothing",
        at((one) => { closed(one); group(one, [{ protocol: "tcp", fromPort: 1, toPort: 1, securityGroups: [one.vpc.defaultSecurityGroupId] }]); }),
        [],
      ],
      ["by its name", at((one) => { closed(one); host({ securityGroups: ["default"] }); }), [on("host")], []],
      ["of the account's default VPC, where no subnet is named", () => { new aws.ec2.DefaultVpc("vpc"); host({}); }, [on("host"), open("vpc")]],
      ["of the account's default VPC, closed", () => { new aws.ec2.DefaultVpc("vpc"); new aws.ec2.DefaultSecurityGroup("default"); host({}); }, []],
      [
        "of the account's default VPC, of a template that names a group",
        () => {
          const { id } = new aws.ec2.DefaultVpc("vpc");
          new aws.ec2.DefaultSecurityGroup("default");
          const sg = new aws.ec2.SecurityGroup("sg", { vpcId: id });
          host({ launchTemplate: { id: template({ vpcSecurityGroupIds: [sg.id] }).id } });
        },
        [],
      ],
    ]);
  });

  describe("redundant rules", () => {
    const rules = (...ingress: object[]) => at((one) => group(one, ingress));
    // biome-ignore format: read row by row
    holdsInEveryForm([noRedundantRule], [
      ["the same twice", rules(tcp(22, "10.0.0.0/8"), { protocol: "6", fromPort: "22", toPort: 22, cidrBlocks: ["10.1.2.3/8"] }), [redundant("sg")]],
      ["the same from elsewhere", rules(tcp(22, "10.0.0.0/8"), tcp(22, "11.0.0.0/8")), []],
      ["inside the union of two", rules(tcp(22, "10.0.0.0/9"), tcp(22, "10.128.0.0/9"), tcp(22, "10.64.0.0/10", "10.0.0.0/8")), [redundant("sg")]],
      ["all but one port", rules({ ...tcp(22, "10.0.0.0/8"), toPort: 25 }, { ...tcp(25, "10.0.0.0/8"), toPort: 26 }), []],
      [
        "inside two ranges",
        rules({ ...tcp(20, "10.0.0.0/8"), toPort: 25 }, { ...tcp(26, "10.0.0.0/8"), toPort: 30 }, { ...tcp(24, "10.0.0.0/8"), toPort: 27 }),
        [redundant("sg")],
      ],
      ["inside every protocol", rules(tcp(22, "10.0.0.0/8"), { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] }), [redundant("sg")]],
      ["IPv6 in two spellings", rules({ ...tcp(22), ipv6CidrBlocks: ["2001:db8::/32"] }, { ...tcp(22), ipv6CidrBlocks: ["2001:0DB8:0:0::/33"] }), [redundant("sg")]],
      ["IPv6 beside IPv4", rules(tcp(22, "0.0.0.0/0"), { ...tcp(22), ipv6CidrBlocks: ["::/0"] }), []],
      ["one block within another of the same rule", rules(tcp(22, "10.0.0.0/8", "10.1.0.0/16")), [redundant("sg")]],
      ["itself is in no block", rules(tcp(22, "0.0.0.0/0"), { ...tcp(22), self: true }), []],
      ["itself twice", rules({ protocol: "-1", fromPort: 0, toPort: 0, self: true }, { ...tcp(22), self: true }), [redundant("sg")]],
      ["a group is in no block", at((one) => group(one, [tcp(22, "0.0.0.0/0"), { ...tcp(22), securityGroups: [group(one, [], "other").id] }])), []],
      [
        "a group twice",
        at((one) => {
          const { id } = group(one, [], "other");
          group(one, [
            { ...tcp(22), securityGroups: [id] },
            { protocol: "tcp", fromPort: 0, toPort: 65535, securityGroups: [id] },
          ]);
        }),
        [redundant("sg")],
      ],
      [
        "two groups",
        at((one) => { group(one, [{ ...tcp(22), securityGroups: [group(one, [], "a").id] }, { ...tcp(22), securityGroups: [group(one, [], "b").id] }]); }),
        [],
      ],
      ["in and out", at((one) => group(one, [tcp(22, "10.0.0.0/8")], "sg", { egress: [tcp(22, "10.0.0.0/8")] })), []],
      ["out twice", at((one) => group(one, [], "sg", { egress: [tcp(22, "10.0.0.0/8"), tcp(22, "10.0.0.0/16")] })), [redundant("sg")]],
      [
        "standalone in two forms",
        at((one) => {
          const { id } = group(one, [], "sg", { ingress: undefined });
          new aws.ec2.SecurityGroupRule("a", {
            type: "ingress",
            securityGroupId: id,
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrBlocks: ["10.0.0.0/8"],
          });
          new aws.vpc.SecurityGroupIngressRule("b", { ...VPC_RULE, securityGroupId: id, cidrIpv4: "10.1.0.0/16" });
        }),
        [redundant("b")],
      ],
      [
        "standalone, itself by its id and by self",
        at((one) => {
          const { id } = group(one, [], "sg", { ingress: undefined });
          new aws.ec2.SecurityGroupRule("b", {
            type: "ingress",
            securityGroupId: id,
            protocol: "-1",
            fromPort: 0,
            toPort: 0,
            self: true,
          });
          new aws.vpc.SecurityGroupIngressRule("a", {
            ...VPC_RULE,
            securityGroupId: id,
            referencedSecurityGroupId: id,
          });
        }),
        [redundant("a")],
      ],
      [
        "standalone of two groups",
        at((one) => {
          for (const name of ["a", "b"])
            new aws.vpc.SecurityGroupIngressRule(`${name}-rule`, {
              ...VPC_RULE,
              securityGroupId: group(one, [], name, { ingress: undefined }).id,
              cidrIpv4: "10.0.0.0/8",
            });
        }),
        [],
      ],
      [
        "ICMP types",
        rules({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "icmp", fromPort: 8, toPort: -1, cidrBlocks: ["10.0.0.0/8"] }),
        [redundant("sg")],
      ],
      [
        "ICMP and ICMPv6",
        rules({ protocol: "icmp", fromPort: -1, toPort: -1, ipv6CidrBlocks: ["::/0"] }, { protocol: "icmpv6", fromPort: -1, toPort: -1, ipv6CidrBlocks: ["::/0"] }),
        [],
      ],
      [
        "entries of a list of the stack",
        at((one) => {
          const list = new aws.ec2.ManagedPrefixList("list", {
            addressFamily: "IPv4",
            maxEntries: 1,
            entries: [{ cidr: "10.1.0.0/16" }],
          });
          group(one, [{ ...tcp(22), prefixListIds: [list.id] }, tcp(22, "10.0.0.0/8")]);
        }),
        [redundant("sg")],
      ],
    ]);
  });

  describe("unused groups", () => {
    const rule = (securityGroupId: pulumi.Input<string>, more: object) =>
      new aws.vpc.SecurityGroupIngressRule("rule", { ...VPC_RULE, securityGroupId, ...more });
    // biome-ignore format: read row by row
    holdsInEveryForm([noUnusedSecurityGroup], [
      ["by itself", at((one) => { group(one, []); }), [unused("sg")]],
      ["with its own rule, inline", at((one) => { group(one, [{ ...tcp(22), self: true }]); }), [unused("sg")]],
      [
        "with its own rule, standalone",
        at((one) => { const { id } = group(one, [], "sg", { ingress: undefined }); rule(id, { referencedSecurityGroupId: id }); }),
        [unused("sg")],
      ],
      [
        "as another one's source",
        at((one) => { const { id } = group(one, []); host({ vpcSecurityGroupIds: [group(one, [{ ...tcp(22), securityGroups: [id] }], "other").id] }); }),
        [],
      ],
      [
        "as another one's source, standalone",
        at((one) => {
          const other = group(one, [], "other", { ingress: undefined });
          host({ vpcSecurityGroupIds: [other.id] });
          rule(other.id, { referencedSecurityGroupId: group(one, []).id });
        }),
        [],
      ],
      ["exported", at((one) => ({ id: group(one, []).id })), []],
      ["exported by its ARN", at((one) => ({ arn: group(one, []).arn })), []],
      ["exported deep within", at((one) => ({ network: { groups: [pulumi.interpolate`web=${group(one, []).id}`] } })), []],
      ["exported as a secret", at((one) => ({ id: pulumi.secret(group(one, []).id) })), []],
      ["another export", at((one) => { group(one, []); return { region: "us-east-1" }; }), [unused("sg")]],
      ["in a parameter", at((one) => { new aws.ssm.Parameter("parameter", { type: "String", value: group(one, []).id }); }), []],
      [
        "attached by an attachment",
        at((one) => {
          new aws.ec2.NetworkInterfaceSecurityGroupAttachment("attachment", {
            networkInterfaceId: "eni-0123456789abcdef0",
            securityGroupId: group(one, []).id,
          });
        }),
        [],
      ],
      ["on a template that nothing launches", at((one) => { template({ networkInterfaces: [{ securityGroups: [group(one, []).id] }] }); }), []],
      ["a default group is there anyway", at((one) => { new aws.ec2.DefaultSecurityGroup("default", { vpcId: one.vpc.id }); }), []],
      ["its VPC in a tag", at((one) => { const sg = group(one, []); host({ tags: { group: sg.id } }); }), []],
    ]);
    // biome-ignore format: read row by row
    holdsOnceKnown([noUnusedSecurityGroup], [
      ["beside an export that is not known yet", at((one) => { group(one, []); return { address: one.vpc.arn }; }), [unused("sg")]],
    ]);
  });

  describe("many groups", () => {
    const many = (one: Site, count: number, from = 0) =>
      Array.from({ length: count }, (_, i) => group(one, [], `sg-${from + i}`).id);
    // biome-ignore format: read row by row
    holdsInEveryForm([noExcessSecurityGroups], [
      ["five", at((one) => { host({ vpcSecurityGroupIds: many(one, 5) }); }), []],
      ["six", at((one) => { host({ vpcSecurityGroupIds: many(one, 6) }); }), [excess("host")]],
      ["five, one of them twice", at((one) => { const ids = many(one, 5); host({ vpcSecurityGroupIds: [...ids, ids[0]] }); }), []],
      ["six ids of elsewhere", at(() => { host({ vpcSecurityGroupIds: ["a", "b", "c", "d", "e", "f"].map((letter) => `sg-${letter}`) }); }), [excess("host")]],
      [
        "five and one attached",
        at((one) => {
          const eni = new aws.ec2.NetworkInterface("eni", { subnetId: subnet(one).id, securityGroups: many(one, 5) });
          new aws.ec2.NetworkInterfaceSecurityGroupAttachment("attachment", {
            networkInterfaceId: eni.id,
            securityGroupId: group(one, []).id,
          });
        }),
        [excess("eni")],
      ],
      [
        "five and one attached to the first interface",
        at((one) => {
          const { primaryNetworkInterfaceId } = host({ subnetId: subnet(one).id, vpcSecurityGroupIds: many(one, 5) });
          new aws.ec2.NetworkInterfaceSecurityGroupAttachment("attachment", {
            networkInterfaceId: primaryNetworkInterfaceId,
            securityGroupId: group(one, []).id,
          });
        }),
        [excess("host")],
      ],
      [
        "three on each of two interfaces",
        at((one) => { template({ networkInterfaces: [{ securityGroups: many(one, 3) }, { securityGroups: many(one, 3, 3) }] }); }),
        [],
      ],
      ["six on a template's interface", at((one) => { template({ networkInterfaces: [{ securityGroups: many(one, 6) }] }); }), [excess("template")]],
      [
        "six on a function",
        at((one) => {
          new aws.lambda.Function("function", {
            role: "arn:aws:iam::123456789012:role/x",
            vpcConfig: { subnetIds: [subnet(one).id], securityGroupIds: many(one, 6) },
          });
        }),
        [excess("function")],
      ],
      ["six sources of a rule are no interface's", at((one) => { group(one, [{ ...tcp(22), securityGroups: many(one, 6) }]); }), []],
    ]);
  });

  describe("shared groups", () => {
    const PUBLIC = { tags: { Exposure: "Public" } };
    const app = (name: string, more: object = {}) => ({ tags: { App: name, ...more } });
    const two = (a: object, b: object) =>
      at((one) => {
        const ids = [group(one, []).id];
        host({ vpcSecurityGroupIds: ids, ...a }, "a");
        host({ vpcSecurityGroupIds: ids, ...b }, "b");
      });
    // biome-ignore format: read row by row
    holdsInEveryForm([noSecurityGroupSharedAcrossExposure], [
      ["public and untagged", two(PUBLIC, {}), [exposed("sg")]],
      ["public twice", two(PUBLIC, { tags: { tier: "dmz" } }), []],
      ["untagged twice", two({}, { tags: { tier: "private" } }), []],
      [
        "groups apart",
        at((one) => {
          host({ vpcSecurityGroupIds: [group(one, [], "a-sg").id], ...PUBLIC }, "a");
          host({ vpcSecurityGroupIds: [group(one, [], "b-sg").id] }, "b");
        }),
        [],
      ],
      [
        "by the interface that an instance brings",
        at((one) => {
          const { id } = group(one, []);
          const eni = new aws.ec2.NetworkInterface("eni", {
            subnetId: subnet(one).id,
            securityGroups: [id],
            tags: { Exposure: "public" },
          });
          host({ networkInterfaces: [{ networkInterfaceId: eni.id, deviceIndex: 0 }], ...PUBLIC }, "a");
          host({ vpcSecurityGroupIds: [id] }, "b");
        }),
        [exposed("sg")],
      ],
      [
        "by a template's instance tags",
        at((one) => {
          const { id } = group(one, []);
          fleet({
            vpcZoneIdentifiers: [subnet(one).id],
            launchTemplate: {
              id: template({
                vpcSecurityGroupIds: [id],
                tagSpecifications: [{ resourceType: "instance", tags: { Tier: "public" } }],
              }).id,
            },
          });
          host({ vpcSecurityGroupIds: [id], ...PUBLIC });
        }),
        [],
      ],
      [
        "a balancer and its targets",
        at((one) => {
          const ids = [group(one, []).id];
          new aws.lb.LoadBalancer("balancer", { subnets: [subnet(one).id], securityGroups: ids, ...PUBLIC });
          host({ vpcSecurityGroupIds: ids });
        }),
        [exposed("sg")],
      ],
      [
        "a group of elsewhere",
        () => { host({ vpcSecurityGroupIds: ["sg-0123456789abcdef0"], ...PUBLIC }, "a"); host({ vpcSecurityGroupIds: ["sg-0123456789abcdef0"] }, "b"); },
        [exposed("b")],
      ],
      [
        "by a rule alone",
        at((one) => {
          const sg = group(one, []);
          host({ vpcSecurityGroupIds: [sg.id], ...PUBLIC }, "a");
          host({ vpcSecurityGroupIds: [group(one, [{ ...tcp(22), securityGroups: [sg.id] }], "other").id] }, "b");
        }),
        [],
      ],
    ]);
    // biome-ignore format: read row by row
    holdsInEveryForm([noSecurityGroupSharedAcrossApplications], [
      ["two applications", two(app("shop"), app("blog")), [mixed("sg")]],
      ["one application in two spellings", two(app("shop"), { tags: { application: "Shop " } }), []],
      ["one application and none", two(app("shop"), {}), []],
      ["Linux and Windows by tag", two({ tags: { OS: "linux" } }, { tags: { os: "Windows Server 2022" } }), [mixed("sg")]],
      ["Linux and Windows by what runs first", two({ userData: "#!/bin/bash\nyum update" }, { userData: "<powershell>Get-Host</powershell>" }), [mixed("sg")]],
      [
        "the same in Base64",
        two({ userDataBase64: Buffer.from("#!/bin/sh").toString("base64") }, { userDataBase64: Buffer.from("<script>dir").toString("base64") }),
        [mixed("sg")],
      ],
      ["Windows twice", two({ getPasswordData: true }, { userData: "<powershell>x</powershell>" }), []],
      ["the first tag that is set counts", two(app("shop", { Service: "x" }), { tags: { App: "shop", Service: "y" } }), []],
    ]);
  });

  describe("public instances without a balancer", () => {
    const PUBLIC = { Tier: "public", App: "shop" };
    const pair = (a: object, b: object = a) => {
      host({ tags: a }, "a");
      return host({ tags: b }, "b");
    };
    const targets = (targetId: pulumi.Input<string>) =>
      new aws.lb.TargetGroupAttachment("attachment", {
        targetGroupArn: new aws.lb.TargetGroup("targets", { port: 80, protocol: "HTTP" }).arn,
        targetId,
      });
    // biome-ignore format: read row by row
    holdsInEveryForm([requireLoadBalancerForPublicInstances], [
      ["two", () => { pair(PUBLIC); }, [bare("a")]],
      ["one", () => { host({ tags: PUBLIC }); }, []],
      ["two applications", () => { pair(PUBLIC, { Tier: "public", App: "blog" }); }, []],
      ["bastions", () => { pair({ Tier: "bastion", App: "shop" }); }, []],
      ["one is private", () => { pair(PUBLIC, { App: "shop" }); }, []],
      ["one is a target", () => { targets(pair(PUBLIC).id); }, []],
      ["another is a target", () => { pair(PUBLIC); targets(host({ tags: { App: "blog" } }).id); }, [bare("a")]],
      [
        "a fleet of two",
        at((one) => { fleet({ minSize: 2, vpcZoneIdentifiers: [subnet(one).id], launchTemplate: { id: template({ tags: PUBLIC }).id } }); }),
        [bare("fleet")],
      ],
      ["a fleet of one", at((one) => { fleet({ minSize: 1, vpcZoneIdentifiers: [subnet(one).id], launchTemplate: { id: template({ tags: PUBLIC }).id } }); }), []],
      [
        "a fleet of two, tagged by the group",
        at((one) => {
          fleet({
            desiredCapacity: 2,
            tags: [{ key: "Tier", value: "public", propagateAtLaunch: true }],
            vpcZoneIdentifiers: [subnet(one).id],
            launchTemplate: { id: template({}).id },
          });
        }),
        [bare("fleet")],
      ],
      [
        "a fleet that registers itself",
        at((one) => {
          fleet({
            minSize: 2,
            targetGroupArns: [new aws.lb.TargetGroup("targets", { port: 80, protocol: "HTTP" }).arn],
            vpcZoneIdentifiers: [subnet(one).id],
            launchTemplate: { id: template({ tags: PUBLIC }).id },
          });
        }),
        [],
      ],
      [
        "an EC2 fleet of two",
        at((one) => {
          new aws.ec2.Fleet("fleet", {
            launchTemplateConfigs: [
              {
                launchTemplateSpecification: { launchTemplateId: template({ tags: PUBLIC }).id, version: "1" },
                overrides: [{ subnetId: subnet(one).id }],
              },
            ],
            targetCapacitySpecification: { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 2 },
          });
        }),
        [bare("fleet")],
      ],
      [
        "an EC2 fleet of two processors",
        at((one) => {
          new aws.ec2.Fleet("fleet", {
            launchTemplateConfigs: [
              {
                launchTemplateSpecification: { launchTemplateId: template({ tags: PUBLIC }).id, version: "1" },
                overrides: [{ subnetId: subnet(one).id }],
              },
            ],
            targetCapacitySpecification: {
              defaultTargetCapacityType: "on-demand",
              totalTargetCapacity: 2,
              targetCapacityUnitType: "vcpu",
            },
          });
        }),
        [],
      ],
    ]);
  });

  describe("tags that are not known yet", () => {
    const fleetTagged = (tags: () => unknown) =>
      at((one) => {
        const { id } = group(one, []);
        host({ vpcSecurityGroupIds: [id], tags: { Tier: "public" } });
        fleet({
          tags: tags(),
          vpcZoneIdentifiers: [subnet(one).id],
          launchTemplate: { id: template({ vpcSecurityGroupIds: [id] }).id },
        });
      });
    const tag = (value: pulumi.Input<string>) => ({ key: "Tier", value, propagateAtLaunch: true });
    // biome-ignore format: read row by row
    holdsOnceKnown([noSecurityGroupSharedAcrossExposure], [
      ["a value that is private", fleetTagged(() => [tag(later("private"))]), [exposed("sg")]],
      ["a tag that is private", fleetTagged(() => [later(tag("private"))]), [exposed("sg")]],
      ["tags that are private", fleetTagged(() => later([tag("private")])), [exposed("sg")]],
    ]);
  });
});
