import type { AddressSet } from "../algebra/addresses";
import type { Peers } from "../algebra/peers";
import type { PortSet } from "../algebra/ports";
import type { ProtocolSet } from "../algebra/protocols";
import type { Traffic } from "../algebra/traffic";
import type { PrefixList } from "./prefix-list";
import type { Resource } from "./resource";
import type { SecurityGroup } from "./security-group";
import type { Unknown, Value } from "./value";

export type Direction = "ingress" | "egress";

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
    }
  | { readonly kind: "prefix-list"; readonly list: PrefixList }
  /** At least one source of that form whose value is not known yet. */
  | { readonly kind: "unknown"; readonly form: "block" | "group" | "prefix-list" }
  /** Perhaps a source: a list or switch that is not known as a whole, and may turn out empty or off. */
  | { readonly kind: "perhaps"; readonly form: "block" | "group" | "prefix-list" | "self" };

/** Something in a rule that AWS would not take. */
export interface Problem {
  /** Such as `ingress[0].cidrBlocks[1]`. */
  readonly path: string;
  readonly message: string;
}

/** Protocols and ports. */
export interface Services {
  readonly protocols: ProtocolSet;
  readonly ports: PortSet;
}

/** One permission of a security group, whatever resource spells it. */
export interface Rule {
  /** The resource that declares it: the group itself for an inline rule. */
  readonly resource: Resource;
  /** Where in that resource, such as `ingress[0]`; empty for a resource that is one rule. */
  readonly path: string;
  readonly direction: Direction | Unknown | undefined;
  /** Whether it names every protocol (`-1`), which ignores the ports beside it. */
  readonly everyProtocol: boolean;
  readonly sources: readonly Source[];
  /** What the rule admits whatever its unknown values turn out to be. */
  readonly traffic: Traffic<Peers>;
  /** The protocols and ports it names, likewise. */
  readonly services: Services;
  readonly description: Value;
  readonly problems: readonly Problem[];
}

/** Such as `ingress[0]`, or the standalone rule by its title. */
export function ruleTitle(rule: Rule): string {
  return rule.path === "" ? rule.resource.title : rule.path;
}
