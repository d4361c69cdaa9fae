// Written by `npm run generate`.

import requireCloudtrail from "./audit/require-cloudtrail";
import requireNetworkChangeAlarms from "./audit/require-network-change-alarms";
import requireVpcFlowLogs from "./audit/require-vpc-flow-logs";
import requireEbsBackup from "./data/require-ebs-backup";
import requireEbsEncryption from "./data/require-ebs-encryption";
import requireKmsKeyRotation from "./data/require-kms-key-rotation";
import requireS3Encryption from "./data/require-s3-encryption";
import requireS3PublicAccessBlock from "./data/require-s3-public-access-block";
import requireS3Replication from "./data/require-s3-replication";
import requireS3Versioning from "./data/require-s3-versioning";
import requireStorageEncryption from "./data/require-storage-encryption";
import requireTlsInTransit from "./data/require-tls-in-transit";
import noDatabaseInPublicSubnet from "./databases/no-database-in-public-subnet";
import noPublicDatabase from "./databases/no-public-database";
import noPublicServiceEndpoint from "./databases/no-public-service-endpoint";
import requireDatabaseBackup from "./databases/require-database-backup";
import requireDatabaseEncryption from "./databases/require-database-encryption";
import reviewExemptions from "./exemptions/review-exemptions";
import noAdministratorPolicy from "./identity/no-administrator-policy";
import noPublicDataSharing from "./identity/no-public-data-sharing";
import noUserAttachedPolicy from "./identity/no-user-attached-policy";
import noAutomaticPublicIpSubnet from "./instances/no-automatic-public-ip-subnet";
import noDefaultVpcUse from "./instances/no-default-vpc-use";
import noEmbeddedCredentials from "./instances/no-embedded-credentials";
import noLongTermAccessKey from "./instances/no-long-term-access-key";
import noPublicAddressPathToPrivateInstance from "./instances/no-public-address-path-to-private-instance";
import noPublicIpOnPrivateInstance from "./instances/no-public-ip-on-private-instance";
import noRoleSharedAcrossExposure from "./instances/no-role-shared-across-exposure";
import noUnattachedElasticIp from "./instances/no-unattached-elastic-ip";
import requireImdsv2 from "./instances/require-imdsv2";
import requireInstanceProfile from "./instances/require-instance-profile";
import requireLoadBalancerForPublicInstances from "./instances/require-load-balancer-for-public-instances";
import type { Policy } from "./kit/policy";
import noConflictingEnvironment from "./names-and-tags/no-conflicting-environment";
import requireEnvironmentInSecurityGroupName from "./names-and-tags/require-environment-in-security-group-name";
import requireEnvironmentTag from "./names-and-tags/require-environment-tag";
import requirePurposeInSecurityGroupName from "./names-and-tags/require-purpose-in-security-group-name";
import noEndpointEgress from "./private-access/no-endpoint-egress";
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
import noUnrecordedExposure from "./reachability/no-unrecorded-exposure";
import requireReturnTrafficInNetworkAcl from "./reachability/require-return-traffic-in-network-acl";
import noAllTrafficIngress from "./security-groups/no-all-traffic-ingress";
import noCidrSourceInsideVpc from "./security-groups/no-cidr-source-inside-vpc";
import noCrossEnvironmentAccess from "./security-groups/no-cross-environment-access";
import noDefaultSecurityGroupUse from "./security-groups/no-default-security-group-use";
import noExcessSecurityGroups from "./security-groups/no-excess-security-groups";
import noMalformedRule from "./security-groups/no-malformed-rule";
import noMixedPurposeSecurityGroup from "./security-groups/no-mixed-purpose-security-group";
import noMixedRuleManagement from "./security-groups/no-mixed-rule-management";
import noOpenIntraGroupTraffic from "./security-groups/no-open-intra-group-traffic";
import noOversizedSecurityGroup from "./security-groups/no-oversized-security-group";
import noPublicIcmp from "./security-groups/no-public-icmp";
import noPublicIngressBeyondWebPorts from "./security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "./security-groups/no-public-ssh-rdp";
import noRedundantRule from "./security-groups/no-redundant-rule";
import noSecurityGroupSharedAcrossApplications from "./security-groups/no-security-group-shared-across-applications";
import noSecurityGroupSharedAcrossExposure from "./security-groups/no-security-group-shared-across-exposure";
import noUnapprovedCrossAccountSource from "./security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "./security-groups/no-unrestricted-egress";
import noUnusedSecurityGroup from "./security-groups/no-unused-security-group";
import noWidePortRange from "./security-groups/no-wide-port-range";
import requireClosedDefaultSecurityGroup from "./security-groups/require-closed-default-security-group";
import requireRuleDescription from "./security-groups/require-rule-description";
import requireSecurityGroupSourceForDatabasePorts from "./security-groups/require-security-group-source-for-database-ports";

