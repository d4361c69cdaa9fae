import { matchesEvents } from "../../network/audit/event-pattern";
import { UNKNOWN } from "../../stack/value";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

/** The calls that change each part of a network, as CIS lists them. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  "security groups": [
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
  ],
  "network ACLs": [
    "CreateNetworkAcl",
    "CreateNetworkAclEntry",
    "DeleteNetworkAcl",
    "DeleteNetworkAclEntry",
    "ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
  ],
  gateways: [
    "CreateCustomerGateway",
    "DeleteCustomerGateway",
    "AttachInternetGateway",
    "CreateInternetGateway",
    "DeleteInternetGateway",
    "DetachInternetGateway",
  ],
  "route tables": [
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
  ],
  VPCs: [
    "CreateVpc",
    "DeleteVpc",
    "ModifyVpcAttribute",
    "AcceptVpcPeeringConnection",
    "CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection",
    "RejectVpcPeeringConnection",
  ],
};

export default policy(__filename, {
  description: "Somebody must be told when groups, network ACLs, gateways, routes or VPCs are changed.",
  severity: "low",
  enforcementLevel: "disabled",
  scope: "stack",
  remediationSteps:
    "Put a metric filter for each kind of change on the trail's log group, and an alarm with an action on its metric.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 4.10",
    "CIS AWS Foundations Benchmark v5.0.0 4.11",
    "CIS AWS Foundations Benchmark v5.0.0 4.12",
    "CIS AWS Foundations Benchmark v5.0.0 4.13",
    "CIS AWS Foundations Benchmark v5.0.0 4.14",
    "Security Hub CloudWatch.10",
    "Security Hub CloudWatch.11",
    "Security Hub CloudWatch.12",
    "Security Hub CloudWatch.13",
    "Security Hub CloudWatch.14",
  ],
  looserThanControls:
    "Calls of ClassicLink, which is gone, need no alarm; and nobody looks whether the alarm's topic has subscribers.",

  *check(network) {
    for (const { resource, isWatchable, alarmPatterns } of network.trails) {
      const patterns = alarmPatterns.filter((pattern) => pattern !== UNKNOWN);
      if (isWatchable !== true || patterns.length < alarmPatterns.length) continue;
      const unwatched = Object.entries(CHANGES).flatMap(([part, names]) =>
        names.every((name) => patterns.some((pattern) => matchesEvents(pattern, [name]))) ? [] : part,
      );
      if (unwatched.length > 0)
        yield finding(resource, `no alarm tells of every change of ${listText(unwatched)}.`);
    }
  },
});
