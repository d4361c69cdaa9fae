import type { Resource } from "../resource";
import type { Stack } from "../stack";

const EIP = "aws:ec2/eip:Eip";
const ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";

/** The Elastic IPs of a stack, and the ones it associates, by the instance or network interface that has them. */
export class ElasticIps {
  private readonly byOwner = new Map<string, Resource[]>();

  constructor(stack: Stack, ownerTypes: readonly string[]) {
    const properties = [
      { type: EIP, names: ["instance", "networkInterface"] },
      { type: ASSOCIATION, names: ["instanceId", "networkInterfaceId"] },
    ];
    for (const { type, names } of properties) {
      for (const resource of stack.ofType(type)) {
        for (const name of names) this.add(stack, resource, name, ownerTypes);
      }
    }
  }

  /** The resources that put an Elastic IP on an instance or network interface. */
  of(owner: Resource): readonly Resource[] {
    return this.byOwner.get(owner.urn) ?? [];
  }

  private add(stack: Stack, resource: Resource, name: string, ownerTypes: readonly string[]): void {
    for (const reference of stack.references(resource, name, ownerTypes)) {
      if (reference.kind !== "resource" || !reference.certain) continue;
      const { urn } = reference.resource;
      const others = this.byOwner.get(urn) ?? [];
      if (!others.includes(resource)) this.byOwner.set(urn, [...others, resource]);
    }
  }
}
