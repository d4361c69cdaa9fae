import { IntervalSet } from "../../../algebra/interval-set";
import type { PortSet } from "../../../algebra/ports";
import { ALL_PORTS, icmpMessages, portRange } from "../../../algebra/ports";
import { ALL_PROTOCOLS, ICMP, ICMPV6, parseProtocol, TCP, UDP } from "../../../algebra/protocols";
import { quote } from "../../../stack/quote";
import type { Value } from "../../../stack/value";
import { integer, UNKNOWN } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Services } from "../../groups/rule";

const NO_SERVICES: Services = { protocols: IntervalSet.empty(), ports: IntervalSet.empty() };

/** The three fields in which AWS writes services, and where each stands in its resource. */
export interface ServiceFields {
  readonly protocol: { readonly path: string; readonly value: Value };
  readonly fromPort: { readonly path: string; readonly value: Value };
  readonly toPort: { readonly path: string; readonly value: Value };
}

/**
 * Reads protocol and ports as EC2's IpPermission defines them: `-1` and protocols without ports ignore the ports
 * beside them; ICMP has a type and a code, -1 for all, and every type takes every code; ICMPv6 may leave them out.
 * What EC2 would refuse goes to `problems`.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function readServices(fields: ServiceFields, problems: Problem[]): Services {
  const { protocol } = fields;
  if (protocol.value === UNKNOWN) {
    requireIntegers(fields, problems);
    return NO_SERVICES;
  }
  if (protocol.value === undefined) {
    problems.push({ path: protocol.path, message: "names no protocol" });
    return NO_SERVICES;
  }
  const protocols = parseProtocol(protocol.value);
  if (protocols === undefined) {
    problems.push({ path: protocol.path, message: `${quote(protocol.value)} is not a protocol` });
    return NO_SERVICES;
  }
  const number = protocols.equals(ALL_PROTOCOLS) ? undefined : protocols.intervals[0]?.start;
  switch (number) {
    case TCP:
    case UDP:
      return { protocols, ports: readRange(fields, problems) };
    case ICMP:
    case ICMPV6:
      return { protocols, ports: readMessages(fields, number === ICMPV6, problems) };
    default:
      requireIntegers(fields, problems);
      return { protocols, ports: ALL_PORTS };
  }
}

/** What the provider refuses of the ports beside an inline protocol -1, which AWS would ignore: it takes 0 alone. */
export function portsBesideEveryProtocol(get: (name: string) => Value): string | undefined {
  const [from, to] = [integer(get("fromPort")), integer(get("toPort"))];
  const isRefused = [from, to].some((port) => typeof port === "number" && port !== 0);
  return isRefused
    ? `names ports ${quote(get("fromPort"))} to ${quote(get("toPort"))} beside protocol -1, which has every port; the provider takes 0 alone there`
    : undefined;
}

/** Ports that nothing reads must still be numbers. */
function requireIntegers({ fromPort, toPort }: ServiceFields, problems: Problem[]): void {
  for (const { path, value } of [fromPort, toPort]) {
    if (value !== undefined && integer(value) === undefined) {
      problems.push({ path, message: `${quote(value)} is not a port` });
    }
  }
}

function readRange({ fromPort, toPort }: ServiceFields, problems: Problem[]): PortSet {
  const from = readNumber(fromPort, 0, 65535, "port", problems);
  const to = readNumber(toPort, 0, 65535, "port", problems);
  if (from === undefined || to === undefined) return IntervalSet.empty();
  if (from === UNKNOWN) return to === UNKNOWN ? IntervalSet.empty() : portRange(to, to);
  if (to === UNKNOWN) return portRange(from, from);
  if (from > to) problems.push({ path: fromPort.path, message: `the range ${from} to ${to} is inverted` });
  return portRange(from, to);
}

function readMessages(fields: ServiceFields, optional: boolean, problems: Problem[]): PortSet {
  const { fromPort, toPort } = fields;
  if (optional && fromPort.value === undefined && toPort.value === undefined) return ALL_PORTS;
  const type = readNumber(fromPort, -1, 255, "ICMP type", problems);
  const code = readNumber(toPort, -1, 255, "ICMP code", problems);
  if (type === -1 && typeof code === "number" && code !== -1) {
    problems.push({
      path: toPort.path,
      message: `${code} is one ICMP code, where every type (-1) takes every code (-1)`,
    });
  }
  if (type === -1) return ALL_PORTS;
  if (typeof type !== "number" || typeof code !== "number") return IntervalSet.empty();
  return icmpMessages(type, code);
}

function readNumber(
  { path, value }: ServiceFields["fromPort"],
  lowest: number,
  highest: number,
  what: string,
  problems: Problem[],
): ReturnType<typeof integer> {
  const number = integer(value);
  if (number === UNKNOWN) return number;
  if (value === undefined) problems.push({ path, message: `names no ${what}` });
  else if (number === undefined || number < lowest || number > highest) {
    const article = what.startsWith("ICMP") ? "an" : "a";
    problems.push({ path, message: `${quote(value)} is not ${article} ${what} (${lowest} to ${highest})` });
    return undefined;
  }
  return number;
}

/** The protocols and ports that a rule could come to name, once its unknown values are known; all of them for what does not parse. */
export function possibleServices({ protocol, fromPort, toPort }: ServiceFields): Services {
  const protocols = parseProtocol(protocol.value) ?? ALL_PROTOCOLS;
  const number = protocols.equals(ALL_PROTOCOLS) ? undefined : protocols.intervals[0]?.start;
  if (number === TCP || number === UDP) {
    const from = integer(fromPort.value);
    const to = integer(toPort.value);
    return {
      protocols,
      ports: portRange(typeof from === "number" ? from : 0, typeof to === "number" ? to : 65535),
    };
  }
  if (number === ICMP || number === ICMPV6) {
    const type = integer(fromPort.value);
    const code = integer(toPort.value);
    return {
      protocols,
      ports: typeof type === "number" ? icmpMessages(type, typeof code === "number" ? code : -1) : ALL_PORTS,
    };
  }
  return { protocols, ports: ALL_PORTS };
}
