import type { Resource } from "../../../stack/resource";
import { valueAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, field, integer } from "../../../stack/value";
import { certainResource, isOpen } from "../../references";
import { INSTANCES, NETWORK_INTERFACE } from "../types";

const INTERFACE_ATTACHMENT = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment";
const INTERFACE_PROPERTIES = ["networkInterfaces", "primaryNetworkInterface"];

/** The network interfaces of their own that instances have, whichever of the two says so. */
export class Attachments {
  private readonly attached = new Map<Resource, Set<Resource>>();
  /** The network interface that an instance starts with in place of one of its own. */
  private readonly first = new Map<Resource, Resource>();
  private readonly open = new Set<Resource>();

  constructor(private readonly stack: Stack) {
    const itself = (resource: Resource): Reference[] => [{ kind: "resource", resource, certain: true }];
    for (const resource of stack.ofType(...INSTANCES)) {
      for (const property of INTERFACE_PROPERTIES) {
        this.attach(
          itself(resource),
          this.referencesAt(resource, property, ["networkInterfaceId"], [NETWORK_INTERFACE]),
        );
      }
      // The cloud answers the same one in two properties.
      const [first, ...others] = new Set(
        this.firstInterfaces(resource).flatMap((one) => certainResource(one) ?? []),
      );
      if (first !== undefined && others.length === 0) this.first.set(resource, first);
    }
    for (const resource of stack.ofType(INTERFACE_ATTACHMENT)) {
      this.attach(
        stack.references(resource, "instanceId", INSTANCES),
        stack.references(resource, "networkInterfaceId", [NETWORK_INTERFACE]),
      );
    }
    for (const resource of stack.ofType(NETWORK_INTERFACE)) {
      const declared = valueAt(resource.getDeclared("attachments"), ["instance"]);
      const named = this.referencesAt(resource, "attachments", ["instance"], INSTANCES);
      this.attach(declared === undefined ? named.filter((one) => !isOpen(one)) : named, itself(resource));
    }
  }

  attachedTo(instance: Resource): Resource[] {
    return [...(this.attached.get(instance) ?? [])];
  }

  /** Whether an instance that is not known yet has an interface, or may have it. */
  mayTake(networkInterface: Resource): boolean {
    return this.open.has(networkInterface);
  }

  firstOf(instance: Resource): Resource | undefined {
    return this.first.get(instance);
  }

  /** Whether an instance is given an interface to start with: it gets no other, and that one gets no address of its own accord. */
  bringsItsOwn(resource: Resource): boolean {
    if (!(INSTANCES as readonly string[]).includes(resource.type)) return false;
    // In an audit, the interface that AWS made itself stands in the same property.
    if (resource.declared === undefined) return this.first.has(resource);
    return ["primaryNetworkInterface", "networkInterfaces"].some(
      (property) => elements(resource.getDeclared(property)).length > 0,
    );
  }

  private attach(instances: readonly Reference[], interfaces: readonly Reference[]): void {
    for (const one of interfaces)
      if (one.kind === "resource" && (!one.certain || instances.some(isOpen))) this.open.add(one.resource);
    for (const instance of instances.flatMap((one) => certainResource(one) ?? [])) {
      const attached = this.attached.get(instance) ?? new Set();
      this.attached.set(instance, attached);
      for (const one of interfaces.flatMap((reference) => certainResource(reference) ?? []))
        attached.add(one);
    }
  }

  private firstInterfaces(instance: Resource): Reference[] {
    const first = elements(instance.getDeclared("networkInterfaces")).filter(
      (one) => integer(field(one, "deviceIndex")) === 0,
    );
    return [
      ...this.referencesAt(instance, "primaryNetworkInterface", ["networkInterfaceId"], [NETWORK_INTERFACE]),
      ...first.flatMap((one) =>
        this.stack.references(
          instance,
          "networkInterfaces",
          [NETWORK_INTERFACE],
          field(one, "networkInterfaceId"),
        ),
      ),
    ];
  }

  private referencesAt(
    resource: Resource,
    property: string,
    steps: readonly string[],
    types: readonly string[],
  ): Reference[] {
    return this.stack.references(resource, property, types, valueAt(resource.get(property), steps));
  }
}
