import { IntervalSet } from "../../../algebra/interval-set";
import { ALL_PORTS, type PortSet, portRange } from "../../../algebra/ports";
import {
  ALL_PROTOCOLS,
  ICMP,
  ICMPV6,
  type ProtocolSet,
  protocol,
  TCP,
  UDP,
} from "../../../algebra/protocols";
import { quote } from "../../../stack/quote";
import { UNKNOWN, type Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Services } from "../../groups/rule";

const GRE = 47;

/** https://www.pulumi.com/registry/packages/alicloud/api-docs/ecs/securitygrouprule/: there are no numbers. */
const PROTOCOLS: ReadonlyMap<string, ProtocolSet> = new Map([
  ["tcp", protocol(TCP)],
  ["udp", protocol(UDP)],
  ["icmp", protocol(ICMP)],
  ["icmpv6", protocol(ICMPV6)],
  ["gre", protocol(GRE)],
  ["all", ALL_PROTOCOLS],
]);

/** What stands for every port, and for no port at all where a protocol has none. */
const NO_PORTS = "-1/-1";

const NO_SERVICES: Services = { protocols: IntervalSet.empty(), ports: IntervalSet.empty() };

/** A protocol and the ports beside it, as they are written. */
export interface WrittenServices {
  readonly protocol: Value;
  readonly ports: Value;
  /** The properties that hold them. */
  readonly names: { readonly protocol: string; readonly ports: string };
}

/** What is certain of services, and what they may turn out to be. */
export interface ReadServices {
  readonly certain: Services;
  readonly possible: Services;
}

/** Reads a protocol and its range of ports `from/to`. What Alibaba Cloud or the provider would refuse goes to `problems`. */
export function readServices(written: WrittenServices, problems: Problem[]): ReadServices {
  const { protocol: value, ports, names } = written;
  if (value === UNKNOWN)
    return { certain: NO_SERVICES, possible: { protocols: ALL_PROTOCOLS, ports: ALL_PORTS } };
  const protocols = typeof value === "string" ? PROTOCOLS.get(value.trim().toLowerCase()) : undefined;
  if (protocols === undefined) {
    const message = value === undefined ? "names no protocol" : `${quote(value)} is not a protocol`;
    problems.push({ path: names.protocol, message });
    return { certain: NO_SERVICES, possible: NO_SERVICES };
  }
  if (protocols.equals(protocol(TCP)) || protocols.equals(protocol(UDP))) {
    const range = ports === UNKNOWN ? undefined : readRange(ports, names.ports, problems);
    const possible = ports === UNKNOWN ? portRange(1, 65535) : (range ?? IntervalSet.empty());
    return {
      certain: { protocols, ports: range ?? IntervalSet.empty() },
      possible: { protocols, ports: possible },
    };
  }
  if (ports !== UNKNOWN && ports !== undefined && ports !== NO_PORTS) {
    problems.push({
      path: names.ports,
      message: `${quote(ports)} stands beside ${String(value)}, which takes "${NO_PORTS}" alone`,
    });
  }
  return { certain: { protocols, ports: ALL_PORTS }, possible: { protocols, ports: ALL_PORTS } };
}

function readRange(value: Value, path: string, problems: Problem[]): PortSet | undefined {
  const [, first, last] =
    typeof value === "string" ? (/^(\d{1,5})\/(\d{1,5})$/.exec(value.trim()) ?? []) : [];
  const [from, to] = [Number(first), Number(last)];
  const isRange = from >= 1 && to >= 1 && from <= 65535 && to <= 65535;
  if (!isRange) {
    problems.push({
      path,
      message: `${quote(value ?? NO_PORTS)} is not a range of ports from 1 to 65535, such as "22/22"`,
    });
    return undefined;
  }
  if (from > to) {
    problems.push({ path, message: `the range ${from} to ${to} is inverted` });
    return undefined;
  }
  return portRange(from, to);
}
