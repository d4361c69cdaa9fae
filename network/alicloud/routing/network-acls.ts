import { AddressSet } from "../../../algebra/addresses";
import { Peers } from "../../../algebra/peers";
import { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  field,
  isObject,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../../../stack/value";
import type { Direction, Problem, Refusal } from "../../filters/entry";
import { certainResource } from "../../references";
import { EVERYTHING, type NetworkAcl, type NetworkAclEntry } from "../../routing/network-acl";
import type { Claim } from "../../routing/subnet";
import { readBlock } from "../groups/blocks";
import type { PrefixLists } from "../groups/prefix-lists";
import { readAction } from "../groups/rules";
import { readServices } from "../groups/services";
import { PREFIX_LISTS, VSWITCHES } from "../types";

const NETWORK_ACL = "alicloud:vpc/networkAcl:NetworkAcl";
/** What an ACL is made a copy of. */
const SOURCE = "sourceNetworkAclId";
const ENTRIES = "alicloud:vpc/networkAclEntries:NetworkAclEntries";
const ATTACHMENT = "alicloud:vpc/networkAclAttachment:NetworkAclAttachment";
const VPC_ATTACHMENT = "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment";

/** Where each direction's entries stand, in an ACL itself and in a resource of their own, and where an entry has its block. */
const DIRECTIONS = [
  { direction: "ingress", inline: "ingressAclEntries", apart: "ingresses", block: "sourceCidrIp" },
  { direction: "egress", inline: "egressAclEntries", apart: "egresses", block: "destinationCidrIp" },
] as const;

/** The network ACLs of a stack, and those outside it that something points at. */
export class NetworkAcls {
  private readonly acls = new Map<string, AclUnderConstruction>();
  private readonly byVSwitch = new Map<Resource, NetworkAcl | undefined>();
  /** Whether something is bound to a vSwitch that cannot be known. */
  private readonly unknownBindings: Resource[] = [];

  constructor(
    private readonly stack: Stack,
    private readonly lists: PrefixLists,
  ) {
    for (const resource of stack.ofType(NETWORK_ACL)) {
      this.acls.set(resource.urn, new AclUnderConstruction(resource, resource.urn, resource.title));
    }
    for (const resource of stack.ofType(NETWORK_ACL)) this.readEntries(resource, resource, "inline");
    for (const resource of stack.ofType(ENTRIES)) {
      const acl = this.aclNamedBy(resource);
      if (acl !== undefined) this.readEntriesOf(acl, resource, "apart");
    }
    const copied = new Set<Resource>();
    for (const resource of stack.ofType(NETWORK_ACL)) this.copyEntries(resource, copied);
    this.bindAll();
  }

  get all(): NetworkAcl[] {
    return [...this.acls.values()];
  }

  /** The ACL of a vSwitch; one that has none is open. Undefined where that cannot be known. */
  of(vswitch: Resource): NetworkAcl | undefined {
    if (this.byVSwitch.has(vswitch)) return this.byVSwitch.get(vswitch);
    return this.unknownBindings.length > 0 ? undefined : NO_ACL;
  }

  private bindAll(): void {
    for (const resource of this.stack.ofType(NETWORK_ACL)) {
      this.bind(resource, "resources", resource.getDeclared("resources"), this.acls.get(resource.urn));
    }
    for (const resource of this.stack.ofType(ATTACHMENT, VPC_ATTACHMENT)) this.refuseTwice(resource);
    for (const resource of this.stack.ofType(ATTACHMENT)) {
      this.bind(resource, "resources", resource.getDeclared("resources"), this.aclNamedBy(resource));
    }
    for (const resource of this.stack.ofType(VPC_ATTACHMENT)) {
      this.bindOne(resource, "resourceId", resource.get("resourceId"), this.aclNamedBy(resource));
    }
  }

  /** The provider warns that an ACL's own list and resources of their own undo each other. */
  private refuseTwice(attachment: Resource): void {
    const acl = this.aclNamedBy(attachment);
    const listed =
      acl?.resource?.declared === undefined ? [] : elements(acl.resource.getDeclared("resources"));
    if (listed.length > 0) acl?.undoneBindings.push(attachment);
  }

  private bind(resource: Resource, property: string, value: Value, acl: NetworkAcl | undefined): void {
    if (value === UNKNOWN) this.bindOne(resource, property, resource.get(property), acl);
    const settled = elements(resource.getSettled(property));
    for (const [i, element] of elements(value).entries()) {
      const id = field(element, "resourceId");
      this.bindOne(resource, property, id === UNKNOWN ? (field(settled[i], "resourceId") ?? id) : id, acl);
    }
  }

  private bindOne(resource: Resource, property: string, id: Value, acl: NetworkAcl | undefined): void {
    if (isObject(id) || Array.isArray(id)) {
      for (const element of elements(id)) this.bindOne(resource, property, field(element, "resourceId"), acl);
      return;
    }
    for (const reference of this.stack.references(resource, property, VSWITCHES, id)) {
      if (reference.kind !== "resource" && reference.kind !== "outside") this.unknownBindings.push(resource);
      if (reference.kind !== "resource") continue;
      const isSure = reference.certain || elements(resource.get(property)).length > 1;
      this.put(reference.resource, acl, resource, isSure);
    }
  }

  /** Two ACLs that claim one vSwitch take it from each other. */
  private put(vswitch: Resource, acl: NetworkAcl | undefined, by: Resource, isSure: boolean): void {
    const own = this.acls.get(acl?.key ?? "");
    const isKnown = own?.claims.some((claim) => claim.subnet === vswitch && claim.by === by);
    if (isSure && !isKnown) own?.claims.push({ subnet: vswitch, by });
    const isAgreed = !this.byVSwitch.has(vswitch) || this.byVSwitch.get(vswitch) === acl;
    this.byVSwitch.set(vswitch, isSure && isAgreed ? acl : undefined);
  }

  private aclNamedBy(resource: Resource): AclUnderConstruction | undefined {
    const references = this.stack.references(resource, "networkAclId", [NETWORK_ACL]);
    const [reference] = references;
    return references.length === 1 && reference ? this.find(reference) : undefined;
  }

  private find(reference: Reference): AclUnderConstruction | undefined {
    if (reference.kind === "resource") {
      return reference.certain ? this.acls.get(reference.resource.urn) : undefined;
    }
    if (reference.kind !== "outside") return undefined;
    const { id } = reference;
    const acl = this.acls.get(id) ?? new AclUnderConstruction(undefined, id, id);
    acl.isComplete = { ingress: false, egress: false };
    this.acls.set(id, acl);
    return acl;
  }

  private readEntries(owner: Resource, resource: Resource, form: "inline" | "apart"): void {
    const acl = this.acls.get(owner.urn);
    if (acl !== undefined) this.readEntriesOf(acl, resource, form);
  }

  private readEntriesOf(acl: AclUnderConstruction, resource: Resource, form: "inline" | "apart"): void {
    for (const row of DIRECTIONS) {
      const { direction } = row;
      const property = row[form];
      const declared = resource.getDeclared(property);
      if (form === "inline") acl.managesInline[direction] = managesInline(resource, declared);
      const before = acl.entries.filter((entry) => entry.direction === direction).length;
      for (const [i, entry] of elements(declared).entries()) {
        if (entry === UNKNOWN) acl.isComplete[direction] = false;
        else acl.entries.push(this.readEntry(resource, row, property, i, before + i + 1, entry));
      }
    }
  }

  /** The entries of a direction that nothing gives an ACL are those of the ACL that it is made a copy of, which has to answer for what is wrong with them. */
  private copyEntries(resource: Resource, done: Set<Resource>): void {
    const acl = this.acls.get(resource.urn);
    const [reference] = this.stack.references(resource, SOURCE, [NETWORK_ACL]);
    if (acl === undefined || reference === undefined || done.has(resource)) return;
    done.add(resource);
    const source = this.find(reference);
    if (source?.resource !== undefined) this.copyEntries(source.resource, done);
    for (const { direction } of DIRECTIONS) {
      const isOfDirection = (entry: NetworkAclEntry) => entry.direction === direction;
      const mayHaveOwn = !acl.isComplete[direction] || acl.entries.some(isOfDirection);
      if (mayHaveOwn || acl.managesInline[direction] === true) continue;
      for (const entry of source?.entries.filter(isOfDirection) ?? [])
        acl.entries.push({ ...entry, resource, path: `${SOURCE}.${entry.path}`, problems: [] });
      acl.isComplete[direction] = source?.isComplete[direction] ?? false;
    }
  }

  /** https://www.alibabacloud.com/help/en/vpc/network-acl-overview: the place in the list is the number. */
  private readEntry(
    resource: Resource,
    { direction, block }: (typeof DIRECTIONS)[number],
    property: string,
    index: number,
    rank: number,
    entry: Value,
  ): NetworkAclEntry {
    const problems: Problem[] = [];
    const path = `${property}[${index}]`;
    const of = (name: string) => field(entry, name);
    if (!isObject(entry)) problems.push({ path, message: `${quote(entry)} is not an entry` });
    const { certain, possible } = readServices(
      {
        protocol: of("protocol"),
        ports: of("port"),
        names: { protocol: `${path}.protocol`, ports: `${path}.port` },
      },
      problems,
    );
    const known = this.addressesOf(resource, property, of(block), `${path}.${block}`, problems);
    return {
      resource,
      path,
      direction,
      rank,
      action: readAction(of("policy"), `${path}.policy`, problems),
      certain: Traffic.of(
        certain.protocols,
        certain.ports,
        Peers.of(known === UNKNOWN ? AddressSet.empty : known),
      ),
      possible: Traffic.of(
        possible.protocols,
        possible.ports,
        Peers.of(known === UNKNOWN ? AddressSet.all : known),
      ),
      problems,
    };
  }

  /** A block, or the addresses of a prefix list, whose id may stand in its place. */
  private addressesOf(
    resource: Resource,
    property: string,
    written: Value,
    path: string,
    problems: Problem[],
  ): AddressSet | Unknown {
    const references = this.stack.references(resource, property, PREFIX_LISTS, written);
    const [reference, ...others] = references;
    const named = others.length === 0 ? certainResource(reference) : undefined;
    const list = reference && named && this.lists.behind(reference);
    if (list !== undefined) return list.complete ? list.addresses : UNKNOWN;
    if (written === UNKNOWN || (typeof written === "string" && /^pl-/.test(written))) return UNKNOWN;
    return readBlock(path, written, undefined, problems) ?? AddressSet.empty;
  }
}

class AclUnderConstruction implements NetworkAcl {
  readonly entries: NetworkAclEntry[] = [];
  readonly refusals: Refusal[] = [];
  readonly claims: Claim[] = [];
  readonly undoneBindings: Resource[] = [];
  readonly managesInline: Record<Direction, Answer> = { ingress: false, egress: false };
  isComplete: Record<Direction, boolean> = { ingress: true, egress: true };

  constructor(
    readonly resource: Resource | undefined,
    readonly key: string,
    readonly title: string,
  ) {}
}

function managesInline(resource: Resource, declared: Value): Answer {
  if (resource.declared === undefined || declared === UNKNOWN) return UNKNOWN;
  return declared !== undefined;
}

/** What a vSwitch without an ACL is under: everything gets through, both ways. */
export const NO_ACL: NetworkAcl = {
  resource: undefined,
  key: "no network ACL",
  title: "no network ACL",
  claims: [],
  refusals: [],
  managesInline: { ingress: false, egress: false },
  isComplete: { ingress: true, egress: true },
  entries: (["ingress", "egress"] as const).map((direction) => ({
    resource: undefined,
    path: "",
    direction,
    rank: 1,
    action: "allow",
    certain: EVERYTHING,
    possible: EVERYTHING,
    problems: [],
  })),
};
