import { AddressSet } from "../../../algebra/addresses";
import type { Peers } from "../../../algebra/peers";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import { integer, text, UNKNOWN, type Unknown, type Value, word } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Rule, Services, Side, Source } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import { peersOf, possiblePeersOf } from "../../groups/source-peers";
import { documentedDefault } from "../defaults/provider-default";
import { SECURITY_GROUP_RULE } from "../types";
import { readServices } from "./services";
import type { SourceReader } from "./sources";

/** From the first that is asked to the last: https://www.alibabacloud.com/help/en/ecs/user-guide/security-group-rules */
export const PRIORITIES = { lowest: 1, highest: 100 } as const;

/** Whom rules let in that can name no source, or were made by Alibaba Cloud. */
export const EVERYONE: Source = { kind: "block", block: "0.0.0.0/0", addresses: AddressSet.ipv4 };

/**
 * Reads a rule of a group.
 * @param isClassic whether the group is one of the classic network, whose interfaces have two sides
 */
export function readRule(
  resource: Resource,
  group: SecurityGroup,
  isClassic: boolean,
  sources: SourceReader,
): Rule {
  const problems: Problem[] = [];
  const services = readServices(
    {
      protocol: written(resource, "ipProtocol"),
      ports: written(resource, "portRange"),
      names: { protocol: "ipProtocol", ports: "portRange" },
    },
    problems,
  );
  if (resource.getDeclared("securityGroupId") === undefined) {
    problems.push({ path: "securityGroupId", message: "names no security group" });
  }
  const read = sources.read(resource, group, problems);
  const trafficOf = ({ protocols, ports }: Services, peers: Peers) => Traffic.of(protocols, ports, peers);
  return {
    resource,
    path: "",
    direction: readDirection(written(resource, "type"), "type", problems),
    rank: readPriority(written(resource, "priority"), "priority", problems),
    action: readAction(written(resource, "policy"), "policy", problems),
    side: isClassic ? sideOf(resource) : "both",
    everyProtocol: services.certain.protocols.equals(ALL_PROTOCOLS),
    services: services.certain,
    possibleServices: services.possible,
    sources: read,
    certain: trafficOf(services.certain, peersOf(read, group)),
    possible: trafficOf(services.possible, possiblePeersOf(read, group)),
    description: resource.getDeclared("description"),
    problems,
  };
}

/** What a program writes of a property, else what the provider takes for it. */
function written(resource: Resource, property: string): Value {
  const value = resource.getDeclared(property);
  if (value === UNKNOWN) return resource.get(property);
  return value ?? documentedDefault(SECURITY_GROUP_RULE, property);
}

export function readDirection(type: Value, path: string, problems: Problem[]): Rule["direction"] {
  if (type === UNKNOWN || type === "ingress" || type === "egress") return type;
  problems.push({ path, message: `${quote(type)} is neither "ingress" nor "egress"` });
  return undefined;
}

export function readPriority(value: Value, path: string, problems: Problem[]): number | Unknown | undefined {
  const { lowest, highest } = PRIORITIES;
  const priority = integer(value);
  if (priority === UNKNOWN) return UNKNOWN;
  if (priority !== undefined && priority >= lowest && priority <= highest) return priority;
  problems.push({ path, message: `${quote(value)} is no priority (${lowest} to ${highest})` });
  return undefined;
}

export function readAction(value: Value, path: string, problems: Problem[]): Rule["action"] {
  if (value === UNKNOWN) return UNKNOWN;
  const policy = word(value);
  if (policy === "accept") return "allow";
  if (policy === "drop") return "deny";
  problems.push({ path, message: `${quote(value)} is neither "accept" nor "drop"` });
  return undefined;
}

/** On the classic network the internet's side is the default; a source group is reached over the other one alone. */
function sideOf(resource: Resource): Side | Unknown {
  const value = word(written(resource, "nicType"));
  if (value === UNKNOWN) return UNKNOWN;
  if (value !== undefined) return value === "intranet" ? "intranet" : "internet";
  return text(written(resource, "sourceSecurityGroupId")) === undefined ? "internet" : "intranet";
}

/** A rule by which everything goes from or to some peers, as the cloud itself decides beside the rules of a group. */
export function ownRule(
  resource: Resource,
  path: string,
  direction: Rule["direction"],
  rank: number,
  peers: Peers,
  sources: readonly Source[],
  services: Services,
): Rule {
  const traffic = Traffic.of(services.protocols, services.ports, peers);
  return {
    resource,
    path,
    direction,
    rank,
    action: "allow",
    side: "both",
    everyProtocol: services.protocols.equals(ALL_PROTOCOLS),
    services,
    possibleServices: services,
    sources,
    certain: traffic,
    possible: traffic,
    description: undefined,
    problems: [],
  };
}
