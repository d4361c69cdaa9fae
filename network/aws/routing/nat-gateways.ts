import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, isGiven, UNKNOWN } from "../../../stack/value";
import type { NatGateway } from "../../routing/nat-gateway";
import { SUBNETS } from "../types";
import { NAT_GATEWAY } from "./routes";
import type { Subnets } from "./subnets";

/** The NAT gateways of a stack. Where the packets of a regional one go on, which lies in no subnet, cannot be known. */
export function readNatGateways({
  stack,
  subnets,
}: {
  readonly stack: Stack;
  readonly subnets: Subnets;
}): NatGateway[] {
  return stack.ofType(NAT_GATEWAY).map((resource) => {
    const named = subnets.among(stack.references(resource, "subnetId", SUBNETS));
    const subnet = named === UNKNOWN ? undefined : named[0];
    return { resource, title: resource.title, isPublic: isPublic(resource), subnet, serves: () => true };
  });
}

/** Public is what it is when left out: https://www.pulumi.com/registry/packages/aws/api-docs/ec2/natgateway/ */
function isPublic(resource: Resource): Answer {
  const type = resource.get("connectivityType");
  return type === UNKNOWN ? UNKNOWN : !isGiven(type) || type === "public";
}
