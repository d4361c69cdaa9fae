import * as aws from "@pulumi/aws";

export type Entry = aws.types.input.ec2.NetworkAclIngress;

const EVERYWHERE = "0.0.0.0/0";

export const entry = (
  ruleNo: number,
  action: "allow" | "deny",
  [fromPort, toPort]: readonly [number, number],
  more: { readonly [Name in keyof Entry]?: unknown } = {},
): Entry => ({
  ruleNo,
  action,
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlock: EVERYWHERE,
  ...(more as object),
});

/** An ACL `acl` with its entries inline. */
export function inline(ingress: readonly Entry[], egress: readonly Entry[] = []): aws.ec2.NetworkAcl {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  return new aws.ec2.NetworkAcl("acl", { vpcId: vpc.id, ingress: [...ingress], egress: [...egress] });
}

/** The same with each entry a resource of its own, `in-100` or `out-100`. */
export function standalone(ingress: readonly Entry[], egress: readonly Entry[] = []): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const acl = new aws.ec2.NetworkAcl("acl", { vpcId: vpc.id });
  rules(acl.id, ingress, egress);
}

export function rules(
  networkAclId: aws.ec2.NetworkAclRuleArgs["networkAclId"],
  ingress: readonly Entry[],
  egress: readonly Entry[] = [],
): void {
  for (const [prefix, entries] of [
    ["in", ingress],
    ["out", egress],
  ] as const) {
    for (const { ruleNo, action, ...fields } of entries) {
      new aws.ec2.NetworkAclRule(`${prefix}-${ruleNo}`, {
        ...fields,
        networkAclId,
        egress: prefix === "out",
        ruleNumber: ruleNo,
        ruleAction: action,
      });
    }
  }
}

/** The default ACL of a VPC, adopted. */
export function adopted(ingress: readonly Entry[], egress: readonly Entry[] = []): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  new aws.ec2.DefaultNetworkAcl("acl", {
    defaultNetworkAclId: vpc.defaultNetworkAclId,
    ingress: [...ingress],
    egress: [...egress],
  });
}
