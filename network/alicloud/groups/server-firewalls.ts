import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { protocol, UDP } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import type { Resource } from "../../../stack/resource";
import { word } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Rule, Services } from "../../groups/rule";
import { EVERYONE, ownRule, PRIORITIES } from "./rules";
import { readServices } from "./services";

/** A rule of the firewall of a simple application server, which stands before that server alone. */
export const FIREWALL_RULE = "alicloud:simpleapplicationserver/firewallRule:FirewallRule";

const PEERS = Peers.of(AddressSet.ipv4);

/** https://www.pulumi.com/registry/packages/alicloud/api-docs/simpleapplicationserver/firewallrule/ */
export function readFirewallRule(resource: Resource): Rule {
  const written = resource.get("ruleProtocol");
  const isBoth = word(written) === "tcpandudp";
  const port = resource.get("port");
  const problems: Problem[] = [];
  const { certain, possible } = readServices(
    {
      protocol: isBoth ? "tcp" : written,
      ports: typeof port === "string" && /^\d+$/.test(port) ? `${port}/${port}` : port,
      names: { protocol: "ruleProtocol", ports: "port" },
    },
    problems,
  );
  const [services, possibleServices] = isBoth ? [withUdp(certain), withUdp(possible)] : [certain, possible];
  return {
    ...ownRule(resource, "", "ingress", PRIORITIES.lowest, PEERS, [EVERYONE], services),
    possibleServices,
    possible: Traffic.of(possibleServices.protocols, possibleServices.ports, PEERS),
    description: resource.getDeclared("remark"),
    problems,
  };
}

function withUdp({ protocols, ports }: Services): Services {
  return { protocols: protocols.isEmpty ? protocols : protocols.union(protocol(UDP)), ports };
}
