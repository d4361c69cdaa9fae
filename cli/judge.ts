import type { Finding } from "../report/finding";
import type { Analyzer } from "./pack/analyzer";
import type { Properties } from "./properties";
import type { Resource } from "./resource";

/** Shows resources to packs in the order of the engine: mend one, judge it, and at the end the stack. */
export class Judge {
  readonly #analyses: Promise<Finding[]>[] = [];
  readonly #remediated: Finding[] = [];
  readonly #resources = new Map<string, Resource>();

  constructor(private readonly analyzers: Promise<Analyzer[]>) {}

  /** Shows a managed resource, and returns its inputs as the policies leave them. */
  async show(resource: Resource): Promise<Properties> {
    this.#resources.set(resource.urn, resource);
    const provider = this.#resources.get(resource.provider);
    const analyzers = await this.analyzers;
    let mended = resource;
    for (const analyzer of analyzers) {
      const { inputs, findings } = await analyzer.remediate(mended, provider);
      mended = { ...mended, inputs };
      this.#remediated.push(...findings);
    }
    for (const analyzer of analyzers) {
      const analysis = analyzer.analyze(mended, provider);
      // Its failure is reported by whoever awaits the verdict, which may be after it happens.
      analysis.catch(() => undefined);
      this.#analyses.push(analysis);
    }
    return mended.inputs;
  }

  /** Every finding, once all managed resources have been shown; `stack` has those that are only read as well. */
  async verdict(stack: readonly Resource[]): Promise<Finding[]> {
    const resources = new Map(stack.map((resource) => [resource.urn, resource]));
    const perResource = await Promise.all(this.#analyses);
    const perStack = await Promise.all(
      (await this.analyzers).map((analyzer) => analyzer.analyzeStack(resources)),
    );
    return [...this.#remediated, ...perResource.flat(), ...perStack.flat()].map((finding) => {
      const source = resources.get(finding.urn)?.source;
      return source ? { ...finding, source } : finding;
    });
  }
}
