import type { Resource } from "../../../stack/resource";
import { valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, isObject, UNKNOWN } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import type { Launch } from "../../machines/launch";
import { Tags } from "../../names/tags";
import { AWS_NAMING } from "../names/naming";
import type { Subnets } from "../routing/subnets";
import { INSTANCES, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, SUBNETS } from "../types";
import { type Launching, MACHINE_TYPES } from "./machine-types";

const TEMPLATES = [LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION] as const;
const TEMPLATE_NAMES = ["id", "name", "launchTemplateId", "launchTemplateName"];

/** One way of launching as a program writes it: a configuration, or an override of one. */
interface Entry {
  readonly property: string;
  readonly template: Value;
  /** The subnet that an override names. */
  readonly subnet: Value;
}

interface Sources {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
  readonly subnets: Subnets;
}

/** The ways in which the resources of a stack launch machines: each template, configuration and override by itself. */
export class Launches {
  private readonly templates = new Map<Resource, Instance>();
  /** Each instance as one template tags it. */
  private readonly instances = new Map<string, Instance>();

  constructor(private readonly sources: Sources) {
    for (const instance of sources.instances) {
      if (instance.kind === "template") this.templates.set(instance.resource, instance);
    }
  }

  get all(): Launch[] {
    return this.sources.instances
      .filter(({ kind }) => kind !== "template")
      .flatMap((instance) => this.of(instance));
  }

  of(instance: Instance): Launch[] {
    const { resource, path } = instance;
    const entries = path === "" ? entriesOf(resource) : [];
    if (entries.length === 0) return [{ instance, template: undefined, subnets: this.own(instance) }];
    const launches = this.inOrder(instance, entries).map((launch) => this.tagged(launch));
    const seen = new Set<unknown>();
    return launches.filter(({ template, subnets }) => {
      const key = `${typeof template === "object" ? template.resource.urn : ""} ${titles(subnets)}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  private tagged(launch: Launch): Launch {
    const { instance, template } = launch;
    if (template === undefined || template === UNKNOWN) return launch;
    const key = `${instance.resource.urn} ${template.resource.urn}`;
    const known = this.instances.get(key) ?? { ...instance, tags: launchedTags(instance, template) };
    this.instances.set(key, known);
    return { ...launch, instance: known };
  }

  private own({ subnets }: Instance): Launch["subnets"] {
    return this.sources.subnets.among(subnets);
  }

  /**
   * Each entry with its template. Of unknown ones that point at several templates it is certain that all are launched from, not by which of
   * the entries: that matters only where the entries lead to different subnets.
   */
  private inOrder(instance: Instance, entries: readonly Entry[]): Launch[] {
    const pending = new Map<string, Instance[]>();
    for (const property of new Set(entries.map((one) => one.property))) {
      const unknown = entries.filter((one) => one.property === property && one.template === UNKNOWN);
      const places = new Set(unknown.map((one) => titles(this.subnetsOf(instance, one))));
      const values = unknown.map((one) => one.template);
      const found = this.certainAmong(this.referencesAt(instance.resource, property, values));
      pending.set(property, places.size > 1 && found.length > 1 ? [] : found);
    }
    return entries.map((entry) => {
      const references = this.referencesAt(instance.resource, entry.property, [entry.template]);
      const [known] = this.certainAmong(references);
      const all = pending.get(entry.property) ?? [];
      const template = known ?? (entry.template === UNKNOWN ? next(all) : undefined) ?? UNKNOWN;
      const mayBeAny =
        template === UNKNOWN &&
        (entry.template === UNKNOWN || references.some(({ kind }) => kind === "resource"));
      const subnets = this.subnetsOf(instance, entry);
      return { instance, template, ...(mayBeAny && { mayBeAnyTemplate: true }), subnets };
    });
  }

  private referencesAt(resource: Resource, property: string, values: readonly Value[]): Reference[] {
    return this.sources.stack.references(resource, property, TEMPLATES, values, ["id", "name"]);
  }

  private certainAmong(references: readonly Reference[]): Instance[] {
    const certain = references.flatMap((one) =>
      one.kind === "resource" && one.certain ? (this.templates.get(one.resource) ?? []) : [],
    );
    return [...new Set(certain)];
  }

  private subnetsOf(instance: Instance, entry: Entry): Launch["subnets"] {
    const { resource } = instance;
    if (entry.subnet !== undefined) {
      const named = this.sources.stack.references(resource, entry.property, SUBNETS, entry.subnet);
      return this.sources.subnets.among(named);
    }
    return this.own(instance);
  }
}

/** What is launched has its template's tags, over them those that its launcher gives it, and says nothing else but what its launcher says. */
function launchedTags({ resource, tags }: Instance, template: Instance): Tags {
  if (isOneMachine(resource)) return template.tags.with(tags);
  // What launches others has default tags of its own, which they do not get.
  const own = Tags.own(resource, AWS_NAMING);
  const given = MACHINE_TYPES[resource.type]?.given?.(resource.declared ?? resource.settled) ?? [];
  return own
    .with(template.tags)
    .with(Tags.read(...given))
    .calledAs(own);
}

function isOneMachine({ type }: Resource): boolean {
  return (INSTANCES as readonly string[]).includes(type);
}

/** Takes the next of those that entries share; the last one stays for all that follow. */
function next(all: Instance[]): Instance | undefined {
  return all.length > 1 ? all.shift() : all[0];
}

function titles(subnets: Launch["subnets"]): string {
  return subnets === UNKNOWN ? "unknown" : subnets.map(({ key }) => key).join(" ");
}

function entriesOf(resource: Resource): Entry[] {
  return (MACHINE_TYPES[resource.type]?.launching ?? []).flatMap((one) => [...entriesAt(resource, one)]);
}

function* entriesAt(resource: Resource, { within = [], template, subnet }: Launching): Iterable<Entry> {
  const [property = "", ...steps] = [...within, ...(within.length === 0 ? template : [])];
  if (resource.getDeclared(property) === undefined) return;
  for (const { value } of valuesAt(resource.get(property), steps)) {
    for (const configuration of elements(value)) {
      const base = within.length === 0 ? configuration : valueAt(configuration, template);
      const overrides = within.length === 0 ? [] : elements(field(configuration, "overrides"));
      const own = overrides.map((one) => valueAt(one, template));
      const named: Pick<Entry, "template" | "subnet">[] = overrides.map((one, i) => ({
        template: own[i] ?? base,
        subnet: subnet === undefined ? undefined : field(one, subnet),
      }));
      // The base is what overrides without a template of their own launch from; the others may be taken away.
      const isBaseApart = !own.includes(undefined);
      // Overrides that are not known yet may name subnets for it.
      const place = subnet !== undefined && overrides.includes(UNKNOWN) ? UNKNOWN : undefined;
      const all: typeof named = isBaseApart ? [{ template: base, subnet: place }, ...named] : named;
      for (const one of all) {
        if (one.template === undefined) continue;
        yield {
          property,
          template: nameOf(one.template),
          subnet: one.subnet === "" ? undefined : one.subnet,
        };
      }
    }
  }
}

/** What names the template: its id or name, in an object or by itself. */
function nameOf(template: Value): Value {
  if (!isObject(template)) return template;
  const names = TEMPLATE_NAMES.map((name) => field(template, name)).filter((name) => name !== undefined);
  return names.find((name) => name !== "");
}
