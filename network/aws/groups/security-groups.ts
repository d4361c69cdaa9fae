import { AddressSet } from "../../../algebra/addresses";
import { Names } from "../../../algebra/names";
import { Peers } from "../../../algebra/peers";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import { isSubset, unionAll } from "../../../algebra/set";
import { Traffic } from "../../../algebra/traffic";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Unknown, Value } from "../../../stack/value";
import { elements, field, flag, isObject, UNKNOWN } from "../../../stack/value";
import { type Interface, namesGroup } from "../../attachments/interface";
import { ONE_RANK } from "../../filters/entry";
import { addressesOf, type Direction, type Problem, type Rule, type Source } from "../../groups/rule";
import type { SecurityGroup } from "../../groups/security-group";
import type { Vpc } from "../../routing/vpc";
import { DEFAULT_VPC, VPCS } from "../types";
import { readBlock } from "./blocks";
import type { PrefixLists } from "./prefix-lists";
import { PREFIX_LIST } from "./prefix-lists";
import { possibleServices, quote, readServices } from "./service-fields";

export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const GROUPS = [SECURITY_GROUP, DEFAULT_SECURITY_GROUP] as const;
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const DIRECTIONS = ["ingress", "egress"] as const;

type GroupSource = Extract<Source, { kind: "group" }>;
type Form = Extract<Source, { kind: "unknown" }>["form"];

/** The security groups of a stack with every rule that any resource gives them, and those outside it that something points at. */
export class SecurityGroups {
  private readonly groups = new Map<string, GroupUnderConstruction>();
  /** By the VPC's URN or, outside the stack, its id. */
  private readonly defaultGroups = new Map<string, GroupUnderConstruction>();
  /** Whether a default group is adopted of a VPC that cannot be known. */
  private adoptsUnknown = false;

  constructor(
    private readonly stack: Stack,
    private readonly lists: PrefixLists,
  ) {
    for (const resource of stack.ofType(...GROUPS)) this.declare(resource);
    for (const resource of stack.ofType(RULE)) this.readStandalone(resource, LEGACY_RULE);
    for (const resource of stack.ofType(INGRESS_RULE, EGRESS_RULE)) this.readStandalone(resource, VPC_RULE);
    for (const group of this.groups.values()) this.readInline(group);
  }

  get all(): SecurityGroup[] {
    return [...this.groups.values()];
  }

  /** The group a reference points at; undefined where that cannot be known. */
  at(reference: Reference): SecurityGroup | undefined {
    switch (reference.kind) {
      case "resource":
        return this.groups.get(reference.resource.urn);
      case "outside":
        // AWS keeps this name for default groups.
        return this.outside(reference.id, reference.id, reference.id === "default");
      case "computed":
        return isVpc(reference.from) ? this.defaultGroupOf(reference.from) : undefined;
      case "opaque":
        return undefined;
    }
  }

  /** The default group of a VPC, adopted by the stack or not. */
  defaultGroupOf(vpc: Resource): SecurityGroup {
    const id = vpc.getSettled("defaultSecurityGroupId");
    return (
      this.defaultGroups.get(vpc.urn) ??
      this.outside(
        typeof id === "string" ? id : `default group of ${vpc.urn}`,
        `the default group of ${vpc.title}`,
        true,
      )
    );
  }

  /** The groups that interfaces have for certain; who names none gets its VPC's default one. */
  named(interfaces: readonly Interface[], vpc: Vpc | undefined): readonly SecurityGroup[] {
    if (interfaces.some(namesGroup)) {
      return interfaces.flatMap(({ attachments }) =>
        attachments.filter(({ certain }) => certain).map(({ group }) => group),
      );
    }
    const adopted = vpc && this.defaultGroups.get(vpc.key);
    if (adopted !== undefined) return [adopted];
    return vpc?.resource === undefined ? [] : [this.defaultGroupOf(vpc.resource)];
  }

  /** The default group of a VPC as the stack adopts it; undefined where it does not, UNKNOWN where that cannot be known. */
  adoptedDefaultGroupOf({ key, resource }: Vpc): SecurityGroup | Unknown | undefined {
    return (
      this.defaultGroups.get(key) ?? (resource === undefined || this.adoptsUnknown ? UNKNOWN : undefined)
    );
  }

  private outside(key: string, title: string, isDefault = false): GroupUnderConstruction {
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const group = new GroupUnderConstruction(undefined, key, title, isDefault);
    this.groups.set(key, group);
    return group;
  }

