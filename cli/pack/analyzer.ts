import { resolve } from "node:path";
import {
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  AnalyzerHandshakeRequest,
  type AnalyzerInfo,
  type AnalyzerResource,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { projectModeIn } from "../../pack/project-configuration";
import { withProject } from "../../pack/project-mode";
import type { ReportedFinding } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";
import { CannotRun } from "../cannot-run";
import type { Deadline } from "../deadline";
import { about, parseJson } from "../document";
import { Engine } from "../engine";
import { type ProjectFile, policiesIn } from "../project-file";
import { fromStruct, isObject, type Properties, reduced, toStruct } from "../properties";
import type { RegisteredResource } from "../resource";
import { type StackName, stackUrn } from "../urn";
import { changesText } from "./changes";
import { type Choice, choosing } from "./choice";
import { type PackConfig, readPackConfig, reconcile, renamed } from "./config";
import { Connection, type Method } from "./connection";
import {
  fromWireLevel,
  fromWireSeverity,
  type PackPolicy,
  type PolicyLevel,
  type PolicySettings,
  policyOf,
  settingsOf,
  toWireLevel,
} from "./policy";
import { analyzeRequest, analyzerResource } from "./wire";

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

/** A running policy pack, driven over the Analyzer protocol as the engine drives it. */
export class Analyzer {
  private constructor(
    private readonly connection: Connection,
    private readonly engine: Engine,
    private readonly stack: StackContext,
    private readonly info: AnalyzerInfo,
    readonly policies: readonly PackPolicy[],
    /** By policy. */
    private readonly levels: ReadonlyMap<string, PolicyLevel>,
  ) {}

  /** Its policies as they are configured. */
  get judged(): JudgedPolicy[] {
    const pack = this.info.getName();
    return this.policies.map(({ options: _, required: __, ...policy }) => ({
      ...policy,
      pack,
      level: this.levels.get(policy.name) ?? policy.level,
    }));
  }

  /** Whether any policy judges at all. */
  get isActive(): boolean {
    return [...this.levels.values()].some((level) => level !== "disabled");
  }

  /** The packages whose resources it is about, such as `aws, alicloud`; empty where it does not say. */
  get packageNames(): readonly string[] {
    return this.info
      .getProvider()
      .split(/[\s,]+/)
      .filter((name) => name !== "");
  }

  /** @throws CannotRun when the pack does not start, or its config is wrong */
  static async start(pack: PackOptions, stack: StackContext, deadline: Deadline): Promise<Analyzer> {
    const directory = resolve(pack.directory);
    const engine = new Engine();
    const address = await engine.listen();
    let connection: Connection | undefined;
    try {
      connection = await Connection.open(directory, address, variablesOf(stack), deadline);
      await greet(connection, directory, address);
      // Asked before a run begins: within one this pack tells the engine no schemas, so that it leaves the check of options to the pack.
      const info = await connection.ask<Empty, AnalyzerInfo>(
        connection.client.getAnalyzerInfo,
        new Empty(),
        "telling of its policies",
      );
      await configureStack(connection, stack);
      const policies = info.getPoliciesList().map(policyOf);
      const levels = await configure(connection, info, policies, pack);
      return new Analyzer(connection, engine, stack, info, policies, levels);
    } catch (error) {
      connection?.close();
      engine.close();
      throw error;
    }
  }

  /** Tells the pack that what is shown from here on is a run of its own. */
  beginRun(): Promise<void> {
    return configureStack(this.connection, this.stack);
  }

  /** Rejects when the pack has left a question unanswered. */
  get failed(): Promise<never> {
    return this.connection.failed;
  }

  stop(): void {
    this.connection.close();
    this.engine.close();
  }

  /** The inputs as the policies at level `remediate` leave them. */
  async remediate(
    resource: RegisteredResource,
    provider: RegisteredResource | undefined,
  ): Promise<Remediated> {
    if (![...this.levels.values()].includes("remediate")) return { inputs: resource.inputs, findings: [] };
    const response = await this.connection.ask(
      this.connection.client.remediate as Method<unknown, RemediateResponse>,
      analyzeRequest(resource, provider, { internalKeys: true }),
      `mending ${resource.urn}`,
    );
    let inputs = reduced(resource.inputs);
    let isMended = false;
    const findings: ReportedFinding[] = [];
    for (const remediation of response.getRemediationsList()) {
      const policy = this.policies.find(({ name }) => name === remediation.getPolicyname());
      const failed = remediation.getDiagnostic();
      const mended = failed ? inputs : fromStruct(remediation.getProperties());
      const changes = changesText(inputs, mended);
      isMended ||= !failed;
      inputs = mended;
      findings.push({
        policy: remediation.getPolicyname(),
        pack: remediation.getPolicypackname(),
        level: failed ? "advisory" : "remediated",
        ...(policy?.severity ? { severity: policy.severity } : {}),
        urn: resource.urn,
        description: remediation.getDescription(),
        message: failed || changes || remediation.getDescription(),
      });
    }
    return { inputs: isMended ? inputs : resource.inputs, findings };
  }

  async analyze(
    resource: RegisteredResource,
    provider: RegisteredResource | undefined,
  ): Promise<ReportedFinding[]> {
    const response = await this.connection.ask(
      this.connection.client.analyze as Method<unknown, AnalyzeResponse>,
      analyzeRequest(resource, provider, { internalKeys: false }),
      `judging ${resource.urn}`,
    );
    return response.getDiagnosticsList().map((diagnostic) => this.#findingOf(diagnostic, resource.urn));
  }

  /** @param resources by URN, every resource of the stack */
  async analyzeStack(resources: ReadonlyMap<string, RegisteredResource>): Promise<ReportedFinding[]> {
    const messages: AnalyzerResource[] = [...resources.values()].map((resource) =>
      analyzerResource(resource, resources.get(resource.provider)),
    );
    const response = await this.connection.ask<AnalyzeStackRequest, AnalyzeResponse>(
      this.connection.client.analyzeStack,
      new AnalyzeStackRequest().setResourcesList(messages),
      "judging the stack",
    );
    const root = stackUrn(this.stack);
    return response
      .getDiagnosticsList()
      .map((diagnostic) =>
        this.#findingOf(diagnostic, resources.has(diagnostic.getUrn()) ? diagnostic.getUrn() : root),
      );
  }

  #findingOf(diagnostic: AnalyzeDiagnostic, urn: string): ReportedFinding {
    const policy = this.policies.find(({ name }) => name === diagnostic.getPolicyname());
    const severity = fromWireSeverity(diagnostic.getSeverity()) ?? policy?.severity;
    const description = diagnostic.getDescription();
    const message = diagnostic.getMessage();
    return {
      policy: diagnostic.getPolicyname(),
      pack: diagnostic.getPolicypackname() || this.info.getName(),
      // A violation that remediation left is mandatory, as for the engine.
      level: fromWireLevel(diagnostic.getEnforcementlevel()) === "advisory" ? "advisory" : "mandatory",
      ...(severity ? { severity } : {}),
      urn,
      description,
      // The SDK repeats the description before the message.
      message: (message.startsWith(description) ? message.slice(description.length) : message).trim(),
      ...(policy ? saidBy(policy) : {}),
    };
  }
}

/** What a policy says with each of its findings. */
function saidBy({ remediationSteps, url, framework, tags }: PackPolicy): Partial<ReportedFinding> {
  return {
    ...(remediationSteps ? { remediationSteps } : {}),
    ...(url ? { url } : {}),
    ...(framework ? { framework } : {}),
    ...(tags?.length ? { tags } : {}),
  };
}

function variablesOf({ organization, project, stack, dryRun, config }: StackContext): Record<string, string> {
  return {
    PULUMI_NODEJS_ORGANIZATION: organization,
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: String(dryRun),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
  };
}

async function greet(connection: Connection, directory: string, engine: string): Promise<void> {
  const handshake = new AnalyzerHandshakeRequest()
    .setEngineAddress(engine)
    .setRootDirectory(directory)
    .setProgramDirectory(directory);
  await connection.tell(connection.client.handshake, handshake, "starting");
}

/** The stack tags that a configuration sets: the only ones that are known offline. */
function tagsIn(config: StackContext["config"]): [string, string][] {
  const tags = about("pulumi:tags", () => parseJson(config.get("pulumi:tags") ?? "{}"));
  return Object.entries(isObject(tags) ? tags : {}).map(([key, value]) => [key, String(value)]);
}

async function configureStack(connection: Connection, stack: StackContext): Promise<void> {
  const context = new AnalyzerStackConfigureRequest()
    .setOrganization(stack.organization)
    .setProject(stack.project)
    .setStack(stack.stack)
    .setDryRun(stack.dryRun)
    .setConfigSecretKeysList([...stack.secretKeys]);
  for (const [key, value] of stack.config) context.getConfigMap().set(key, value);
  for (const [key, value] of tagsIn(stack.config)) context.getTagsMap().set(key, value);
  await connection.tell(connection.client.configureStack, context, "hearing of the stack");
}

/** What each policy is configured with, and the file that says so, or the pack's folder. */
function configured(
  policies: readonly PackPolicy[],
  initial: ReadonlyMap<string, PolicySettings>,
  { configFile, project, directory, choice }: PackOptions,
): { settings: Map<string, Required<PolicySettings>>; file: string } {
  const byProject = project && policiesIn(project);
  const ownFile = byProject && project?.path;
  const given = configFile === undefined ? (byProject ?? NOTHING) : readPackConfig(configFile);
  const file = configFile ?? ownFile ?? directory;
  let settings = reconcile(policies, initial, given, file);
  if (configFile !== undefined && byProject) {
    const present = renamed(policies, byProject.settings);
    const said = { settings: present.settings, errors: [...byProject.errors, ...present.errors] };
    const heard = withProject(settings, said, projectModeIn(settings));
    if (heard.errors.length > 0)
      throw new CannotRun(heard.errors.map((error) => `${ownFile}: ${error}`).join("\n"));
    settings = heard.settings;
  }
  return { settings: choice ? choosing(settings, policies, choice) : settings, file };
}

const NOTHING: PackConfig = { settings: new Map(), errors: [] };

/** Answers the level that each policy is left at. */
async function configure(
  connection: Connection,
  info: AnalyzerInfo,
  policies: readonly PackPolicy[],
  pack: PackOptions,
): Promise<Map<string, PolicyLevel>> {
  const initial = new Map(
    [...info.getInitialconfigMap().entries()].map(([name, config]) => [name, settingsOf(config)]),
  );
  const { settings, file } = configured(policies, initial, pack);
  const message = new ConfigureAnalyzerRequest();
  for (const [name, { level, options }] of settings) {
    const config = new PolicyConfig()
      .setEnforcementlevel(toWireLevel(level))
      .setProperties(toStruct(options));
    message.getPolicyconfigMap().set(name, config);
  }
  await connection.ask(
    connection.client.configure as Method<ConfigureAnalyzerRequest, Empty>,
    message,
    "taking its configuration",
    (details) => (details.startsWith(`${pack.project?.path}: `) ? details : `${file}: ${details}`),
  );
  return new Map([...settings].map(([name, { level }]) => [name, level]));
}
