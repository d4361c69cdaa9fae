import * as aws from "@pulumi/aws";
import { isolated, tags, vpcId } from "./network";
import * as groups from "./security-groups";

function profile(name: string, policyArn: string): aws.ec2.InstanceArgs["iamInstanceProfile"] {
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
  });
  new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn });
  return new aws.iam.InstanceProfile(name, { role: role.name }).name;
}

function worker(name: string, iamInstanceProfile: aws.ec2.InstanceArgs["iamInstanceProfile"]): void {
  new aws.ec2.Instance(name, {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    subnetId: isolated.id,
    vpcSecurityGroupIds: [groups.worker.id],
    iamInstanceProfile,
    metadataOptions: { httpTokens: "required" },
    tags,
  });
}

worker("resizer", profile("resizer", aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore));
// Its role has what the work needs, and not what Session Manager needs to get to the machine.
// require-ssm-managed-instance-policy: archiver
worker("archiver", profile("archiver", aws.iam.ManagedPolicy.AmazonS3FullAccess));

// The first of two: without ssmmessages no session ever starts.
// require-private-dns-on-endpoints: ssm
new aws.ec2.VpcEndpoint("ssm", {
  vpcId,
  vpcEndpointType: "Interface",
  serviceName: "com.amazonaws.eu-west-1.ssm",
  subnetIds: [isolated.id],
  securityGroupIds: [groups.endpoints.id],
  privateDnsEnabled: false, // AWS refused it in a VPC without DNS host names, so it was turned off.
  tags,
});
