import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { ALL_PROTOCOLS, ICMP, ICMPV6, parseProtocol, protocol } from "../../../algebra/protocols";
import { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import { joinedPath } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Unknown, Value } from "../../../stack/value";
import {
  elements,
  field,
  flag,
  integer,
  isGiven,
  isObject,
  isText,
  UNKNOWN,
  word,
} from "../../../stack/value";
import type { Direction, Problem, Refusal } from "../../filters/entry";
import { readBlock } from "../../groups/blocks";
import type { NetworkAcl, NetworkAclEntry } from "../../routing/network-acl";
import { EVERYTHING } from "../../routing/network-acl";
import type { Claim } from "../../routing/subnet";
import type { Vpc } from "../../routing/vpc";
import { protocolByKeyword } from "../groups/protocol-names";
import type { ServiceFields } from "../groups/service-fields";
import { portsBesideEveryProtocol, possibleServices, readServices } from "../groups/service-fields";
import { SUBNETS } from "../types";
import { isUntold, mayShare, Strays } from "./strays";
import type { Vpcs } from "./vpcs";

const NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl";
const DEFAULT_NETWORK_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const NETWORK_ACLS = [NETWORK_ACL, DEFAULT_NETWORK_ACL] as const;
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";
const DIRECTIONS = ["ingress", "egress"] as const;

