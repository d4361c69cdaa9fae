import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { isSame, readProperties, withoutProxy } from "../stack/proxy";
import { byUrn, Resource, type ResourceFacts } from "../stack/resource";
import { Secrets } from "../stack/secrets";
import { isObject, type Value, type Values } from "../stack/value";
import { Network } from "./network";

type StackTags = StackValidationArgs["stackTags"];

/**
 * What one run of the engine has shown so far: the inputs of its resources, then the stack. A run lasts from one ConfigureStack to the next, under
 * the engine as long as the process. The engine's requests are read once at the door where it stands; else each policy's arguments are.
 */
export class Session {
  readonly secrets = new Secrets();
  /** The networks of the requests that were read at the door and that policies are judging now. */
  private readonly atTheDoor = new Map<string, Network>();
  private stackAtTheDoor: Network | undefined;
  private isStackTaken = false;
  /** By URN, the inputs of a resource that its provider has filled in. */
  private readonly filledIn = new Map<string, readonly string[]>();
  private latestResource: { readonly args: ResourceValidationArgs; readonly network: Network } | undefined;
  private latestStack:
    | { readonly resources: readonly PolicyResource[]; readonly network: Network }
    | undefined;
  private readonly judgedStack = new Set<string>();

  private context: readonly ResourceFacts[] = [];

  /** The SDK makes an object of stack tags for each run, and hands the same one to every policy. */
  private mark: StackTags | undefined;

  private constructor(
    private readonly inputs: Map<string, Values>,
    private stackTags: ReadonlyMap<string, string>,
  ) {}

  /** The resources of other stacks that stand beside whatever a run shows. */
  private static beside: readonly ResourceFacts[] = [];

  private static running = new Session(new Map(), new Map());

  static get current(): Session {
    return Session.running;
  }

  /** The network of a stack that is shown at once, the inputs of each resource beside its outputs. */
  static networkOf(resources: readonly ResourceFacts[]): Network {
    const inputs = resources.flatMap(({ urn, declared }) =>
      declared === undefined ? [] : [[urn, declared] as const],
    );
    return new Session(new Map(inputs), new Map()).networkOf(resources);
  }

  /** Puts other stacks beside that of this run, and of those to come. */
  static standBeside(context: readonly ResourceFacts[]): void {
    Session.beside = context;
    Session.running.admitContext(context);
  }

  /** Begins a run, whose stack has these tags. */
  static begin(stackTags: ReadonlyMap<string, string>): Session {
    Session.running = new Session(new Map(), stackTags);
    Session.running.admitContext(Session.beside);
    return Session.running;
  }

  /** The run in which the engine shows a resource. @param mark the stack tags of the call, as the SDK hands them on */
  static ofResource(mark?: StackTags): Session {
    const session = Session.marked(mark);
    // A host that configures no stack has begun again; what it has shown still holds until it shows otherwise.
    return session.hasSeenStack ? session.continued(session.inputs) : session;
  }

  /** The run in which a policy is asked about the stack. */
  static ofStack({ stackTags, resources }: StackValidationArgs, policy: string): Session {
    const session = Session.marked(stackTags);
    // One run judges one stack: of another one the host has shown no inputs, as an audit may.
    const isAnother = session.latestStack !== undefined && !session.isOf(resources, policy);
    const its = isAnother ? session.continued(new Map()) : session;
    its.judgedStack.add(policy);
    return its;
  }

  private static marked(mark: StackTags | undefined): Session {
    const session = Session.running;
    if (mark === undefined || session.mark === mark) return session;
    const its = session.mark === undefined ? session : Session.begin(new Map());
    its.mark = mark;
    its.stackTags = new Map(mark.entries());
    return its;
  }

  private get hasSeenStack(): boolean {
    return this.isStackTaken || this.judgedStack.size > 0 || this.latestStack !== undefined;
  }

  private continued(inputs: Map<string, Values>): Session {
    const session = new Session(inputs, this.stackTags);
    session.admitContext(Session.beside);
    session.mark = this.mark;
    Session.running = session;
    return session;
  }

  /** Whether the resources that a policy gets are those of the stack that this run has judged: by their names, and if it has judged already, whole. */
  private isOf(resources: readonly PolicyResource[], policy: string): boolean {
    const known = this.latestStack?.resources ?? [];
    const hasTheirNames =
      known.length === resources.length && known.every(({ urn }, i) => urn === resources[i]?.urn);
    return hasTheirNames && (!this.judgedStack.has(policy) || isSameStack(known, resources));
  }

  private admitContext(context: readonly ResourceFacts[]): void {
    this.context = context;
    for (const facts of context) this.hide(facts);
  }

  /** @param names as the provider lists them under `__defaults` */
  noteFilledIn(urn: string, names: readonly string[] | undefined): void {
    if (names === undefined) this.filledIn.delete(urn);
    else this.filledIn.set(urn, names);
  }

  /** Takes the inputs of a resource that is shown. */
  takeResource(facts: ResourceFacts): Network {
    const { urn } = facts;
    this.hide(facts);
    const filledIn = this.filledIn.get(urn);
    const { declared = {} } = facts;
    const whole = filledIn === undefined ? declared : { ...declared, __defaults: filledIn };
    this.inputs.set(urn, whole);
    const known = whole === facts.declared ? facts : { ...facts, declared: whole };
    return Network.ofResource(new Resource(known), this.stackTags);
  }

