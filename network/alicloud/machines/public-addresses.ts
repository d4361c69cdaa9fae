import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { text } from "../../../stack/value";
import type { PublicAddress } from "../../machines/placement";
import { certainResource, resourcesBehind } from "../../references";
import { EDGE_INSTANCE, EIP_ASSOCIATION, EIPS, INSTANCE, INSTANCE_SET, NETWORK_INTERFACES } from "../types";

const HAVIPS = ["alicloud:vpc/haVipv2:HaVipv2", "alicloud:vpc/hAVip:HAVip"];
const HAVIP_ATTACHMENTS = ["alicloud:vpc/hAVipAttachment:HAVipAttachment"];
/** An address that is announced from several regions, on a network interface or a balancer. */
const ANYCAST = "alicloud:eipanycast/anycastEipAddressAttachment:AnycastEipAddressAttachment";
const EDGE_ATTACHMENT = "alicloud:ens/eipInstanceAttachment:EipInstanceAttachment";
const IPV6_ADDRESS = "alicloud:vpc/ipv6Address:Ipv6Address";
const IPV6_BANDWIDTH = "alicloud:vpc/ipv6InternetBandwidth:Ipv6InternetBandwidth";
const IPV6_EGRESS_RULE = "alicloud:vpc/ipv6EgressRule:Ipv6EgressRule";

/** What takes an Elastic IP that is there already by naming it. */
const TAKING = ["alicloud:eci/containerGroup:ContainerGroup", "alicloud:eci/virtualNode:VirtualNode"];
const TAKEN = "eipInstanceId";

/** What an instance calls the interface that it is made with, and a set its machines. */
const FIRST_INTERFACE = ["networkInterfaceId"];
const MEMBERS = ["instanceIds"];

const OWNERS = [INSTANCE, ...NETWORK_INTERFACES];

/** The public addresses that other resources put on instances and network interfaces. */
export class PublicAddresses {
  private readonly byOwner = new Map<Resource, PublicAddress[]>();

  constructor(private readonly stack: Stack) {
    for (const association of stack.ofType(EIP_ASSOCIATION)) this.associate(association, "instanceId");
    for (const attachment of stack.ofType(ANYCAST)) this.associate(attachment, "bindInstanceId");
    for (const attachment of stack.ofType(EDGE_ATTACHMENT)) this.associate(attachment, "instanceId");
    for (const bandwidth of stack.ofType(IPV6_BANDWIDTH)) this.open(bandwidth);
    for (const taker of stack.ofType(...TAKING)) {
      if (this.takes(taker)) push(this.byOwner, taker, { family: "IPv4", by: TAKEN, resource: taker });
    }
  }

  of(owner: Resource): readonly PublicAddress[] {
    return this.byOwner.get(owner) ?? [];
  }

  /** Of an id that is not known yet, whether it is an address's. */
  private takes(taker: Resource): boolean {
    const id = taker.get(TAKEN);
    if (typeof id === "string") return id !== "";
    return resourcesBehind(this.stack, taker, TAKEN, EIPS).length > 0;
  }

  private associate(association: Resource, property: string): void {
    const owner =
      this.named(association, property, [...OWNERS, ...HAVIPS, EDGE_INSTANCE]) ??
      this.named(association, property, [INSTANCE], FIRST_INTERFACE) ??
      this.named(association, property, [INSTANCE_SET], MEMBERS);
    if (owner === undefined) return;
    const machines = HAVIPS.includes(owner.type) ? this.machinesBehind(owner) : [owner];
    for (const machine of machines) {
      push(this.byOwner, machine, { family: "IPv4", by: association.title, resource: association });
    }
  }

  private named(
    association: Resource,
    property: string,
    types: readonly string[],
    handles?: readonly string[],
  ): Resource | undefined {
    const named = this.stack.references(association, property, types, association.get(property), handles);
    return named.length === 1 ? certainResource(named[0]) : undefined;
  }

  /** The instances that a virtual address moves between. */
  private machinesBehind(havip: Resource): Resource[] {
    return this.stack.ofType(...HAVIP_ATTACHMENTS).flatMap((attachment) => {
      const named = ["haVipId", "havipId"].flatMap((property) =>
        this.stack.references(attachment, property, HAVIPS).map(certainResource),
      );
      if (!named.includes(havip)) return [];
      const [machine] = this.stack.references(attachment, "instanceId", OWNERS).map(certainResource);
      return machine === undefined ? [] : [machine];
    });
  }

  /** An IPv6 address is private until a bandwidth names it, and lets nothing in where a rule keeps it to what it asks for itself. */
  private open(bandwidth: Resource): void {
    const address = this.ipv6Of(bandwidth, "ipv6AddressId");
    const isOneWay = this.stack
      .ofType(IPV6_EGRESS_RULE)
      .some((rule) => this.isSame(this.ipv6Of(rule, "instanceId"), address));
    if (isOneWay) return;
    for (const owner of address.owners) {
      push(this.byOwner, owner, { family: "IPv6", by: bandwidth.title, resource: bandwidth });
    }
  }

  /** What a property says of an IPv6 address: its id, its own resource, and the machines that have it. */
  private ipv6Of(resource: Resource, property: string): Ipv6 {
    const address = certainResource(this.stack.references(resource, property, [IPV6_ADDRESS])[0]);
    const id = text(resource.get(property));
    const behind = resourcesBehind(this.stack, resource, property, OWNERS);
    return {
      id: typeof id === "string" ? id : undefined,
      address,
      owners: address === undefined ? behind : this.ownersOf(address),
    };
  }

  private ownersOf(address: Resource): Resource[] {
    return this.stack
      .ofType(...OWNERS)
      .filter((owner) =>
        this.stack
          .references(owner, "ipv6Addresses", [IPV6_ADDRESS], owner.getDeclared("ipv6Addresses"), [
            "ipv6Address",
          ])
          .some((reference) => certainResource(reference) === address),
      );
  }

  private isSame(one: Ipv6, other: Ipv6): boolean {
    if (one.id !== undefined && one.id === other.id) return true;
    if (one.address !== undefined && one.address === other.address) return true;
    return one.owners.some((owner) => other.owners.includes(owner));
  }
}

interface Ipv6 {
  readonly id: string | undefined;
  readonly address: Resource | undefined;
  readonly owners: readonly Resource[];
}
