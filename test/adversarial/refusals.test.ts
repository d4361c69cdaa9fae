import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import noMixedManagement from "../../policies/security-groups/no-mixed-rule-management";
import noPublicIngress from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { type Site, site } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};

describe("what AWS refuses, adversarially", () => {
  describe("what it refuses", () => {
    const rule = (more: object) => ({
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["10.0.0.0/8"],
      ...more,
    });
    const inline =
      (rules: object[], more: object = {}) =>
      () => {
        new aws.ec2.SecurityGroup("web", { ingress: rules as never, ...more });
      };
    const entries =
      (...ruleNos: number[]) =>
      () => {
        new aws.ec2.NetworkAcl("web", {
          vpcId: "vpc-0123456789abcdef0",
          ingress: ruleNos.map((ruleNo) => ({
            ruleNo,
            action: "allow",
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrBlock: WORLD,
          })),
        });
      };
    const routes =
      (...cidrBlocks: string[]) =>
      () => {
        new aws.ec2.RouteTable("web", {
          vpcId: "vpc-0123456789abcdef0",
          routes: cidrBlocks.map((cidrBlock) => ({ cidrBlock, transitGatewayId: "tgw-0123456789abcdef0" })),
        });
      };
    const route =
      (targets: (at: Site) => object, more: object = { destinationCidrBlock: WORLD }) =>
      () => {
        const at = site();
        const routeTableId = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id }).id;
        new aws.ec2.Route("web", { routeTableId, ...more, ...targets(at) });
      };
    const list = () =>
      new aws.ec2.ManagedPrefixList("list", { addressFamily: "IPv4", maxEntries: 1, entries: [] }).id;
    const said = ["no-malformed-rule: web"];
    holds(
      [noMalformed],
      [
        ["a description in Japanese", inline([], { description: "公開" }), said],
        ["a description with an apostrophe", inline([], { description: "the web's" }), said],
        [
          "a description with every mark it takes",
          inline([], { description: "a ._-:/()#,@[]+=&;{}!$*" }),
          [],
        ],
        ["a description of 255", inline([], { description: "a".repeat(255) }), []],
        ["a description of 256", inline([], { description: "a".repeat(256) }), said],
        ["a rule's description with a quotation mark", inline([rule({ description: 'the "web"' })]), said],
        ["a rule's description", inline([rule({ description: "the web, from inside" })]), []],
        ["a name that begins like an id", inline([], { name: "sg-web" }), said],
        ["a name that holds one", inline([], { name: "web-sg-1" }), []],
        ["an entry's number 0", entries(0), said],
        ["an entry's number 32766", entries(32766), []],
        ["an entry's number 32767, which is AWS's own", entries(32767), said],
        ["a destination and the same with host bits", routes("10.0.0.0/8", "10.1.2.3/8"), said],
        ["a destination and a half of it", routes("10.0.0.0/8", "10.0.0.0/9"), []],
        ["every protocol with a port, inline", inline([rule({ protocol: "-1" })]), said],
        [
          "every protocol by a word, with port 0",
          inline([rule({ protocol: "all", fromPort: 0, toPort: 0 })]),
          [],
        ],
        [
          "a route to two gateways of the stack",
          route((at) => ({ gatewayId: at.gateway.id, natGatewayId: at.nat().id })),
          said,
        ],
        ["a route to one of them", route((at) => ({ natGatewayId: at.nat().id })), []],
        [
          "a route to a block and a list of the stack",
          route(({ gateway }) => ({ gatewayId: gateway.id, destinationPrefixListId: list() }), {
            destinationCidrBlock: WORLD,
          }),
          said,
        ],
        [
          "a route to a list of the stack",
          route(({ gateway }) => ({ gatewayId: gateway.id, destinationPrefixListId: list() }), {}),
          [],
        ],
        ["a rule without a source, inline", inline([rule({ cidrBlocks: [] })]), []],
      ],
    );
    const empty = inline([
      rule({ fromPort: "", cidrBlocks: [WORLD] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
    ]);
    holds(
      [noMalformed, noPublicSshRdp],
      [["an empty port beside an open one", empty, [...said, "no-public-ssh-rdp: web"]]],
    );
    holds(
      [noPublicSshRdp, noPublicIngress],
      [
        [
          "every address of a host with /0",
          inline([rule({ fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.7/0"] })]),
          ["no-public-ingress-beyond-web-ports: web", "no-public-ssh-rdp: web"],
        ],
        [
          "GRE, which has no ports",
          inline([rule({ protocol: "47", fromPort: 0, toPort: 0, cidrBlocks: [WORLD] })]),
          ["no-public-ingress-beyond-web-ports: web"],
        ],
      ],
    );
  });

  describe("two managements", () => {
    const said = (name: string) => [`no-mixed-rule-management: ${name}`];
    const standalone = (securityGroupId: pulumi.Input<string>, type: string) =>
      new aws.ec2.SecurityGroupRule("rule", {
        securityGroupId,
        type,
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["10.0.0.0/8"],
      });
    const mixed = (args: object, type: string) => () => {
      standalone(new aws.ec2.SecurityGroup("web", args as never).id, type);
    };
    const HTTPS = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }];
    const table = (routes: object[] | undefined) =>
      on((at) => {
        const one = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, ...(routes && { routes }) } as never);
        new aws.ec2.Route("route", {
          routeTableId: one.id,
          destinationCidrBlock: "10.9.0.0/16",
          transitGatewayId: "tgw-0123456789abcdef0",
        });
      });
    holds(
      [noMixedManagement],
      [
        ["of one direction", mixed({ ingress: HTTPS }, "ingress"), said("web")],
        ["of one each", mixed({ egress: HTTPS }, "ingress"), []],
        ["of one by an empty list", mixed({ ingress: [] }, "ingress"), said("web")],
        ["of a table by an empty list", table([]), said("table")],
        ["of a table by its own routes alone", table(undefined), []],
      ],
    );
  });
});
