import type { Peers } from "../../../algebra/peers";
import { isSubset, unionAll } from "../../../algebra/set";
import { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Unknown, Value } from "../../../stack/value";
import { elements, field, isObject, UNKNOWN } from "../../../stack/value";
import { type Interface, namesGroup } from "../../attachments/interface";
import { type Direction, ONE_RANK, type Order, type Problem, type Refusal } from "../../filters/entry";
import type { Rule } from "../../groups/rule";
import { RULES_ALONE, rulesOf, type SecurityGroup } from "../../groups/security-group";
import { resourcesBehind } from "../../references";
import type { Vpc } from "../../routing/vpc";
import type { Vpcs } from "../routing/vpcs";
import { VPCS } from "../types";
import { descriptionRefused, nameRefused } from "./group-texts";
import type { PrefixLists } from "./prefix-lists";
import { type RuleInput, RuleReader, refusalsOf } from "./rules";
import { openingsSaid, serviceRulesOf, TYPES_OPEN_AT_FIRST, TYPES_WITH_RULES } from "./service-rules";
import {
  EGRESS_RULE,
  INGRESS_RULE,
  INLINE_RULE,
  LEGACY_RULE,
  RULE,
  type Spelling,
  VPC_RULE,
} from "./spellings";

export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const GROUPS = [SECURITY_GROUP, DEFAULT_SECURITY_GROUP] as const;
const DIRECTIONS = ["ingress", "egress"] as const;
const RULES_EXCLUSIVE = "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive";
const RULES = [RULE, INGRESS_RULE, EGRESS_RULE];
const RULE_ID = "securityGroupRuleId";

/** Of what another resource may take back: one alone decides nothing. */
const REPLACEABLE: Order = { ...ONE_RANK, hasDenials: true };

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly prefixLists: PrefixLists;
}

/** The security groups of a stack with every rule that any resource gives them, and those outside it that something points at. */
export class SecurityGroups {
  private readonly groups = new Map<string, GroupUnderConstruction>();
  /** By the VPC's URN or, outside the stack, its id. */
  private readonly defaultGroups = new Map<string, GroupUnderConstruction>();
  /** The resources that adopt the default group of a VPC that cannot be known. */
  private readonly adoptingUnknown: Resource[] = [];
  private readonly stack: Stack;
  private readonly rules: RuleReader;

  constructor(private readonly sources: Sources) {
    const { stack } = sources;
    this.stack = stack;
    this.rules = new RuleReader(sources, GROUPS, (reference) => this.behind(reference));
    for (const resource of stack.ofType(...GROUPS)) this.declare(resource);
    for (const resource of stack.ofType(RULE)) this.readStandalone(resource, LEGACY_RULE);
    for (const resource of stack.ofType(INGRESS_RULE, EGRESS_RULE)) this.readStandalone(resource, VPC_RULE);
    for (const group of this.groups.values()) this.readInline(group);
    for (const resource of stack.ofType(RULES_EXCLUSIVE)) this.readExclusive(resource);
    const isSaid = openingsSaid(stack);
    for (const resource of stack.ofType(...TYPES_WITH_RULES))
      if (!isSaid(resource)) this.readServiceRules(resource);
  }

  get all(): SecurityGroup[] {
    return [...this.groups.values()];
  }

  /** The group a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): SecurityGroup | undefined {
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

  /** The group that a service makes for a resource; undefined where that opens nothing. */
  madeFor(resource: Resource): SecurityGroup | undefined {
    return this.groups.get(keyOfMade(resource));
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
    const known = this.defaultGroups.get(key);
    if (known !== undefined) return known;
    const mayAdopt = resource === undefined || this.stack.nearest(resource, this.adoptingUnknown).length > 0;
    return mayAdopt ? UNKNOWN : undefined;
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
    const keys = this.adoptedVpcsOf(resource);
    if (keys.length === 0) this.adoptingUnknown.push(resource);
    for (const key of keys) this.defaultGroups.set(key, group);
  }

  /** The keys of the VPC whose default group a resource adopts: that of its place's default one where it names none. */
  private adoptedVpcsOf(resource: Resource): string[] {
    const [reference] = this.stack.references(resource, "vpcId", VPCS);
    if (reference?.kind === "resource" && reference.certain) return [reference.resource.urn];
    const settled = reference?.kind === "outside" ? [reference.id] : [];
    const namesNone = resource.declared !== undefined && resource.getDeclared("vpcId") === undefined;
    if (!namesNone) return settled;
    const vpc = this.sources.vpcs.defaultFor(resource);
    if (vpc === undefined) return [];
    return vpc.resource === undefined ? [vpc.key, ...settled] : [vpc.key];
  }

  private readStandalone(resource: Resource, spelling: Spelling): void {
    const [reference, ...others] = this.stack.references(resource, "securityGroupId", GROUPS);
    const isOne = others.length === 0 && !(reference?.kind === "resource" && !reference.certain);
    const group = (reference && isOne ? this.behind(reference) : undefined) ?? this.unidentified(resource);
    const problems: Problem[] = [];
    if (reference === undefined)
      problems.push({ path: "securityGroupId", message: "names no security group" });
    const direction = spelling.direction(resource, problems);
    const input: RuleInput = {
      group,
      resource,
      path: "",
      spelling,
      direction,
      problems,
      // What the program left out, the cloud fills with nothing, or with the group itself for `self`.
      get: (name) => (resource.getDeclared(name) === undefined ? undefined : resource.get(name)),
      keys: resource.declared && Object.keys(resource.declared),
    };
    const own = group as GroupUnderConstruction;
    own.rules.push(this.rules.read(input));
    own.refusals.push(...refusalsOf(input));
  }

