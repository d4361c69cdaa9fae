import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { addressesOf, type Direction, type Rule, ruleTitle, type Source } from "../../network/groups/rule";
import { rulesOf, type SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { examplePacket, packetText } from "../../network/paths/packet";
import type { Resource } from "../../stack/resource";
import type { Finding } from "../kit/policy";
import { finding } from "../kit/policy";

/** Traffic that rules of one group admit together and should not, and the resource to change. */
export interface Admission {
  readonly resource: Resource;
  readonly rules: readonly Rule[];
  readonly traffic: Traffic<Peers>;
}

/** Whether a resource may break the policy that asks. */
type IsExempt = (resource: Resource) => boolean;

/**
 * For each group, the part of what its rules admit together that `breach` picks out. For a whole stack, only on the protocols and ports
 * for which no resource by itself has been said to breach.
 */
export function* admissions(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers>,
): Iterable<Admission> {
  for (const { group, rules } of judgedTogether(network, direction, isExempt)) {
    let breached = breach(united(rules));
    for (const resource of breached.isEmpty ? [] : declaringResources(rules)) {
      for (const said of network.alone(resource)?.securityGroups ?? []) {
        breached = breached.beside(breach(united(rulesOf(said, direction))));
      }
    }
    if (breached.isEmpty) continue;
    const involved = rules.filter(({ traffic }) => !traffic.intersect(breached).isEmpty);
    const [first, ...others] = declaringResources(involved);
    const resource = others.length === 0 ? first : (group.resource ?? first);
    if (resource !== undefined) yield { resource, rules: involved, traffic: breached };
  }
}

/**
 * For each group, the part of its traffic that `breach` picks out where each source is judged by itself, however many others there are: first what
 * each resource lets in, then what several let in together. For a whole stack, only by rules that no resource by itself has been said to breach with.
 * @param trafficOf what counts of a rule; it may name sources that are not known yet by `unknownSource`
 */
export function* admissionsBySource(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  trafficOf: TrafficOf,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers> = (admitted) => admitted,
): Iterable<Admission> {
  for (const { group, rules } of judgedTogether(network, direction, isExempt)) {
    const trafficByRule = new Map(rules.map((rule) => [rule, trafficOf(rule, network)]));
    const together = (some: readonly Rule[]) =>
      unionAll(
        some.map((rule) => trafficByRule.get(rule) as Traffic<Peers>),
        Traffic.empty<Peers>(),
      );
    if (breach(together(rules)).isEmpty) continue;
    const byResource = rulesByResource(rules);
    const said = saidRules(network, byResource, direction, trafficOf, breach);
    const scopes: [Resource | undefined, readonly Rule[]][] = [...byResource];
    if (byResource.size > 1) scopes.push([group.resource, rules]);
    for (const [resource, some] of scopes) {
      const breached = breach(together(some)).subtract(together(some.filter((rule) => said.has(rule))));
      const involved = some.filter((rule) => !trafficByRule.get(rule)?.intersect(breached).isEmpty);
      const about = resource ?? involved[0]?.resource;
      if (about === undefined || involved.length === 0) continue;
      for (const rule of involved) said.add(rule);
      yield { resource: about, rules: involved, traffic: breached };
    }
  }
}

/** The rules of each group, but those of an exempt resource by themselves: they neither add to what the others admit nor hide it. */
function* judgedTogether(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
): Iterable<{ readonly group: SecurityGroup; readonly rules: readonly Rule[] }> {
  for (const group of network.securityGroups) {
    const together: Rule[] = [];
    const apart: Rule[] = [];
    for (const rule of rulesOf(group, direction)) {
      const isApart = rule.resource !== group.resource && isExempt(rule.resource);
      (isApart ? apart : together).push(rule);
    }
    yield { group, rules: together };
    for (const rule of apart) yield { group, rules: [rule] };
  }
}

type TrafficOf = (rule: Rule, network: Network) => Traffic<Peers>;

/** The rules that resource policies, each seeing one resource alone, have spoken of. */
function saidRules(
  network: Network,
  byResource: ReadonlyMap<Resource, readonly Rule[]>,
  direction: Direction,
  trafficOf: TrafficOf,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers>,
): Set<Rule> {
  const said = new Set<Rule>();
  for (const [resource, rules] of byResource) {
    const alone = network.alone(resource);
    if (alone === undefined) continue;
    const paths = new Set(
      [...admissionsBySource(alone, direction, () => false, trafficOf, breach)].flatMap((admission) =>
        admission.rules.map(({ path }) => path),
      ),
    );
    for (const rule of rules) if (paths.has(rule.path)) said.add(rule);
  }
  return said;
}

/** The name of a rule's sources that are not known yet. It is the rule's own: two unknown values need not be the same. */
export function unknownSource({ resource, path }: Rule): string {
  return `unknown source of ${resource.urn} ${path}`;
}

/** Whether there are candidates for an unknown value and each of them would do. */
export function isEach<Candidate>(
  candidates: readonly Candidate[],
  wouldDo: (candidate: Candidate) => boolean,
): boolean {
  return candidates.length > 0 && candidates.every(wouldDo);
}

function rulesByResource(rules: readonly Rule[]): Map<Resource, Rule[]> {
  const byResource = new Map<Resource, Rule[]>();
  for (const rule of rules) {
    const known = byResource.get(rule.resource);
    if (known === undefined) byResource.set(rule.resource, [rule]);
    else known.push(rule);
  }
  return byResource;
}

function declaringResources(rules: readonly Rule[]): Resource[] {
  return [...new Set(rules.map(({ resource }) => resource))];
}

/** `ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.` */
export function admissionFinding({ resource, rules, traffic }: Admission): Finding {
  const sources = sourcesOf(rules, traffic);
  const packet = examplePacket(traffic);
  const services = rules.some(({ everyProtocol }) => everyProtocol)
    ? "every protocol"
    : traffic.servicesText();
  return finding(
    resource,
    `${listText(rules.map((rule) => (rule.resource === resource ? rule.path || "it" : ruleTitle(rule))))} ` +
      `${rules.length === 1 ? "admits" : "together admit"} ${services} from ${listText([...new Set(sources.values())])}` +
      `${packet ? `, such as ${packetText({ ...packet, source: sources.get(packet.source) ?? packet.source })}` : ""}.`,
  );
}

/** The sources that the traffic is from, as people would name them, by what names them in the traffic. */
function sourcesOf(rules: readonly Rule[], traffic: Traffic<Peers>): Map<string, string> {
  const peers = unionAll(
    [...traffic.boxes()].map((box) => box.peers),
    Peers.none,
  );
  const texts = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const source of rule.sources) {
      const [name, text] = [nameOf(source, rule), sourceText(source)];
      if (name !== undefined && peers.names.has(name)) {
        texts.set(name, (texts.get(name) ?? new Set()).add(text));
      } else if (!addressesOf([source]).intersect(peers.addresses).isEmpty) {
        texts.set(text, new Set([text]));
      }
    }
  }
  return new Map([...texts].map(([name, candidates]) => [name, [...candidates].join(" or ")]));
}

function nameOf(source: Source, rule: Rule): string | undefined {
  switch (source.kind) {
    case "group":
      return source.certain ? source.group.key : unknownSource(rule);
    case "prefix-list":
      return source.certain ? source.list.key : unknownSource(rule);
    case "unknown":
      return unknownSource(rule);
    default:
      return undefined;
  }
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
