import type { Deadline } from "../deadline";
import type { RegisteredResource } from "../resource";
import { ComponentProvider, type Run } from "./component-provider";
import { findPlugin } from "./plugins";
import type { Project } from "./project";

/** The plugins that make a program's remote components: each is started when its first component is asked for. */
export class Components {
  readonly #providers = new Map<string, Promise<ComponentProvider>>();

  #run: Promise<Run> | undefined;

  /** @param begin asked when the first of them starts, so that ports are open only where a plugin needs them */
  constructor(
    private readonly project: Project,
    private readonly begin: () => Promise<Run>,
    private readonly deadline: Deadline,
  ) {}

  /** Undefined where the plugin of the package is not installed. */
  providerFor(
    name: string,
    version: string,
    { urn, inputs }: RegisteredResource,
  ): Promise<ComponentProvider> | undefined {
    const known = this.#providers.get(urn);
    if (known) return known;
    const command = findPlugin(this.project, name, version);
    if (command === undefined) return undefined;
    this.#run ??= this.begin();
    const started = this.#run.then((run) =>
      ComponentProvider.start(name, command, inputs, run, this.deadline),
    );
    this.#providers.set(urn, started);
    return started;
  }

  /** The one that a provider's components were made by, if any. */
  startedFor(providerUrn: string): Promise<ComponentProvider> | undefined {
    return this.#providers.get(providerUrn);
  }

  stop(): void {
    for (const provider of this.#providers.values())
      provider.then(
        (started) => started.stop(),
        () => undefined,
      );
  }
}
