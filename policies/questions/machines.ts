import type { Instance } from "../../network/machines/instance";
import type { Network } from "../../network/network";
import { anyOf } from "../../stack/answers";
import { groupBy } from "../../stack/multimap";
import type { Answer } from "../../stack/value";

/** The machines that run, from whatever template: what another resource launches is that resource's. */
export function machinesOf({ instances, placements }: Network): Instance[] {
  const placed = new Set(placements.map(({ instance }) => instance));
  const resources = new Set([...placed].map(({ resource }) => resource));
  const others = instances.filter(({ resource }) => !resources.has(resource));
  return [...placed, ...others].filter(({ kind }) => kind === "machine");
}

/** Whether a balancer has an instance, or one of its network interfaces, among its targets; UNKNOWN while that may be. */
export function balancedIn(network: Network): (instance: Instance) => Answer {
  const placements = groupBy(network.placements, ({ instance }) => instance);
  return (instance) => {
    const interfaces = placements.get(instance)?.map(({ resource }) => resource) ?? [];
    const answers = [instance.resource, ...interfaces].map((target) => network.isBalanced(target));
    return anyOf(answers);
  };
}
