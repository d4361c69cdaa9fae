import { AddressSet, type Family } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, UNKNOWN, type Unknown } from "../../../stack/value";
import { AlikeSubnets, isAlike } from "../../routing/alike-subnets";
import { keepsLocal } from "../../routing/route-table";
import type { DeclaredSubnet, Subnet } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import { settingOf } from "../defaults/provider-default";
import { tagsOf } from "../names/naming";
import { DEFAULT_SUBNET, SUBNETS } from "../types";
import type { NetworkAcls } from "./network-acls";
import { closedToInternet } from "./public-access-blocks";
import type { RouteTables } from "./route-tables";
import { blocksOf, type Vpcs } from "./vpcs";

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly routeTables: RouteTables;
  readonly networkAcls: NetworkAcls;
}

/** The subnets of a stack, each with what its packets go through, and those that AWS made in the default VPC. */
export class Subnets {
  private readonly subnets = new Map<string, DeclaredSubnet>();
  private readonly made = new Map<Vpc, Subnet>();
  private readonly alike = new AlikeSubnets((gateway, other) => this.isSameNat(gateway, other));
  private readonly isClosed: ReturnType<typeof closedToInternet>;

  constructor(private readonly sources: Sources) {
    const { stack } = sources;
    this.isClosed = closedToInternet(stack);
    for (const resource of stack.ofType(...SUBNETS)) {
      const vpc = sources.vpcs.of(resource);
      const publicAddressSetting = settingOf(resource, ["mapPublicIpOnLaunch"], readSwitch);
      const addresses = AddressSet.of(...blocksOf(resource));
      this.subnets.set(resource.urn, {
        resource,
        key: resource.urn,
        title: resource.title,
        tags: tagsOf(resource),
        addresses,
        publicAddressSetting,
        givesIpv4: publicAddressSetting?.value ?? UNKNOWN,
        givesIpv6: settingOf(resource, ["assignIpv6AddressOnCreation"], readSwitch)?.value ?? UNKNOWN,
        vpc,
        routeTable: sources.routeTables.of(resource, vpc),
        networkAcl: sources.networkAcls.of(resource, vpc),
        isClosedToInternet: this.isClosed(resource, vpc),
        divertedFamilies: this.divertedFamilies(vpc, addresses),
      });
    }
  }

  get all(): DeclaredSubnet[] {
    return [...this.subnets.values()];
  }

  /** The subnet a reference points at; undefined where that cannot be known, or lies outside the stack. */
  behind(reference: Reference): DeclaredSubnet | undefined {
    if (reference.kind !== "resource" || !reference.certain) return undefined;
    return this.subnets.get(reference.resource.urn);
  }

  /**
   * The subnets of the stack among those that something names, or one of several that it may mean where they are all alike. Empty where it
   * names none, UNKNOWN where it cannot be known.
   */
  among(references: readonly Reference[]): readonly Subnet[] | Unknown {
    const known = [...new Set(references.flatMap((reference) => this.behind(reference) ?? []))];
    if (known.length > 0 || references.length === 0) return known;
    const possible = references.map((one) =>
      one.kind === "resource" ? this.subnets.get(one.resource.urn) : undefined,
    );
    return this.alike.standIn(possible) ?? UNKNOWN;
  }

  /** Whether what goes out by one NAT gateway may as well go out by another. */
  private isSameNat(gateway: Resource, other: Resource): boolean {
    const [place, elsewhere] = [gateway, other].map((nat) => {
      const [reference, ...others] = this.sources.stack.references(nat, "subnetId", SUBNETS);
      return reference && others.length === 0 ? this.behind(reference) : undefined;
    });
    return (
      ["connectivityType", "availabilityMode"].every((name) => gateway.get(name) === other.get(name)) &&
      elsewhere !== undefined &&
      isAlike(place, elsewhere)
    );
  }

  /** Where something lands that names no subnet: one of those that AWS made in the default VPC; undefined where that cannot be known. */
  defaultOf(resource: Resource): Subnet | undefined {
    const vpc = this.sources.vpcs.defaultFor(resource);
    if (vpc === undefined) return undefined;
    const zones = ["availabilityZone", "availabilityZones"].flatMap((property) =>
      elements(resource.getDeclared(property)),
    );
    const adopted = this.all.filter((one) => one.vpc === vpc && one.resource.type === DEFAULT_SUBNET);
    const made = this.madeIn(vpc, resource);
    const somewhere = adopted.filter((one) => one.resource.get("availabilityZone") === UNKNOWN);
    const inZones = zones.map((zone) => adopted.find((one) => one.resource.get("availabilityZone") === zone));
    const candidates =
      zones.length === 0 || zones.includes(UNKNOWN)
        ? [made, ...adopted]
        : inZones.flatMap((subnet): Subnet[] => (subnet ? [subnet] : [made, ...somewhere]));
    const [first] = candidates;
    return first !== undefined && candidates.every((one) => this.alike.isAlike(one, first))
      ? first
      : undefined;
  }

  private madeIn(vpc: Vpc, resource: Resource): Subnet {
    const known = this.made.get(vpc);
    if (known !== undefined) return known;
    // https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html
    const subnet: Subnet = {
      resource: undefined,
      key: `default subnet of ${vpc.key}`,
      title: `a default subnet of ${vpc.title}`,
      addresses: AddressSet.empty,
      givesIpv4: true,
      givesIpv6: false,
      vpc,
      routeTable: this.sources.routeTables.mainOf(vpc),
      networkAcl: this.sources.networkAcls.defaultOf(vpc),
      isClosedToInternet: this.isClosed(vpc.resource ?? resource, vpc),
      divertedFamilies: this.divertedFamilies(vpc, AddressSet.empty),
    };
    this.made.set(vpc, subnet);
    return subnet;
  }

  /**
   * The families in which the table of the VPC's internet gateway sends, or may send, what comes for a subnet elsewhere.
   * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
   */
  private divertedFamilies(vpc: Vpc | undefined, addresses: AddressSet): readonly Family[] {
    const table = vpc && this.sources.routeTables.arrivalTableOf(vpc);
    if (table === undefined) return [];
    return FAMILIES.filter((family) => {
      const own = addresses.inFamily(family);
      return !keepsLocal(table, own.isEmpty ? AddressSet.all.inFamily(family) : own);
    });
  }
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];
