import * as aws from "@pulumi/aws";
import type { Policy } from "../../../policies/kit/policy";
import { verdict } from "../../harness/judge";

/** One ingress permission from blocks of both families. */
export interface Permission {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly blocks: readonly string[];
}

export function permission(
  protocol: string,
  fromPort: number,
  toPort: number,
  ...blocks: string[]
): Permission {
  return { protocol, fromPort, toPort, blocks };
}

const family = (blocks: readonly string[], isIpv6: boolean) =>
  blocks.filter((block) => block.includes(":") === isIpv6);

const inline = (permissions: readonly Permission[]) =>
  permissions.map(({ blocks, ...services }) => ({
    ...services,
    cidrBlocks: family(blocks, false),
    ipv6CidrBlocks: family(blocks, true),
  }));

const listed = (standalone: boolean) => (permissions: readonly Permission[]) => {
  const ingress = permissions.map(({ blocks, ...services }, i) => {
    const prefixListIds = [false, true].flatMap((isIpv6) => {
      const cidrs = family(blocks, isIpv6);
      const name = `list-${i}-${isIpv6 ? "v6" : "v4"}`;
      if (cidrs.length === 0) return [];
      const list = new aws.ec2.ManagedPrefixList(name, {
        addressFamily: isIpv6 ? "IPv6" : "IPv4",
        maxEntries: 10,
        ...(!standalone && { entries: cidrs.map((cidr) => ({ cidr })) }),
      });
      for (const [j, cidr] of standalone ? cidrs.entries() : []) {
        new aws.ec2.ManagedPrefixListEntry(`${name}-${j}`, { prefixListId: list.id, cidr });
      }
      return [list.id];
    });
    return { ...services, prefixListIds };
  });
  const web = new aws.ec2.SecurityGroup("web", {});
  for (const [i, { protocol, ...rest }] of ingress.entries()) {
    new aws.ec2.SecurityGroupRule(`rule-${i}`, {
      type: "ingress",
      securityGroupId: web.id,
      protocol,
      ...rest,
    });
  }
};

/** The ways to write the same permissions of one group. */
const SPELLINGS: Readonly<Record<string, (permissions: readonly Permission[]) => void>> = {
  inline: (permissions) => {
    new aws.ec2.SecurityGroup("web", { ingress: inline(permissions) });
  },
  DefaultSecurityGroup: (permissions) => {
    new aws.ec2.DefaultSecurityGroup("web", { ingress: inline(permissions) });
  },
  SecurityGroupRule: (permissions) => {
    const web = new aws.ec2.SecurityGroup("web", {});
    for (const [i, args] of inline(permissions).entries()) {
      new aws.ec2.SecurityGroupRule(`rule-${i}`, { type: "ingress", securityGroupId: web.id, ...args });
    }
  },
  SecurityGroupIngressRule: (permissions) => {
    const web = new aws.ec2.SecurityGroup("web", {});
    for (const [i, { protocol, blocks, ...range }] of permissions.entries()) {
      for (const [j, block] of blocks.entries()) {
        new aws.vpc.SecurityGroupIngressRule(`rule-${i}-${j}`, {
          securityGroupId: web.id,
          ipProtocol: protocol,
          ...range,
          ...(block.includes(":") ? { cidrIpv6: block } : { cidrIpv4: block }),
        });
      }
    }
  },
  "prefix list": listed(false),
  "prefix list entries": listed(true),
};

/** The spellings of the permissions that a policy flags, at a preview and at the update alike. */
export async function spellingsFlagged(
  policy: Policy,
  ...permissions: readonly Permission[]
): Promise<string[]> {
  const flagged: string[] = [];
  for (const [spelling, program] of Object.entries(SPELLINGS)) {
    if ((await verdict([policy], () => program(permissions))).length > 0) flagged.push(spelling);
  }
  return flagged;
}

export const EVERY_SPELLING = Object.keys(SPELLINGS);
