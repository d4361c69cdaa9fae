import type { Peers } from "../algebra/peers";
import { unionAll } from "../algebra/set";
import { Traffic } from "../algebra/traffic";
import type { Network } from "../network/network";
import { examplePacket, packetText } from "../network/packet";
import type { Resource } from "../network/resource";
import { type Direction, type Rule, ruleTitle, type Source } from "../network/rule";
import { rulesOf } from "../network/security-group";
import type { Finding } from "./policy";
import { finding } from "./policy";

/** Traffic that rules of one group admit together and should not, and the resource to change. */
export interface Admission {
  readonly resource: Resource;
  readonly rules: readonly Rule[];
  readonly traffic: Traffic<Peers>;
}

/**
 * For each group, the part of what its rules admit together that `breach` picks out. For a whole stack, only on the protocols and ports
 * for which no resource by itself has been said to breach.
 */
export function* admissions(
  network: Network,
  direction: Direction,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers>,
): Iterable<Admission> {
  for (const group of network.securityGroups) {
    const rules = rulesOf(group, direction);
    let breached = breach(admitted(rules));
    for (const resource of breached.isEmpty ? [] : declaringResources(rules)) {
      for (const said of network.alone(resource)?.securityGroups ?? []) {
        breached = breached.beside(breach(admitted(rulesOf(said, direction))));
      }
    }
    if (breached.isEmpty) continue;
    const involved = rules.filter(({ traffic }) => !traffic.intersect(breached).isEmpty);
    const [first, ...others] = declaringResources(involved);
    const resource = others.length === 0 ? first : (group.resource ?? first);
    if (resource !== undefined) yield { resource, rules: involved, traffic: breached };
  }
}

function admitted(rules: readonly Rule[]): Traffic<Peers> {
  return unionAll(
    rules.map(({ traffic }) => traffic),
    Traffic.empty<Peers>(),
  );
}

function declaringResources(rules: readonly Rule[]): Resource[] {
  return [...new Set(rules.map(({ resource }) => resource))];
}

/** `ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.` */
export function admissionFinding({ resource, rules, traffic }: Admission): Finding {
  const sources = [...new Set(rules.flatMap((rule) => rule.sources.map(sourceText)))];
  const packet = examplePacket(traffic);
  return finding(
    resource,
    `${listText(rules.map((rule) => (rule.resource === resource ? rule.path || "it" : ruleTitle(rule))))} ` +
      `${rules.length === 1 ? "admits" : "together admit"} ${traffic.servicesText()} from ${listText(sources)}` +
      `${packet ? `, such as ${packetText(packet)}` : ""}.`,
  );
}

/** A source as people would name it. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case "block":
      return source.block;
    case "malformed":
      return source.text;
    case "self":
      return "its own group";
    case "group":
      return source.account === undefined ? source.group.title : `${source.account}/${source.group.title}`;
    case "prefix-list":
      return `prefix list ${source.list.name ?? source.list.key}`;
    case "unknown":
    case "perhaps":
      return `a ${source.form === "group" ? "security group" : source.form} not known yet`;
  }
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function listText(items: readonly string[], most = 3): string {
  const shown = items.length > most + 1 ? [...items.slice(0, most), `${items.length - most} more`] : items;
  return shown.length <= 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
