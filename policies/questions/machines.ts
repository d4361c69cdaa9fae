import type { Instance } from "../../network/machines/instance";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { type Answer, UNKNOWN } from "../../stack/value";

/** The machines that run, from whatever template: what another resource launches is that resource's. */
export function machinesOf({ instances, placements }: Network): Instance[] {
  const placed = new Set(placements.map(({ instance }) => instance));
  const resources = new Set([...placed].map(({ resource }) => resource));
  const others = instances.filter(({ resource }) => !resources.has(resource));
  return [...placed, ...others].filter(({ kind }) => kind === "machine");
}

/** Whether a balancer has an instance, or one of its network interfaces, among its targets; UNKNOWN while that may be. */
export function balancedIn(network: Network): (instance: Instance) => Answer {
  const interfaces = new Map<Instance, Resource[]>();
  for (const { instance, resource } of network.placements) {
    interfaces.set(instance, [...(interfaces.get(instance) ?? [instance.resource]), resource]);
  }
  return (instance) => {
    const targets = interfaces.get(instance) ?? [instance.resource];
    const answers = targets.map((target) => network.isBalanced(target));
    return answers.includes(true) || (answers.includes(UNKNOWN) ? UNKNOWN : false);
  };
}