  private readInline(group: GroupUnderConstruction): void {
    const { resource } = group;
    if (resource === undefined) return;
    group.refusals.push(...refusedTextsOf(resource));
    for (const direction of DIRECTIONS) {
      const declared = resource.getDeclared(direction);
      let rules = elements(declared).flatMap((entry, i) =>
        entry === UNKNOWN ? [] : this.readInlineRule(group, resource, direction, `${direction}[${i}]`, entry),
      );
      if (resource.declared === undefined) {
        rules = withoutEchoes(
          rules,
          group.rules.filter((rule) => rule.direction === direction),
        );
      }
      group.rules.push(...rules);
      if (declared === UNKNOWN || elements(declared).includes(UNKNOWN)) {
        group.unseenRules.add(direction);
        if (declared === UNKNOWN) group.mayHaveMoreRules = true;
        else group.hasUnknownRule = true;
      }
      group.managesInline[direction] = managesInline(group, resource, declared);
    }
  }

  /** The group that a service makes of what a resource says, where that opens anything. */
  private readServiceRules(resource: Resource): void {
    const key = keyOfMade(resource);
    const group = new GroupUnderConstruction(resource, key, `the group of ${resource.title}`, false);
    group.isMadeByService = true;
    if (TYPES_OPEN_AT_FIRST.includes(resource.type)) group.order = REPLACEABLE;
    for (const { path, property, get } of serviceRulesOf(resource)) {
      const problems: Problem[] = [];
      const input = { group, resource, path, property, spelling: INLINE_RULE, problems, get };
      group.rules.push(this.rules.read({ ...input, direction: "ingress" }));
    }
    if (group.rules.length > 0) this.groups.set(key, group);
  }

  /** What lists the only rules of a group removes the others, those of the group itself among them. */
  private readExclusive(resource: Resource): void {
    const [reference, ...others] = this.stack.references(resource, "securityGroupId", GROUPS);
    const group =
      reference?.kind === "resource" && reference.certain && others.length === 0
        ? this.groups.get(reference.resource.urn)
        : undefined;
    if (group === undefined) return;
    const removed = DIRECTIONS.flatMap((direction) => {
      const property = `${direction}RuleIds`;
      const references = this.stack.references(resource, property, RULES);
      const isKnown = references.every(({ kind }) => kind === "resource" || kind === "outside");
      const listed = new Set<Value | Resource>([
        ...elements(resource.get(property)),
        ...resourcesBehind(this.stack, resource, property, RULES),
      ]);
      const ids = (rule: Resource): readonly Value[] => [rule.getSettled("id"), rule.getSettled(RULE_ID)];
      const isListed = (rule: Resource) =>
        listed.has(rule) || ids(rule).some((id) => typeof id === "string" && listed.has(id));
      return rulesOf(group, direction).filter(
        (rule) => rule.resource === group.resource || (isKnown && !isListed(rule.resource)),
      );
    });
    if (removed.length > 0) group.removals.push({ by: resource, rules: removed });
  }

  /** A rule without sources is none. */
  private readInlineRule(
    group: GroupUnderConstruction,
    resource: Resource,
    direction: Direction,
    path: string,
    entry: Value,
  ): Rule[] {
    const problems: Problem[] = [];
    if (!isObject(entry)) problems.push({ path, message: `${quote(entry)} is not a rule` });
    const input: RuleInput = {
      group,
      resource,
      path,
      property: direction,
      spelling: INLINE_RULE,
      direction,
      problems,
      get: (name) => field(entry, name),
      keys: isObject(entry) ? Object.keys(entry) : [],
    };
    const rule = this.rules.read(input);
    group.refusals.push(...refusalsOf(input));
    if (rule.sources.length > 0) return [rule];
    group.refusals.push(...problems.map((problem) => ({ ...problem, resource })));
    return [];
  }
}

class GroupUnderConstruction implements SecurityGroup {
  readonly rules: Rule[] = [];
  readonly refusals: Refusal[] = [];
  readonly removals: { by: Resource; rules: readonly Rule[] }[] = [];
  order = ONE_RANK;
  readonly defaults = RULES_ALONE.defaults;
  readonly possibleDenials = RULES_ALONE.possibleDenials;
  readonly sides = RULES_ALONE.sides;
  readonly isCountedWhole = RULES_ALONE.isCountedWhole;
  readonly families = RULES_ALONE.families;
  readonly serviceAddresses = RULES_ALONE.serviceAddresses;
  readonly managesInline: Record<Direction, Answer> = { ingress: false, egress: false };
  isMadeByService = false;
  readonly unseenRules = new Set<Direction>();
  mayHaveMoreRules = false;
  hasUnknownRule = false;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly isDefault: boolean,
    readonly isIdentified = true,
  ) {}

  get description(): Value {
    return this.resource?.get("description");
  }

  get isClosed(): Answer {
    if (this.rules.length > 0 || this.hasUnknownRule) return false;
    return this.resource === undefined || this.mayHaveMoreRules ? UNKNOWN : true;
  }
}

function keyOfMade({ urn }: Resource): string {
  return `group that AWS makes for ${urn}`;
}

/** Whether a resource is one rule of a group that it names, or lists its rules. */
export function isPartOfGroup({ type }: Resource): boolean {
  return RULES.includes(type) || type === RULES_EXCLUSIVE;
}

function isVpc({ type }: Resource): boolean {
  return VPCS.some((vpc) => vpc === type);
}

function refusedTextsOf(resource: Resource): Refusal[] {
  const texts = [
    ["name", nameRefused(resource.getDeclared("name"), false)],
    ["namePrefix", nameRefused(resource.getDeclared("namePrefix"), true)],
    ["description", descriptionRefused(resource.getDeclared("description"))],
  ] as const;
  return texts.flatMap(([path, message]) => (message === undefined ? [] : [{ resource, path, message }]));
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
