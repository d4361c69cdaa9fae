// Written by `npm run generate`.

import noAutomaticPublicIpSubnet from "./instances/no-automatic-public-ip-subnet";
import noPublicIpOnPrivateInstance from "./instances/no-public-ip-on-private-instance";
import noConflictingEnvironment from "./names-and-tags/no-conflicting-environment";
import requireEnvironmentInSecurityGroupName from "./names-and-tags/require-environment-in-security-group-name";
import requireEnvironmentTag from "./names-and-tags/require-environment-tag";
import requirePurposeInSecurityGroupName from "./names-and-tags/require-purpose-in-security-group-name";
import type { Policy } from "./policy";
import noInternetPathToPrivateInstance from "./reachability/no-internet-path-to-private-instance";
import noAllTrafficIngress from "./security-groups/no-all-traffic-ingress";
import noCrossEnvironmentAccess from "./security-groups/no-cross-environment-access";
import noMalformedRule from "./security-groups/no-malformed-rule";
import noMixedRuleManagement from "./security-groups/no-mixed-rule-management";
import noPublicIngressBeyondWebPorts from "./security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "./security-groups/no-public-ssh-rdp";
import requireSecurityGroupSourceForDatabasePorts from "./security-groups/require-security-group-source-for-database-ports";

export type { Exemption, OptionSchema, OptionSchemas } from "./options";
export type { Policy, Scope } from "./policy";
export {
  noAllTrafficIngress,
  noAutomaticPublicIpSubnet,
  noConflictingEnvironment,
  noCrossEnvironmentAccess,
  noInternetPathToPrivateInstance,
  noMalformedRule,
  noMixedRuleManagement,
  noPublicIngressBeyondWebPorts,
  noPublicIpOnPrivateInstance,
  noPublicSshRdp,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requirePurposeInSecurityGroupName,
  requireSecurityGroupSourceForDatabasePorts,
};

/** Every policy of the pack. */
export const policies: Policy[] = [
  noAllTrafficIngress,
  noCrossEnvironmentAccess,
  noMalformedRule,
  noMixedRuleManagement,
  noPublicIngressBeyondWebPorts,
  noPublicSshRdp,
  requireSecurityGroupSourceForDatabasePorts,
  noConflictingEnvironment,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requirePurposeInSecurityGroupName,
  noAutomaticPublicIpSubnet,
  noPublicIpOnPrivateInstance,
  noInternetPathToPrivateInstance,
];
