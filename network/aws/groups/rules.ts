import type { Peers } from "../../../algebra/peers";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import type { Traffic } from "../../../algebra/traffic";
import { quote } from "../../../stack/quote";
import type { Resource } from "../../../stack/resource";
import { joinedPath } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, flag, isText, text, UNKNOWN } from "../../../stack/value";
import type { Problem, Refusal } from "../../filters/entry";
import { readBlock } from "../../groups/blocks";
import { type Rule, type Services, type Source, trafficOf, unknownBlock } from "../../groups/rule";
import { mayBeIdOf, type SecurityGroup } from "../../groups/security-group";
import { peersOf, possiblePeersOf } from "../../groups/source-peers";
import { descriptionRefused } from "./group-texts";
import type { PrefixLists } from "./prefix-lists";
import { PREFIX_LIST } from "./prefix-lists";
import {
  portsBesideEveryProtocol,
  possibleServices,
  readServices,
  type ServiceFields,
} from "./service-fields";
import type { SourceField, Spelling } from "./spellings";
import { propertiesOf } from "./spellings";

export interface RuleInput {
  readonly group: SecurityGroup;
  readonly resource: Resource;
  /** Empty for a resource that is one rule. */
  readonly path: string;
  /** The top-level property whose dependencies stand behind the rule's unknown values; the field itself for a standalone rule. */
  readonly property?: string;
  readonly spelling: Spelling;
  readonly direction: Rule["direction"];
  readonly problems: Problem[];
  readonly get: (name: string) => Value;
  /** The names of what the program writes in it; undefined where that is not there to be seen. */
  readonly keys?: readonly string[] | undefined;
}

type GroupSource = Extract<Source, { kind: "group" }>;

const NOUN = { group: "security group", "prefix-list": "prefix list" } as const;

/** What it may turn out to be is worked out when somebody asks. */
class ReadRule implements Rule {
  readonly resource: Resource;
  readonly path: string;
  readonly direction: Rule["direction"];
  readonly everyProtocol: boolean;
  readonly services: Services;
  readonly sources: readonly Source[];
  readonly rank: number;
  readonly action: Rule["action"];
  readonly side: Rule["side"];
  readonly certain: Traffic<Peers>;
  readonly description: Value;
  readonly problems: Problem[];
  /** Out of sight of who spreads or tells rules. */
  readonly #group: SecurityGroup;
  readonly #fields: ServiceFields;

  constructor(input: RuleInput, fields: ServiceFields, services: Services, sources: readonly Source[]) {
    const { resource, path, direction, problems, group, get } = input;
    this.resource = resource;
    this.path = path;
    this.direction = direction;
    this.everyProtocol = services.protocols.equals(ALL_PROTOCOLS);
    this.services = services;
    this.sources = sources;
    this.rank = 0;
    this.action = "allow";
    this.side = "both";
    this.certain = trafficOf(services, peersOf(sources, group));
    this.description = get("description");
    this.problems = problems;
    this.#group = group;
    this.#fields = fields;
  }