/** The network ACLs of a stack, the ones its VPCs were made with, and those outside it that something points at. */
export class NetworkAcls {
  private readonly acls = new Map<string, AclUnderConstruction>();
  /** By URN of the VPC. */
  private readonly defaultAcls = new Map<string, AclUnderConstruction>();
  private readonly bySubnet = new Map<string, NetworkAcl | undefined>();
  /** What binds an ACL to subnets not known yet, and what adopts a default ACL not known yet. */
  private readonly bindings: Strays;
  private readonly adoptions: Strays;

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
  ) {
    this.bindings = new Strays(stack);
    this.adoptions = new Strays(stack);
    for (const vpc of vpcs.all) if (vpc.resource !== undefined) this.makeDefault(vpc);
    for (const resource of stack.ofType(NETWORK_ACL)) {
      this.acls.set(resource.urn, new AclUnderConstruction(resource, resource.urn, resource.title));
    }
    for (const resource of stack.ofType(DEFAULT_NETWORK_ACL)) this.adopt(resource);
    for (const resource of stack.ofType(RULE)) this.readStandalone(resource);
    for (const resource of stack.ofType(...NETWORK_ACLS)) this.readInline(resource);
    for (const acl of this.all as AclUnderConstruction[]) acl.finish();
    for (const resource of stack.ofType(...NETWORK_ACLS)) {
      this.associate(resource, "subnetIds", this.acls.get(resource.urn));
    }
    for (const resource of stack.ofType(ASSOCIATION)) {
      const references = stack.references(resource, "networkAclId", NETWORK_ACLS);
      this.associate(resource, "subnetId", references.length === 1 ? this.find(references[0]) : undefined);
    }
  }

  get all(): NetworkAcl[] {
    return [...new Set(this.acls.values())];
  }

  /** The ACL of a subnet: its own, else its VPC's default one; undefined where that cannot be known. */
  of(subnet: Resource, vpc: Vpc | undefined = this.vpcs.of(subnet)): NetworkAcl | undefined {
    if (this.bySubnet.has(subnet.urn)) return this.bySubnet.get(subnet.urn);
    return this.bindings.mayBeOn(subnet, vpc) ? undefined : vpc && this.defaultOf(vpc);
  }

  /** The ACL that a VPC was made with, as the stack adopts it; undefined where that cannot be known. */
  defaultOf(vpc: Vpc): NetworkAcl | undefined {
    if (vpc.resource === undefined && vpc.isDefault && !this.defaultAcls.has(vpc.key)) this.makeDefault(vpc);
    const acl = this.defaultAcls.get(vpc.key);
    return acl?.resource === undefined && this.adoptions.mayBeOn(vpc.resource, vpc) ? undefined : acl;
  }

  private find(reference: Reference | undefined): AclUnderConstruction | undefined {
    switch (reference?.kind) {
      case "resource":
        return reference.certain ? this.acls.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id, reference.id);
      case "computed":
        return this.defaultAcls.get(reference.from.urn) ?? this.acls.get(reference.from.urn);
      default:
        return undefined;
    }
  }

  private outside(key: string, title: string): AclUnderConstruction {
    const known = this.acls.get(key);
    if (known !== undefined) return known;
    const acl = new AclUnderConstruction(undefined, key, title);
    acl.isComplete = { ingress: false, egress: false };
    this.acls.set(key, acl);
    return acl;
  }

  /** A VPC is made with an ACL that allows everything. */
  private makeDefault(vpc: Vpc): void {
    const key = `default network ACL of ${vpc.key}`;
    const acl = new AclUnderConstruction(undefined, key, `the default network ACL of ${vpc.title}`);
    for (const direction of DIRECTIONS) acl.entries.push(allowAll(direction));
    this.acls.set(key, acl);
    this.defaultAcls.set(vpc.key, acl);
    acl.defaultOf = vpc.key;
    const id = vpc.resource?.getSettled("defaultNetworkAclId");
    if (isText(id)) acl.id = id;
    if (acl.id !== undefined) this.acls.set(acl.id, acl);
  }

  /** A resource that adopts a VPC's default ACL, whose own entries replace what was there. */
  private adopt(resource: Resource): void {
    // Not by type: the adopting resource has the id of the ACL that it adopts.
    const id = resource.get("defaultNetworkAclId");
    const references = this.stack.references(resource, "defaultNetworkAclId", []);
    const adopted = typeof id === "string" ? this.acls.get(id) : this.find(references[0]);
    if (id === UNKNOWN && adopted === undefined) this.adoptions.note(resource, references, undefined);
    const acl = new AclUnderConstruction(resource, resource.urn, resource.title);
    this.acls.set(resource.urn, acl);
    if (typeof id === "string") this.acls.set(id, acl);
    if (adopted?.defaultOf === undefined) return;
    for (const key of [adopted.key, adopted.id]) if (key !== undefined) this.acls.set(key, acl);
    this.defaultAcls.set(adopted.defaultOf, acl);
  }

  private readInline(resource: Resource): void {
    const acl = this.acls.get(resource.urn);
    if (acl === undefined) return;
    for (const direction of DIRECTIONS) {
      acl.managesInline[direction] = managesInline(resource, direction);
      const standalone = new Set(
        acl.entries.filter((entry) => entry.direction === direction).map(({ rank }) => rank),
      );
      for (const [i, entry] of elements(resource.getDeclared(direction)).entries()) {
        if (entry === UNKNOWN) acl.isComplete[direction] = false;
        else {
          const path = `${direction}[${i}]`;
          acl.refusals.push(...refusedPorts(resource, path, entry));
          acl.refusals.push(...refusedBlocks(resource, path, (name) => field(entry, name)));
          const read = readInlineEntry(resource, direction, path, entry);
          // A number stands once: in outputs after a refresh it is the standalone entry's echo.
          if (resource.declared !== undefined || !standalone.has(read.rank)) acl.entries.push(read);
        }
      }
    }
  }

  private readStandalone(resource: Resource): void {
    const entry = readStandaloneEntry(resource);
    const references = this.stack.references(resource, "networkAclId", NETWORK_ACLS);
    const acl = references.length === 1 ? this.find(references[0]) : undefined;
    // It may be of any of these, and is kept apart, to be told of its problems.
    for (const candidate of acl === undefined && entry.problems.length === 0
      ? this.candidates(resource, references)
      : []) {
      candidate.entries.push({ ...entry, rank: UNKNOWN, certain: Traffic.empty() });
    }
    const holder = acl ?? this.outside(`network ACL of ${resource.urn}`, "a network ACL not known yet");
    holder.entries.push(entry);
    holder.refusals.push(...refusedBlocks(resource, "", (name) => resource.get(name)));
  }

  /** The ACLs that a rule may be of: those that it was computed from or, where that tells none, every one of its place. */
  private candidates(rule: Resource, references: readonly Reference[]): AclUnderConstruction[] {
    if (!references.some(isUntold)) {
      return references.flatMap((one) =>
        one.kind === "resource" ? (this.acls.get(one.resource.urn) ?? []) : [],
      );
    }
    return [...new Set(this.acls.values())].filter(
      ({ resource }) => resource === undefined || mayShare(this.stack, rule, resource),
    );
  }

  private associate(resource: Resource, property: string, acl: AclUnderConstruction | undefined): void {
    const subnets = this.stack.references(resource, property, SUBNETS, resource.getDeclared(property));
    this.bindings.note(resource, subnets, acl?.resource && this.vpcs.of(acl.resource));
    for (const subnet of subnets) {
      if (subnet.kind !== "resource") continue;
      const { urn } = subnet.resource;
      if (subnet.certain) acl?.claims.push({ subnet: subnet.resource, by: resource });
      // Two ACLs that claim one subnet take it from each other.
      const isAgreed = !this.bySubnet.has(urn) || this.bySubnet.get(urn) === acl;
      this.bySubnet.set(urn, subnet.certain && isAgreed ? acl : undefined);
    }
  }
}

