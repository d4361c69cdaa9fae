import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { certainResource } from "../../references";
import type { Vpc } from "../../routing/vpc";
import { maySharePlace } from "../places";
import { SUBNETS, VPCS } from "../types";

const OPTIONS = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
const EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion";

/**
 * Whether VPC Block Public Access keeps, or may keep once all is known, a subnet from being reached from the internet. Both of its modes do; an
 * exclusion opens a VPC or subnet again if it is for both directions.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 *
 * Of a subnet that the stack does not declare, any resource of its place may be given.
 */
export function closedToInternet(stack: Stack): (subnet: Resource, vpc: Vpc | undefined) => boolean {
  const blocks = stack
    .ofType(OPTIONS)
    .filter((resource) => resource.get("internetGatewayBlockMode") !== "off");
  if (blocks.length === 0) return () => false;
  const excluded = new Set(
    stack
      .ofType(EXCLUSION)
      .filter((resource) => resource.get("internetGatewayExclusionMode") === "allow-bidirectional")
      .flatMap((resource) => [
        ...stack.references(resource, "subnetId", SUBNETS),
        ...stack.references(resource, "vpcId", VPCS),
      ])
      .map(certainResource),
  );
  return (subnet, vpc) =>
    ![subnet, vpc?.resource].some((one) => one !== undefined && excluded.has(one)) &&
    blocks.some((block) => maySharePlace(block, subnet));
}
