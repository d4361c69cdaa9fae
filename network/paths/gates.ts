import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { type Direction, ruleTitle } from "../groups/rule";
import { rulesOf, type SecurityGroup } from "../groups/security-group";
import { allowed, EVERYTHING, type NetworkAcl } from "../routing/network-acl";
import { answersWithin } from "./answers";
import { type Hop, type Opening, Openings, oncePer } from "./gate";

/** What the rules of any of some groups let through. */
export function admission(groups: readonly SecurityGroup[], direction: Direction): Openings {
  return Openings.ofAny(groups.map((group) => gateOfGroup[direction](group)));
}

/** What the entries of a network ACL let through; nothing where it cannot be known. */
export function passage(acl: NetworkAcl | undefined, direction: Direction): Openings {
  return acl === undefined ? new Openings([]) : gateOfAcl[direction](acl);
}

/** The packets whose answers a network ACL lets out. */
export const answer = oncePer(
  (acl: NetworkAcl) =>
    new Openings(
      entriesThrough(acl, "egress").map(({ traffic, hop }) => ({
        traffic: answersWithin(traffic),
        hop: { ...hop, through: `answer: ${hop.through}` },
      })),
    ),
);

const gateOfGroup = eachDirection((direction) => (group: SecurityGroup) => {
  const rules = rulesOf(group, direction).map((rule) => ({
    traffic: rule.traffic,
    hop: {
      through: group.title,
      by: rule.resource === group.resource ? rule.path : ruleTitle(rule),
    },
  }));
  return new Openings([...rules, ...ownRules(group, direction)]);
});

const gateOfAcl = eachDirection(
  (direction) => (acl: NetworkAcl) => new Openings(entriesThrough(acl, direction)),
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

function eachDirection<Of extends object>(
  make: (direction: Direction) => (of: Of) => Openings,
): Record<Direction, (of: Of) => Openings> {
  return { ingress: oncePer(make("ingress")), egress: oncePer(make("egress")) };
}