  get possibleServices(): Services {
    return possibleServices(this.#fields);
  }

  get possible(): Traffic<Peers> {
    return trafficOf(this.possibleServices, possiblePeersOf(this.sources, this.#group));
  }
}

/** Reads a rule, however it is spelled. */
export class RuleReader {
  constructor(
    private readonly sources: { readonly stack: Stack; readonly prefixLists: PrefixLists },
    private readonly groupTypes: readonly string[],
    private readonly groupAt: (reference: Reference) => SecurityGroup | undefined,
  ) {}

  read(input: RuleInput): Rule {
    const { path, spelling, problems } = input;
    const isReadable = problems.every((problem) => problem.path !== path || path === "");
    const fields: ServiceFields = {
      protocol: fieldOf(input, spelling.protocol),
      fromPort: fieldOf(input, "fromPort"),
      toPort: fieldOf(input, "toPort"),
    };
    const services = readServices(fields, isReadable ? problems : []);
    return new ReadRule(input, fields, services, this.readAllSources(input, isReadable));
  }

  private readAllSources(input: RuleInput, isReadable: boolean): Source[] {
    const { path, spelling, problems } = input;
    const all: Source[] = [];
    const certain: string[] = [];
    for (const form of spelling.sources) {
      const { path: place, value } = fieldOf(input, form.name);
      if (value === undefined) continue;
      const sources = this.readSources(input, place, form, value);
      all.push(...sources);
      // A list or switch that is not known yet may turn out to name nobody.
      if (sources.some(({ kind }) => kind !== "perhaps")) certain.push(form.name);
    }
    if (isReadable && all.length === 0 && spelling.isInline !== true) {
      problems.push({ path, message: "names neither addresses nor groups nor prefix lists" });
    }
    const [first, second] = spelling.conflict(certain) ?? [];
    if (first !== undefined) problems.push({ path, message: `names both ${first} and ${second}` });
    return all;
  }

  private readSources(input: RuleInput, path: string, field: SourceField, value: Value): Source[] {
    const { name, form } = field;
    const isList = name.endsWith("s");
    if (value === UNKNOWN && (isList || form === "self")) return [{ kind: "perhaps", form } as Source];
    if (form === "self") return readSelf(value, path, input.problems);
    if (isList && !Array.isArray(value)) {
      input.problems.push({ path, message: `${quote(value)} is not a list` });
    }
    const all = elements(value).map(
      (element, i): Element => ({
        element,
        path: isList && Array.isArray(value) ? `${path}[${i}]` : path,
      }),
    );
    if (form === "block") return all.map((one) => readBlockSource(one, field, input.problems));
    // Several unknown ids are together all that stands behind them, though none alone is one of them.
    const unknowns = all.filter(({ element }) => element === UNKNOWN).map(({ element }) => element);
    const known = all.filter(({ element }) => element !== UNKNOWN);
    return [
      ...known.flatMap((one) => this.readId(input, one, name, form)),
      ...(unknowns.length > 0
        ? this.pointedAt(input, name, form, unknowns.length > 1 ? unknowns : UNKNOWN)
        : []),
    ];
  }

  private readId(
    input: RuleInput,
    { element, path }: Element,
    name: string,
    form: "group" | "prefix-list",
  ): Source[] {
    if (isText(element)) return this.pointedAt(input, name, form, element);
    input.problems.push({ path, message: `${quote(element)} is not the id of a ${NOUN[form]}` });
    return [{ kind: "malformed", text: quote(element) }];
  }

  private pointedAt(input: RuleInput, name: string, form: "group" | "prefix-list", ids: Value): Source[] {
    const { resource, property = name, group } = input;
    return form === "group"
      ? this.readGroups(resource, property, ids, group)
      : this.readLists(resource, property, ids);
  }

  private readGroups(resource: Resource, property: string, value: Value, own: SecurityGroup): Source[] {
    const [, account, id] = typeof value === "string" ? (/^(\d{12})\/(.+)$/.exec(value) ?? []) : [];
    const references = this.sources.stack.references(resource, property, this.groupTypes, id ?? value);
    return references.map((reference): Source => {
      const group = this.groupAt(reference);
      if (group === undefined) return { kind: "unknown", form: "group" };
      const certain = reference.kind !== "resource" || reference.certain;
      if (group === own && certain && account === undefined) return { kind: "self" };
      const mayBeOwn = group === own || !own.isIdentified || mayBeIdOf(own, reference);
      const source: GroupSource = { kind: "group", group, certain, mayBeOwn };
      return account === undefined ? source : { ...source, account };
    });
  }

  private readLists(resource: Resource, property: string, value: Value): Source[] {
    return this.sources.stack
      .references(resource, property, [PREFIX_LIST], value)
      .map((reference): Source => {
        const list = this.sources.prefixLists.behind(reference);
        const most = this.sources.prefixLists.atMost(reference);
        if (list === undefined)
          return { kind: "unknown", form: "prefix-list", ...(most !== undefined && { atMost: most }) };
        return { kind: "prefix-list", list, certain: reference.kind !== "resource" || reference.certain };
      });
  }
}

/** What the provider or AWS refuses of a rule that says all the same what it admits. */
export function refusalsOf(input: RuleInput): Refusal[] {
  const { resource, spelling, get, keys = [] } = input;
  const refusals: Refusal[] = [];
  const refuse = (name: string, message: string) =>
    refusals.push({ resource, path: fieldOf(input, name).path, message });
  const properties = propertiesOf(spelling);
  for (const key of keys) {
    if (!properties.has(key) && !key.startsWith("__")) {
      refuse(key, "is no property of a rule, and so does nothing");
    }
  }
  const beside =
    spelling.isInline && isEveryProtocol(get(spelling.protocol)) ? portsBesideEveryProtocol(get) : undefined;
  if (beside !== undefined) refusals.push({ resource, path: input.path, message: beside });
  const refused = descriptionRefused(get("description"));
  if (refused !== undefined) refuse("description", refused);
  return refusals;
}

function isEveryProtocol(protocol: Value): boolean {
  return ["-1", "all"].includes(String(text(protocol)).trim().toLowerCase());
}

interface Element {
  readonly element: Value;
  readonly path: string;
}

function fieldOf({ path, get }: RuleInput, name: string): { path: string; value: Value } {
  return { path: joinedPath(path, name), value: get(name) };
}

function readSelf(value: Value, path: string, problems: Problem[]): Source[] {
  const isSelf = flag(value);
  if (isSelf === undefined) problems.push({ path, message: `${quote(value)} is not a boolean` });
  return isSelf === true ? [{ kind: "self" }] : [];
}

function readBlockSource({ element, path }: Element, { family }: SourceField, problems: Problem[]): Source {
  if (element === UNKNOWN) return unknownBlock(family);
  const addresses = readBlock(path, element, family, problems);
  return addresses === undefined
    ? { kind: "malformed", text: quote(element) }
    : { kind: "block", block: element as string, addresses };
}
