import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { Session } from "../../network/session";
import { type Admitted, admit } from "../../pack/admission";
import { type Breach, Judging } from "../../pack/judging";
import { folderOfProjectNamed } from "../../pack/project-folder";
import { type Shown, shownInputs, shownOutputs } from "../../pack/shown";
import { listening, THIS_PACK } from "../../pack/this-pack";
import type { Policy } from "../../policies/kit/policy";
import type { Framework, ReportedFinding } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";
import { readUrn, stackUrn } from "../../stack/urn";
import { CannotRun, messageOf } from "../cannot-run";
import type { Deadline } from "../deadline";
import { packageRoot } from "../package-root";
import type { Properties } from "../properties";
import type { RegisteredResource } from "../resource";
import {
  type Analyzer,
  type PackOptions,
  type Remediated,
  type Said,
  type StackContext,
  tagsIn,
} from "./analyzer";
import { judgedAs, type PackPolicy, saidBy } from "./policy";
import { settingsFor } from "./settings";
import { isOverdue, within } from "./within";

/** Whether the policies in a folder are those of this very process. */
export function isOwn(directory: string): boolean {
  try {
    return realpathSync(directory) === realpathSync(packageRoot());
  } catch {
    return false;
  }
}

interface Showing {
  resource: RegisteredResource;
  provider: RegisteredResource | undefined;
}

/**
 * This package's own policies, which judge in this process: no other one, no messages, no SDK. They are asked all at once, so that what else this
 * process judges does not come between.
 */
export class OwnPack implements Analyzer {
  readonly packageNames = THIS_PACK.packages;
  /** Whoever waits for what it says hears of it. */
  readonly failed = new Promise<never>(() => undefined);
  private shown: Showing[] = [];

  private constructor(
    readonly policies: readonly PackPolicy[],
    private readonly settings: Admitted["settings"],
    private readonly context: Admitted["context"],
    private readonly directory: string,
    private readonly stack: StackContext,
    private readonly deadline: Deadline,
  ) {}

  /**
   * @returns undefined where some policy is to mend resources, which is the SDK's affair
   * @throws CannotRun where its config is wrong
   */
  static start(pack: PackOptions, stack: StackContext, deadline: Deadline): OwnPack | undefined {
    const policies = THIS_PACK.policies.map(toldOf);
    const { settings: given, refusal } = settingsFor(policies, new Map(), pack);
    const names = policies.map(({ name }) => name);
    const folderOfProject = () => folderOfProjectNamed(stack.project, process.cwd());
    const { settings, context, errors } = admit(given, names, { ...listening(), folderOfProject });
    if (errors.length > 0) throw new CannotRun(refusal(errors.join("\n")));
    if ([...settings.values()].some(({ level }) => level === "remediate")) return undefined;
    return new OwnPack(policies, settings, context, resolve(pack.directory), stack, deadline);
  }

  get judged(): JudgedPolicy[] {
    const levels = new Map([...this.settings].map(([name, { level }]) => [name, level]));
    return judgedAs(this.policies, THIS_PACK.name, levels);
  }

  get isActive(): boolean {
    return [...this.settings.values()].some(({ level }) => level !== "disabled");
  }

  async beginRun(): Promise<void> {
    this.shown = [];
  }

  async remediate({ inputs }: RegisteredResource): Promise<Remediated> {
    return { inputs, findings: [] };
  }

  show(resource: RegisteredResource, provider: RegisteredResource | undefined): void {
    this.shown.push({ resource, provider });
  }

  judge(resources: ReadonlyMap<string, RegisteredResource>): Promise<Said> {
    const who = `${this.directory}: the policy pack`;
    let doing = "";
    const said = new Promise<Said>((answer, fail) => {
      // After it is known who is waited for.
      queueMicrotask(() => {
        try {
          const judged = within(this.deadline.left, () => this.#judged(resources, (next) => (doing = next)));
          answer(judged);
        } catch (error) {
          // What is overdue the deadline tells.
          if (!isOverdue(error)) fail(new CannotRun(`${who} failed\n${messageOf(error)}`));
        }
      });
    });
    return this.deadline.waitFor(who, said, (time) => ({
      sentence: `${who} has not answered for ${time}: it was judging ${doing}`,
    }));
  }

  #judged(resources: ReadonlyMap<string, RegisteredResource>, doing: (what: string) => void): Said {
    const judging = new Judging(THIS_PACK.policies, this.settings);
    Session.begin(new Map(tagsIn(this.stack.config)));
    Session.standBeside(this.context);
    const ofResources = this.shown.flatMap(({ resource, provider }) => {
      doing(resource.urn);
      const { breaches } = judging.judgeResource(shownInputs(asShown(resource), provider));
      return breaches.map((breach) => findingOf(breach, resource.urn));
    });
    doing("the stack");
    const root = stackUrn(this.stack);
    const facts = [...resources.values()].map((resource) =>
      shownOutputs(asShown(resource), resources.get(resource.provider)),
    );
    const ofStack = judging
      .judgeStack(facts)
      .map((breach) => findingOf(breach, resources.has(breach.urn) ? breach.urn : root));
    return { ofResources, ofStack };
  }

  stop(): void {
    this.shown = [];
  }
}

function asShown(resource: RegisteredResource): Shown {
  return { ...resource, name: readUrn(resource.urn).name, dependencies: resource.propertyDependencies };
}

/** What the pack tells of a policy. */
function toldOf(policy: Policy): PackPolicy {
  const {
    name,
    description,
    enforcementLevel,
    severity,
    url,
    tags,
    framework,
    remediationSteps,
    configSchema,
  } = policy;
  return {
    ...{ name, description, level: enforcementLevel, severity, remediationSteps, required: [] },
    ...(url ? { url } : {}),
    tags: [...(tags ?? [])],
    ...(framework ? { framework: framework as Framework } : {}),
    options: configSchema?.properties as unknown as Properties,
  };
}

function findingOf({ policy, level, message }: Breach, urn: string): ReportedFinding {
  const { name, description, severity } = policy;
  return {
    ...{ policy: name, pack: THIS_PACK.name, level, severity, urn, description },
    message: message.trim(),
    ...saidBy(toldOf(policy)),
  };
}
