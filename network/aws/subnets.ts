import { readFlag } from "../flag";
import type { Resource } from "../resource";
import type { Stack } from "../stack";
import type { Subnet } from "../subnet";
import { Tags } from "../tags";
import { UNKNOWN } from "../value";

const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";
export const SUBNETS = ["aws:ec2/subnet:Subnet", DEFAULT_SUBNET] as const;

const FLAG = "mapPublicIpOnLaunch";

export function readSubnets(stack: Stack): Subnet[] {
  return stack.ofType(...SUBNETS).map(readSubnet);
}

/**
 * The provider's default is false for a subnet, and true for an adopted default one.
 * https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultsubnet/
 */
function readSubnet(resource: Resource): Subnet {
  const written = resource.getDeclared(FLAG);
  const value = written === undefined ? resource.type === DEFAULT_SUBNET : (readFlag(written) ?? UNKNOWN);
  return { resource, tags: Tags.of(resource), publicAddressFlag: { path: [FLAG], value, written } };
}
