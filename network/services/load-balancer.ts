import { AddressSet, type Family } from "../../algebra/addresses";
import { ALL_PORTS } from "../../algebra/ports";
import type { ProtocolSet } from "../../algebra/protocols";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import type { Resource } from "../../stack/resource";
import type { Answer, Unknown } from "../../stack/value";
import { type Direction, ONE_RANK } from "../filters/entry";
import type { Rule, Services } from "../groups/rule";
import { RULES_ALONE, type SecurityGroup } from "../groups/security-group";
import { EVERYTHING } from "../routing/network-acl";
import type { Subnet } from "../routing/subnet";

export type LoadBalancerKind = "application" | "network" | "gateway" | "classic";

export interface LoadBalancer {
  readonly resource: Resource;
  readonly title: string;
  /** UNKNOWN while its type is. */
  readonly kind: LoadBalancerKind | Unknown;
  /** Whether its scheme gives it public addresses. */
  readonly isInternetFacing: Answer;
  /** The families of its public addresses, where it has some; none while that cannot be known. */
  readonly families: readonly Family[];
  /** Those of the stack that it is in for certain. */
  readonly subnets: readonly Subnet[];
  /** The groups it has for certain; of a network load balancer that has none, one that lets everything through, as AWS does. */
  readonly groups: readonly SecurityGroup[];
  readonly listeners: readonly Listener[];
}

/** What a balancer takes on one port, and where it sends that. */
export interface Listener {
  readonly title: string;
  /** Empty while not known. */
  readonly services: Services;
  /** By its default actions and its rules. */
  readonly targets: readonly Target[];
}

/** Something registered to get what a listener takes. */
export interface Target {
  /** What it is, such as an instance, an autoscaling group, a service or a network interface. */
  readonly resource: Resource;
  /** Where it was registered, such as `TargetGroup web`; empty for a classic balancer's own. */
  readonly group: string;
  readonly protocols: ProtocolSet;
  /** Undefined where it has none, as a function, or where that is not known. */
  readonly port: number | undefined;
  /** By which the balancer talks to it. */
  readonly family: Family;
  /** Whether it sees clients of that family by their own addresses in place of the balancer's. */
  readonly keepsClients: Answer;
}

/** A group that lets everything through in both directions, in the place of the groups that a balancer does without. */
export function groupAdmittingEverything(resource: Resource, title = "no security group"): SecurityGroup {
  const services = { protocols: ALL_PROTOCOLS, ports: ALL_PORTS };
  const rule = (direction: Direction): Rule => ({
    resource,
    path: "",
    direction,
    rank: 0,
    action: "allow",
    side: "both",
    everyProtocol: true,
    services,
    possibleServices: services,
    sources: [{ kind: "block", block: "0.0.0.0/0", addresses: AddressSet.all }],
    certain: EVERYTHING,
    possible: EVERYTHING,
    description: undefined,
    problems: [],
  });
  return {
    resource,
    key: `no group of ${resource.urn}`,
    title,
    rules: [rule("ingress"), rule("egress")],
    ...RULES_ALONE,
    order: ONE_RANK,
    refusals: [],
    removals: [],
    isMadeByService: false,
    managesInline: { ingress: false, egress: false },
    isClosed: false,
    description: undefined,
    isIdentified: true,
    isDefault: false,
  };
}
