import { AddressSet, type Family } from "../../algebra/addresses";
import type { Interval } from "../../algebra/interval-set";
import type { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Stretches } from "../../algebra/stretches";
import type { Traffic } from "../../algebra/traffic";
import { groupBy, push } from "../../stack/multimap";
import { rememberedOf } from "../../stack/remembered";
import { distinct, type Site } from "./sites";

/** Sites that send alike, as long as nobody names their groups. */
export type Class = readonly [Site, ...Site[]];

/** Classes with the same addresses. */
interface Place {
  readonly addresses: AddressSet;
  readonly stretches: readonly Interval<bigint>[];
}

/** Finds who may send to whom by addresses, without a look at those whose addresses are not admitted or who send elsewhere. */
export class Facing {
  private readonly order: ReadonlyMap<Class, number>;
  private readonly placeOf = new Map<Class, Place>();
  private readonly places: Stretches<Place>;
  /** By the addresses that classes send to. */
  private readonly sending: Stretches<readonly Class[]>;
  private readonly byNamed = new Map<string, Class[]>();
  private readonly toAnyGroup: Class[] = [];
  private readonly sentTo = distinct<ReadonlyMap<Place, readonly Class[]>>();

  constructor(classes: readonly Class[]) {
    this.order = new Map(classes.map((one, i) => [one, i]));
    const places = distinct<Place>();
    for (const one of classes) {
      const { addresses } = one[0].end;
      const make = () => ({ addresses, stretches: firstStretches(addresses) });
      this.placeOf.set(one, places(addresses.blocks().join(" "), make));
      if (namesAny(one[0].egress)) this.toAnyGroup.push(one);
      for (const key of new Set(one.flatMap(({ named }) => [...named.egress]))) push(this.byNamed, key, one);
    }
    this.places = new Stretches(
      [...new Set(this.placeOf.values())].flatMap((place) =>
        place.stretches.map((stretch) => [stretch, place] as const),
      ),
    );
    this.sending = new Stretches(
      [...groupBy(classes, ([{ egress }]) => egress)].flatMap(([egress, some]) =>
        addressesIn(egress).stretches.map((stretch) => [stretch, some] as const),
      ),
    );
  }

  /** The classes that some sites admit and that send to them, in order: none is missing of which that is so by addresses. */
  classesTo(own: readonly Site[]): Class[] {
    const found = new Set(own.flatMap((site) => [...this.classesToOne(site)]));
    const at = (one: Class) => this.order.get(one) ?? 0;
    return [...found].sort((one, other) => at(one) - at(other));
  }

  private *classesToOne(to: Site): Iterable<Class> {
    const admitted = addressesIn(to.ingress);
    if (admitted.isEmpty) return;
    const sending = this.classesSendingTo(to);
    const begin = admitted.stretches.reduce((sum, stretch) => sum + this.places.countFrom(stretch), 0);
    if (!needsAll(to) || begin >= sending.size) {
      const isAdmitted = needsAll(to)
        ? holding(to.ingress)
        : ({ addresses }: Place) => !addresses.intersect(admitted).isEmpty;
      for (const [place, classes] of sending) if (isAdmitted(place)) yield* classes;
      return;
    }
    for (const stretch of admitted.stretches)
      for (const place of this.places.within(stretch)) yield* sending.get(place) ?? [];
  }

  /** The classes that may send to all addresses of a site, or name its groups, by where they are. */
  private classesSendingTo({ end: { addresses, groups } }: Site): ReadonlyMap<Place, readonly Class[]> {
    const naming = groups.map(({ key }) => key).filter((key) => this.byNamed.has(key));
    return this.sentTo([...addresses.blocks(), "", ...naming.sort()].join("\n"), () => {
      const byAddress = firstStretches(addresses).flatMap((stretch) =>
        [...this.sending.around(stretch)].flat(),
      );
      const byName = naming.flatMap((key) => this.byNamed.get(key) ?? []);
      const all = new Set([...byAddress, ...byName, ...this.toAnyGroup]);
      return groupBy(all, (one) => this.placeOf.get(one) as Place);
    });
  }
}

/** Whether a sender is admitted by its addresses only where all of them are: not where groups are admitted beside, or some clients heard. */
function needsAll({ ingress, end: { heard } }: Site): boolean {
  return !namesAny(ingress) && (heard === undefined || isFromAnywhere(heard));
}

const isFromAnywhere = rememberedOf((heard: Traffic<Peers>) =>
  [...heard.boxes()].every(({ peers }) => peers.addresses.equals(AddressSet.all)),
);

/** Whether all groups but some are meant. */
const namesAny = rememberedOf((traffic: Traffic<Peers>) =>
  [...traffic.boxes()].some(({ peers }) => peers.names.isAllBut),
);

/** Whether a place has a stretch that lies within what is admitted. */
const holding = rememberedOf((ingress: Traffic<Peers>) => {
  const admitted = new Stretches(addressesIn(ingress).stretches.map((stretch) => [stretch, true] as const));
  return ({ stretches }: Place) => stretches.some((stretch) => [...admitted.around(stretch)].length > 0);
});

const addressesIn = rememberedOf(
  (traffic: Traffic<Peers>): AddressSet =>
    unionAll(
      [...traffic.boxes()].map(({ peers }) => peers.addresses),
      AddressSet.empty,
    ),
);

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

/** The first stretch of each family: it lies wherever all addresses of the family do. */
function firstStretches(addresses: AddressSet): Interval<bigint>[] {
  return FAMILIES.flatMap((family) => addresses.inFamily(family).stretches[0] ?? []);
}
