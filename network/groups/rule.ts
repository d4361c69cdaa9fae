import { AddressSet, type Family } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import type { PortSet } from "../../algebra/ports";
import type { ProtocolSet } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import type { Unknown, Value } from "../../stack/value";
import type { Entry } from "../filters/entry";
import type { PrefixList } from "./prefix-list";
import type { SecurityGroup } from "./security-group";

/** One source of an ingress rule, or destination of an egress rule. AWS counts each as a rule of its own. */
export type Source =
  | { readonly kind: "block"; readonly block: string; readonly addresses: AddressSet }
  /** A block whose text does not parse. */
  | { readonly kind: "malformed"; readonly text: string }
  | { readonly kind: "self" }
  /** Not certain where several groups could stand behind one unknown id. */
  | {
      readonly kind: "group";
      readonly group: SecurityGroup;
      readonly account?: string;
      readonly certain: boolean;
      /** Whether it could still turn out to be the group that has the rule. */
      readonly mayBeOwn: boolean;
    }
  /** Not certain where several lists could stand behind one unknown id. */
  | { readonly kind: "prefix-list"; readonly list: PrefixList; readonly certain: boolean }
  /** At least one source of that form whose value is not known yet, and all that it may hold, where that is. */
  | {
      readonly kind: "unknown";
      readonly form: "block" | "group" | "prefix-list";
      readonly atMost?: AddressSet;
    }
  /** Perhaps a source: a list or switch that is not known as a whole, and may turn out empty or off. */
  | { readonly kind: "perhaps"; readonly form: "block" | "group" | "prefix-list" | "self" };

/** Which packets of an interface a rule is about: all, or on a classic network those of one of its two sides. */
export type Side = "both" | "internet" | "intranet";

/** Protocols and ports. */
export interface Services {
  readonly protocols: ProtocolSet;
  readonly ports: PortSet;
}

/** Packets of services, from or to some peers. */
export function trafficOf({ protocols, ports }: Services, peers: Peers): Traffic<Peers> {
  return Traffic.of(protocols, ports, peers);
}

/** One rule of a security group, whatever resource spells it. */
export interface Rule extends Entry {
  /** The resource that declares it: the group itself for an inline rule. */
  readonly resource: Resource;
  readonly side: Side | Unknown;
  /** Whether it names every protocol (`-1`), which ignores the ports beside it. */
  readonly everyProtocol: boolean;
  readonly sources: readonly Source[];
  /** The protocols and ports it names, whatever its unknown values turn out to be. */
  readonly services: Services;
  /** All that it could come to name once its unknown values are known; every service for what does not parse. */
  readonly possibleServices: Services;
  readonly description: Value;
}

/** Such as `ingress[0]`, or the standalone rule by its title. */
export function ruleTitle(rule: Rule): string {
  return rule.path === "" ? rule.resource.title : rule.path;
}

export function isPermission({ action }: Rule): boolean {
  return action === "allow";
}

/** Whether a source is one for certain, known or not. */
export function isRealSource({ kind }: Source): boolean {
  return kind !== "perhaps" && kind !== "malformed";
}

/** A block that is not known yet, of which the cloud takes one family where it does. */
export function unknownBlock(family: Family | undefined): Source {
  return { kind: "unknown", form: "block", atMost: family === undefined ? AddressSet.all : WHOLE[family] };
}

const WHOLE = { IPv4: AddressSet.ipv4, IPv6: AddressSet.ipv6 };

/** The lists of which unknown ids are some. */
export function candidateLists(sources: readonly Source[]): PrefixList[] {
  return sources.flatMap((source) => (source.kind === "prefix-list" && !source.certain ? [source.list] : []));
}

/**
 * The addresses that sources hold whatever their unknown values turn out to be.
 * @param ofList what counts of a prefix list
 */
export function addressesOf(
  sources: readonly Source[],
  ofList: (list: PrefixList) => AddressSet = (list) => list.addresses,
): AddressSet {
  const certain: AddressSet[] = [];
  const candidates: AddressSet[] = [];
  for (const source of sources) {
    if (source.kind === "block") certain.push(source.addresses);
    else if (source.kind === "prefix-list") (source.certain ? certain : candidates).push(ofList(source.list));
  }
  // An unknown id is one of the candidates: only what they have in common is certain.
  if (candidates.length > 0) certain.push(candidates.reduce((common, one) => common.intersect(one)));
  return unionAll(certain, AddressSet.empty);
}

/** Sources as people would name them: many blocks by what they are together, such as `every address but 10.0.0.0/16`, where that is shorter. */
export function sourceTexts(sources: readonly Source[]): string[] {
  const blocks = sources.filter(({ kind }) => kind === "block");
  const together = blocks.length > MOST_BLOCKS ? addressesOf(blocks).texts() : [];
  const isShorter = together.length > 0 && together.length < blocks.length;
  const named = isShorter ? sources.filter(({ kind }) => kind !== "block") : sources;
  return [...(isShorter ? together : []), ...new Set(named.map(sourceText))];
}

/** So many are told as they are written. */
const MOST_BLOCKS = 4;

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
