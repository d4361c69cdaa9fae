import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Entry } from "../../network/filters/entry";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import type { Finding } from "./policy";

/** Traffic that entries let through together and should not. */
export interface Breach<E extends Entry = Entry> {
  readonly entries: readonly E[];
  readonly traffic: Traffic<Peers>;
}

/** A breach of which each of several resources may show a part by itself. */
export interface SharedBreach extends Breach {
  readonly resources: readonly Resource[];
  /** The finding of what is left of it beside what is shown already. */
  without(shown: readonly Breach[]): Finding | undefined;
}

/** What the resources of a stack show each by itself, as a resource policy reports it. */
export class ShownAlone {
  private readonly byResource = new Map<Resource, readonly Finding[]>();

  /** @param ask the question, put to the network of one resource */
  constructor(
    private readonly network: Network,
    private readonly ask: (alone: Network) => Iterable<Finding>,
  ) {}

  /** A finding of the whole stack without what its resources show by themselves; undefined where nothing is left. */
  leftOf(found: Finding): Finding | undefined {
    const { breach, resource } = found;
    const shown = (breach?.resources ?? [resource]).flatMap((one) => this.of(one));
    if (breach !== undefined && shown.length > 0)
      return breach.without(shown.flatMap((one) => one.breach ?? []));
    return shown.some(({ message }) => message === found.message) ? undefined : found;
  }

  private of(resource: Resource): readonly Finding[] {
    let shown = this.byResource.get(resource);
    if (shown === undefined) {
      const alone = this.network.alone(resource);
      shown = alone === undefined ? [] : [...this.ask(alone)];
      this.byResource.set(resource, shown);
    }
    return shown;
  }
}
