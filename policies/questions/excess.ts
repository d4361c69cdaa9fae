import type { AddressSet } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import { isSubset } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { isRealSource, type Rule, type Source, sourceTexts } from "../../network/groups/rule";
import { listText } from "../kit/wording";

/** What a rule admits, whoever it is from. */
export function servicesOf({ services }: Rule): Traffic<Unit> {
  return Traffic.of(services.protocols, services.ports, Unit.present);
}

/** What a rule admits for certain beside what is needed from security groups or `blocks`, such as `tcp 22 from 10.0.0.0/8`. */
export function excessOf(
  rule: Rule,
  needed: Traffic<Unit>,
  blocks: AddressSet,
  mayBeBlock: boolean,
): string | undefined {
  const sources = rule.sources.filter(isRealSource);
  const strangers = sources.filter((source) => isStranger(source, blocks, mayBeBlock));
  const services = servicesOf(rule);
  const beyond = services.subtract(needed);
  if (strangers.length === 0 && (beyond.isEmpty || sources.length === 0)) return undefined;
  const admitted = strangers.length === 0 ? beyond : services;
  const from = beyond.isEmpty ? strangers : sources;
  const what = rule.everyProtocol ? "every protocol" : admitted.servicesText() || "what is not known yet";
  return `${what} from ${listText(sourceTexts(from))}`;
}

function isStranger(source: Source, blocks: AddressSet, mayBeBlock: boolean): boolean {
  switch (source.kind) {
    case "block":
      return !isSubset(source.addresses, blocks);
    case "prefix-list":
      return mayBeBlock || source.list.complete ? !isSubset(source.list.addresses, blocks) : true;
    case "unknown":
      return source.form !== "group" && !mayBeBlock;
    default:
      return false;
  }
}
