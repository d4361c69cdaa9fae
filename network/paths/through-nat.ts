import { PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { Traffic } from "../../algebra/traffic";
import type { Placement } from "../machines/placement";
import type { ForwardedPort } from "../services/forwarded-port";
import { routesOf } from "./from-internet";
import { type Gate, Path, passed } from "./gate";
import { admission, answer, passage } from "./gates";
import type { AcceleratedPath } from "./through-accelerators";
import { translated } from "./translated";

/** The ways from the internet through NAT gateways to instances. */
export function* pathsThroughNat({
  placements,
  forwardedPorts,
}: {
  readonly placements: readonly Placement[];
  readonly forwardedPorts: readonly ForwardedPort[];
}): Iterable<AcceleratedPath> {
  for (const forwarded of forwardedPorts) {
    const all = placements.filter(
      ({ resource, instance }) => resource === forwarded.target || instance.resource === forwarded.target,
    );
    const own = all.filter(({ resource }) => resource === forwarded.target);
    for (const placement of own.length > 0 ? own : all.slice(0, 1)) {
      yield { placement, path: pathThroughNat(forwarded, placement) };
    }
  }
}

/** The gateway's own routes decide how packets come and go; then the network ACL and the groups of the interface, on the port inside. */
function pathThroughNat(
  { title, by, services, port, location }: ForwardedPort,
  { title: end, subnet, groups, mayHaveMoreGroups = false }: Placement,
): Path {
  const clients = Peers.of(PUBLIC_ADDRESSES.inFamily("IPv4"));
  const routes = location && routesOf(location);
  const inside: Gate[] = [
    passage(subnet?.networkAcl, "ingress"),
    admission(groups, "ingress", !mayHaveMoreGroups),
    passed(end),
    ...(subnet?.networkAcl === undefined ? [] : [answer(subnet.networkAcl)]),
  ];
  return new Path([
    ...(routes === undefined ? [] : [routes.to]),
    {
      title,
      traffic: Traffic.of(services.protocols, services.ports, clients),
      hop: () => ({ through: title, by }),
    },
    ...inside.map((gate) => (port === undefined ? gate : translated(gate, { ports: services.ports, port }))),
    ...(routes === undefined ? [] : [routes.from]),
  ]);
}
