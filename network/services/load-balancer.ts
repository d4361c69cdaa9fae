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

/** What takes packets in subnets, and sends them on to its targets. */
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
  /** Whether it may be on further groups, which are not known. */
  readonly mayHaveMoreGroups?: boolean;
  /** Where it is met and sends packets on from, if that is a network of its cloud's own and no subnet. */
  readonly standing?: Standing;
  /** Whether rules that name one of its groups let in clients whom it sends on under their own addresses. */
  readonly groupsNameClients: boolean;
  readonly listeners: readonly Listener[];
}

/** A network of a cloud's own, from which packets get into every VPC. */
export interface Standing {
  readonly subnet: Subnet;
  /** What lets out whatever stands in it. */
  readonly groups: readonly SecurityGroup[];
  /** What lets it into whatever it sends to, beside the groups of that. */
  readonly letInBy: SecurityGroup;
}

/** Where a balancer is met, as far as the internet is concerned. */
export function subnetsMetIn({ standing, subnets }: LoadBalancer): readonly Subnet[] {
  return standing === undefined ? subnets : [standing.subnet];
}

/** What a balancer takes on one port, and where it sends that. */
export interface Listener {
  readonly title: string;
  /** Empty while not known. */
  readonly services: Services;
  /** Whose packets it takes; everybody's where this is left out. */
  readonly clients?: Clients;
  /** By its default actions and its rules. */
  readonly targets: readonly Target[];
  /** Whether others may turn out to be its targets. */
  readonly mayHaveMoreTargets?: boolean;
}

/** Those that a listener takes packets of for certain, and those that it may turn out to. */
export interface Clients {
  readonly certain: AddressSet;
  readonly possible: AddressSet;
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
  /** Whether it gets packets on the ports that they set out for, and has none of its own. */
  readonly keepsPorts?: boolean;
  /** The protocol that the balancer talks to it by, if that need not be the client's. */
  readonly over?: number;
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
