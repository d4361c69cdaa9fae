import { AddressSet, type Family } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { idsIn, UNKNOWN, type Unknown, type Value } from "../../../stack/value";
import { AlikeSubnets } from "../../routing/alike-subnets";
import type { DeclaredSubnet, Subnet } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import { tagsOf } from "../names/naming";
import { VSWITCHES } from "../types";
import type { Gateways } from "./gateways";
import { type NetworkAcls, NO_ACL } from "./network-acls";
import type { RouteTables } from "./route-tables";
import { blocksOf, type Vpcs } from "./vpcs";

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly gateways: Gateways;
  readonly routeTables: RouteTables;
  readonly networkAcls: NetworkAcls;
}

/** What a value names, which may be several vSwitches in one text, as that of a database or task of several zones: `vsw-a,vsw-b`. */
export function vswitchesNamed(
  stack: Stack,
  resource: Resource,
  property: string,
  value: Value,
): Reference[] {
  return stack.references(resource, property, VSWITCHES, idsIn(value));
}

/** The vSwitches of a stack, each with what its packets go through. */
export class VSwitches {
  private readonly vswitches = new Map<Resource, DeclaredSubnet>();
  private readonly alike = new AlikeSubnets();
  private made: Subnet | undefined;

  constructor(private readonly sources: Sources) {
    for (const resource of sources.stack.ofType(...VSWITCHES)) {
      this.vswitches.set(resource, this.read(resource));
    }
  }

  get all(): DeclaredSubnet[] {
    return [...this.vswitches.values()];
  }

  /** Where Alibaba Cloud puts what names no vSwitch: one that it makes in the default VPC. */
  get inDefaultVpc(): Subnet {
    const { defaultVpc } = this.sources.vpcs;
    this.made ??= {
      resource: undefined,
      key: "default vSwitch",
      title: "a vSwitch of the default VPC",
      addresses: AddressSet.empty,
      vpc: defaultVpc,
      routeTable: undefined,
      networkAcl: NO_ACL,
      ...this.standingOf(defaultVpc),
    };
    return this.made;
  }

  /** The vSwitch that a resource names; undefined where it names none or several, or that cannot be known. */
  of(resource: Resource): DeclaredSubnet | undefined {
    const references = this.namedBy(resource);
    return references.length === 1 && references[0] ? this.behind(references[0]) : undefined;
  }

  /** Those of the stack that a resource certainly names. */
  allOf(resource: Resource): readonly DeclaredSubnet[] {
    return this.namedBy(resource).flatMap((reference) => this.behind(reference) ?? []);
  }

  private namedBy(resource: Resource): Reference[] {
    return vswitchesNamed(this.sources.stack, resource, "vswitchId", resource.get("vswitchId"));
  }

  /** The vSwitch of the stack that a reference points at for certain; undefined where it points at no such one. */
  behind(reference: Reference): DeclaredSubnet | undefined {
    if (reference.kind !== "resource" || !reference.certain) return undefined;
    return this.vswitches.get(reference.resource);
  }

  /**
   * Those of the stack among what something names, or one of several that it may mean where they are all alike. Empty where it names none,
   * UNKNOWN where it cannot be known.
   */
  among(references: readonly Reference[]): readonly Subnet[] | Unknown {
    const known = [...new Set(references.flatMap((reference) => this.behind(reference) ?? []))];
    if (known.length > 0 || references.length === 0) return known;
    const possible = references.map((one) =>
      one.kind === "resource" ? this.vswitches.get(one.resource) : undefined,
    );
    return this.alike.standIn(possible) ?? UNKNOWN;
  }

  private read(resource: Resource): DeclaredSubnet {
    const { vpcs, routeTables, networkAcls } = this.sources;
    const vpc = vpcs.of(resource);
    return {
      resource,
      key: resource.urn,
      title: resource.title,
      tags: tagsOf(resource),
      addresses: AddressSet.of(...blocksOf(resource)),
      publicAddressSetting: undefined,
      vpc,
      routeTable: routeTables.of(resource, vpc),
      networkAcl: networkAcls.of(resource),
      ...this.standingOf(vpc),
    };
  }

  /** A vSwitch hands out no addresses, and public ones need a route only beside an active IPv4 gateway. */
  private standingOf(
    vpc: Vpc | undefined,
  ): Pick<Subnet, "givesIpv4" | "givesIpv6" | "isClosedToInternet" | "unroutedFamilies"> {
    const unroutedFamilies: Family[] = this.sources.gateways.needsRoute(vpc) ? ["IPv6"] : ["IPv4", "IPv6"];
    return { givesIpv4: false, givesIpv6: false, isClosedToInternet: false, unroutedFamilies };
  }
}
