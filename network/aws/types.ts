/** The type tokens that several readers need. */

export const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";
export const SUBNETS = ["aws:ec2/subnet:Subnet", DEFAULT_SUBNET] as const;

const VPC = "aws:ec2/vpc:Vpc";
export const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";
export const VPCS = [VPC, DEFAULT_VPC] as const;

/** What makes resources by templates of another kind, which nobody reads. */
export const MAKING_OTHERS = [
  "aws:cloudcontrol/resource:Resource",
  "aws:cloudformation/stack:Stack",
  "aws:cloudformation/stackInstances:StackInstances",
  "aws:cloudformation/stackSet:StackSet",
  "aws:cloudformation/stackSetInstance:StackSetInstance",
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack",
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
];

export const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

export const ELASTIC_IP = "aws:ec2/eip:Eip";
export const INSTANCE = "aws:ec2/instance:Instance";
export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
export const SPOT_INSTANCE = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
/** What runs as one machine that the program names. */
export const INSTANCES = [INSTANCE, SPOT_INSTANCE] as const;

export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** `BucketV2` is what `Bucket` was called while the older one still had that name. */
export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;

export const VOLUME = "aws:ebs/volume:Volume";
export const VOLUME_COPY = "aws:ebs/volumeCopy:VolumeCopy";
export const IMAGE = "aws:ec2/ami:Ami";
export const IMAGE_COPY = "aws:ec2/amiCopy:AmiCopy";
export const IMAGE_OF_MACHINE = "aws:ec2/amiFromInstance:AmiFromInstance";
