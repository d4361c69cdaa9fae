import type { Network } from "../network";
import { type Flows, flowsOf } from "./flows";
import { waysFromInternet } from "./from-internet";
import { waysInside } from "./inside";
import { Names } from "./names";
import { perhapsFromInternet } from "./perhaps";
import type { Way } from "./way";

/** Everything that packets get to, from the internet and inside VPCs, and how. */
export class Exposures {
  readonly ways: readonly Way[];
  readonly flows: Flows;
  readonly names: Names;

  constructor(readonly network: Network) {
    this.names = new Names(network);
    const ofContext = this.names.ofContext;
    const fromInternet = [
      ...waysFromInternet(network, this.names),
      ...perhapsFromInternet(network, this.names),
    ].filter(({ to }) => !ofContext(to));
    this.ways = [...fromInternet, ...waysInside(network, this.names)];
    this.flows = flowsOf(this.ways.filter(({ traffic }) => !traffic.isEmpty));
  }
}
