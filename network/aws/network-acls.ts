import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { Traffic } from "../../algebra/traffic";
import type { NetworkAcl, NetworkAclEntry } from "../network-acl";
import { EVERYTHING, isPlaced } from "../network-acl";
import type { Resource } from "../resource";
import type { Direction, Problem } from "../rule";
import type { Reference, Stack } from "../stack";
import type { Answer, Unknown, Value } from "../value";
import { elements, field, flag, integer, isObject, UNKNOWN } from "../value";
import type { Vpc } from "../vpc";
import { readBlock } from "./blocks";
import { possibleServices, quote, readServices } from "./services";
import { SUBNETS, VPCS } from "./types";
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
  private readonly defaultAcls = new Map<string, AclUnderConstruction>();
  private readonly bySubnet = new Map<string, NetworkAcl | undefined>();

  constructor(
    private readonly stack: Stack,
    private readonly vpcs: Vpcs,
  ) {
    for (const vpc of vpcs.all) this.makeDefault(vpc);
    for (const resource of stack.ofType(NETWORK_ACL)) {
      this.acls.set(resource.urn, new AclUnderConstruction(resource, resource.urn, resource.title));
    }
    for (const resource of stack.ofType(DEFAULT_NETWORK_ACL)) this.adopt(resource);
    for (const resource of stack.ofType(RULE)) this.readStandalone(resource);
    for (const resource of stack.ofType(...NETWORK_ACLS)) this.readInline(resource);
    for (const acl of this.acls.values()) acl.sort();
    for (const resource of stack.ofType(...NETWORK_ACLS)) {
      this.associate(resource, "subnetIds", this.acls.get(resource.urn));
    }
    for (const resource of stack.ofType(ASSOCIATION)) {
      const references = stack.references(resource, "networkAclId", NETWORK_ACLS);
      this.associate(
        resource,
        "subnetId",
        references.length === 1 ? this.find(references[0] as Reference) : undefined,
      );
    }
  }

  get all(): NetworkAcl[] {
    return [...new Set(this.acls.values())];
  }

  /** The ACL of a subnet: its own, else its VPC's default one; undefined where that is not to be known. */
  of(subnet: Resource, vpc: Vpc | undefined = this.vpcs.of(subnet)): NetworkAcl | undefined {
    if (this.bySubnet.has(subnet.urn)) return this.bySubnet.get(subnet.urn);
    return vpc && this.defaultAcls.get(vpc.key);
  }

  private find(reference: Reference): AclUnderConstruction | undefined {
    switch (reference.kind) {
      case "resource":
        return reference.certain ? this.acls.get(reference.resource.urn) : undefined;
      case "outside":
        return this.outside(reference.id);
      case "computed":
        return (VPCS as readonly string[]).includes(reference.from.type)
          ? this.defaultAcls.get(reference.from.urn)
          : undefined;
      case "opaque":
        return undefined;
    }
  }

  private outside(id: string): AclUnderConstruction {
    const known = this.acls.get(id);
    if (known !== undefined) return known;
    const acl = new AclUnderConstruction(undefined, id, id);
    acl.isComplete = false;
    this.acls.set(id, acl);
    return acl;
  }

  /** A VPC is made with an ACL that allows everything. */
  private makeDefault(vpc: Vpc): void {
    const key = `default network ACL of ${vpc.key}`;
    const acl = new AclUnderConstruction(undefined, key, `the default network ACL of ${vpc.title}`);
    acl.isComplete = vpc.resource !== undefined && !vpc.isDefault;
    for (const direction of DIRECTIONS) acl.entries.push(allowAll(direction));
    this.acls.set(key, acl);
    this.defaultAcls.set(vpc.key, acl);
  }

  /** A resource that adopts a VPC's default ACL, whose own entries replace what was there. */
  private adopt(resource: Resource): void {
    const acl = new AclUnderConstruction(resource, resource.urn, resource.title);
    this.acls.set(resource.urn, acl);
    const [reference] = this.stack.references(resource, "defaultNetworkAclId", NETWORK_ACLS);
    const adopted = reference && this.find(reference);
    if (adopted === undefined) return;
    this.acls.set(adopted.key, acl);
    for (const [vpc, one] of this.defaultAcls) if (one === adopted) this.defaultAcls.set(vpc, acl);
  }

  private readInline(resource: Resource): void {
    const acl = this.acls.get(resource.urn);
    if (acl === undefined) return;
    for (const direction of DIRECTIONS) {
      const standalone = new Set(
        acl.entries.filter((entry) => entry.direction === direction).map(({ number }) => number),
      );
      for (const [i, entry] of elements(resource.getDeclared(direction)).entries()) {
        if (entry === UNKNOWN) acl.isComplete = false;
        else {
          const read = readInlineEntry(resource, direction, `${direction}[${i}]`, entry);
          // A number stands once: in outputs after a refresh it is the standalone entry's echo.
          if (resource.declared !== undefined || !standalone.has(read.number)) acl.entries.push(read);
        }
      }
    }
  }

  private readStandalone(resource: Resource): void {
    const references = this.stack.references(resource, "networkAclId", NETWORK_ACLS);
    const acl = references.length === 1 ? this.find(references[0] as Reference) : undefined;
    acl?.entries.push(readStandaloneEntry(resource));
  }

  private associate(resource: Resource, property: string, acl: NetworkAcl | undefined): void {
    for (const subnet of this.stack.references(resource, property, SUBNETS, resource.getDeclared(property))) {
      if (subnet.kind === "resource")
        this.bySubnet.set(subnet.resource.urn, subnet.certain ? acl : undefined);
    }
  }
}

