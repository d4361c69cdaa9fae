import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { type Steps, valueAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, field, isGiven, UNKNOWN, type Unknown, type Value, word } from "../../../stack/value";
import { certainResource } from "../../references";
import type { Clients } from "../../services/load-balancer";
import { blockOf } from "../groups/blocks";

/** Where an access list, or what adds to one, has its entries. */
const LISTS: Readonly<Record<string, readonly Steps[]>> = {
  "alicloud:slb/acl:Acl": [["entryLists", "entry"]],
  "alicloud:alb/acl:Acl": [["aclEntries", "entry"]],
};
const ADDITIONS: Readonly<Record<string, readonly Steps[]>> = {
  "alicloud:slb/aclEntryAttachment:AclEntryAttachment": [["entry"]],
  "alicloud:alb/aclEntryAttachment:AclEntryAttachment": [["entry"], ["entries", "entry"]],
};
const LISTENER_ATTACHMENT = "alicloud:alb/listenerAclAttachment:ListenerAclAttachment";

/** The entries of access lists, as far as they are known. */
interface Entries {
  readonly addresses: AddressSet;
  readonly isWhole: boolean;
}

const NOT_KNOWN: Entries = { addresses: AddressSet.empty, isWhole: false };
const EVERYBODY: Clients = { certain: AddressSet.all, possible: AddressSet.all };
const ANYBODY: Clients = { certain: AddressSet.empty, possible: AddressSet.all };

/** Whose packets listeners are let to take: white lists and black ones. One without entries lets in everybody. */
export class AccessLists {
  private readonly additions = new Map<Resource, Resource[]>();
  private readonly attached = new Map<Resource, Resource[]>();
  /** What may add to any list, or put one on any listener. */
  private readonly strayAdditions: boolean;
  private readonly strayAttachments: boolean;

  constructor(private readonly stack: Stack) {
    const toLists = (one: Resource) => stack.references(one, "aclId", Object.keys(LISTS));
    this.strayAdditions = collect(stack.ofType(...Object.keys(ADDITIONS)), toLists, this.additions);
    this.strayAttachments = collect(
      stack.ofType(LISTENER_ATTACHMENT),
      (one) => stack.references(one, "listenerId", ["alicloud:alb/listener:Listener"]),
      this.attached,
    );
  }

  /** Whom a listener of a classic balancer takes packets of. */
  ofClassic(listener: Resource): Clients {
    const status = word(listener.getDeclared("aclStatus"));
    if (status === UNKNOWN) return ANYBODY;
    if (status !== "on") return EVERYBODY;
    const lists = ["aclIds", "aclId"].flatMap((property) => this.entriesBehind(listener, property));
    return clientsBy(word(listener.getDeclared("aclType")), lists);
  }

  /** Whom one of an application balancer does, by lists that it names itself or that are put on it. */
  ofApplication(listener: Resource): Clients {
    const config = listener.getDeclared("aclConfig");
    const relations: Value = valueAt(config, ["aclRelations", "aclId"]);
    const own = isAbsent(relations) ? [] : this.entriesBehind(listener, "aclConfig", relations);
    const others = this.attached.get(listener) ?? [];
    const lists = [...own, ...others.flatMap((one) => this.entriesBehind(one, "aclId"))];
    if (this.strayAttachments) return ANYBODY;
    if (lists.length === 0) return EVERYBODY;
    // A listener has lists of one kind alone.
    const kinds: Value[] = [field(config, "aclType"), ...others.map((one) => one.getDeclared("aclType"))];
    return clientsBy(word(kinds.find(isGiven)), lists);
  }

  private entriesBehind(
    resource: Resource,
    property: string,
    value: Value = resource.get(property),
  ): Entries[] {
    return this.stack.references(resource, property, Object.keys(LISTS), value).map((reference) => {
      const list = certainResource(reference);
      return list === undefined ? NOT_KNOWN : this.entriesOf(list);
    });
  }

  private entriesOf(list: Resource): Entries {
    const all = [list, ...(this.additions.get(list) ?? [])];
    const values = all.flatMap((one) => {
      const places = LISTS[one.type] ?? ADDITIONS[one.type];
      return places?.flatMap((steps) => entriesAt(one, steps)) ?? [];
    });
    return {
      addresses: united(values.flatMap((one) => (one === UNKNOWN ? [] : one))),
      isWhole: !this.strayAdditions && !values.includes(UNKNOWN),
    };
  }
}

/** Fills a map by what each points at, and tells whether one may point at any. */
function collect(
  resources: readonly Resource[],
  pointsAt: (one: Resource) => readonly Reference[],
  into: Map<Resource, Resource[]>,
): boolean {
  let isAnyStray = false;
  for (const one of resources) {
    for (const reference of pointsAt(one)) {
      const known = certainResource(reference);
      if (known !== undefined) push(into, known, one);
      else isAnyStray ||= reference.kind !== "outside";
    }
  }
  return isAnyStray;
}

function entriesAt(resource: Resource, [property, ...steps]: Steps): (AddressSet | Unknown)[] {
  return elements(valueAt(resource.get(property), steps)).flatMap((entry) => {
    if (entry === UNKNOWN) return UNKNOWN;
    return (typeof entry === "string" ? blockOf(entry.trim()) : undefined) ?? [];
  });
}

/** Whom lists of a kind, `white` or `black`, let in; those that are not known whole may let in, or keep out, more. */
function clientsBy(kind: string | Unknown | undefined, lists: readonly Entries[]): Clients {
  const listed = united(lists.map(({ addresses }) => addresses));
  const isWhole = lists.every((one) => one.isWhole);
  if (kind === UNKNOWN) return ANYBODY;
  if (isWhole && listed.isEmpty) return EVERYBODY;
  if (kind === "white") {
    return { certain: listed, possible: isWhole ? listed : AddressSet.all };
  }
  const rest = AddressSet.all.subtract(listed);
  return { certain: isWhole ? rest : AddressSet.empty, possible: rest };
}

function isAbsent(value: Value): boolean {
  return value === undefined || (Array.isArray(value) && value.every((one) => one === undefined));
}

function united(sets: readonly AddressSet[]): AddressSet {
  return unionAll(sets, AddressSet.empty);
}
