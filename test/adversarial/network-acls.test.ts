import * as aws from "@pulumi/aws";
import noPublicSshRdpInNetworkAcl from "../../policies/reachability/no-public-ssh-rdp-in-network-acl";
import noShadowedNetworkAclEntry from "../../policies/reachability/no-shadowed-network-acl-entry";
import requireReturnTrafficInNetworkAcl from "../../policies/reachability/require-return-traffic-in-network-acl";
import { holdsInEveryForm } from "./forms";
import { site } from "./sites";

const WORLD = "0.0.0.0/0";

describe("network ACLs, adversarially", () => {
  const open = (name: string) => `no-public-ssh-rdp-in-network-acl: ${name}`;
  const shadowed = (name: string) => `no-shadowed-network-acl-entry: ${name}`;
  const unanswered = (name: string) => `require-return-traffic-in-network-acl: ${name}`;

  const entry = (ruleNo: number, action: string, port: number, toPort = port, cidrBlock = WORLD) => ({
    ruleNo,
    action,
    protocol: "tcp",
    fromPort: port,
    toPort,
    cidrBlock,
  });
  const every = (ruleNo: number, action: string, more: object = { cidrBlock: WORLD }) => ({
    ruleNo,
    action,
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    ...more,
  });
  const acl =
    (ingress: object[], egress: object[] = []) =>
    () =>
      new aws.ec2.NetworkAcl("acl", {
        vpcId: site().vpc.id,
        ingress: ingress as never,
        egress: egress as never,
      });
  const standalone =
    (...rules: object[]) =>
    () => {
      const { id } = new aws.ec2.NetworkAcl("acl", { vpcId: site().vpc.id });
      for (const [i, rule] of rules.entries()) {
        const { ruleNo, action, ...rest } = rule as { ruleNo: number; action: string };
        new aws.ec2.NetworkAclRule(`rule-${i}`, {
          networkAclId: id,
          ruleNumber: ruleNo,
          ruleAction: action,
          ...rest,
        } as never);
      }
    };

  describe("administration from the internet", () => {
    // biome-ignore format: read row by row
    holdsInEveryForm([noPublicSshRdpInNetworkAcl], [
      ["SSH", acl([entry(100, "allow", 22)]), [open("acl")]],
      ["SSH from inside", acl([entry(100, "allow", 22, 22, "10.0.0.0/8")]), []],
      ["SSH out", acl([], [entry(100, "allow", 22)]), []],
      ["ephemeral ports hold RDP", acl([entry(100, "allow", 1024, 65535)]), [open("acl")]],
      ["RDP denied before", acl([entry(100, "allow", 1024, 65535), entry(90, "deny", 3389)]), []],
      ["RDP over TCP denied, over UDP allowed", acl([every(100, "allow"), entry(90, "deny", 3389), entry(91, "deny", 22)]), [open("acl")]],
      ["a narrower range", acl([entry(100, "allow", 32768, 65535)]), []],
      ["denied above", acl([entry(110, "deny", 22), entry(100, "allow", 22)]), [open("acl")]],
      ["denied for half the world", acl([entry(90, "deny", 22, 22, "0.0.0.0/1"), entry(100, "allow", 22)]), [open("acl")]],
      ["denied for both halves", acl([entry(91, "deny", 22, 22, "128.0.0.0/1"), entry(90, "deny", 22, 22, "0.0.0.0/1"), entry(100, "allow", 22)]), []],
      ["IPv4 denied, IPv6 open", acl([every(90, "deny"), every(100, "allow", { ipv6CidrBlock: "::/0" })]), [open("acl")]],
      ["SSH over UDP is none", acl([{ ...entry(100, "allow", 22), protocol: "udp" }]), []],
      ["RDP over UDP", acl([{ ...entry(100, "allow", 3389), protocol: "17" }]), [open("acl")]],
      ["two halves of the world", acl([entry(100, "allow", 22, 22, "0.0.0.0/1"), entry(110, "allow", 22, 22, "128.0.0.0/1")]), [open("acl")]],
      ["256 addresses", acl([entry(100, "allow", 22, 22, "203.0.112.0/24")]), []],
      ["257", acl([entry(100, "allow", 22, 22, "203.0.112.0/24"), entry(101, "allow", 22, 22, "203.0.115.1/32")]), [open("acl")]],
      ["the default ACL as it is made is nobody's", () => site(), []],
      [
        "the default ACL, adopted",
        () => new aws.ec2.DefaultNetworkAcl("acl", { defaultNetworkAclId: site().vpc.defaultNetworkAclId, ingress: [every(100, "allow")] as never }),
        [open("acl")],
      ],
      ["the default ACL, adopted and emptied", () => new aws.ec2.DefaultNetworkAcl("acl", { defaultNetworkAclId: site().vpc.defaultNetworkAclId }), []],
      ["a standalone entry", standalone(entry(100, "allow", 22)), [open("rule-0")]],
      ["standalone entries, the deny first by number", standalone(entry(100, "allow", 22), entry(50, "deny", 22)), []],
      ["standalone entries that open a half each", standalone(entry(100, "allow", 22, 22, "0.0.0.0/1"), entry(101, "allow", 22, 22, "128.0.0.0/1")), [open("acl")]],
      ["a standalone entry that says egress", standalone({ ...entry(100, "allow", 22), egress: true }), []],
    ]);
  });

  describe("answers", () => {
    // biome-ignore format: read row by row
    holdsInEveryForm([requireReturnTrafficInNetworkAcl], [
      ["none go out", acl([entry(100, "allow", 443)], [entry(100, "allow", 443)]), [unanswered("acl")]],
      ["to the ports of clients", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535)]), []],
      ["to the ports of Linux", acl([entry(100, "allow", 443)], [entry(100, "allow", 32768, 60999)]), []],
      ["to other addresses", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535, "10.0.0.0/8")]), [unanswered("acl")]],
      ["to half of them", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535, "0.0.0.0/1")]), [unanswered("acl")]],
      ["in two halves", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535, "0.0.0.0/1"), entry(110, "allow", 1024, 65535, "128.0.0.0/1")]), []],
      ["denied first", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535), entry(90, "deny", 0, 65535)]), [unanswered("acl")]],
      ["denied last", acl([entry(100, "allow", 443)], [entry(100, "allow", 1024, 65535), entry(110, "deny", 0, 65535)]), []],
      ["over another protocol", acl([{ ...entry(100, "allow", 53), protocol: "udp" }], [entry(100, "allow", 1024, 65535)]), [unanswered("acl")]],
      ["of what goes out", acl([], [entry(100, "allow", 443)]), [unanswered("acl")]],
      ["an entry for answers starts nothing", acl([], [entry(100, "allow", 1024, 65535)]), []],
      ["IPv6 only", acl([{ ...entry(100, "allow", 443), cidrBlock: undefined, ipv6CidrBlock: "::/0" }], [entry(100, "allow", 1024, 65535)]), [unanswered("acl")]],
      ["what is denied needs none", acl([entry(100, "deny", 443)]), []],
      ["what is denied before needs none", acl([entry(100, "allow", 443), entry(50, "deny", 443)]), []],
      ["ping is not asked about", acl([{ ...every(100, "allow"), protocol: "icmp", icmpType: 8, icmpCode: -1 }]), []],
      ["standalone both ways", standalone(entry(100, "allow", 443), { ...entry(100, "allow", 1024, 65535), egress: true }), []],
      ["standalone one way", standalone(entry(100, "allow", 443)), [unanswered("rule-0")]],
    ]);
  });

  describe("shadowed entries", () => {
    // biome-ignore format: read row by row
    holdsInEveryForm([noShadowedNetworkAclEntry], [
      ["the same again", acl([entry(100, "allow", 443), entry(110, "allow", 443)]), [shadowed("acl")]],
      ["the other way", acl([entry(100, "allow", 443)], [entry(110, "allow", 443)]), []],
      ["denied and then allowed", acl([entry(110, "allow", 443), every(100, "deny")]), [shadowed("acl")]],
      ["a wider one after", acl([entry(100, "allow", 443), entry(110, "allow", 443, 444)]), []],
      ["inside two together", acl([entry(100, "allow", 443, 443, "0.0.0.0/1"), entry(101, "deny", 443, 443, "128.0.0.0/1"), entry(110, "allow", 443)]), [shadowed("acl")]],
      ["all but one address", acl([entry(100, "allow", 443, 443, "0.0.0.0/1"), entry(110, "allow", 443, 443, "0.0.0.0/1"), entry(120, "allow", 443)]), [shadowed("acl")]],
      ["IPv6 beside IPv4", acl([every(100, "allow"), every(110, "allow", { ipv6CidrBlock: "::/0" })]), []],
      ["another protocol", acl([entry(100, "allow", 53), { ...entry(110, "allow", 53), protocol: "udp" }]), []],
      ["one protocol within every", acl([every(100, "allow"), { ...entry(110, "allow", 53), protocol: "udp" }]), [shadowed("acl")]],
      ["a last deny of everything is good practice", acl([entry(100, "allow", 443), every(32766, "deny")]), []],
      ["standalone", standalone(entry(100, "allow", 443), every(90, "allow")), [shadowed("rule-0")]],
    ]);
  });
});
