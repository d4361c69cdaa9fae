import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { addressesOf, candidateLists, type Rule } from "../../network/groups/rule";
import { policy } from "../kit/policy";
import { type AskedRule, admissionsBySource } from "../questions/admissions-by-source";
import { everyCandidate, unknownSource } from "../questions/unknown-sources";

export default policy(__filename, {
  description: "No source but the security group itself may be admitted on every port.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Admit only the protocols and ports that the source uses.",

  check(network, _, isExempt) {
    return admissionsBySource(network, "ingress", isExempt, fromOthers, (admitted) =>
      onEveryPort(admitted, TCP).union(onEveryPort(admitted, UDP)),
    );
  },
});

/** What a rule admits from sources that cannot turn out to be its own group. Lists count where the stack is there to tell what they hold. */
function fromOthers(rule: Rule, { isWhole: withLists, mayBeDenied }: AskedRule): Traffic<Peers> {
  const { services, sources } = rule;
  const addresses = addressesOf(sources, (list) => (withLists ? list.addresses : AddressSet.empty));
  const forms = withLists ? ["block", "prefix-list"] : ["block"];
  const names: string[] = [];
  for (const source of sources) {
    if (source.kind === "group" && source.certain && !source.mayBeOwn) names.push(source.group.key);
    if (source.kind === "prefix-list" && withLists && source.list.resource === undefined)
      names.push(source.list.key);
    if (source.kind === "unknown" && forms.includes(source.form) && !mayBeDenied())
      names.push(unknownSource(rule));
  }
  const groups = sources.flatMap((source) => (source.kind === "group" && !source.certain ? [source] : []));
  const lists = withLists ? candidateLists(sources) : [];
  if (
    everyCandidate(groups, ({ mayBeOwn }) => !mayBeOwn) ||
    everyCandidate(lists, ({ addresses: ofList }) => !ofList.isEmpty)
  )
    names.push(unknownSource(rule));
  return Traffic.of(services.protocols, services.ports, Peers.of(addresses, names));
}

/** The traffic of a protocol from those peers that have every port of it, with port 0 or without. */
function onEveryPort(admitted: Traffic<Peers>, number: number): Traffic<Peers> {
  let peers: Peers | undefined;
  let next = 1;
  for (const box of admitted.on(protocol(number), portRange(1, 65535)).boxes()) {
    if (box.ports.start !== next) return Traffic.empty();
    peers = peers?.intersect(box.peers) ?? box.peers;
    next = box.ports.end;
  }
  if (peers === undefined || next !== ALL_PORTS.intervals[0]?.end) return Traffic.empty();
  return admitted.intersect(Traffic.of(protocol(number), ALL_PORTS, peers));
}
