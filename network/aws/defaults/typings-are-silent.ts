import type { SilentDefault } from "../../defaults/provider-defaults";

const METADATA_OPTIONS =
  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html";
const PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service";

export const TYPINGS_ARE_SILENT: readonly SilentDefault[] = [
  {
    type: "aws:ec2/defaultSubnet:DefaultSubnet",
    property: "mapPublicIpOnLaunch",
    value: true,
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultsubnet/",
  },
  {
    type: "aws:ec2/defaultSubnet:DefaultSubnet",
    property: "assignIpv6AddressOnCreation",
    value: false,
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html",
  },
  // An image that asks for more, and the account's own default, come before these.
  ...["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"].map((type) => ({
    type,
    property: "metadataOptions.httpTokens",
    value: "optional",
    source: METADATA_OPTIONS,
  })),
  ...Object.entries({ httpTokens: "optional", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 }).map(
    ([name, value]) => ({
      type: "aws:ec2/launchConfiguration:LaunchConfiguration",
      property: `metadataOptions.${name}`,
      value,
      source: METADATA_OPTIONS,
    }),
  ),
  {
    type: "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
    property: "instanceMetadataOptions.httpTokens",
    value: "optional",
    source: "https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_InstanceMetadataOptions.html",
  },
  {
    type: "aws:sagemaker/notebookInstance:NotebookInstance",
    property: "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion",
    value: "1",
    source:
      "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceMetadataServiceConfiguration.html",
  },
  {
    type: "aws:redshift/cluster:Cluster",
    property: "encrypted",
    value: { 6: false },
    source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
  },
  {
    type: "aws:mq/broker:Broker",
    property: "publiclyAccessible",
    value: false,
    source: `${PROVIDER}/mq/broker.go`,
  },
  {
    type: "aws:dms/replicationInstance:ReplicationInstance",
    property: "publiclyAccessible",
    value: false,
    source: `${PROVIDER}/dms/replication_instance.go`,
  },
];