  /** Takes the stack that is shown, its resources' outputs as settled. */
  takeStack(resources: readonly ResourceFacts[]): Network {
    this.isStackTaken = true;
    for (const facts of resources) this.hide(facts);
    return this.networkOf(resources);
  }

  private hide({ urn, type, name, secrets = [] }: ResourceFacts): void {
    this.secrets.add(urn, type, name, secrets);
  }

  /** Reads a resource's inputs at the door. @returns what ends the judging of it */
  admitResource(facts: ResourceFacts): () => void {
    this.atTheDoor.set(facts.urn, this.takeResource(facts));
    return () => this.atTheDoor.delete(facts.urn);
  }

  /** Reads the stack at the door. @returns what ends the judging of it */
  admitStack(resources: readonly ResourceFacts[]): () => void {
    this.stackAtTheDoor = this.takeStack(resources);
    return () => {
      this.stackAtTheDoor = undefined;
    };
  }

  /** The network of the one resource that a resource policy gets. */
  networkOfResource(args: ResourceValidationArgs): Network {
    const admitted = this.atTheDoor.get(args.urn);
    if (admitted !== undefined) return admitted;
    if (this.latestResource !== undefined && isSameResource(this.latestResource.args, args)) {
      return this.latestResource.network;
    }
    const network = this.networkToMend(args);
    const [resource] = network.resources as [Resource];
    this.inputs.set(resource.urn, resource.declared ?? {});
    this.latestResource = { args, network };
    return network;
  }

  /** The network of the one resource that a remediation gets, which may change its inputs afterwards: nothing of it is kept. */
  networkToMend(args: ResourceValidationArgs): Network {
    return Network.ofResource(declaredResource(args), this.stackTags);
  }

  /** The network of the stack that a stack policy gets: built once, though the SDK hands every policy copies of its own. */
  networkOfStack({ resources }: StackValidationArgs): Network {
    if (this.stackAtTheDoor !== undefined) return this.stackAtTheDoor;
    if (this.latestStack !== undefined && isSameStack(this.latestStack.resources, resources)) {
      return this.latestStack.network;
    }
    const network = this.networkOf(resources.map(settledFacts));
    this.latestStack = { resources, network };
    return network;
  }

  private networkOf(resources: readonly ResourceFacts[]): Network {
    const own = new Set(resources.map(({ urn }) => stackOf(urn)));
    // What is told of the stack itself elsewhere is older than what is shown.
    const beside = this.context.filter(({ urn }) => !own.has(stackOf(urn)));
    // Registration order changes from run to run; findings and their words must not.
    const inOrder = [...resources, ...beside].sort(byUrn);
    return Network.ofStack(
      inOrder.map((facts) => {
        const declared = facts.isContext ? facts.declared : this.inputs.get(facts.urn);
        const settled = declared === undefined ? withoutEmptyTexts(facts.settled ?? {}) : facts.settled;
        return new Resource({ ...facts, declared, settled });
      }),
      this.stackTags,
    );
  }
}

/** The stack and the project that a URN begins with. */
function stackOf(urn: string): string {
  return urn.split("::", 2).join("::");
}

/** Where no inputs are shown: providers write an empty text into the outputs for what is not there. */
function withoutEmptyTexts(values: Values): Values {
  const kept = Object.entries(values).filter(([, value]) => value !== "");
  return Object.fromEntries(kept.map(([key, value]) => [key, cleaned(value)]));
}

function cleaned(value: Value): Value {
  if (Array.isArray(value)) return value.map(cleaned);
  return isObject(value) ? withoutEmptyTexts(value) : value;
}

/** A resource by its inputs alone. */
function declaredResource({ urn, type, name, props, opts, provider }: ResourceValidationArgs): Resource {
  return new Resource({
    urn,
    type,
    name,
    parent: opts?.parent,
    declared: readProperties(props),
    provider: provider && readProperties(provider.props),
  });
}

function settledFacts(resource: PolicyResource): ResourceFacts {
  const { urn, type, name, opts, parent, provider, propertyDependencies } = resource;
  return {
    urn,
    type,
    name,
    parent: parent?.urn ?? opts?.parent,
    settled: readProperties(resource.props),
    provider: provider && readProperties(provider.props),
    dependencies: new Map(
      Object.entries(propertyDependencies).map(([property, behind]) => [
        property,
        behind.map((other) => other.urn),
      ]),
    ),
  };
}

function isSameStack(these: readonly PolicyResource[], those: readonly PolicyResource[]): boolean {
  return (
    these.length === those.length &&
    these.every((one, i) => {
      const other = those[i] as PolicyResource;
      return isSameResource(one, other) && isSame(dependencyUrns(one), dependencyUrns(other));
    })
  );
}

type ResourceArgs = Pick<PolicyResource, "urn" | "props" | "provider">;

function isSameResource(one: ResourceArgs, other: ResourceArgs): boolean {
  return (
    one.urn === other.urn &&
    isSame(withoutProxy(one.props), withoutProxy(other.props)) &&
    isSame(withoutProxy(one.provider?.props ?? {}), withoutProxy(other.provider?.props ?? {}))
  );
}

function dependencyUrns({ propertyDependencies }: PolicyResource): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(propertyDependencies).map(([property, behind]) => [
      property,
      behind.map(({ urn }) => urn),
    ]),
  );
}
