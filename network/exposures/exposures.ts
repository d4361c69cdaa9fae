import type { Network } from "../network";
import { type Flows, flowsOf } from "./flows";
import { waysFromInternet } from "./from-internet";
import { waysInside } from "./inside";
import { Names } from "./names";
import { perhapsFromInternet, perhapsToBalancers } from "./perhaps";
import { perhapsInside } from "./perhaps-inside";
import { perhapsThroughBalancers } from "./perhaps-through";
import type { Way } from "./way";
import { waysOut } from "./ways-out";

/** Everything that packets get to, from the internet and inside VPCs, and how. */
export class Exposures {
  readonly ways: readonly Way[];
  readonly flows: Flows;
  readonly names: Names;

  private out: { readonly ways: readonly Way[]; readonly flows: Flows } | undefined;

  constructor(readonly network: Network) {
    this.names = new Names(network);
    const ofContext = this.names.ofContext;
    const directly = [
      ...waysFromInternet(network, this.names),
      ...perhapsFromInternet(network, this.names),
      ...perhapsToBalancers(network, this.names),
    ];
    const through = perhapsThroughBalancers(network, this.names, directly);
    const fromInternet = [...directly, ...through].filter(({ to }) => !ofContext(to));
    this.ways = [...fromInternet, ...waysInside(network, this.names), ...perhapsInside(network, this.names)];
    this.flows = flowsOf(this.ways.filter(({ traffic }) => !traffic.isEmpty));
  }

  /** The ways from machines to the internet, worked out when somebody asks; their peers are where packets go to. */
  get waysOut(): readonly Way[] {
    return this.leaving.ways;
  }

  /** What machines send to the internet, by who sends it. */
  get flowsOut(): Flows {
    return this.leaving.flows;
  }

  private get leaving() {
    if (this.out === undefined) {
      const ways = [...waysOut(this.network, this.names)];
      const sent = ways.map(({ from = "", traffic, isCertain }) => ({ to: from, traffic, isCertain }));
      this.out = { ways, flows: flowsOf(sent.filter(({ traffic }) => !traffic.isEmpty)) };
    }
    return this.out;
  }
}
