import { IntervalSet, Unit } from "./interval-set";
import { ALL_PORTS, type PortSet, portRange } from "./ports";
import { ALL_PROTOCOLS, ICMP, ICMPV6, type ProtocolSet, protocolName, TCP, UDP } from "./protocols";
import { unionAll } from "./set";
import { Traffic } from "./traffic";

/** Protocols and ports, whoever their packets come from. */
export type ServiceSet = Traffic<Unit>;

/** The one text of a set of services, from which it can be read again: `tcp 22, 80-90; icmp type 3 code 4`, `every udp port`, `every protocol`. */
export function servicesText(services: ServiceSet): string {
  return services.servicesText(messagesText);
}

/** Such as `type 8, type 3 code 4`, of messages numbered as in `icmpMessages`. */
function messagesText(messages: PortSet): string {
  return messages.intervals
    .flatMap(({ start, end }) => {
      const texts: string[] = [];
      for (let first = start; first < end; ) {
        const type = first >> 8;
        const types = first & 255 ? 0 : (end - first) >> 8;
        const next = types > 0 ? first + types * 256 : Math.min(end, (type + 1) << 8);
        texts.push(
          types > 0
            ? `type ${rangeText(type, type + types - 1)}`
            : `type ${type} code ${rangeText(first & 255, (next - 1) & 255)}`,
        );
        first = next;
      }
      return texts;
    })
    .join(", ");
}

function rangeText(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/** Reads what `servicesText` writes; undefined for anything else. */
export function parseServices(text: string): ServiceSet | undefined {
  const parts = text.split("; ").map(parsePart);
  return parts.includes(undefined) ? undefined : unionAll(parts as ServiceSet[], Traffic.empty<Unit>());
}

const NUMBERS = new Map([TCP, UDP, ICMP, ICMPV6].map((number) => [protocolName(number), number]));

function parsePart(text: string): ServiceSet | undefined {
  const [, unit] = /^every (\w+) (?:port|message)$/.exec(text) ?? [];
  const [, name = "", list = ""] = /^(tcp|udp|icmp|icmpv6) (.+)$/.exec(text) ?? [];
  const [, protocols, ports] = /^(every protocol|protocols? [\d-]+)(?: on (.+))?$/.exec(text) ?? [];
  const number = NUMBERS.get(unit ?? name);
  if (number !== undefined) {
    const set =
      unit !== undefined ? ALL_PORTS : /^icmp/.test(name) ? parseList(list, parseMessages) : parsePorts(list);
    return set && made(IntervalSet.of(number, number + 1), set);
  }
  const set = protocols === undefined ? undefined : parseProtocols(protocols);
  const on = ports === undefined ? ALL_PORTS : parsePorts(ports);
  return set && on && made(set, on);
}

function made(protocols: ProtocolSet, ports: PortSet): ServiceSet {
  return Traffic.of(protocols, ports, Unit.present);
}

function parseProtocols(text: string): ProtocolSet | undefined {
  return text === "every protocol" ? ALL_PROTOCOLS : parseRange(text.replace(/^protocols? /, ""), 255);
}

function parsePorts(text: string): PortSet | undefined {
  return parseList(text, (one) => parseRange(one, 65535));
}

function parseMessages(text: string): PortSet | undefined {
  const [, types = "", codes] = /^type ([\d-]+)(?: code ([\d-]+))?$/.exec(text) ?? [];
  const [type] = parseRange(types, 255)?.intervals ?? [];
  const [code] = parseRange(codes ?? "0-255", 255)?.intervals ?? [];
  if (type === undefined || code === undefined || (codes !== undefined && type.end - type.start > 1))
    return undefined;
  return IntervalSet.of(type.start * 256 + code.start, (type.end - 1) * 256 + code.end);
}

function parseList(text: string, parse: (one: string) => PortSet | undefined): PortSet | undefined {
  const parts = text.split(", ").map(parse);
  return parts.includes(undefined) ? undefined : unionAll(parts as PortSet[], IntervalSet.empty<number>());
}

function parseRange(text: string, most: number): IntervalSet<number> | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [start, end] = [Number(first), Number(last)];
  return start <= end && end <= most ? portRange(start, end) : undefined;
}
