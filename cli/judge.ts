import type { ReportedFinding } from "../report/finding";
import type { Verdict } from "../report/verdict";
import { Secrets } from "../stack/secrets";
import { readWire } from "../stack/wire";
import { type Coverage, kinds, resourcesOf } from "./coverage";
import type { Analyzer } from "./pack/analyzer";
import { packageOf } from "./program/providers";
import { type Properties, reduced } from "./properties";
import type { RegisteredResource } from "./resource";
import { nameOf } from "./urn";

/** Shows resources to packs in the order of the engine: mend one, judge it, and at the end the stack. */
export class Judge {
  readonly #analyses: Promise<ReportedFinding[]>[] = [];
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
    for (const analyzer of analyzers) {
      const analysis = analyzer.analyze(mended, provider);
      // Its failure is reported by whoever awaits the verdict, which may be after it happens.
      analysis.catch(() => undefined);
      this.#analyses.push(analysis);
    }
    return mended.inputs;
  }

  /** What the packs say, once all managed resources have been shown; `stack` has those that are only read as well. */
  async verdict(stack: readonly RegisteredResource[]): Promise<Verdict> {
    const analyzers = await this.analyzers;
    for (const resource of [...stack, ...this.beside]) this.#hide(resource, resource.outputs);
    for (const resource of this.beside) this.#hide(resource, resource.inputs);
    const sources = new Map(stack.map(({ urn, source }) => [urn, source]));
    const perResource = await Promise.all(this.#analyses);
    const perStack = await Promise.all(analyzers.map((analyzer) => this.#stackFindings(analyzer, stack)));
    const findings = [...this.#remediated, ...perResource.flat(), ...perStack.flat()].map((finding) => {
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
    this.#secrets.add(urn, type, nameOf(urn), readWire(reduced(properties)).secrets);
  }

  /**
   * What a pack says of the stack as the engine shows it, without what is only read, other stacks beside it; then what it says besides when that is
   * shown as context. Nothing is said of the context itself, which is somebody else's.
   */
  async #stackFindings(analyzer: Analyzer, stack: readonly RegisteredResource[]): Promise<ReportedFinding[]> {
    const managed = stack.filter(({ external }) => !external);
    const context = new Set(this.beside.map(({ urn }) => urn));
    const analyze = async (some: readonly RegisteredResource[]) => {
      await this.#showBeside(analyzer);
      const findings = await analyzer.analyzeStack(byUrn([...some, ...this.beside]));
      return findings.filter(({ urn }) => !context.has(urn));
    };
    const findings = await analyze(managed);
    if (managed.length === stack.length) return findings;
    await analyzer.beginRun();
    await Promise.all(this.#shown.map(({ resource, provider }) => analyzer.analyze(resource, provider)));
    const inContext = await analyze(stack);
    const ofManaged = new Set(managed.map(({ urn }) => urn));
    const said = new Set(findings.map(({ policy, urn }) => `${policy} ${urn}`));
    return [
      ...findings,
      ...inContext.filter(({ policy, urn }) => ofManaged.has(urn) && !said.has(`${policy} ${urn}`)),
    ];
  }

  /** Shows a pack the inputs of other stacks, whatever it finds in them: in outputs alone, what is left out and what is settled look alike. */
  async #showBeside(analyzer: Analyzer): Promise<void> {
    const resources = byUrn(this.beside);
    const managed = this.beside.filter(({ external }) => !external);
    await Promise.all(managed.map((one) => analyzer.analyze(one, resources.get(one.provider))));
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
  for (const { type, provider, external } of stack) {
    const name = packageOf(type);
    // What has no provider is a component.
    if (external || provider === "" || name === undefined) continue;
    if (active.length === 0) coverage.unjudged(kinds.disabled);
    else if (active.some(({ packageNames }) => packageNames.length === 0 || packageNames.includes(name)))
      judged++;
    else if (!toolPackages.has(name)) coverage.unjudged(resourcesOf(name));
  }
  return judged;
}
