import { AddressSet } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, flag, UNKNOWN, type Value } from "../../../stack/value";
import type { Vpc } from "../../routing/vpc";
import { VPCS } from "../types";

const MORE_BLOCKS = [
  "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock",
  "alicloud:vpc/ipv6CidrBlock:Ipv6CidrBlock",
] as const;

/** The VPCs of a stack, and those outside it that something points at. */
export class Vpcs {
  private readonly vpcs = new Map<string, Vpc>();
  private readonly made = new Map<string, Vpc>();

  constructor(private readonly stack: Stack) {
    const more = stack.about(MORE_BLOCKS, "vpcId", VPCS);
    for (const resource of stack.ofType(...VPCS)) {
      const blocks = [resource, ...more(resource).certain].flatMap(blocksOf);
      this.vpcs.set(resource.urn, vpcOf(resource, resource.urn, resource.title, blocks));
    }
  }

  get all(): Vpc[] {
    return [...this.vpcs.values()];
  }

  /** The VPC that a resource lies in; undefined where that cannot be known, or it names none. */
  of(resource: Resource): Vpc | undefined {
    return this.find(resource, new Set());
  }

  /** The VPC a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): Vpc | undefined {
    return this.resolve(reference, new Set());
  }

  /** Whether a VPC of the stack has IPv6 addresses for certain. */
  hasIpv6({ resource }: Vpc): boolean {
    return flag(resource?.getDeclared("enableIpv6")) === true;
  }

  /** The default VPC, in which Alibaba Cloud puts what names no vSwitch. */
  get defaultVpc(): Vpc {
    const title = "the default VPC";
    const known = this.made.get(title) ?? { ...vpcOf(undefined, title, title, []), isDefault: true };
    this.made.set(title, known);
    return known;
  }

  private find(resource: Resource, seen: Set<Resource>): Vpc | undefined {
    if (seen.has(resource)) return undefined;
    seen.add(resource);
    if (resource.getDeclared("vpcId") === undefined && resource.get("vpcId") === undefined) return undefined;
    const [reference, ...others] = this.stack.references(resource, "vpcId", VPCS);
    return reference && others.length === 0 ? this.resolve(reference, seen) : undefined;
  }

  private resolve(reference: Reference, seen: Set<Resource>): Vpc | undefined {
    switch (reference.kind) {
      case "resource":
        return reference.certain ? this.vpcs.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id);
      case "computed":
        // Such as `vswitch.vpcId`: whatever lies in a VPC tells which.
        return this.find(reference.from, seen);
      case "opaque":
        return undefined;
    }
  }

  private outside(id: string): Vpc {
    const known = this.vpcs.get(id) ?? vpcOf(undefined, id, id, []);
    this.vpcs.set(id, known);
    return known;
  }
}

function vpcOf(resource: Resource | undefined, key: string, title: string, blocks: readonly string[]): Vpc {
  return {
    resource,
    key,
    title,
    blocks,
    addresses: AddressSet.of(...blocks),
    // A public address needs none.
    hasInternetGateway: true,
    dnsSettings: [],
    hasDefaultGroup: false,
    isDefault: false,
  };
}

/** The known blocks of a VPC, or of one more block of it. */
export function blocksOf(resource: Resource): string[] {
  const values = ["cidrBlock", "ipv6CidrBlock", "secondaryCidrBlocks"].flatMap((property) =>
    elements(resource.get(property)),
  );
  return values.filter(isBlock);
}

function isBlock(value: Value): value is string {
  return value !== UNKNOWN && typeof value === "string" && AddressSet.parse(value) !== undefined;
}
