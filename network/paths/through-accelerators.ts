import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Placement } from "../machines/placement";
import type { Acceleration } from "../services/acceleration";
import { type Gate, Path, passed, shut } from "./gate";
import { admission } from "./gates";
import type { End } from "./inside";
import { translated } from "./translated";

/** A way from the internet through an accelerator to an instance. */
export interface AcceleratedPath {
  readonly placement: Placement;
  readonly path: Path;
}

/** The ways through accelerators to instances, each at the interface that it names, else at the one that it starts with. */
export function* pathsThroughAccelerators({
  placements,
  accelerations,
}: {
  readonly placements: readonly Placement[];
  readonly accelerations: readonly Acceleration[];
}): Iterable<AcceleratedPath> {
  for (const acceleration of accelerations) {
    const own = placements.filter(({ resource }) => resource === acceleration.endpoint);
    const all = placements.filter(({ instance }) => instance.resource === acceleration.endpoint);
    for (const placement of own.length > 0 ? own : all.slice(0, 1)) {
      yield { placement, path: pathThroughAccelerator(acceleration, placement) };
    }
  }
}

/**
 * The way through an accelerator to an interface: an internet gateway attached to its VPC suffices, and its groups decide.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html
 * @param beyond the gates behind the interface, of a packet that goes on
 */
export function pathThroughAccelerator(
  { title, by, families, services, port }: Acceleration,
  { title: endpoint, subnet, groups }: Omit<End, "addresses">,
  beyond: readonly Gate[] = [],
): Path {
  if (subnet?.vpc?.hasInternetGateway !== true || subnet.isClosedToInternet)
    return new Path([shut("an internet gateway of the VPC, in which the subnet is open to the internet")]);
  const clients = unionAll(
    families.map((family) => PUBLIC_ADDRESSES.inFamily(family)),
    AddressSet.empty,
  );
  const behind = [admission(groups, "ingress"), passed(endpoint, `an endpoint of ${title}`), ...beyond];
  return new Path([
    {
      title,
      traffic: Traffic.of(services.protocols, services.ports, Peers.of(clients)),
      hop: () => ({ through: title, by }),
    },
    ...behind.map((gate) => translated(gate, { ports: services.ports, port })),
  ]);
}
