import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { certainResource, isOpen } from "../../references";
import { INSTANCE, NETWORK_INTERFACES } from "../types";

const ATTACHMENTS = [
  "alicloud:ecs/ecsNetworkInterfaceAttachment:EcsNetworkInterfaceAttachment",
  "alicloud:vpc/networkInterfaceAttachment:NetworkInterfaceAttachment",
];

/** The further network interfaces that instances are given. */
export class Attachments {
  private readonly attached = new Map<Resource, Resource[]>();
  private readonly open = new Set<Resource>();

  constructor(stack: Stack) {
    for (const attachment of stack.ofType(...ATTACHMENTS)) {
      const instances = stack.references(attachment, "instanceId", [INSTANCE]);
      const interfaces = stack.references(attachment, "networkInterfaceId", NETWORK_INTERFACES);
      for (const one of interfaces)
        if (one.kind === "resource" && (!one.certain || instances.some(isOpen))) this.open.add(one.resource);
      const [instance, one] = [instances, interfaces].map((found) =>
        found.length === 1 ? certainResource(found[0]) : undefined,
      );
      if (instance !== undefined && one !== undefined) push(this.attached, instance, one);
    }
  }

  attachedTo(instance: Resource): readonly Resource[] {
    return this.attached.get(instance) ?? [];
  }

  /** Whether an instance that is not known yet has an interface, or may have it. */
  mayTake(networkInterface: Resource): boolean {
    return this.open.has(networkInterface);
  }
}
