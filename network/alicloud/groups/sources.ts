import type { Family } from "../../../algebra/addresses";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { isGiven, isText, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import { type Source, unknownBlock } from "../../groups/rule";
import { mayBeIdOf, type SecurityGroup } from "../../groups/security-group";
import { PREFIX_LISTS, SECURITY_GROUP } from "../types";
import { readBlock } from "./blocks";
import type { PrefixLists } from "./prefix-lists";

type GroupSource = Extract<Source, { kind: "group" }>;

const BLOCKS = [
  { name: "cidrIp", family: "IPv4" },
  { name: "ipv6CidrIp", family: "IPv6" },
] as const;
const GROUP = "sourceSecurityGroupId";
const LIST = "prefixListId";

/** Where an account is named: by its id, in older programs by a name. */
const ACCOUNTS = ["sourceGroupOwnerId", "sourceGroupOwnerAccount"];

/** Reads the other end of a rule: a block goes before a group, both before a prefix list, and what is beside them is ignored. */
export class SourceReader {
  constructor(
    private readonly stack: Stack,
    private readonly lists: PrefixLists,
    private readonly groupAt: (reference: Reference) => SecurityGroup | undefined,
    private readonly strangerOf: (rule: Resource) => SecurityGroup,
  ) {}

  read(resource: Resource, own: SecurityGroup, problems: Problem[]): Source[] {
    const blocks = BLOCKS.filter(({ name }) => isWritten(resource, name));
    if (blocks.length > 0) {
      return blocks.map(({ name, family }) => sourceAt(name, resource.get(name), family, problems));
    }
    if (isWritten(resource, GROUP)) return this.readGroups(resource, own);
    if (isWritten(resource, LIST)) return this.readLists(resource);
    problems.push({ path: "", message: "names neither addresses nor a group nor a prefix list" });
    return [];
  }

  private readGroups(resource: Resource, own: SecurityGroup): Source[] {
    const account = accountOf(resource);
    return this.stack.references(resource, GROUP, [SECURITY_GROUP]).map((reference): Source => {
      const group =
        this.groupAt(reference) ?? (account === undefined ? undefined : this.strangerOf(resource));
      if (group === undefined) return { kind: "unknown", form: "group" };
      const certain = reference.kind !== "resource" || reference.certain;
      if (group === own && certain && account === undefined) return { kind: "self" };
      const mayBeOwn =
        account === undefined && (group === own || !own.isIdentified || mayBeIdOf(own, reference));
      const source: GroupSource = { kind: "group", group, certain, mayBeOwn };
      return account === undefined ? source : { ...source, account };
    });
  }

  private readLists(resource: Resource): Source[] {
    return this.stack.references(resource, LIST, PREFIX_LISTS).map((reference): Source => {
      const list = this.lists.behind(reference);
      if (list === undefined) return { kind: "unknown", form: "prefix-list" };
      return { kind: "prefix-list", list, certain: reference.kind !== "resource" || reference.certain };
    });
  }
}

/** The source that a block is; with a problem named, a malformed one. */
export function sourceAt(
  path: string,
  value: Value,
  family: Family | undefined,
  problems: Problem[],
): Source {
  if (value === UNKNOWN) return unknownBlock(family);
  const addresses = readBlock(path, value, family, problems);
  return addresses === undefined
    ? { kind: "malformed", text: quote(value) }
    : { kind: "block", block: String(value).trim(), addresses };
}

/** What the program left out, the cloud may settle. */
function isWritten(resource: Resource, property: string): boolean {
  return isGiven(resource.getDeclared(property));
}

function accountOf(resource: Resource): string | undefined {
  return ACCOUNTS.map((property) => text(resource.getDeclared(property))).find(isText);
}
