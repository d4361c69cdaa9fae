import { AddressSet, type Family } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { ALL_PORTS } from "../../../algebra/ports";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { type Answer, flag, isGiven, UNKNOWN, type Value, word } from "../../../stack/value";
import { type Direction, mayDeny, type Order, type Refusal } from "../../filters/entry";
import type { Rule, Side, Source } from "../../groups/rule";
import { RULES_ALONE, type SecurityGroup } from "../../groups/security-group";
import type { Vpc } from "../../routing/vpc";
import { sharesPlace } from "../places";
import { SECURITY_GROUP, SECURITY_GROUP_RULE } from "../types";
import { CLUSTER, readClusterDoors } from "./cluster-doors";
import { INLINE_GROUPS, readInlineRules } from "./inline-groups";
import type { PrefixLists } from "./prefix-lists";
import { ownRule, PRIORITIES, readRule } from "./rules";
import { FIREWALL_RULE, readFirewallRule } from "./server-firewalls";
import { SourceReader } from "./sources";

/** A lower priority goes first, a drop before an accept of the same one; the cloud's own rules come before and after all. */
export const BY_PRIORITY: Order = { ...PRIORITIES, tie: "deny", hasDenials: true };
export const BEFORE_RULES = PRIORITIES.lowest - 1;
export const AFTER_RULES = PRIORITIES.highest + 1;

/** No VPC may have them: https://www.pulumi.com/registry/packages/alicloud/api-docs/vpc/network/ (cidrBlock). */
export const SERVICE_ADDRESSES = AddressSet.of("100.64.0.0/10");

const EVERYTHING = { protocols: ALL_PROTOCOLS, ports: ALL_PORTS };

interface Vpcs {
  of(resource: Resource): Vpc | undefined;
  hasIpv6(vpc: Vpc): boolean;
}

/** The security groups of a stack with their rules, and those outside it that something points at. */
export class SecurityGroups {
  private readonly groups = new Map<string, GroupUnderConstruction>();
  /** Rules whose group is not known yet, and the groups that it may be; undefined where it may be any. */
  private readonly pending: PendingRule[] = [];

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
    lists: PrefixLists,
  ) {
    for (const resource of stack.ofType(SECURITY_GROUP)) this.declare(resource);
    const sources = new SourceReader(
      stack,
      lists,
      (reference) => this.behind(reference),
      (rule) => this.stranger(rule),
    );
    for (const resource of stack.ofType(SECURITY_GROUP_RULE)) this.readRule(resource, sources);
    for (const one of this.pending) this.doubt(one);
    for (const resource of stack.ofType(FIREWALL_RULE)) {
      this.standAlone(resource, `the firewall of ${resource.title}`, () => [readFirewallRule(resource)]);
    }
    for (const resource of stack.ofType(CLUSTER)) {
      const rules = readClusterDoors(resource);
      if (rules.length > 0) this.standAlone(resource, `the balancer of ${resource.title}`, () => rules);
    }
    for (const resource of stack.ofType(...INLINE_GROUPS)) {
      this.standAlone(resource, resource.title, (group) => readInlineRules(resource, group));
    }
  }

  get all(): SecurityGroup[] {
    return [...this.groups.values()].filter(({ isStranger }) => !isStranger);
  }

  /** The group a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): SecurityGroup | undefined {
    if (reference.kind === "resource") return this.groups.get(reference.resource.urn);
    return reference.kind === "outside" ? this.outside(reference.id, reference.id) : undefined;
  }

  /** No stack can adopt the group that Alibaba Cloud makes on demand. */
  adoptedDefaultGroupOf(): undefined {
    return undefined;
  }

  private declare(resource: Resource): void {
    const vpc = this.vpcs.of(resource);
    const isClassic = !isGiven(resource.getDeclared("vpcId"));
    const families: readonly Family[] =
      vpc !== undefined && this.vpcs.hasIpv6(vpc) ? ["IPv4", "IPv6"] : ["IPv4"];
    const group = new GroupUnderConstruction(resource, resource.urn, resource.title, isClassic, families);
    group.defaults.push(...defaultsOf(resource, group.key));
    this.groups.set(resource.urn, group);
  }

  /** What stands before the servers of one service alone is nobody else's group. */
  private standAlone(resource: Resource, title: string, rulesOf: (group: SecurityGroup) => Rule[]): void {
    const key = `group by ${resource.urn}`;
    const group = new GroupUnderConstruction(resource, key, title);
    group.isMadeByService = true;
    group.rules.push(...rulesOf(group));
    this.groups.set(key, group);
  }

  private outside(key: string, title: string): GroupUnderConstruction {
    const known = this.groups.get(key) ?? new GroupUnderConstruction(undefined, key, title);
    this.groups.set(key, known);
    return known;
  }

  /** The group of another account that a rule names, while its id is not known. */
  private stranger(rule: Resource): SecurityGroup {
    const group = this.outside(`source group of ${rule.urn}`, "a group not known yet");
    group.isStranger = true;
    return group;
  }

  private unidentified(rule: Resource): GroupUnderConstruction {
    const group = this.outside(`group of ${rule.urn}`, "a group not known yet");
    group.isIdentified = false;
    return group;
  }

  private readRule(resource: Resource, sources: SourceReader): void {
    const references = this.stack.references(resource, "securityGroupId", [SECURITY_GROUP]);
    const [reference] = references;
    const isOne = references.length === 1 && !(reference?.kind === "resource" && !reference.certain);
    const known =
      reference && isOne ? (this.behind(reference) as GroupUnderConstruction | undefined) : undefined;
    const group = known ?? this.unidentified(resource);
    const rule = readRule(resource, group, group.isClassic, sources);
    group.rules.push(rule);
    // https://www.alibabacloud.com/help/en/ecs/user-guide/basic-security-groups-and-advanced-security-groups
    if (group.resource !== undefined && isAdvanced(group.resource) === true && rule.sources.some(isGroup)) {
      group.refusals.push({
        resource,
        path: "sourceSecurityGroupId",
        message: "no rule of an advanced group may name a group",
      });
    }
    if (known !== undefined || references.length === 0) return;
    const mayBeAny = references.some(({ kind }) => kind !== "resource" && kind !== "outside");
    const candidates = references.flatMap((one) => this.behind(one) ?? []);
    this.pending.push({ rule, group, candidates: mayBeAny ? undefined : candidates });
  }

  /** A rule that may turn out to be of a group may deny there what others allow; and what denies there may deny what it allows. */
  private doubt({ rule, group, candidates }: PendingRule): void {
    for (const other of this.groups.values()) {
      if (other === group || (other.resource && sharesPlace(other.resource, rule.resource) === false))
        continue;
      const isPossible = other.isIdentified
        ? (candidates?.includes(other) ?? true)
        : this.mayMeet(candidates, other);
      if (!isPossible) continue;
      if (mayDeny(rule)) other.possibleDenials.push(perhaps(rule));
      // Two that are pending both doubt each other: each takes only its own part.
      if (other.isIdentified) group.possibleDenials.push(...other.rules.filter(mayDeny).map(perhaps));
    }
  }

  private mayMeet(candidates: PendingRule["candidates"], other: SecurityGroup): boolean {
    const its = this.pending.find((one) => one.group === other)?.candidates;
    return candidates === undefined || its === undefined || its.some((one) => candidates.includes(one));
  }
}

