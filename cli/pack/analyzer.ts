import type { ReportedFinding } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";
import { about, parseJson } from "../document";
import type { ProjectFile } from "../project-file";
import { isObject, type Properties } from "../properties";
import type { RegisteredResource } from "../resource";
import type { StackName } from "../stack-name";
import type { Choice } from "./choice";
import type { PackPolicy } from "./policy";

export interface PackOptions {
  directory: string;
  /** A config file as `pulumi preview --policy-pack-config` takes it. */
  configFile?: string;
  /** The project's own file, which configures the pack where no config file does, and else as far as that lets it. */
  project?: ProjectFile;
  /** Which of its policies judge; all that are not disabled by default. */
  choice?: Choice;
}

export interface StackContext extends StackName {
  dryRun: boolean;
  /** By `namespace:name`. */
  config: ReadonlyMap<string, string>;
  secretKeys: ReadonlySet<string>;
}

export interface Remediated {
  inputs: Properties;
  findings: ReportedFinding[];
}

/** What a pack says of a run: of each resource by its inputs, and of the stack. */
export interface Said {
  ofResources: ReportedFinding[];
  ofStack: ReportedFinding[];
}

/** A policy pack that is shown a stack in the order of the engine. */
export interface Analyzer {
  readonly policies: readonly PackPolicy[];
  /** Its policies as they are configured. */
  readonly judged: JudgedPolicy[];
  /** Whether any policy judges at all. */
  readonly isActive: boolean;
  /** The packages whose resources it is about, such as `aws, alicloud`; empty where it does not say. */
  readonly packageNames: readonly string[];
  /** Rejects when the pack has left a question unanswered. */
  readonly failed: Promise<never>;
  /** What is shown from here on is a run of its own. */
  beginRun(): Promise<void>;
  /** The inputs as the policies at level `remediate` leave them. */
  remediate(resource: RegisteredResource, provider: RegisteredResource | undefined): Promise<Remediated>;
  /** Shows a resource by its inputs. */
  show(resource: RegisteredResource, provider: RegisteredResource | undefined): void;
  /**
   * What it says of what has been shown in this run so far, and of the stack, after which there is nothing more to show but another stack.
   * @param resources by URN, every resource of the stack
   * @throws CannotRun where it fails or does not answer
   */
  judge(resources: ReadonlyMap<string, RegisteredResource>): Promise<Said>;
  stop(): void;
}

/** The stack tags that a configuration sets: the only ones that are known offline. */
export function tagsIn(config: StackContext["config"]): [string, string][] {
  const tags = about("pulumi:tags", () => parseJson(config.get("pulumi:tags") ?? "{}"));
  return Object.entries(isObject(tags) ? tags : {}).map(([key, value]) => [key, String(value)]);
}
