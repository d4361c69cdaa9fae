import * as alicloud from "@pulumi/alicloud";
import requireVpcFlowLogs from "../../policies/audit/require-vpc-flow-logs";
import noInternetPath from "../../policies/reachability/no-internet-path-to-private-instance";
import noPublicSshRdpInAcl from "../../policies/reachability/no-public-ssh-rdp-in-network-acl";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { later } from "../harness/phases";
import { instanceIn, site } from "./site";

const { vpc } = alicloud;
type Acl = alicloud.vpc.NetworkAclArgs;

const ALL = { protocol: "all", port: "-1/-1" };
const ingress = (policy: string): NonNullable<Acl["ingressAclEntries"]> => [
  { ...ALL, policy, sourceCidrIp: "0.0.0.0/0" },
];
const OUT = [{ ...ALL, policy: "accept", destinationCidrIp: "0.0.0.0/0" }];

describe("a network ACL that is made a copy of another", () => {
  /** A machine behind the copy of an ACL that accepts or drops what comes in. */
  const copied =
    (policy: string, more: Partial<Acl> = {}) =>
    () => {
      const own = site();
      instanceIn(own);
      const vpcId = own.vpc.id;
      const { id: sourceNetworkAclId } = new vpc.NetworkAcl("origin", {
        vpcId,
        ingressAclEntries: ingress(policy),
        egressAclEntries: OUT,
      });
      new vpc.NetworkAcl("copy", {
        vpcId,
        sourceNetworkAclId,
        resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
        ...more,
      });
    };
  /** The same behind a copy of the copy, which comes before both by its name. */
  const twice = () => {
    const own = site();
    instanceIn(own);
    const acl = (name: string, more: Partial<Acl>) =>
      new vpc.NetworkAcl(name, { vpcId: own.vpc.id, ...more });
    const origin = acl("origin", { ingressAclEntries: ingress("accept"), egressAclEntries: OUT });
    const copy = acl("copy", { sourceNetworkAclId: origin.id });
    acl("again", {
      sourceNetworkAclId: copy.id,
      resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
    });
  };
  const path = "no-internet-path-to-private-instance: box";
  const admitted = (...names: string[]) => names.map((name) => `no-public-ssh-rdp-in-network-acl: ${name}`);
  const closed = { ingressAclEntries: ingress("drop") };
  holdsInEveryForm(
    [noInternetPath, noPublicSshRdpInAcl],
    [
      ["admits what that admits", copied("accept"), [path, ...admitted("origin", "copy")]],
      ["drops what that drops", copied("drop"), []],
      ["admits what the origin of that admits", twice, [path, ...admitted("origin", "copy", "again")]],
      ["has entries of its own in place of those", copied("accept", closed), admitted("origin")],
      [
        "is not known whole where that is of another stack",
        copied("accept", { sourceNetworkAclId: "nacl-bp1elsewhere000001" }),
        admitted("origin"),
      ],
    ],
  );

  holdsInEveryForm(
    [noMalformedRule],
    [["leaves what is malformed in that to that one", copied("perhaps"), ["no-malformed-rule: origin"]]],
  );

  const notYet = () => later(ingress("drop")) as never;
  /** Behind a copy that is given entries by a resource of their own. */
  const givenApart = () => {
    const own = site();
    instanceIn(own);
    const acl = (name: string, more: Partial<Acl>) =>
      new vpc.NetworkAcl(name, { vpcId: own.vpc.id, ...more });
    const origin = acl("origin", { ingressAclEntries: ingress("accept"), egressAclEntries: OUT });
    const copy = acl("copy", {
      sourceNetworkAclId: origin.id,
      resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
    });
    new vpc.NetworkAclEntries("entries", { networkAclId: copy.id, ingresses: notYet() });
  };
  holdsInEveryForm(
    [noInternetPath, noPublicSshRdpInAcl],
    [
      [
        "has entries of its own that are not known yet in place of those",
        () => copied("accept", { ingressAclEntries: notYet() })(),
        admitted("origin"),
      ],
      ["has such entries by a resource of their own", givenApart, admitted("origin")],
    ],
  );
});

describe("a flow log of a VPC that names what it is about", () => {
  const logged =
    (...trafficPaths: string[]) =>
    () => {
      const { id: resourceId } = new vpc.Network("net", {});
      new vpc.FlowLog("log", {
        ...{ resourceId, resourceType: "VPC", trafficType: "All", logStoreName: "s", projectName: "p" },
        trafficPaths,
      });
    };
  const unlogged = ["require-vpc-flow-logs: net"];
  holdsInEveryForm(
    [requireVpcFlowLogs],
    [
      ["everything", logged("all"), []],
      ["nothing in particular", logged(), []],
      ["what goes to the internet and comes from there", logged("internetGateway"), unlogged],
    ],
  );
  holdsOnceKnown(
    [requireVpcFlowLogs],
    [["what it is about", () => logged(later("internetGateway") as never)(), unlogged]],
  );
});
