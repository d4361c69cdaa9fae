import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";
import { type Direction, mayDeny } from "../filters/entry";
import { type Rule, ruleTitle } from "../groups/rule";
import { admitted, type SecurityGroup } from "../groups/security-group";
import { allowed, EVERYTHING, type NetworkAcl } from "../routing/network-acl";
import { answersWithin } from "./answers";
import { type Gate, type Hop, type Opening, Openings } from "./gate";

/**
 * What the groups of an interface let through: where rules only allow, what any of them does.
 * @param isComplete whether these are all its groups: one that is not known may deny
 */
export function admission(
  groups: readonly SecurityGroup[],
  direction: Direction,
  isComplete = true,
): Openings {
  return groups.some(({ order }) => order.hasDenials)
    ? rulesThrough(groups, direction, isComplete)
    : Openings.ofAny(
        titleOf(groups, direction),
        groups.map((group) => gateOfGroup[direction](group)),
      );
}

/** How one end looks to what names some peers. */
export interface View {
  /** Who sends through, where it must be this end whatever address it gets. */
  all(peers: Peers): AddressSet;
  /** Who sends, where it may be this end. */
  any(peers: Peers): AddressSet;
}

/** What the groups of an interface let through between it and one end, which has addresses and may be on groups: what denies any of these denies it. */
export function admissionOf(
  view: View,
  groups: readonly SecurityGroup[],
  direction: Direction,
  isComplete: boolean,
): Gate {
  if (!groups.some(({ order }) => order.hasDenials)) return admission(groups, direction).seen(view.all);
  return rulesThrough(groups, direction, isComplete, (rule) => {
    const sees = (part: "all" | "any") => (peers: Peers) => Peers.of(view[part](peers));
    return {
      ...rule,
      possibleServices: rule.possibleServices,
      certain: rule.certain.mapPeers(sees(mayDeny(rule) ? "any" : "all")),
      possible: rule.possible.mapPeers(sees("any")),
    };
  });
}

/** What the entries of a network ACL let through; nothing where it cannot be known. */
export function passage(acl: NetworkAcl | undefined, direction: Direction): Openings {
  return acl === undefined ? new Openings("a network ACL that is not known", []) : gateOfAcl[direction](acl);
}

/** The packets whose answers a network ACL lets out. */
export const answer = rememberedOf(
  (acl: NetworkAcl) =>
    new Openings(
      `answer: ${acl.title}`,
      entriesThrough(acl, "egress").map(({ traffic, hop }) => ({
        traffic: answersWithin(traffic),
        hop: { ...hop, through: `answer: ${hop.through}` },
      })),
    ),
);

/** The packets whose answers a network ACL lets in. */
export const answered = rememberedOf(
  (acl: NetworkAcl) =>
    new Openings(
      `answer: ${acl.title}`,
      entriesThrough(acl, "ingress").map(({ traffic, hop }) => ({
        traffic: answersWithin(traffic),
        hop: { ...hop, through: `answer: ${hop.through}` },
      })),
    ),
);

function titleOf(groups: readonly SecurityGroup[], direction: Direction): string {
  return `${groups.map(({ title }) => title).join(" or ") || "security groups, of which none is known"} (${direction})`;
}

const gateOfGroup = eachDirection(
  (direction) => (group: SecurityGroup) => rulesThrough([group], direction, true),
);

function rulesThrough(
  groups: readonly SecurityGroup[],
  direction: Direction,
  isComplete: boolean,
  seen: (rule: Rule) => Rule = (rule) => rule,
): Openings {
  const groupOf = new Map<Rule, SecurityGroup>();
  const seenIn = (rule: Rule, group: SecurityGroup) => {
    const its = seen(rule);
    groupOf.set(its, group);
    return its;
  };
  const rules = admitted(groups, direction, isComplete, seenIn).map(({ entry, traffic }) => {
    const group = groupOf.get(entry);
    const by = entry.resource === group?.resource ? entry.path : ruleTitle(entry);
    return { traffic, hop: { through: group?.title ?? entry.resource.title, by } };
  });
  return new Openings(titleOf(groups, direction), [
    ...rules,
    ...groups.flatMap((group) => ownRules(group, direction)),
  ]);
}

const gateOfAcl = eachDirection(
  (direction) => (acl: NetworkAcl) =>
    new Openings(`${acl.title} (${direction})`, entriesThrough(acl, direction)),
);

function entriesThrough(acl: NetworkAcl, direction: Direction): (Opening & { readonly hop: Hop })[] {
  return allowed(acl, direction).map(({ entry: { resource, path }, traffic }) => ({
    traffic,
    hop: { through: acl.title, by: resource === undefined || path !== "" ? path : resource.title },
  }));
}

/** AWS makes a VPC's default group with rules by which its members talk to each other, and to all. */
function ownRules({ isDefault, resource, key }: SecurityGroup, direction: Direction): Opening[] {
  if (!isDefault || resource !== undefined) return [];
  return direction === "egress"
    ? [{ traffic: EVERYTHING }]
    : [{ traffic: Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.empty, [key])) }];
}

function eachDirection<Subject extends object>(
  make: (direction: Direction) => (subject: Subject) => Openings,
): Record<Direction, (subject: Subject) => Openings> {
  return { ingress: rememberedOf(make("ingress")), egress: rememberedOf(make("egress")) };
}
