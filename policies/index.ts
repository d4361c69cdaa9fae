// Written by `npm run generate`.

import noDatabaseInPublicSubnet from "./databases/no-database-in-public-subnet";
import reviewExemptions from "./exemptions/review-exemptions";
import noAutomaticPublicIpSubnet from "./instances/no-automatic-public-ip-subnet";
import noPublicAddressPathToPrivateInstance from "./instances/no-public-address-path-to-private-instance";
import noPublicIpOnPrivateInstance from "./instances/no-public-ip-on-private-instance";
import requireLoadBalancerForPublicInstances from "./instances/require-load-balancer-for-public-instances";
import type { Policy } from "./kit/policy";
import noConflictingEnvironment from "./names-and-tags/no-conflicting-environment";
import requireEnvironmentInSecurityGroupName from "./names-and-tags/require-environment-in-security-group-name";
import requireEnvironmentTag from "./names-and-tags/require-environment-tag";
import requirePurposeInSecurityGroupName from "./names-and-tags/require-purpose-in-security-group-name";
import noInboundOnSsmInstances from "./private-access/no-inbound-on-ssm-instances";
import requireGatewayEndpoints from "./private-access/require-gateway-endpoints";
import requirePrivateDnsOnEndpoints from "./private-access/require-private-dns-on-endpoints";
import requireScopedEndpointIngress from "./private-access/require-scoped-endpoint-ingress";
import requireSsmEndpoints from "./private-access/require-ssm-endpoints";
import requireSsmManagedInstancePolicy from "./private-access/require-ssm-managed-instance-policy";
import noInternetPathToDatabase from "./reachability/no-internet-path-to-database";
import noInternetPathToPrivateInstance from "./reachability/no-internet-path-to-private-instance";
import noInternetRouteInPrivateSubnet from "./reachability/no-internet-route-in-private-subnet";
import noPublicSshRdpInNetworkAcl from "./reachability/no-public-ssh-rdp-in-network-acl";
import noShadowedNetworkAclEntry from "./reachability/no-shadowed-network-acl-entry";
import requireReturnTrafficInNetworkAcl from "./reachability/require-return-traffic-in-network-acl";
import noAllTrafficIngress from "./security-groups/no-all-traffic-ingress";
import noCrossEnvironmentAccess from "./security-groups/no-cross-environment-access";
import noDefaultSecurityGroupUse from "./security-groups/no-default-security-group-use";
import noExcessSecurityGroups from "./security-groups/no-excess-security-groups";
import noMalformedRule from "./security-groups/no-malformed-rule";
import noMixedRuleManagement from "./security-groups/no-mixed-rule-management";
import noPublicIngressBeyondWebPorts from "./security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "./security-groups/no-public-ssh-rdp";
import noRedundantRule from "./security-groups/no-redundant-rule";
import noSecurityGroupSharedAcrossApplications from "./security-groups/no-security-group-shared-across-applications";
import noSecurityGroupSharedAcrossExposure from "./security-groups/no-security-group-shared-across-exposure";
import noUnusedSecurityGroup from "./security-groups/no-unused-security-group";
import requireClosedDefaultSecurityGroup from "./security-groups/require-closed-default-security-group";
import requireSecurityGroupSourceForDatabasePorts from "./security-groups/require-security-group-source-for-database-ports";

export type { Exemption, OptionSchema, OptionSchemas } from "./kit/options";
export type { Policy, Scope } from "./kit/policy";
export {
  noAllTrafficIngress,
  noAutomaticPublicIpSubnet,
  noConflictingEnvironment,
  noCrossEnvironmentAccess,
  noDatabaseInPublicSubnet,
  noDefaultSecurityGroupUse,
  noExcessSecurityGroups,
  noInboundOnSsmInstances,
  noInternetPathToDatabase,
  noInternetPathToPrivateInstance,
  noInternetRouteInPrivateSubnet,
  noMalformedRule,
  noMixedRuleManagement,
  noPublicAddressPathToPrivateInstance,
  noPublicIngressBeyondWebPorts,
  noPublicIpOnPrivateInstance,
  noPublicSshRdp,
  noPublicSshRdpInNetworkAcl,
  noRedundantRule,
  noSecurityGroupSharedAcrossApplications,
  noSecurityGroupSharedAcrossExposure,
  noShadowedNetworkAclEntry,
  noUnusedSecurityGroup,
  requireClosedDefaultSecurityGroup,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requireGatewayEndpoints,
  requireLoadBalancerForPublicInstances,
  requirePrivateDnsOnEndpoints,
  requirePurposeInSecurityGroupName,
  requireReturnTrafficInNetworkAcl,
  requireScopedEndpointIngress,
  requireSecurityGroupSourceForDatabasePorts,
  requireSsmEndpoints,
  requireSsmManagedInstancePolicy,
  reviewExemptions,
};

/** Every policy of the pack. */
export const policies: Policy[] = [
  noAllTrafficIngress,
  noCrossEnvironmentAccess,
  noDefaultSecurityGroupUse,
  noExcessSecurityGroups,
  noMalformedRule,
  noMixedRuleManagement,
  noPublicIngressBeyondWebPorts,
  noPublicSshRdp,
  noRedundantRule,
  noSecurityGroupSharedAcrossApplications,
  noSecurityGroupSharedAcrossExposure,
  noUnusedSecurityGroup,
  requireClosedDefaultSecurityGroup,
  requireSecurityGroupSourceForDatabasePorts,
  noConflictingEnvironment,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requirePurposeInSecurityGroupName,
  noAutomaticPublicIpSubnet,
  noPublicAddressPathToPrivateInstance,
  noPublicIpOnPrivateInstance,
  requireLoadBalancerForPublicInstances,
  noInboundOnSsmInstances,
  requireGatewayEndpoints,
  requirePrivateDnsOnEndpoints,
  requireScopedEndpointIngress,
  requireSsmEndpoints,
  requireSsmManagedInstancePolicy,
  noInternetPathToDatabase,
  noInternetPathToPrivateInstance,
  noInternetRouteInPrivateSubnet,
  noPublicSshRdpInNetworkAcl,
  noShadowedNetworkAclEntry,
  requireReturnTrafficInNetworkAcl,
  noDatabaseInPublicSubnet,
  reviewExemptions,
];
