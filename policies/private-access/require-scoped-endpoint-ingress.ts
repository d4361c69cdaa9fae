import { AddressSet, PRIVATE_ADDRESSES } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { isSubset } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { isRealSource, type Rule, ruleTitle, type Source, sourceTexts } from "../../network/groups/rule";
import { rulesOf } from "../../network/groups/security-group";
import type { Endpoint } from "../../network/services/endpoint";
import type { Resource } from "../../stack/resource";
import { portList, toggle } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "An interface endpoint must admit TCP 443 from security groups and nothing else.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Admit TCP 443 alone, from the security groups of the machines that use the endpoint.",
  options: {
    ports: portList([443], "The TCP ports on which endpoints for AWS services may be reached."),
    allowVpcCidr: toggle(false, "Whether the VPC's own blocks may be admitted as well as security groups."),
  },

  *check(network, { ports, allowVpcCidr }) {
    const needed = Traffic.of(protocol(TCP), portSet(ports), Unit.present);
    const breaches = new Map<Resource, { rules: Set<string>; endpoints: Set<string>; excess: Set<string> }>();
    for (const endpoint of network.endpoints.filter(({ kind }) => kind === "interface")) {
      const isAws = typeof endpoint.service === "string";
      const blocks = allowVpcCidr ? ownBlocks(endpoint) : AddressSet.empty;
      for (const rule of endpoint.groups.flatMap((group) => rulesOf(group, "ingress"))) {
        const excess = excessOf(rule, isAws ? needed : servicesOf(rule), blocks, allowVpcCidr);
        if (excess === undefined) continue;
        const known = breaches.get(rule.resource);
        const breach = known ?? { rules: new Set(), endpoints: new Set(), excess: new Set() };
        breaches.set(rule.resource, breach);
        breach.rules.add(rule.path === "" ? "it" : ruleTitle(rule));
        breach.endpoints.add(endpoint.title);
        breach.excess.add(excess);
      }
    }
    for (const [resource, { rules, endpoints, excess }] of breaches) {
      yield finding(
        resource,
        `${listText([...rules])} ${rules.size === 1 ? "admits" : "admit"} ${listText([...excess])} ` +
          `to ${listText([...endpoints].sort())}.`,
      );
    }
  },
});

/** The blocks of an endpoint's VPC; while nobody can know them, any private address may be among them. */
function ownBlocks({ vpc }: Endpoint): AddressSet {
  return vpc === undefined || vpc.blocks.length === 0 ? PRIVATE_ADDRESSES : vpc.addresses;
}

function servicesOf({ services }: Rule): Traffic<Unit> {
  return Traffic.of(services.protocols, services.ports, Unit.present);
}

/** What a rule admits for certain beside what is needed from security groups or `blocks`, such as `tcp 22 from 10.0.0.0/8`. */
function excessOf(
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
