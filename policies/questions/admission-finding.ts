import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import { addressesOf, type Rule, ruleTitle, type Source, sourceText } from "../../network/groups/rule";
import { examplePacket, packetText } from "../../network/paths/packet";
import { type Finding, finding } from "../kit/policy";
import { listText } from "../kit/wording";
import type { Admission } from "./admissions";
import { unknownSource } from "./unknown-sources";

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
