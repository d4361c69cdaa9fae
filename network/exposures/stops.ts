import { Unit } from "../../algebra/interval-set";
import type { Peers } from "../../algebra/peers";
import { type ServiceSet, servicesText } from "../../algebra/services";
import type { Traffic } from "../../algebra/traffic";
import type { Path } from "../paths/gate";
import type { Accept } from "./way";

/** A gate of a way that nothing gets through, in the order of the way. */
export interface Passage {
  /** Such as `SecurityGroup web (ingress)`. */
  readonly gate: string;
  /** Whether nothing of what comes there gets through, were every gate before it that stops it open. */
  readonly stops: boolean;
  /** What comes there where it stops that, else what is left after it, such as `tcp 443`. */
  readonly services: string;
}

/** What becomes of some traffic at the gates of a path, and at its end, one by one. */
export function passagesOf(
  { gates }: Path,
  traffic: Traffic<Peers>,
  end: string,
  accept: Accept = (some) => some,
): Passage[] {
  const passages = new Map<string, Passage>();
  let rest = traffic;
  const steps = [
    ...gates.map((gate) => ({
      title: gate.title,
      take: (some: Traffic<Peers>) => some.intersect(gate.traffic),
    })),
    { title: `the port of ${end}`, take: accept },
  ];
  for (const { title, take } of steps) {
    const taken = take(rest);
    const stops = taken.isEmpty;
    const isTold = passages.get(title)?.stops === stops && (stops || taken.equals(rest));
    const isIdle = title === end || (title === `the port of ${end}` && taken.equals(rest));
    if (!stops) rest = taken;
    if (!isTold && !isIdle)
      passages.set(title, { gate: title, stops, services: servicesText(servicesIn(rest)) });
  }
  return [...passages.values()];
}

/** The services of traffic, whoever it comes from. */
export function servicesIn(traffic: Traffic<Peers>): ServiceSet {
  return traffic.mapPeers(({ isEmpty }) => (isEmpty ? Unit.absent : Unit.present));
}