export type { Exemption, OptionSchema, OptionSchemas } from "./kit/options";
export type { Policy, Scope } from "./kit/policy";
export {
  noAdministratorPolicy,
  noAllTrafficIngress,
  noAutomaticPublicIpSubnet,
  noCidrSourceInsideVpc,
  noConflictingEnvironment,
  noCrossEnvironmentAccess,
  noDatabaseInPublicSubnet,
  noDefaultSecurityGroupUse,
  noDefaultVpcUse,
  noEmbeddedCredentials,
  noEndpointEgress,
  noExcessSecurityGroups,
  noInboundOnSsmInstances,
  noInternetPathToDatabase,
  noInternetPathToPrivateInstance,
  noInternetRouteInPrivateSubnet,
  noLongTermAccessKey,
  noMalformedRule,
  noMixedPurposeSecurityGroup,
  noMixedRuleManagement,
  noOpenIntraGroupTraffic,
  noOversizedSecurityGroup,
  noPublicAddressPathToPrivateInstance,
  noPublicDatabase,
  noPublicDataSharing,
  noPublicIcmp,
  noPublicIngressBeyondWebPorts,
  noPublicIpOnPrivateInstance,
  noPublicServiceEndpoint,
  noPublicSshRdp,
  noPublicSshRdpInNetworkAcl,
  noRedundantRule,
  noRoleSharedAcrossExposure,
  noSecurityGroupSharedAcrossApplications,
  noSecurityGroupSharedAcrossExposure,
  noShadowedNetworkAclEntry,
  noUnapprovedCrossAccountSource,
  noUnattachedElasticIp,
  noUnrecordedExposure,
  noUnrestrictedEgress,
  noUnusedSecurityGroup,
  noUserAttachedPolicy,
  noWidePortRange,
  requireClosedDefaultSecurityGroup,
  requireCloudtrail,
  requireDatabaseBackup,
  requireDatabaseEncryption,
  requireEbsBackup,
  requireEbsEncryption,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requireGatewayEndpoints,
  requireImdsv2,
  requireInstanceProfile,
  requireKmsKeyRotation,
  requireLoadBalancerForPublicInstances,
  requireNetworkChangeAlarms,
  requirePrivateDnsOnEndpoints,
  requirePurposeInSecurityGroupName,
  requireReturnTrafficInNetworkAcl,
  requireRuleDescription,
  requireS3Encryption,
  requireS3PublicAccessBlock,
  requireS3Replication,
  requireS3Versioning,
  requireScopedEndpointIngress,
  requireSecurityGroupSourceForDatabasePorts,
  requireSsmEndpoints,
  requireSsmManagedInstancePolicy,
  requireStorageEncryption,
  requireTlsInTransit,
  requireVpcFlowLogs,
  reviewExemptions,
};

/** Every policy of the pack. */
export const policies: Policy[] = [
  noAllTrafficIngress,
  noCidrSourceInsideVpc,
  noCrossEnvironmentAccess,
  noDefaultSecurityGroupUse,
  noExcessSecurityGroups,
  noMalformedRule,
  noMixedPurposeSecurityGroup,
  noMixedRuleManagement,
  noOpenIntraGroupTraffic,
  noOversizedSecurityGroup,
  noPublicIcmp,
  noPublicIngressBeyondWebPorts,
  noPublicSshRdp,
  noRedundantRule,
  noSecurityGroupSharedAcrossApplications,
  noSecurityGroupSharedAcrossExposure,
  noUnapprovedCrossAccountSource,
  noUnrestrictedEgress,
  noUnusedSecurityGroup,
  noWidePortRange,
  requireClosedDefaultSecurityGroup,
  requireRuleDescription,
  requireSecurityGroupSourceForDatabasePorts,
  noConflictingEnvironment,
  requireEnvironmentInSecurityGroupName,
  requireEnvironmentTag,
  requirePurposeInSecurityGroupName,
  noAutomaticPublicIpSubnet,
  noDefaultVpcUse,
  noEmbeddedCredentials,
  noLongTermAccessKey,
  noPublicAddressPathToPrivateInstance,
  noPublicIpOnPrivateInstance,
  noRoleSharedAcrossExposure,
  noUnattachedElasticIp,
  requireImdsv2,
  requireInstanceProfile,
  requireLoadBalancerForPublicInstances,
  noEndpointEgress,
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
  noUnrecordedExposure,
  requireReturnTrafficInNetworkAcl,
  noDatabaseInPublicSubnet,
  noPublicDatabase,
  noPublicServiceEndpoint,
  requireDatabaseBackup,
  requireDatabaseEncryption,
  requireEbsBackup,
  requireEbsEncryption,
  requireKmsKeyRotation,
  requireS3Encryption,
  requireS3PublicAccessBlock,
  requireS3Replication,
  requireS3Versioning,
  requireStorageEncryption,
  requireTlsInTransit,
  noAdministratorPolicy,
  noPublicDataSharing,
  noUserAttachedPolicy,
  requireCloudtrail,
  requireNetworkChangeAlarms,
  requireVpcFlowLogs,
  reviewExemptions,
];