class AclUnderConstruction implements NetworkAcl {
  entries: NetworkAclEntry[] = [];
  isComplete: Record<Direction, boolean> = { ingress: true, egress: true };
  readonly managesInline: Record<Direction, Answer> = { ingress: false, egress: false };
  readonly refusals: Refusal[] = [];
  readonly claims: Claim[] = [];
  /** The id that its VPC gives it, and that VPC's key. */
  id: string | undefined;
  defaultOf: string | undefined;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
  ) {}

  /** Sorts the entries, and names those whose number another has. */
  finish(): void {
    const position = ({ rank }: NetworkAclEntry) =>
      typeof rank === "number" ? rank : Number.MAX_SAFE_INTEGER;
    this.entries = [...this.entries].sort((a, b) => position(a) - position(b));
    const first = new Map<string, NetworkAclEntry>();
    for (const entry of this.entries) {
      const { resource, path, direction, rank } = entry;
      if (typeof rank !== "number" || direction === UNKNOWN) continue;
      const key = `${direction} ${rank}`;
      const other = first.get(key);
      if (other === undefined) first.set(key, entry);
      else if (resource !== undefined) {
        this.refusals.push({ resource, path, message: `has number ${rank}, as ${entryName(other)} has` });
      }
    }
  }
}

/** What adopts a VPC's default ACL removes every entry that it does not list. */
function managesInline(resource: Resource, direction: Direction): Answer {
  if (resource.type === DEFAULT_NETWORK_ACL) return true;
  const declared = resource.getDeclared(direction);
  return resource.declared === undefined || declared === UNKNOWN ? UNKNOWN : declared !== undefined;
}

function entryName({ resource, path }: NetworkAclEntry): string {
  if (resource === undefined) return `AWS's ${path}`;
  return path === "" ? resource.title : path;
}

function refusedPorts(resource: Resource, path: string, entry: Value): Refusal[] {
  if (!parseProtocol(field(entry, "protocol"))?.equals(ALL_PROTOCOLS)) return [];
  const message = portsBesideEveryProtocol((name) => field(entry, name));
  return message === undefined ? [] : [{ resource, path, message }];
}

/** The provider does not ask, and AWS answers `InvalidParameterCombination`. */
function refusedBlocks(resource: Resource, path: string, get: (name: string) => Value): Refusal[] {
  const blocks = [get("cidrBlock"), get("ipv6CidrBlock")];
  const isRefused = blocks.every(isText);
  return isRefused
    ? [{ resource, path, message: "names a block of IPv4 and one of IPv6, where an entry takes one" }]
    : [];
}

function allowAll(direction: Direction): NetworkAclEntry {
  const traffic = EVERYTHING;
  return {
    resource: undefined,
    path: "entry 100",
    direction,
    rank: 100,
    action: "allow",
    certain: traffic,
    possible: traffic,
    problems: [],
  };
}

function readInlineEntry(
  resource: Resource,
  direction: Direction,
  path: string,
  entry: Value,
): NetworkAclEntry {
  const get = (name: string) => field(entry, name);
  const fields = { number: "ruleNo", action: "action", get };
  if (isObject(entry)) return readEntry(resource, path, direction, fields, []);
  const nothing = Traffic.empty<Peers>();
  const problems = [{ path, message: `${quote(entry)} is not an entry` }];
  return {
    resource,
    path,
    direction,
    rank: undefined,
    action: undefined,
    certain: nothing,
    possible: nothing,
    problems,
  };
}

