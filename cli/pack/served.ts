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
import type { PolicyLevel } from "../../pack/entries";
import type { ReportedFinding } from "../../report/finding";
import type { JudgedPolicy } from "../../report/verdict";
import { stackUrn } from "../../stack/urn";
import type { Deadline } from "../deadline";
import { Engine } from "../engine";
import { reduced } from "../properties";
import type { RegisteredResource } from "../resource";
import { fromStruct, toStruct } from "../struct";
import {
  type Analyzer,
  type PackOptions,
  type Remediated,
  type Said,
  type StackContext,
  tagsIn,
} from "./analyzer";
import { changesText } from "./changes";
import { Connection, type Method } from "./connection";
import { fromWireLevel, fromWireSeverity, policyOf, settingsOf, toWireLevel } from "./info";
import { judgedAs, type PackPolicy, saidBy } from "./policy";
import { settingsFor } from "./settings";
import { analyzeRequest, analyzerResource } from "./wire";

/** A connection to a pack. */
export type Asking = Pick<Connection, "client" | "ask" | "tell" | "failed">;

/** A running policy pack, driven over the Analyzer protocol as the engine drives it. */
export class ServedPack implements Analyzer {
  /** What it is saying of the resources of this run. */
  private analyses: Promise<ReportedFinding[]>[] = [];

  private constructor(
    private readonly connection: Asking,
    readonly stop: () => void,
    private readonly stack: StackContext,
    private readonly info: AnalyzerInfo,
    readonly policies: readonly PackPolicy[],
    /** By policy. */
    private readonly levels: ReadonlyMap<string, PolicyLevel>,
  ) {}

  get judged(): JudgedPolicy[] {
    return judgedAs(this.policies, this.info.getName(), this.levels);
  }

  get isActive(): boolean {
    return [...this.levels.values()].some((level) => level !== "disabled");
  }

  get packageNames(): readonly string[] {
    return this.info
      .getProvider()
      .split(/[\s,]/)
      .filter((name) => name !== "");
  }

  /** @throws CannotRun when the pack does not start, or its config is wrong */
  static async start(pack: PackOptions, stack: StackContext, deadline: Deadline): Promise<ServedPack> {
    const directory = resolve(pack.directory);
    const engine = new Engine();
    const address = await engine.listen();
    let connection: Connection | undefined;
    const close = () => {
      connection?.close();
      engine.close();
    };
    try {
      connection = await Connection.open(directory, address, variablesOf(stack), deadline);
      await greet(connection, directory, address);
      return await ServedPack.over(connection, close, pack, stack);
    } catch (error) {
      close();
      throw error;
    }
  }

  /** @param close ends the connection */
  static async over(
    connection: Asking,
    close: () => void,
    pack: PackOptions,
    stack: StackContext,
  ): Promise<ServedPack> {
    // Asked before a run begins: within one this pack tells the engine no schemas, so that it leaves the check of options to the pack.
    const info = await connection.ask<Empty, AnalyzerInfo>(
      connection.client.getAnalyzerInfo,
      new Empty(),
      "telling of its policies",
    );
    await configureStack(connection, stack);
    const policies = info.getPoliciesList().map(policyOf);
    const levels = await configure(connection, info, policies, pack);
    return new ServedPack(connection, close, stack, info, policies, levels);
  }

  beginRun(): Promise<void> {
    this.analyses = [];
    return configureStack(this.connection, this.stack);
  }

  get failed(): Promise<never> {
    return this.connection.failed;
  }

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

  show(resource: RegisteredResource, provider: RegisteredResource | undefined): void {
    const analysis = this.#analyze(resource, provider);
    // Its failure is reported by whoever awaits what it says, which may be after it happens.
    analysis.catch(() => undefined);
    this.analyses.push(analysis);
  }

  async judge(resources: ReadonlyMap<string, RegisteredResource>): Promise<Said> {
    const ofResources = (await Promise.all(this.analyses)).flat();
    return { ofResources, ofStack: await this.#analyzeStack(resources) };
  }

  async #analyze(
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

  async #analyzeStack(resources: ReadonlyMap<string, RegisteredResource>): Promise<ReportedFinding[]> {
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

async function configureStack(connection: Asking, stack: StackContext): Promise<void> {
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

/** Answers the level that each policy is left at. */
async function configure(
  connection: Asking,
  info: AnalyzerInfo,
  policies: readonly PackPolicy[],
  pack: PackOptions,
): Promise<Map<string, PolicyLevel>> {
  const initial = new Map(
    [...info.getInitialconfigMap().entries()].map(([name, config]) => [name, settingsOf(config)]),
  );
  const { settings, refusal } = settingsFor(policies, initial, pack);
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
    refusal,
  );
  return new Map([...settings].map(([name, { level }]) => [name, level]));
}