  private unidentified(rule: Resource): GroupUnderConstruction {
    const key = `group of ${rule.urn}`;
    const group = new GroupUnderConstruction(undefined, key, "a group not known yet", false, false);
    this.groups.set(key, group);
    return group;
  }

  private declare(resource: Resource): void {
    const isDefault = resource.type === DEFAULT_SECURITY_GROUP;
    const group = new GroupUnderConstruction(resource, resource.urn, resource.title, isDefault);
    this.groups.set(resource.urn, group);
    if (!isDefault) return;
    const key = this.adoptedVpcOf(resource);
    if (key === undefined) this.adoptsUnknown = true;
    else this.defaultGroups.set(key, group);
  }

  /** The VPC whose default group a resource adopts, by URN or id: the account's default one where it names none. */
  private adoptedVpcOf(resource: Resource): string | undefined {
    const [defaultVpc, ...others] = this.stack.ofType(DEFAULT_VPC);
    const namesNone = resource.declared !== undefined && resource.getDeclared("vpcId") === undefined;
    if (namesNone && defaultVpc !== undefined && others.length === 0) return defaultVpc.urn;
    const [reference] = this.stack.references(resource, "vpcId", VPCS);
    if (reference?.kind === "resource" && reference.certain) return reference.resource.urn;
    if (reference?.kind === "outside") return reference.id;
    // Without a default VPC among the stack's, none of them is the one.
    return namesNone && defaultVpc === undefined ? resource.urn : undefined;
  }

  private readStandalone(resource: Resource, spelling: Spelling): void {
    const [reference, ...others] = this.stack.references(resource, "securityGroupId", GROUPS);
    const isOne = others.length === 0 && !(reference?.kind === "resource" && !reference.certain);
    const group = (reference && isOne ? this.at(reference) : undefined) ?? this.unidentified(resource);
    const problems: Problem[] = [];
    if (reference === undefined)
      problems.push({ path: "securityGroupId", message: "names no security group" });
    const direction = spelling.direction(resource, problems);
    (group as GroupUnderConstruction).rules.push(
      this.readRule({
        group,
        resource,
        path: "",
        spelling,
        direction,
        problems,
        // What the program left out, the cloud fills with nothing, or with the group itself for `self`.
        of: (name) => (resource.getDeclared(name) === undefined ? undefined : resource.get(name)),
      }),
    );
  }

  private readInline(group: GroupUnderConstruction): void {
    const { resource } = group;
    if (resource === undefined) return;
    for (const direction of DIRECTIONS) {
      const declared = resource.getDeclared(direction);
      let rules = elements(declared).flatMap((entry, i) =>
        entry === UNKNOWN
          ? []
          : [this.readInlineRule(group, resource, direction, `${direction}[${i}]`, entry)],
      );
      if (resource.declared === undefined) {
        rules = withoutEchoes(
          rules,
          group.rules.filter((rule) => rule.direction === direction),
        );
      }
      group.rules.push(...rules);
      if (declared === UNKNOWN) group.mayHaveMoreRules = true;
      else if (elements(declared).includes(UNKNOWN)) group.hasUnknownRule = true;
      group.managesInline[direction] = managesInline(group, resource, declared);
    }
  }

  private readInlineRule(
    group: SecurityGroup,
    resource: Resource,
    direction: Direction,
    path: string,
    entry: Value,
  ): Rule {
    const problems: Problem[] = [];
    if (!isObject(entry)) problems.push({ path, message: `${quote(entry)} is not a rule` });
    const of = (name: string) => field(entry, name);
    return this.readRule({
      group,
      resource,
      path,
      property: direction,
      spelling: INLINE_RULE,
      direction,
      problems,
      of,
    });
  }