interface PendingRule {
  readonly rule: Rule;
  readonly group: GroupUnderConstruction;
  readonly candidates: readonly SecurityGroup[] | undefined;
}

function perhaps(rule: Rule): Rule {
  return { ...rule, side: "both", action: UNKNOWN, certain: Traffic.empty(), possible: rule.possible };
}

class GroupUnderConstruction implements SecurityGroup {
  readonly rules: Rule[] = [];
  readonly defaults: Rule[] = [];
  readonly possibleDenials: Rule[] = [];
  readonly refusals: Refusal[] = [];
  readonly removals = [];
  readonly order = BY_PRIORITY;
  readonly sides: readonly Side[];
  readonly managesInline: Readonly<Record<Direction, Answer>> = { ingress: false, egress: false };
  isMadeByService = false;
  readonly isCountedWhole = true;
  readonly serviceAddresses = SERVICE_ADDRESSES;
  readonly isDefault = false;
  isIdentified = true;
  /** Whether it is there only to be named as a source. */
  isStranger = false;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
    readonly isClassic = false,
    readonly families: readonly Family[] = RULES_ALONE.families,
  ) {
    this.sides = isClassic ? ["internet", "intranet"] : ["both"];
  }

  get description(): Value {
    return this.resource?.getDeclared("description");
  }

  get isClosed(): Answer {
    if (this.rules.length > 0) return false;
    return this.resource === undefined ? UNKNOWN : true;
  }
}

/** What Alibaba Cloud decides beside the rules of a basic group; an advanced one lets nothing in or out by itself. */
function defaultsOf(resource: Resource, key: string): Rule[] {
  if (isAdvanced(resource) !== false) return [];
  const everyone = [
    { kind: "block", block: "0.0.0.0/0", addresses: AddressSet.ipv4 },
    { kind: "block", block: "::/0", addresses: AddressSet.ipv6 },
  ] as const;
  const egress = ownRule(resource, "", "egress", AFTER_RULES, Peers.all, everyone, EVERYTHING);
  if (admitsItself(resource) !== true) return [egress];
  const self = Peers.of(AddressSet.empty, [key]);
  return [
    ...(["ingress", "egress"] as const).map((direction) =>
      ownRule(resource, "innerAccessPolicy", direction, BEFORE_RULES, self, [{ kind: "self" }], EVERYTHING),
    ),
    egress,
  ];
}

function isGroup({ kind }: Source): boolean {
  return kind === "group" || kind === "self";
}

function isAdvanced(resource: Resource): Answer {
  const type = word(resource.get("securityGroupType"));
  return type === UNKNOWN ? UNKNOWN : type === "enterprise";
}

/** Whether the members of a basic group reach each other, which they do unless something says otherwise. */
function admitsItself(resource: Resource): Answer {
  const policy = word(declaredOrSettled(resource, "innerAccessPolicy"));
  if (policy === UNKNOWN) return UNKNOWN;
  // An audit shows both properties, which say the same.
  const older = flag(resource.getDeclared("innerAccess"));
  if (policy !== undefined) return policy !== "drop" && older !== false;
  return older ?? true;
}

/** The older property is settled as well, and must not be taken for what the program says. */
function declaredOrSettled(resource: Resource, property: string): Value {
  const declared = resource.getDeclared(property);
  if (declared !== undefined || resource.getDeclared("innerAccess") !== undefined) return declared;
  return resource.get(property);
}
