import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import {
  addressesOf,
  type Rule,
  ruleTitle,
  type Source,
  sourceText,
  sourceTexts,
} from "../../network/groups/rule";
import { examplePacket, packetText } from "../../network/paths/packet";
import type { Resource } from "../../stack/resource";
import type { Breach } from "../kit/shown-alone";
import { listText } from "../kit/wording";
import { unknownSource } from "./unknown-sources";

/** `ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.` */
export function admissionText({ entries: rules, traffic }: Breach<Rule>, resource: Resource): string {
  const { blocks, names } = sourcesOf(rules, traffic);
  const packet = examplePacket(traffic);
  const services = rules.some(({ everyProtocol }) => everyProtocol)
    ? "every protocol"
    : traffic.servicesText();
  return (
    `${listText(rules.map((rule) => titleOn(resource, rule)))} ` +
    `${rules.length === 1 ? "admits" : "together admit"} ${services} from ${listText([...blocks, ...names.values()])}` +
    `${packet ? `, such as ${packetText({ ...packet, source: names.get(packet.source) ?? packet.source })}` : ""}.`
  );
}

/** A rule as a finding on a resource calls it. */
export function titleOn(resource: Resource, rule: Rule): string {
  return rule.resource === resource ? rule.path || "it" : ruleTitle(rule);
}

interface Sources {
  /** As texts: those that the traffic is from, or all of the rules' where that is shorter. */
  readonly blocks: readonly string[];
  /** The others as people would name them, by what names them in the traffic. */
  readonly names: ReadonlyMap<string, string>;
}

/** The sources that the traffic is from. */
function sourcesOf(rules: readonly Rule[], traffic: Traffic<Peers>): Sources {
  const peers = unionAll(
    [...traffic.boxes()].map((box) => box.peers),
    Peers.none,
  );
  const [addressed, met]: [Source[], Source[]] = [[], []];
  const named = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const source of rule.sources) {
      const name = nameOf(source, rule);
      if (name !== undefined && peers.names.has(name)) {
        named.set(name, (named.get(name) ?? new Set()).add(sourceText(source)));
      } else {
        const addresses = addressesOf([source]);
        if (!addresses.isEmpty) addressed.push(source);
        if (!addresses.intersect(peers.addresses).isEmpty) met.push(source);
      }
    }
  }
  const names = new Map([...named].map(([name, candidates]) => [name, [...candidates].join(" or ")]));
  const [all, some] = [sourceTexts(addressed), sourceTexts(met)];
  return { blocks: all.length <= some.length ? all : some, names };
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
