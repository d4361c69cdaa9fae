import { quote } from "../../../stack/quote";
import { rememberedOf } from "../../../stack/remembered";
import type { Resource } from "../../../stack/resource";
import { UNKNOWN } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { Rule, Source } from "../../groups/rule";

export const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

type Form = Extract<Source, { kind: "unknown" }>["form"];

export interface SourceField {
  readonly name: string;
  readonly form: Form | "self";
  readonly family?: "IPv4" | "IPv6";
}

/** How one resource type writes a rule. */
export interface Spelling {
  readonly protocol: string;
  readonly sources: readonly SourceField[];
  /** Two of the source fields given that must not stand together. */
  readonly conflict: (given: readonly string[]) => readonly [string, string] | undefined;
  readonly direction: (resource: Resource, problems: Problem[]) => Rule["direction"];
  /** Its further properties; none where they are not its own to check. */
  readonly others: readonly string[];
  /** Whether the provider refuses ports beside protocol -1, which AWS would ignore, and lets a rule without sources pass for none. */
  readonly isInline?: true;
}

export const INLINE_RULE: Spelling = {
  protocol: "protocol",
  sources: [
    { name: "cidrBlocks", form: "block", family: "IPv4" },
    { name: "ipv6CidrBlocks", form: "block", family: "IPv6" },
    { name: "prefixListIds", form: "prefix-list" },
    { name: "securityGroups", form: "group" },
    { name: "self", form: "self" },
  ],
  conflict: () => undefined,
  direction: () => undefined,
  others: [],
  isInline: true,
};

export const LEGACY_RULE: Spelling = {
  protocol: "protocol",
  sources: [
    { name: "cidrBlocks", form: "block", family: "IPv4" },
    { name: "ipv6CidrBlocks", form: "block", family: "IPv6" },
    { name: "prefixListIds", form: "prefix-list" },
    { name: "sourceSecurityGroupId", form: "group" },
    { name: "self", form: "self" },
  ],
  conflict: (given) =>
    pairAmong(given, ["cidrBlocks", "ipv6CidrBlocks"], ["sourceSecurityGroupId", "self"]) ??
    pairAmong(given, ["sourceSecurityGroupId"], ["self"]),
  direction: (resource, problems) => {
    const type = resource.get("type");
    if (type === UNKNOWN || type === "ingress" || type === "egress") return type;
    problems.push({ path: "type", message: `${quote(type)} is neither "ingress" nor "egress"` });
    return undefined;
  },
  others: ["type", "securityGroupId", "region"],
};

export const VPC_RULE: Spelling = {
  protocol: "ipProtocol",
  sources: [
    { name: "cidrIpv4", form: "block", family: "IPv4" },
    { name: "cidrIpv6", form: "block", family: "IPv6" },
    { name: "prefixListId", form: "prefix-list" },
    { name: "referencedSecurityGroupId", form: "group" },
  ],
  conflict: ([first, second]) => (first && second ? [first, second] : undefined),
  direction: (resource) => (resource.type === INGRESS_RULE ? "ingress" : "egress"),
  others: ["securityGroupId", "region", "tags", "tagsAll"],
};

/** The properties that a rule so written may have. */
export const propertiesOf = rememberedOf(
  ({ protocol, sources, others }: Spelling): ReadonlySet<string> =>
    new Set([protocol, "fromPort", "toPort", "description", ...sources.map(({ name }) => name), ...others]),
);

function pairAmong(
  given: readonly string[],
  these: readonly string[],
  those: readonly string[],
): [string, string] | undefined {
  const first = these.find((name) => given.includes(name));
  const second = those.find((name) => given.includes(name));
  return first && second ? [first, second] : undefined;
}
