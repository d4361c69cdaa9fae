import { AddressSet } from "../../algebra/addresses";
import { IntervalSet, Unit } from "../../algebra/interval-set";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { parseServices, type ServiceSet, servicesText } from "../../algebra/services";
import { unionAll } from "../../algebra/set";
import { Traffic, type TrafficBox } from "../../algebra/traffic";
import { push } from "../../stack/multimap";
import { addressesText, INSIDE, parseAddresses } from "./senders";

/** What gets to one end, its peers public addresses and, by their names, things and groups inside the VPC. */
export interface Reached {
  readonly certain: Traffic<Peers>;
  /** What may get there besides, once unknown values are known. */
  readonly perhaps: Traffic<Peers>;
}

/** What gets where, by the name of where it gets. */
export type Flows = ReadonlyMap<string, Reached>;

/** One flow, as a line tells it. */
export interface Flow {
  /** Such as `internet`, `198.51.100.0/24` or `SecurityGroup web`. */
  readonly from: string;
  readonly to: string;
  /** Such as `tcp 80, 443`. */
  readonly services: string;
  /** Whether it hangs on a value that is not known. */
  readonly isUncertain: boolean;
}

const NOTHING = Traffic.empty<Peers>();
const NOWHERE: Reached = { certain: NOTHING, perhaps: NOTHING };

/** The flows of some ways, what is certain of them and what may come besides. */
export function flowsOf(
  ways: Iterable<{ readonly to: string; readonly traffic: Traffic<Peers>; readonly isCertain: boolean }>,
): Flows {
  const byEnd = new Map<string, { readonly certain: Traffic<Peers>[]; readonly perhaps: Traffic<Peers>[] }>();
  for (const { to, traffic, isCertain } of ways) {
    const parts = byEnd.get(to) ?? { certain: [], perhaps: [] };
    byEnd.set(to, parts);
    parts[isCertain ? "certain" : "perhaps"].push(traffic);
  }
  return new Map(
    [...byEnd].map(([to, parts]) => {
      const certain = unionAll(parts.certain, NOTHING);
      return [to, { certain, perhaps: unionAll(parts.perhaps, NOTHING).subtract(certain) }];
    }),
  );
}

/** The flows one by one, sorted by where they lead and then by where they come from, the internet first. */
export function listed(flows: Flows): Flow[] {
  return [...flows]
    .flatMap(([to, { certain, perhaps }]) => [...flowsTo(to, certain, false), ...flowsTo(to, perhaps, true)])
    .sort(
      (one, other) =>
        Number(isNamed(one.from)) - Number(isNamed(other.from)) ||
        compare(one.to, other.to) ||
        compare(one.from, other.from) ||
        Number(one.isUncertain) - Number(other.isUncertain),
    );
}

/** Flows to the internet, which are kept by who sends them. */
export function listedOut(flows: Flows): Flow[] {
  return listed(flows)
    .map(({ from, to, ...rest }) => ({ ...rest, from: to, to: from }))
    .sort((one, other) => compare(one.from, other.from));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isNamed(from: string): boolean {
  return parseAddresses(from) === undefined;
}

function flowsTo(to: string, traffic: Traffic<Peers>, isUncertain: boolean): Flow[] {
  const bySender = new Map<string, TrafficBox<Peers>[]>();
  for (const box of traffic.boxes()) for (const from of sendersOf(box.peers)) push(bySender, from, box);
  return [...bySender].map(([from, boxes]) => ({
    from,
    to,
    services: servicesText(servicesOf(boxes)),
    isUncertain,
  }));
}

function* sendersOf({ addresses, names }: Peers): Iterable<string> {
  for (const family of ["IPv4", "IPv6"] as const) {
    const those = addresses.inFamily(family);
    if (!those.isEmpty) yield addressesText(those, family);
  }
  if (names.isAllBut) yield INSIDE;
  yield* names;
}

function servicesOf(boxes: readonly TrafficBox<Peers>[]): ServiceSet {
  return unionAll(
    boxes.map(({ protocols, ports }) =>
      Traffic.of(
        IntervalSet.of(protocols.start, protocols.end),
        IntervalSet.of(ports.start, ports.end),
        Unit.present,
      ),
    ),
    Traffic.empty<Unit>(),
  );
}

/** Such as `internet → LoadBalancer web: tcp 80, 443`; what is uncertain ends in ` ?`. */
export function flowText({ from, to, services, isUncertain }: Flow): string {
  return `${from} → ${to}: ${services}${isUncertain ? " ?" : ""}`;
}

/** A line that says no flow, by its number from 1. */
export interface Unreadable {
  readonly line: number;
  readonly text: string;
}

/** Reads lines as `flowText` writes them, in any order; blank ones and those that begin with `#` say nothing. */
export function parseFlows(lines: readonly string[]): {
  readonly flows: Flows;
  /** Those to the internet, by who sends them. */
  readonly out: Flows;
  readonly unreadable: readonly Unreadable[];
} {
  const unreadable: Unreadable[] = [];
  const ways = lines.flatMap((line, i) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return [];
    const way = parseFlow(text);
    if (way === undefined) unreadable.push({ line: i + 1, text });
    return way ?? [];
  });
  return {
    flows: flowsOf(ways.filter(({ isOut }) => !isOut)),
    out: flowsOf(ways.filter(({ isOut }) => isOut)),
    unreadable,
  };
}