  private readRule(input: RuleInput): Rule {
    const { resource, path, spelling, direction, problems, of, group } = input;
    const within = (name: string) => (path === "" ? name : `${path}.${name}`);
    const readable = problems.every((problem) => problem.path !== path || path === "");
    const fieldOf = (name: string): { path: string; value: Value } => ({
      path: within(name),
      value: of(name),
    });
    const serviceFields = {
      protocol: fieldOf(spelling.protocol),
      fromPort: fieldOf("fromPort"),
      toPort: fieldOf("toPort"),
    };
    const services = readServices(serviceFields, readable ? problems : []);
    const sourcesByField = spelling.sources.map((form) => ({
      name: form.name,
      sources: this.readSources(input, within(form.name), form),
    }));
    const sources = sourcesByField.flatMap((field) => field.sources);
    const given = sourcesByField.filter((field) => field.sources.length > 0).map(({ name }) => name);
    if (readable && given.length === 0) {
      problems.push({ path, message: "names neither addresses nor groups nor prefix lists" });
    }
    const [first, second] = spelling.conflict(given) ?? [];
    if (first !== undefined) problems.push({ path, message: `names both ${first} and ${second}` });
    const everyProtocol = services.protocols.equals(ALL_PROTOCOLS);
    const peers = Peers.of(
      addressesOf(sources),
      sources.flatMap((source) => namesOf(source, group)),
    );
    return {
      resource,
      path,
      direction,
      everyProtocol,
      services,
      possibleServices: possibleServices(serviceFields),
      sources,
      rank: 0,
      action: "allow",
      certain: Traffic.of(services.protocols, services.ports, peers),
      get possible() {
        const { protocols, ports } = this.possibleServices;
        return Traffic.of(
          protocols,
          ports,
          unionAll(
            sources.map((source) => possiblePeers(source, group)),
            Peers.none,
          ),
        );
      },
      description: of("description"),
      problems,
    };
  }

  private readSources(input: RuleInput, path: string, { name, form, family }: SourceField): Source[] {
    const { resource, problems, group } = input;
    const value = input.of(name);
    const list = name.endsWith("s");
    if (value === UNKNOWN && (list || form === "self")) return [{ kind: "perhaps", form } as Source];
    const property = input.property ?? name;
    if (form === "self") {
      if (value !== undefined && flag(value) === undefined) {
        problems.push({ path, message: `${quote(value)} is not a boolean` });
      }
      return flag(value) === true ? [{ kind: "self" }] : [];
    }
    if (list && value !== undefined && !Array.isArray(value)) {
      problems.push({ path, message: `${quote(value)} is not a list` });
    }
    const pointedAt = (ids: Value) =>
      form === "group"
        ? this.readGroups(resource, property, ids, group)
        : this.readLists(resource, property, ids);
    const all = elements(value);
    // Several unknown ids are together all that stands behind them, though none alone is one of them.
    const unknowns = form === "block" ? [] : all.filter((element) => element === UNKNOWN);
    const unknown = unknowns.length > 1 ? unknowns : UNKNOWN;
    const sources = all.flatMap((element, i): Source[] => {
      const where = list && Array.isArray(value) ? `${path}[${i}]` : path;
      if (form === "block") {
        if (element === UNKNOWN) return [{ kind: "unknown", form }];
        const addresses = readBlock(where, element, family, problems);
        return addresses === undefined
          ? [{ kind: "malformed", text: quote(element) }]
          : [{ kind: "block", block: element as string, addresses }];
      }
      if (element === UNKNOWN) return [];
      if (typeof element !== "string" || element === "") {
        problems.push({ path: where, message: `${quote(element)} is not the id of a ${NOUN[form]}` });
        return [{ kind: "malformed", text: quote(element) }];
      }
      return pointedAt(element);
    });
    return unknowns.length > 0 ? [...sources, ...pointedAt(unknown)] : sources;
  }

  private readGroups(resource: Resource, property: string, value: Value, own: SecurityGroup): Source[] {
    const [, account, id] = typeof value === "string" ? (/^(\d{12})\/(.+)$/.exec(value) ?? []) : [];
    const references = this.stack.references(resource, property, GROUPS, id ?? value);
    return references.map((reference): Source => {
      const group = this.at(reference);
      if (group === undefined) return { kind: "unknown", form: "group" };
      const certain = reference.kind !== "resource" || reference.certain;
      if (group === own && certain && account === undefined) return { kind: "self" };
      const mayBeOwn = group === own || !own.isIdentified || mayBeIdOf(own, reference);
      const source: GroupSource = { kind: "group", group, certain, mayBeOwn };
      return account === undefined ? source : { ...source, account };
    });
  }

  private readLists(resource: Resource, property: string, value: Value): Source[] {
    return this.stack.references(resource, property, [PREFIX_LIST], value).map((reference): Source => {
      const list = this.lists.at(reference);
      if (list === undefined) return { kind: "unknown", form: "prefix-list" };
      return { kind: "prefix-list", list, certain: reference.kind !== "resource" || reference.certain };
    });
  }
}

