import type { Description } from "./description";
import { boundaries, type Packet } from "./oracle";

/** A fixed sequence of numbers from a seed: which packets to try (xorshift32). */
export function* numbers(seed: number): Generator<number, never> {
  for (let state = seed | 1; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

export function pick<T>(from: readonly T[], random: Generator<number, never>): T {
  return from[random.next().value % from.length] as T;
}

const around = (number: number) => [number - 1, number, number + 1];
const isPort = (port: number) => port >= 0 && port <= 65535;

/** What packets to a stack are picked from. */
interface Choice {
  readonly sources: readonly string[];
  readonly protocols: readonly number[];
  readonly ports: readonly number[];
}

const choices = new WeakMap<Description, Choice>();

/** Once for all machines of a stack. */
function choiceOf(description: Description): Choice {
  const known = choices.get(description) ?? readChoice(description);
  choices.set(description, known);
  return known;
}

function readChoice(description: Description): Choice {
  const sources = [...boundaries(description), "8.8.8.8", "2a00:1450::8"];
  const services = [
    ...description.acls.flat().map((entry) => entry.services),
    ...description.groups
      .flatMap(({ ingress, egress }) => [...ingress, ...egress])
      .map((rule) => rule.services),
  ];
  const messages = services.map(({ from, to }) => (Math.max(from, 0) << 8) + Math.max(to, 0));
  const ports = [...services.flatMap(({ from, to }) => [from, to]), ...messages]
    .flatMap(around)
    .filter(isPort);
  const protocols = [6, 6, 17, 1, 58, 50, ...services.map((one) => Math.max(one.protocol, 0))];
  return { sources, protocols, ports };
}

/** Packets at and beside the bounds of every block and port range of a stack. */
export function* packets(description: Description, seed: number, count: number): Iterable<Packet> {
  const random = numbers(seed);
  const { sources, protocols, ports } = choiceOf(description);
  for (let i = 0; i < count; i++) {
    const protocol = pick(protocols, random);
    const other = random.next().value & 65535;
    const place = random.next().value % (ports.length + 1);
    yield { source: pick(sources, random), protocol, port: ports[place] ?? other };
  }
}