interface Parsed {
  readonly to: string;
  readonly traffic: Traffic<Peers>;
  readonly isCertain: boolean;
  readonly isOut: boolean;
}

function parseFlow(text: string): Parsed | undefined {
  const [, from = "", to = "", list = "", mark] = /^(.+?) → (.+): (.+?)( \?)?$/.exec(text) ?? [];
  const services = parseServices(list);
  if (services === undefined || from === "") return undefined;
  const [sources, destinations] = [parseAddresses(from), parseAddresses(to)];
  const isOut = sources === undefined && destinations !== undefined;
  const addresses = sources ?? destinations;
  const names = from === INSIDE ? Names.all : [from];
  const peers = addresses === undefined ? Peers.of(AddressSet.empty, names) : Peers.of(addresses);
  const isCertain = mark === undefined;
  return { to: isOut ? from : to, traffic: services.mapPeers(() => peers), isCertain, isOut };
}

/** What differs between flows that were recorded and those that are. */
export interface Difference {
  readonly opened: Flows;
  readonly closed: Flows;
}

/** The difference between flows; what is uncertain on one side agrees with either outcome on the other. */
export function differenceOf(recorded: Flows, present: Flows): Difference {
  const opened = new Map<string, Reached>();
  const closed = new Map<string, Reached>();
  for (const to of new Set([...recorded.keys(), ...present.keys()])) {
    const [then, now] = [reachedIn(recorded, to), reachedIn(present, to)];
    const whoever = openSenders(then.perhaps.union(now.perhaps));
    const more = beyond(now.certain, then).subtract(whoever.intersect(someSender(then.certain)));
    const less = beyond(then.certain, now).subtract(whoever.intersect(someSender(now.certain)));
    if (!more.isEmpty) opened.set(to, { certain: more, perhaps: NOTHING });
    if (!less.isEmpty) closed.set(to, { certain: less, perhaps: NOTHING });
  }
  return { opened, closed };
}

/** What gets to an end; through a balancer also what may get to targets of it that are not known. */
function reachedIn(flows: Flows, to: string): Reached {
  const own = flows.get(to) ?? NOWHERE;
  const [, balancer] = / through (.+)$/.exec(to) ?? [];
  const any = balancer === undefined ? undefined : flows.get(`${INSIDE} through ${balancer}`);
  return any === undefined ? own : { ...own, perhaps: own.perhaps.union(any.perhaps) };
}

function beyond(traffic: Traffic<Peers>, { certain, perhaps }: Reached): Traffic<Peers> {
  return traffic.subtract(certain).subtract(perhaps);
}

/** Where it is open who in a VPC sends, who is known to may be told by other names later: there it counts whether anyone does. */
function openSenders(perhaps: Traffic<Peers>): Traffic<Peers> {
  return perhaps.mapPeers(({ names }) => Peers.of(AddressSet.empty, names.isAllBut ? Names.all : Names.none));
}

function someSender(certain: Traffic<Peers>): Traffic<Peers> {
  return certain.mapPeers(({ names }) => Peers.of(AddressSet.empty, names.isEmpty ? Names.none : Names.all));
}
