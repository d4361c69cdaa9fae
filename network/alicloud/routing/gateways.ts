import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { Answer } from "../../../stack/value";
import type { Vpc } from "../../routing/vpc";
import type { Vpcs } from "./vpcs";

export const IPV4_GATEWAY = "alicloud:vpc/ipv4Gateway:Ipv4Gateway";

/** The IPv4 gateways of a stack. Only an active one makes public addresses need a route; without one they need none. */
export class Gateways {
  private readonly routed = new Set<Vpc>();
  /** A gateway whose VPC cannot be known may be that of any. */
  private readonly strays: Resource[] = [];

  constructor(stack: Stack, vpcs: Vpcs) {
    for (const gateway of stack.ofType(IPV4_GATEWAY)) {
      // One that may be active is taken for active, so that only what has a route is open for certain.
      if (isActive(gateway) === false) continue;
      const vpc = vpcs.of(gateway);
      if (vpc === undefined) this.strays.push(gateway);
      else this.routed.add(vpc);
    }
  }

  /** Whether public addresses in a VPC need a route to its gateway, or may. */
  needsRoute(vpc: Vpc | undefined): boolean {
    if (this.strays.length > 0) return true;
    return vpc === undefined ? this.routed.size > 0 : this.routed.has(vpc);
  }
}

/** Whether a gateway has been made active; before that it changes nothing, nor does a route to it. */
export function isActive(gateway: Resource): Answer {
  return readSwitch(gateway.getDeclared("enabled")) ?? false;
}
