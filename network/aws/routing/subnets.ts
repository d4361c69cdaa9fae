import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { type Flag, readFlag } from "../../../stack/flag";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { UNKNOWN } from "../../../stack/value";
import type { Subnet } from "../../routing/subnet";
import { tagsOf } from "../names/naming";
import { DEFAULT_SUBNET, SUBNETS } from "../types";
import type { NetworkAcls } from "./network-acls";
import type { RouteTables } from "./route-tables";
import { blocksOf, type Vpcs } from "./vpcs";

/** The subnets of a stack, each with what its packets go through. */
export class Subnets {
  private readonly subnets = new Map<string, Subnet>();

  constructor(stack: Stack, vpcs: Vpcs, routeTables: RouteTables, networkAcls: NetworkAcls) {
    for (const resource of stack.ofType(...SUBNETS)) {
      const vpc = vpcs.of(resource);
      this.subnets.set(resource.urn, {
        resource,
        title: resource.title,
        tags: tagsOf(resource),
        addresses: unionAll(
          blocksOf(resource).map((block) => AddressSet.of(block)),
          AddressSet.empty,
        ),
        // https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultsubnet/: true for an adopted default subnet.
        publicAddressFlag: flagOf(resource, "mapPublicIpOnLaunch", resource.type === DEFAULT_SUBNET),
        ipv6AddressFlag: flagOf(resource, "assignIpv6AddressOnCreation", false),
        vpc,
        routeTable: routeTables.of(resource, vpc),
        networkAcl: networkAcls.of(resource, vpc),
      });
    }
  }

  get all(): Subnet[] {
    return [...this.subnets.values()];
  }

  /** The subnet a reference points at; undefined where that is not to be known, or lies outside the stack. */
  at(reference: Reference): Subnet | undefined {
    if (reference.kind !== "resource" || !reference.certain) return undefined;
    return this.subnets.get(reference.resource.urn);
  }
}

/** A switch of a subnet, with the provider's default where the program leaves it out. */
function flagOf(resource: Resource, property: string, whenLeftOut: boolean): Flag {
  const written = resource.getDeclared(property);
  const value = written === undefined ? whenLeftOut : (readFlag(written) ?? UNKNOWN);
  return { path: [property], value, written };
}
