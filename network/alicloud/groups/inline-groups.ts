import type { Family } from "../../../algebra/addresses";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import type { Resource } from "../../../stack/resource";
import { elements, field, isGiven, isObject, UNKNOWN, type Value } from "../../../stack/value";
import type { Direction, Problem } from "../../filters/entry";
import { type Rule, type Source, unknownBlock } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import { peersOf, possiblePeersOf } from "../../groups/source-peers";
import { PRIORITIES, readAction, readDirection, readPriority } from "./rules";
import { readServices } from "./services";
import { sourceAt } from "./sources";

type Blocks = readonly (readonly [property: string, family: Family])[];

/** How a type writes the rules that it holds. */
interface Form {
  readonly rules: string;
  readonly direction: string;
  /** Its words for both directions. */
  readonly words: Readonly<Record<string, Direction>>;
  readonly blocks: Readonly<Record<Direction, Blocks>>;
}

const ONE_BLOCK: Blocks = [["cidrIp", "IPv4"]];

const FORMS: Readonly<Record<string, Form>> = {
  // https://www.pulumi.com/registry/packages/alicloud/api-docs/ens/securitygroup/
  "alicloud:ens/securityGroup:SecurityGroup": {
    rules: "permissions",
    direction: "direction",
    words: { ingress: "ingress", egress: "egress" },
    blocks: {
      ingress: [
        ["sourceCidrIp", "IPv4"],
        ["ipv6SourceCidrIp", "IPv6"],
      ],
      egress: [
        ["destCidrIp", "IPv4"],
        ["ipv6DestCidrIp", "IPv6"],
      ],
    },
  },
  // https://www.pulumi.com/registry/packages/alicloud/api-docs/eds/ecdpolicygroup/
  "alicloud:eds/ecdPolicyGroup:EcdPolicyGroup": {
    rules: "authorizeSecurityPolicyRules",
    direction: "type",
    words: { inflow: "ingress", outflow: "egress" },
    blocks: { ingress: ONE_BLOCK, egress: ONE_BLOCK },
  },
};

/** The types of groups, each of one service alone, that hold their rules themselves. */
export const INLINE_GROUPS = Object.keys(FORMS);

export function readInlineRules(resource: Resource, group: SecurityGroup): Rule[] {
  const form = FORMS[resource.type];
  if (form === undefined) return [];
  return elements(resource.get(form.rules)).flatMap((rule, i) =>
    isObject(rule) || rule === UNKNOWN
      ? [readInlineRule(resource, `${form.rules}[${i}]`, rule, form, group)]
      : [],
  );
}

function readInlineRule(
  resource: Resource,
  path: string,
  written: Value,
  form: Form,
  group: SecurityGroup,
): Rule {
  const problems: Problem[] = [];
  const at = (name: string) => [field(written, name), `${path}.${name}`] as const;
  const { certain, possible } = readServices(
    {
      protocol: field(written, "ipProtocol"),
      ports: field(written, "portRange"),
      names: { protocol: `${path}.ipProtocol`, ports: `${path}.portRange` },
    },
    problems,
  );
  const [said, where] = at(form.direction);
  const word = typeof said === "string" ? (field(form.words, said) ?? said) : said;
  const direction = readDirection(word, where, problems);
  const sources = sourcesOf(at, direction, form, problems);
  return {
    resource,
    path,
    direction,
    rank: readPriority(field(written, "priority") ?? PRIORITIES.lowest, `${path}.priority`, problems),
    action: readAction(field(written, "policy") ?? "accept", `${path}.policy`, problems),
    side: "both",
    everyProtocol: certain.protocols.equals(ALL_PROTOCOLS),
    services: certain,
    possibleServices: possible,
    sources,
    certain: Traffic.of(certain.protocols, certain.ports, peersOf(sources, group)),
    possible: Traffic.of(possible.protocols, possible.ports, possiblePeersOf(sources, group)),
    description: field(written, "description"),
    problems,
  };
}

function sourcesOf(
  at: (name: string) => readonly [value: Value, path: string],
  direction: Rule["direction"],
  { blocks }: Form,
  problems: Problem[],
): Source[] {
  if (direction === UNKNOWN) return [unknownBlock(undefined)];
  if (direction === undefined) return [];
  return blocks[direction].flatMap(([name, family]) => {
    const [value, path] = at(name);
    return isGiven(value) ? [sourceAt(path, value, family, problems)] : [];
  });
}