class GroupUnderConstruction implements SecurityGroup {
  readonly rules: Rule[] = [];
  readonly order = ONE_RANK;
  readonly managesInline: Record<Direction, Answer> = { ingress: false, egress: false };
  mayHaveMoreRules = false;
  hasUnknownRule = false;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly isDefault: boolean,
    readonly isIdentified = true,
  ) {}

  get isClosed(): Answer {
    if (this.rules.length > 0 || this.hasUnknownRule) return false;
    return this.resource === undefined || this.mayHaveMoreRules ? UNKNOWN : true;
  }
}

/** Whether a resource is one rule of a group that it names. */
export function isStandaloneRule({ type }: Resource): boolean {
  return [RULE, INGRESS_RULE, EGRESS_RULE].includes(type);
}

function isVpc({ type }: Resource): boolean {
  return VPCS.some((vpc) => vpc === type);
}

interface RuleInput {
  readonly group: SecurityGroup;
  readonly resource: Resource;
  readonly path: string;
  /** The top-level property whose dependencies stand behind the rule's unknown values; the field itself for a standalone rule. */
  readonly property?: string;
  readonly spelling: Spelling;
  readonly direction: Rule["direction"];
  readonly problems: Problem[];
  readonly of: (name: string) => Value;
}

interface SourceField {
  readonly name: string;
  readonly form: Form | "self";
  readonly family?: "IPv4" | "IPv6";
}

/** How one resource type writes a rule. */
interface Spelling {
  readonly protocol: string;
  readonly sources: readonly SourceField[];
  /** Two of the source fields given that must not stand together. */
  readonly conflict: (given: readonly string[]) => readonly [string, string] | undefined;
  readonly direction: (resource: Resource, problems: Problem[]) => Rule["direction"];
}

const NOUN = { group: "security group", "prefix-list": "prefix list" } as const;

const INLINE_RULE: Spelling = {
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
};

const LEGACY_RULE: Spelling = {
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
};

const VPC_RULE: Spelling = {
  protocol: "ipProtocol",
  sources: [
    { name: "cidrIpv4", form: "block", family: "IPv4" },
    { name: "cidrIpv6", form: "block", family: "IPv6" },
    { name: "prefixListId", form: "prefix-list" },
    { name: "referencedSecurityGroupId", form: "group" },
  ],
  conflict: ([first, second]) => (first && second ? [first, second] : undefined),
  direction: (resource) => (resource.type === INGRESS_RULE ? "ingress" : "egress"),
};

/** One resource's inputs do not tell its id, so that an id among them may be its own; one yet to be made has none. */
function mayBeIdOf({ resource }: SecurityGroup, reference: Reference): boolean {
  return reference.kind === "outside" && resource !== undefined && resource.getSettled("id") === undefined;
}

function pairAmong(
  given: readonly string[],
  these: readonly string[],
  those: readonly string[],
): [string, string] | undefined {
  const first = these.find((name) => given.includes(name));
  const second = those.find((name) => given.includes(name));
  return first && second ? [first, second] : undefined;
}

function namesOf(source: Source, own: SecurityGroup): string[] {
  if (source.kind === "self") return [own.key];
  if (source.kind === "group") return source.certain ? [source.group.key] : [];
  return source.kind === "prefix-list" && source.list.resource === undefined ? [source.list.key] : [];
}

/** Whom a source may turn out to be. */
function possiblePeers(source: Source, own: SecurityGroup): Peers {
  switch (source.kind) {
    case "block":
      return Peers.of(source.addresses);
    case "self":
      return Peers.of(AddressSet.empty, [own.key]);
    case "group":
      return Peers.of(AddressSet.empty, [source.group.key]);
    case "prefix-list":
      return source.list.complete ? Peers.of(source.list.addresses) : Peers.all;
    case "malformed":
      return Peers.none;
    default:
      return source.form === "group" ? Peers.of(AddressSet.empty, Names.all) : Peers.all;
  }
}

/** After a refresh a group's outputs hold the rules that standalone resources made: those are no inline rules. */
function withoutEchoes(inline: readonly Rule[], standalone: readonly Rule[]): Rule[] {
  const explained = unionAll(
    standalone.map(({ certain }) => certain),
    Traffic.empty<Peers>(),
  );
  return inline.filter(({ certain }) => certain.isEmpty || !isSubset(certain, explained));
}

function managesInline(group: SecurityGroup, resource: Resource, declared: Value): Answer {
  if (group.isDefault) return true;
  // Outputs hold rules that something outside the stack made, too.
  return resource.declared === undefined || declared === UNKNOWN ? UNKNOWN : declared !== undefined;
}
