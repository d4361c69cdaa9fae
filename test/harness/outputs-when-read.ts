import type { Resource } from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

type Transfer = typeof rpc.transferProperties;
type Resolvers = ReturnType<Transfer>;
type Resolve = typeof rpc.resolveProperties;
type Serialize = typeof rpc.serializeResourceProperties;

const { transferProperties, resolveProperties, serializeResourceProperties } = rpc;

/** Has the SDK make an output, of some twenty promises each, when a program first reads it: a resource has up to a hundred, of which few are read. */
export function makeOutputsWhenRead(): void {
  const serialize: Serialize = (label, props, options) =>
    serializeResourceProperties(label, given(props), options);
  Object.assign(rpc, {
    transferProperties: transferWhenRead,
    resolveProperties: resolveWhenRead,
    serializeResourceProperties: serialize,
  });
}

/** Has the SDK make all of them with their resource, as it does by itself. */
export function makeOutputsAtOnce(): void {
  Object.assign(rpc, { transferProperties, resolveProperties, serializeResourceProperties });
}

/** It waits for each property, also where there is none. */
function given(props: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

/** The outputs of a resource, and what resolves those that were read. */
class Outputs {
  private answer: Parameters<Resolve> | undefined;

  constructor(
    private readonly resource: Resource,
    private readonly label: string,
    private readonly resolvers: Resolvers,
  ) {}

  /** Puts the SDK's own output in the place of the one that stands for it. */
  made(name: string, standIn: object): object {
    const { resource } = this;
    const before = Reflect.get(resource, name);
    Reflect.deleteProperty(resource, name);
    const resolvers = transferProperties(resource, this.label, { [name]: undefined });
    Object.assign(this.resolvers, resolvers);
    if (this.answer !== undefined) resolve(resolvers, this.answer, name);
    const made = Reflect.get(resource, name);
    if (before !== standIn) Reflect.set(resource, name, before);
    return made;
  }

  resolve(...answer: Parameters<Resolve>): void {
    this.answer = answer;
    resolveProperties(...answer);
  }
}

/** Resolves one output by what was answered before. */
function resolve(resolvers: Resolvers, [res, , type, name, all, ...rest]: Parameters<Resolve>, one: string) {
  const its = Object.hasOwn(all, one) ? { [one]: all[one] } : {};
  resolveProperties(res, resolvers, type, name, its, ...rest);
}

const outputsOf = new WeakMap<Resolvers, Outputs>();

const transferWhenRead: Transfer = (resource, label, props) => {
  const resolvers: Resolvers = {};
  const outputs = new Outputs(resource, label, resolvers);
  outputsOf.set(resolvers, outputs);
  for (const name of Object.keys(props))
    if (name !== "id" && name !== "urn") Reflect.set(resource, name, unread(outputs, name));
  return resolvers;
};

const resolveWhenRead: Resolve = (resource, resolvers, ...rest) => {
  const outputs = outputsOf.get(resolvers);
  if (outputs === undefined) resolveProperties(resource, resolvers, ...rest);
  else outputs.resolve(resource, resolvers, ...rest);
};

class Unread {
  standIn: object = this;
  private read: object | undefined;

  constructor(
    private readonly outputs: Outputs,
    private readonly name: string,
  ) {}

  output(): object {
    this.read ??= this.outputs.made(this.name, this.standIn);
    return this.read;
  }
}

const HANDLER: ProxyHandler<Unread> = {
  // The SDK asks this of whatever it comes across.
  get: (unread, key) => (key === "__pulumiOutput" ? true : Reflect.get(unread.output(), key)),
  has: (unread, key) => Reflect.has(unread.output(), key),
};

function unread(outputs: Outputs, name: string): object {
  const target = new Unread(outputs, name);
  target.standIn = new Proxy(target, HANDLER);
  return target.standIn;
}
