import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { ALL_PORTS } from "../../../algebra/ports";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import type { Resource } from "../../../stack/resource";
import type { Direction } from "../../filters/entry";
import type { Rule } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import { groupMadeOf } from "./made-groups";
import { ownRule, PRIORITIES } from "./rules";
import { AFTER_RULES, BEFORE_RULES, SERVICE_ADDRESSES } from "./security-groups";

/**
 * The group that Alibaba Cloud puts a balancer on beside those that it is given: what none of them drops it takes, and what it sends nobody stops.
 * https://www.alibabacloud.com/help/en/slb/application-load-balancer/add-an-alb-instance-to-a-security-group
 */
export function managedGroupOf(resource: Resource): SecurityGroup {
  return groupMadeOf({
    resource,
    key: `managed group of ${resource.urn}`,
    title: "the group that Alibaba Cloud manages",
    rules: [rule(resource, "ingress", PRIORITIES.highest), rule(resource, "egress", BEFORE_RULES)],
  });
}

/** In the place of the groups of a classic balancer, which has none: it takes everything. */
export function openGroupOf(resource: Resource): SecurityGroup {
  return groupMadeOf({
    resource,
    key: `no group of ${resource.urn}`,
    title: "no security group",
    rules: [rule(resource, "ingress", BEFORE_RULES)],
  });
}

/** What lets out whatever stands in the network of classic balancers. */
export const sendingGroupOf = (resource: Resource): SecurityGroup =>
  groupMadeOf({
    resource,
    key: `classic balancer ${resource.urn}`,
    title: "no security group",
    rules: [rule(resource, "egress", BEFORE_RULES)],
  });

/**
 * What lets classic balancers into every group whose rules do not drop their addresses.
 * https://www.alibabacloud.com/help/en/slb/classic-load-balancer/user-guide/faq-about-health-checks
 */
export function doorFor(resource: Resource): SecurityGroup {
  return groupMadeOf({
    resource,
    key: `door for ${resource.urn}`,
    title: "addresses of classic balancers",
    rules: [rule(resource, "ingress", AFTER_RULES, SERVICE_ADDRESSES)],
  });
}

function rule(resource: Resource, direction: Direction, rank: number, addresses = AddressSet.all): Rule {
  const sources = addresses.texts().map((block) => ({ kind: "block", block, addresses }) as const);
  const everything = { protocols: ALL_PROTOCOLS, ports: ALL_PORTS };
  return ownRule(resource, "", direction, rank, Peers.of(addresses), sources, everything);
}