class AclUnderConstruction implements NetworkAcl {
  entries: NetworkAclEntry[] = [];
  isComplete = true;

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
  ) {}

  sort(): void {
    const rank = (entry: NetworkAclEntry) =>
      isPlaced(entry) ? (entry.number as number) : Number.POSITIVE_INFINITY;
    this.entries = [...this.entries].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  }
}

function allowAll(direction: Direction): NetworkAclEntry {
  const traffic = EVERYTHING;
  return {
    resource: undefined,
    path: "entry 100",
    direction,
    number: 100,
    allows: true,
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
  const problems: Problem[] = [];
  if (!isObject(entry)) problems.push({ path, message: `${quote(entry)} is not an entry` });
  const of = (name: string) => field(entry, name);
  return readEntry(resource, path, direction, { number: "ruleNo", action: "action", of }, problems);
}

function readStandaloneEntry(resource: Resource): NetworkAclEntry {
  const egress = flag(resource.get("egress"));
  const direction = egress === UNKNOWN ? UNKNOWN : egress === true ? "egress" : "ingress";
  const of = (name: string) => resource.get(name);
  return readEntry(resource, "", direction, { number: "ruleNumber", action: "ruleAction", of }, []);
}

interface EntryFields {
  readonly number: string;
  readonly action: string;
  readonly of: (name: string) => Value;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
function readEntry(
  resource: Resource,
  path: string,
  direction: NetworkAclEntry["direction"],
  { number: numberName, action, of }: EntryFields,
  problems: Problem[],
): NetworkAclEntry {
  const fieldOf = (name: string): { path: string; value: Value } => ({
    path: path === "" ? name : `${path}.${name}`,
    value: of(name),
  });
  const protocol = fieldOf("protocol");
  const isIcmp = /^(1|58|icmp|icmpv6)$/i.test(
    String(typeof protocol.value === "symbol" ? "" : protocol.value),
  );
  const fields = isIcmp
    ? { protocol, fromPort: icmp(fieldOf("icmpType")), toPort: icmp(fieldOf("icmpCode")) }
    : { protocol, fromPort: fieldOf("fromPort"), toPort: fieldOf("toPort") };
  const certainServices = readServices(fields, problems);
  const mayBe = possibleServices(fields);
  const { certain, possible } = readAddresses(fieldOf, problems);
  return {
    resource,
    path,
    direction,
    number: readNumber(fieldOf(numberName), problems),
    allows: readAction(fieldOf(action), problems),
    certain: Traffic.of(certainServices.protocols, certainServices.ports, Peers.of(certain)),
    possible: Traffic.of(mayBe.protocols, mayBe.ports, Peers.of(possible)),
    problems,
  };
}

/** The provider takes type and code 0 where they are left out. */
function icmp({ path, value }: { path: string; value: Value }): { path: string; value: Value } {
  return { path, value: value === undefined ? 0 : value };
}

function readAddresses(
  fieldOf: (name: string) => { path: string; value: Value },
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
    if (value === undefined || value === "") continue;
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

function readNumber(
  { path, value }: { path: string; value: Value },
  problems: Problem[],
): number | Unknown | undefined {
  const number = integer(value);
  if (number === undefined || (number !== UNKNOWN && (number < 1 || number > 32766))) {
    problems.push({ path, message: `${quote(value)} is not an entry's number (1 to 32766)` });
    return undefined;
  }
  return number;
}

function readAction(
  { path, value }: { path: string; value: Value },
  problems: Problem[],
): Answer | undefined {
  if (value === UNKNOWN) return UNKNOWN;
  const action = typeof value === "string" ? value.toLowerCase() : undefined;
  if (action === "allow" || action === "deny") return action === "allow";
  problems.push({ path, message: `${quote(value)} is neither "allow" nor "deny"` });
  return undefined;
}
