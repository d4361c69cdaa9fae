import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { readSwitch } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Subnet } from "../../routing/subnet";
import { settingOf } from "../defaults/provider-default";
import { tagsOf } from "../names/naming";
import { SUBNETS } from "../types";
import type { NetworkAcls } from "./network-acls";
import { closedToInternet } from "./public-access-blocks";
import type { RouteTables } from "./route-tables";
import { blocksOf, type Vpcs } from "./vpcs";

/** The subnets of a stack, each with what its packets go through. */
export class Subnets {
  private readonly subnets = new Map<string, Subnet>();

  constructor(stack: Stack, vpcs: Vpcs, routeTables: RouteTables, networkAcls: NetworkAcls) {
    const isClosed = closedToInternet(stack);
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
        publicAddressSetting: settingOf(resource, ["mapPublicIpOnLaunch"], readSwitch),
        ipv6AddressSetting: settingOf(resource, ["assignIpv6AddressOnCreation"], readSwitch),
        vpc,
        routeTable: routeTables.of(resource, vpc),
        networkAcl: networkAcls.of(resource, vpc),
        isClosedToInternet: isClosed(resource, vpc),
      });
    }
  }

  get all(): Subnet[] {
    return [...this.subnets.values()];
  }

  /** The subnet a reference points at; undefined where that cannot be known, or lies outside the stack. */
  at(reference: Reference): Subnet | undefined {
    if (reference.kind !== "resource" || !reference.certain) return undefined;
    return this.subnets.get(reference.resource.urn);
  }
}