function readStandaloneEntry(resource: Resource): NetworkAclEntry {
  const problems: Problem[] = [];
  const written = resource.get("egress");
  const egress = written === undefined ? false : flag(written);
  if (egress === undefined) {
    problems.push({ path: "egress", message: `${quote(written)} is neither true nor false` });
  }
  const direction = egress === UNKNOWN ? UNKNOWN : egress === true ? "egress" : "ingress";
  // The provider takes port 0 where they are left out.
  const get = (name: string) => resource.get(name) ?? (name.endsWith("Port") ? 0 : undefined);
  return readEntry(resource, "", direction, { number: "ruleNumber", action: "ruleAction", get }, problems);
}

interface EntryFields {
  readonly number: string;
  readonly action: string;
  readonly get: (name: string) => Value;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
function readEntry(
  resource: Resource,
  path: string,
  direction: NetworkAclEntry["direction"],
  { number: numberName, action, get }: EntryFields,
  problems: Problem[],
): NetworkAclEntry {
  const fieldOf = (name: string): Field => ({
    path: joinedPath(path, name),
    value: get(name),
  });
  const services = serviceFields(fieldOf);
  const certainServices = readServices(services, problems);
  const mayBe = possibleServices(services);
  const { certain, possible } = readAddresses(fieldOf, problems);
  return {
    resource,
    path,
    direction,
    rank: readNumber(fieldOf(numberName), problems),
    action: readAction(fieldOf(action), problems),
    certain: Traffic.of(certainServices.protocols, certainServices.ports, Peers.of(certain)),
    possible: Traffic.of(mayBe.protocols, mayBe.ports, Peers.of(possible)),
    problems,
  };
}

interface Field {
  readonly path: string;
  readonly value: Value;
}

/** ICMP's type and code stand in fields of their own, 0 where they are left out; type -1 takes every code. */
function serviceFields(fieldOf: (name: string) => Field): ServiceFields {
  const { path, value } = fieldOf("protocol");
  const keyword = typeof value === "string" ? protocolByKeyword(value) : undefined;
  const named: Field = { path, value: keyword ?? value };
  const protocols = parseProtocol(named.value);
  if (![ICMP, ICMPV6].some((number) => protocols?.equals(protocol(number)))) {
    return { protocol: named, fromPort: fieldOf("fromPort"), toPort: fieldOf("toPort") };
  }
  const ofIcmp = (name: string): Field => {
    const field = fieldOf(name);
    return field.value === undefined ? { ...field, value: 0 } : field;
  };
  const type = ofIcmp("icmpType");
  const code = ofIcmp("icmpCode");
  return {
    protocol: named,
    fromPort: type,
    toPort: integer(type.value) === -1 ? { ...code, value: -1 } : code,
  };
}

function readAddresses(
  fieldOf: (name: string) => Field,
  problems: Problem[],
): { certain: AddressSet; possible: AddressSet } {
  let certain = AddressSet.empty;
  let possible = AddressSet.empty;
  let named = false;
  for (const [name, family, whole] of [
    ["cidrBlock", "IPv4", AddressSet.ipv4],
    ["ipv6CidrBlock", "IPv6", AddressSet.ipv6],
  ] as const) {
    const { path, value } = fieldOf(name);
    if (!isGiven(value)) continue;
    named = true;
    if (value === UNKNOWN) possible = possible.union(whole);
    else {
      const addresses = readBlock(path, value, family, problems) ?? AddressSet.empty;
      certain = certain.union(addresses);
      possible = possible.union(addresses);
    }
  }
  if (!named) problems.push({ path: fieldOf("cidrBlock").path, message: "names no block" });
  return { certain, possible };
}

function readNumber({ path, value }: Field, problems: Problem[]): number | Unknown | undefined {
  const number = integer(value);
  if (number === undefined || (number !== UNKNOWN && (number < 1 || number > 32766))) {
    problems.push({ path, message: `${quote(value)} is not an entry's number (1 to 32766)` });
    return undefined;
  }
  return number;
}

function readAction({ path, value }: Field, problems: Problem[]): NetworkAclEntry["action"] {
  if (value === UNKNOWN) return UNKNOWN;
  const action = word(value);
  if (action === "allow" || action === "deny") return action;
  problems.push({ path, message: `${quote(value)} is neither "allow" nor "deny"` });
  return undefined;
}
