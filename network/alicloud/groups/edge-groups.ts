import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import { elements, field, isObject, UNKNOWN, type Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Rule, Source } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import { peersOf, possiblePeersOf } from "../../groups/source-peers";
import { readBlock } from "./blocks";
import { PRIORITIES, readAction, readDirection, readPriority } from "./rules";
import { readServices } from "./services";

/** A security group of Edge Node Service, which holds its rules itself. */
export const EDGE_GROUP = "alicloud:ens/securityGroup:SecurityGroup";

const BLOCKS = {
  ingress: [
    ["sourceCidrIp", "IPv4"],
    ["ipv6SourceCidrIp", "IPv6"],
  ],
  egress: [
    ["destCidrIp", "IPv4"],
    ["ipv6DestCidrIp", "IPv6"],
  ],
} as const;

/** https://www.pulumi.com/registry/packages/alicloud/api-docs/ens/securitygroup/ */
export function readEdgeRules(resource: Resource, group: SecurityGroup): Rule[] {
  return elements(resource.get("permissions")).flatMap((permission, i) =>
    isObject(permission) ? [readPermission(resource, `permissions[${i}]`, permission, group)] : [],
  );
}

function readPermission(resource: Resource, path: string, permission: Value, group: SecurityGroup): Rule {
  const problems: Problem[] = [];
  const at = (name: string) => [field(permission, name), `${path}.${name}`] as const;
  const { certain, possible } = readServices(
    {
      protocol: field(permission, "ipProtocol"),
      ports: field(permission, "portRange"),
      names: { protocol: `${path}.ipProtocol`, ports: `${path}.portRange` },
    },
    problems,
  );
  const direction = readDirection(...at("direction"), problems);
  const sources = direction === undefined || direction === UNKNOWN ? [] : sourcesOf(at, direction, problems);
  return {
    resource,
    path,
    direction,
    rank: readPriority(field(permission, "priority") ?? PRIORITIES.lowest, `${path}.priority`, problems),
    action: readAction(field(permission, "policy") ?? "accept", `${path}.policy`, problems),
    side: "both",
    everyProtocol: certain.protocols.equals(ALL_PROTOCOLS),
    services: certain,
    possibleServices: possible,
    sources,
    certain: Traffic.of(certain.protocols, certain.ports, peersOf(sources, group)),
    possible: Traffic.of(possible.protocols, possible.ports, possiblePeersOf(sources, group)),
    description: field(permission, "description"),
    problems,
  };
}

function sourcesOf(
  at: (name: string) => readonly [value: Value, path: string],
  direction: keyof typeof BLOCKS,
  problems: Problem[],
): Source[] {
  return BLOCKS[direction].flatMap(([name, family]): Source[] => {
    const [value, path] = at(name);
    if (value === undefined || value === "") return [];
    if (value === UNKNOWN) return [{ kind: "unknown", form: "block" }];
    const addresses = readBlock(path, value, family, problems);
    return [
      addresses === undefined
        ? { kind: "malformed", text: quote(value) }
        : { kind: "block", block: value as string, addresses },
    ];
  });
}
