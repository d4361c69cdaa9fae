import { makesOthers, unreadPackageOf } from "../network/network";
import type { ReportedFinding } from "../report/finding";
import type { Verdict } from "../report/verdict";
import { Secrets } from "../stack/secrets";
import { readUrn } from "../stack/urn";
import { secretsIn } from "../stack/wire";
import { type Coverage, kinds, resourcesOf } from "./coverage";
import type { Analyzer, Said } from "./pack/analyzer";
import { providerPackageOf } from "./program/providers";
import type { Properties } from "./properties";
import type { RegisteredResource } from "./resource";

/** Shows resources to packs in the order of the engine: mend one, judge it, and at the end the stack. */
export class Judge {
  readonly #shown: Shown[] = [];
  readonly #remediated: ReportedFinding[] = [];
  readonly #resources = new Map<string, RegisteredResource>();
  /** What no message may quote, whichever pack writes it. */
  readonly #secrets = new Secrets();

  constructor(
    private readonly analyzers: Promise<Analyzer[]>,
    private readonly coverage: Coverage,
    /** The resources of the stacks beside this one. */
    private readonly beside: readonly RegisteredResource[] = [],
  ) {}

  /** Shows a managed resource, and returns its inputs as the policies leave them. */
  async show(resource: RegisteredResource): Promise<Properties> {
    this.#resources.set(resource.urn, resource);
    this.#hide(resource, resource.inputs);
    const provider = this.#resources.get(resource.provider);
    const analyzers = await this.analyzers;
    let mended = resource;
    for (const analyzer of analyzers) {
      const { inputs, findings } = await analyzer.remediate(mended, provider);
      mended = { ...mended, inputs };
      this.#remediated.push(...findings);
    }
    this.#shown.push({ resource: mended, provider });
    for (const analyzer of analyzers) analyzer.show(mended, provider);
    return mended.inputs;
  }

  /** What the packs say, once all managed resources have been shown; `stack` has those that are only read as well. */
  async verdict(stack: readonly RegisteredResource[]): Promise<Verdict> {
    const analyzers = await this.analyzers;
    for (const resource of [...stack, ...this.beside]) this.#hide(resource, resource.outputs);
    for (const resource of this.beside) this.#hide(resource, resource.inputs);
    const sources = new Map(stack.map(({ urn, source }) => [urn, source]));
    const said = await Promise.all(analyzers.map((analyzer) => this.#said(analyzer, stack)));
    const perResource = said.flatMap(({ ofResources }) => ofResources);
    const perStack = said.flatMap(({ ofStack }) => ofStack);
    const findings = [...this.#remediated, ...perResource, ...perStack].map((finding) => {
      const source = sources.get(finding.urn);
      const message = this.#secrets.mask(finding.message, finding.urn);
      return { ...finding, message, ...(source ? { source } : {}) };
    });
    return {
      findings,
      resources: judgedBy(analyzers, stack, this.coverage),
      policies: analyzers.flatMap(({ judged }) => judged),
      ...this.coverage.outcome,
    };
  }

  #hide({ urn, type }: RegisteredResource, properties: Properties): void {
    this.#secrets.add(urn, type, readUrn(urn).name, secretsIn(properties));
  }

  /**
   * What a pack says of the stack as the engine shows it, without what is only read, other stacks beside it; then what it says besides when that is
   * shown as context. Nothing is said of the context itself, which is somebody else's.
   */
  async #said(analyzer: Analyzer, stack: readonly RegisteredResource[]): Promise<Said> {
    const managed = stack.filter(({ external }) => !external);
    const said = await this.#judged(analyzer, managed);
    if (managed.length === stack.length) return said;
    await analyzer.beginRun();
    for (const { resource, provider } of this.#shown) analyzer.show(resource, provider);
    const inContext = await this.#judged(analyzer, stack);
    const ofManaged = new Set(managed.map(({ urn }) => urn));
    const known = new Set(said.ofStack.map(({ policy, urn }) => `${policy} ${urn}`));
    const besides = inContext.ofStack.filter(
      ({ policy, urn }) => ofManaged.has(urn) && !known.has(`${policy} ${urn}`),
    );
    return { ...said, ofStack: [...said.ofStack, ...besides] };
  }

  /** Shows a pack the inputs of other stacks as well: in outputs alone, what is left out and what is settled look alike. */
  async #judged(analyzer: Analyzer, resources: readonly RegisteredResource[]): Promise<Said> {
    const beside = byUrn(this.beside);
    for (const one of this.beside) if (!one.external) analyzer.show(one, beside.get(one.provider));
    const said = await analyzer.judge(byUrn([...resources, ...this.beside]));
    const ofThese = (findings: readonly ReportedFinding[]) => findings.filter(({ urn }) => !beside.has(urn));
    return { ofResources: ofThese(said.ofResources), ofStack: ofThese(said.ofStack) };
  }
}

interface Shown {
  resource: RegisteredResource;
  provider: RegisteredResource | undefined;
}

const byUrn = (resources: readonly RegisteredResource[]) =>
  new Map(resources.map((resource) => [resource.urn, resource]));

/** Packages that hold nothing of a cloud, and so nothing to judge. */
const toolPackages = new Set([
  ...["archive", "cloudinit", "command", "docker-build", "external", "http", "local", "null", "random"],
  ...["std", "template", "terraform", "time", "tls"],
]);

/** How many resources of a stack some pack judges; the others are counted as not judged. */
function judgedBy(
  analyzers: readonly Analyzer[],
  stack: readonly RegisteredResource[],
  coverage: Coverage,
): number {
  const active = analyzers.filter(({ isActive }) => isActive);
  let judged = 0;
  for (const { type, provider, external, isCustom = false } of stack) {
    const name = unreadPackageOf({ type }) ?? providerPackageOf(type);
    // What has no provider is a component, but in a state that leaves it out.
    if (external || (provider === "" && !isCustom) || name === undefined) continue;
    if (active.length === 0) coverage.unjudged(kinds.disabled);
    else if (active.some(({ packageNames }) => packageNames.length === 0 || packageNames.includes(name))) {
      judged++;
      if (makesOthers({ type })) coverage.unjudged(kinds.template);
    } else if (!toolPackages.has(name)) coverage.unjudged(resourcesOf(name));
  }
  return judged;
}
