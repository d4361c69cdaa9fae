import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { isGiven, isText } from "../../../stack/value";
import { certainResource } from "../../references";
import { ELASTIC_IP, INSTANCES, NETWORK_INTERFACE } from "../types";

const ASSOCIATIONS = [
  { type: ELASTIC_IP, instance: "instance", networkInterface: "networkInterface" },
  {
    type: "aws:ec2/eipAssociation:EipAssociation",
    instance: "instanceId",
    networkInterface: "networkInterfaceId",
  },
] as const;

/** What an instance calls its first interface, and a spot request the instance that it is filled by. */
const IDS_OF_ITS_OWN = ["primaryNetworkInterfaceId", "spotInstanceId"];

/** The Elastic IPs of a stack, and the ones it associates, by the instance or network interface that has them. */
export class ElasticIpOwners {
  private readonly byOwner = new Map<string, Set<Resource>>();
  private readonly byId = new Map<string, Resource>();

  constructor(private readonly stack: Stack) {
    for (const resource of stack.ofType(...INSTANCES)) {
      for (const id of IDS_OF_ITS_OWN.map((property) => resource.getSettled(property))) {
        if (isText(id)) this.byId.set(id, resource);
      }
    }
    for (const { type, instance, networkInterface } of ASSOCIATIONS) {
      for (const resource of stack.ofType(type)) {
        this.add(resource, instance);
        this.add(resource, networkInterface);
      }
    }
  }

  /** The resources that put an Elastic IP of the internet on an instance or network interface. */
  ownedBy(owner: Resource): readonly Resource[] {
    return [...(this.byOwner.get(owner.urn) ?? [])].filter((one) => !this.isCustomerOwned(one));
  }

  /** Whether something puts an address of a customer-owned pool on an instance or network interface. */
  hasCustomerOwned(owner: Resource): boolean {
    return [...(this.byOwner.get(owner.urn) ?? [])].some((one) => this.isCustomerOwned(one));
  }

  /** Whether the address leads to an Outpost by the network beside it, and by no internet gateway: https://docs.aws.amazon.com/outposts/latest/userguide/routing.html */
  private isCustomerOwned(resource: Resource): boolean {
    const named = this.stack.references(resource, "allocationId", [ELASTIC_IP]).map(certainResource);
    return [resource, ...named].some((one) => isGiven(one?.get("customerOwnedIpv4Pool")));
  }

  private add(resource: Resource, property: string): void {
    for (const reference of this.stack.references(resource, property, [...INSTANCES, NETWORK_INTERFACE])) {
      const owner =
        reference.kind === "resource"
          ? reference.certain && reference.resource
          : reference.kind === "outside" && this.byId.get(reference.id);
      if (!owner) continue;
      const known = this.byOwner.get(owner.urn);
      if (known === undefined) this.byOwner.set(owner.urn, new Set([resource]));
      else known.add(resource);
    }
  }
}
