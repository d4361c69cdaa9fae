import * as aws from "@pulumi/aws";

export const CORE = aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore;

export const assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" });

/** An instance profile whose role has one managed policy. */
export function profileWith(policyArn: string = CORE): aws.iam.InstanceProfile {
  const role = new aws.iam.Role("server", { assumeRolePolicy });
  new aws.iam.RolePolicyAttachment("server", { role: role.name, policyArn });
  return new aws.iam.InstanceProfile("server", { role: role.name });
}

export function server(args: Partial<aws.ec2.InstanceArgs>, name = "server"): aws.ec2.Instance {
  return new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args });
}

/** What is known only after the update. */
export function later<T>(value: T) {
  return new aws.ec2.Eip("later", {}).id.apply(() => value);
}
