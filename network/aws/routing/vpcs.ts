import { AddressSet } from "../../../algebra/addresses";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Vpc } from "../../routing/vpc";
import { settingOf } from "../defaults/provider-default";
import { placeKey } from "../places";
import { DEFAULT_SUBNET, DEFAULT_VPC, VPCS } from "../types";

const BLOCK_ASSOCIATIONS = [
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
];

/** What has the VPC in `vpcId` that an internet gateway is attached to. */
const GATEWAYS = [
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
];

/** The VPCs of a stack, and those outside it that something points at. */
export class Vpcs {
  private readonly vpcs = new Map<string, Vpc>();
  /** The default VPCs that accounts have from the start, by place. */
  private readonly made = new Map<string, Vpc>();

  constructor(private readonly stack: Stack) {
    const associations = stack.about(BLOCK_ASSOCIATIONS, "vpcId", VPCS);
    for (const resource of stack.ofType(...VPCS)) {
      const blocks = [resource, ...associations(resource).certain].flatMap(blocksOf);
      this.vpcs.set(resource.urn, {
        resource,
        key: resource.urn,
        title: resource.title,
        blocks,
        addresses: AddressSet.of(...blocks),
        dnsSettings: ["enableDnsSupport", "enableDnsHostnames"].flatMap(
          (property) => settingOf(resource, [property], readSwitch) ?? [],
        ),
        hasDefaultGroup: true,
        isDefault: resource.type === DEFAULT_VPC,
        // https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
        hasInternetGateway: resource.type === DEFAULT_VPC,
      });
    }
    const attached = stack.ofType(...GATEWAYS).flatMap((gateway) => this.of(gateway) ?? []);
    for (const vpc of attached) Object.assign(vpc, { hasInternetGateway: true });
  }

  get all(): Vpc[] {
    return [...this.vpcs.values()];
  }

  /** The VPC that a resource lies in; undefined where that cannot be known. */
  of(resource: Resource): Vpc | undefined {
    return this.find(resource, new Set());
  }

  /** The VPC a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): Vpc | undefined {
    return this.resolve(reference, new Set());
  }

  /** The default VPC of the place of a resource, adopted by the stack or as AWS made it; undefined where several may be it. */
  defaultFor(resource: Resource): Vpc | undefined {
    const [only, ...others] = this.stack.nearest(resource, this.stack.ofType(DEFAULT_VPC));
    if (only === undefined) return this.madeFor(resource);
    return others.length > 0 || this.stack.mayPart(resource, only) ? undefined : this.vpcs.get(only.urn);
  }

  private madeFor(resource: Resource): Vpc {
    const key = `the default VPC of ${placeKey(resource)}`;
    const vpc = this.made.get(key) ?? {
      resource: undefined,
      key,
      title: "the default VPC",
      blocks: [],
      addresses: AddressSet.empty,
      hasInternetGateway: true,
      dnsSettings: [],
      hasDefaultGroup: true,
      isDefault: true,
    };
    this.made.set(key, vpc);
    return vpc;
  }

  private find(resource: Resource, seen: Set<Resource>): Vpc | undefined {
    if (seen.has(resource)) return undefined;
    seen.add(resource);
    const references = this.stack.references(resource, "vpcId", VPCS);
    const [reference, ...others] = references;
    const found = reference && others.length === 0 ? this.resolve(reference, seen) : undefined;
    if (resource.type !== DEFAULT_SUBNET || found?.resource !== undefined) return found;
    // A default subnet says nothing of its VPC until AWS does.
    const vpc = this.defaultFor(resource);
    return found === undefined || vpc?.resource === undefined ? (vpc ?? found) : found;
  }

  private resolve(reference: Reference, seen: Set<Resource>): Vpc | undefined {
    switch (reference.kind) {
      case "resource":
        return reference.certain ? this.vpcs.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id);
      case "computed":
        // Such as `subnet.vpcId`: whatever lies in a VPC tells which.
        return this.find(reference.from, seen);
      case "opaque":
        return undefined;
    }
  }

  private outside(id: string): Vpc {
    const known = this.vpcs.get(id);
    if (known !== undefined) return known;
    const vpc = {
      resource: undefined,
      key: id,
      title: id,
      blocks: [],
      addresses: AddressSet.empty,
      dnsSettings: [],
      hasDefaultGroup: true,
      isDefault: false,
      hasInternetGateway: false,
    };
    this.vpcs.set(id, vpc);
    return vpc;
  }
}

/** The known blocks of a VPC, of one more block of it, or of a subnet. */
export function blocksOf(resource: Resource): string[] {
  return ["cidrBlock", "ipv6CidrBlock"].flatMap((property) => {
    const block = resource.get(property);
    return typeof block === "string" && AddressSet.parse(block) !== undefined ? [block] : [];
  });
}
