import { resolve } from "node:path";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
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
import type { Finding } from "../../report/finding";
import { CannotRun } from "../cannot-run";
import { Engine } from "../engine";
import { call, noMessageLimit } from "../grpc";
import { fromStruct, type Properties, toStruct } from "../properties";
import type { Resource } from "../resource";
import { type StackName, stackUrn } from "../urn";
import { readPackConfig, reconcile } from "./config";
import {
  fromWireLevel,
  fromWireSeverity,
  type Level,
  type Policy,
  policyOf,
  settingsOf,
  toWireLevel,
} from "./policy";
import { type PackProcess, startPack } from "./process";
import { analyzeRequest, analyzerResource } from "./wire";

export interface PackOptions {
  directory: string;
  /** A config file as `pulumi preview --policy-pack-config` takes it. */
  configFile?: string;
  /** In seconds, for starting. */
  timeout: number;
}

export interface StackContext extends StackName {
  dryRun: boolean;
  /** By `namespace:name`. */
  config: ReadonlyMap<string, string>;
  secretKeys: ReadonlySet<string>;
}

export interface Remediated {
  inputs: Properties;
  findings: Finding[];
}

type Method<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** A running policy pack, driven over the Analyzer protocol as the engine drives it. */
export class Analyzer {
  private constructor(
    private readonly directory: string,
    private readonly process: PackProcess,
    private readonly engine: Engine,
    private readonly client: AnalyzerClient,
    private readonly stack: StackContext,
    private readonly info: AnalyzerInfo,
    readonly policies: readonly Policy[],
    /** The levels that its policies are at. */
    private readonly levels: ReadonlySet<Level>,
  ) {}

  /** Whether any policy judges at all. */
  get isActive(): boolean {
    return [...this.levels].some((level) => level !== "disabled");
  }

  /** The package whose resources it is about, as far as it says. */
  get packageName(): string | undefined {
    return this.info.getProvider() || undefined;
  }

  /** @throws CannotRun when the pack does not start, or its config is wrong */
  static async start(pack: PackOptions, stack: StackContext): Promise<Analyzer> {
    const directory = resolve(pack.directory);
    const engine = new Engine();
    const address = await engine.listen();
    let running: PackProcess | undefined;
    let client: AnalyzerClient | undefined;
    try {
      running = await startPack(directory, address, variablesOf(stack), pack.timeout);
      client = new AnalyzerClient(running.address, credentials.createInsecure(), noMessageLimit);
      await greet(client, directory, address, stack);
      const info = await request<Empty, AnalyzerInfo>(
        directory,
        client.getAnalyzerInfo.bind(client),
        new Empty(),
      );
      const policies = info.getPoliciesList().map(policyOf);
      const levels = await configure(client, info, policies, pack);
      return new Analyzer(directory, running, engine, client, stack, info, policies, levels);
    } catch (error) {
      client?.close();
      running?.stop();
      engine.close();
      throw error;
    }
  }

  /** Tells the pack that what is shown from here on is a run of its own. */
  beginRun(): Promise<void> {
    return configureStack(this.client, this.stack);
  }

  stop(): void {
    this.client.close();
    this.process.stop();
    this.engine.close();
  }

  /** The inputs as the policies at level `remediate` leave them. */
  async remediate(resource: Resource, provider: Resource | undefined): Promise<Remediated> {
    if (!this.levels.has("remediate")) return { inputs: resource.inputs, findings: [] };
    const response = await request<unknown, RemediateResponse>(
      this.directory,
      this.client.remediate.bind(this.client) as Method<unknown, RemediateResponse>,
      analyzeRequest(resource, provider, { internalKeys: true }),
    );
    let inputs = resource.inputs;
    const findings: Finding[] = [];
    for (const remediation of response.getRemediationsList()) {
      const policy = this.policies.find(({ name }) => name === remediation.getPolicyname());
      const failed = remediation.getDiagnostic();
      if (!failed) inputs = fromStruct(remediation.getProperties());
      findings.push({
        policy: remediation.getPolicyname(),
        pack: remediation.getPolicypackname(),
        level: failed ? "advisory" : "remediated",
        ...(policy?.severity ? { severity: policy.severity } : {}),
        urn: resource.urn,
        description: remediation.getDescription(),
        message: failed || remediation.getDescription(),
      });
    }
    return { inputs, findings };
  }

  async analyze(resource: Resource, provider: Resource | undefined): Promise<Finding[]> {
    const response = await request<unknown, AnalyzeResponse>(
      this.directory,
      this.client.analyze.bind(this.client) as Method<unknown, AnalyzeResponse>,
      analyzeRequest(resource, provider, { internalKeys: false }),
    );
    return response.getDiagnosticsList().map((diagnostic) => this.#findingOf(diagnostic, resource.urn));
  }

  /** @param resources by URN, every resource of the stack */
  async analyzeStack(resources: ReadonlyMap<string, Resource>): Promise<Finding[]> {
    const messages: AnalyzerResource[] = [...resources.values()].map((resource) =>
      analyzerResource(resource, resources.get(resource.provider)),
    );
    const response = await request<AnalyzeStackRequest, AnalyzeResponse>(
      this.directory,
      this.client.analyzeStack.bind(this.client),
      new AnalyzeStackRequest().setResourcesList(messages),
    );
    const root = stackUrn(this.stack);
    return response
      .getDiagnosticsList()
      .map((diagnostic) =>
        this.#findingOf(diagnostic, resources.has(diagnostic.getUrn()) ? diagnostic.getUrn() : root),
      );
  }

  #findingOf(diagnostic: AnalyzeDiagnostic, urn: string): Finding {
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
      ...(policy?.remediationSteps ? { remediationSteps: policy.remediationSteps } : {}),
      ...(policy?.url ? { url: policy.url } : {}),
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

async function request<Request, Response>(
  directory: string,
  method: Method<Request, Response>,
  message: Request,
): Promise<Response> {
  try {
    return await call(method, message);
  } catch (error) {
    throw new CannotRun(`${directory}: the policy pack failed\n${(error as ServiceError).details}`);
  }
}

/** A pack on an SDK that lacks the method does without what it would have been told. */
async function tell<Request, Response>(method: Method<Request, Response>, message: Request): Promise<void> {
  try {
    await call(method, message);
  } catch (error) {
    if ((error as ServiceError).code !== status.UNIMPLEMENTED) throw error;
  }
}

async function greet(
  client: AnalyzerClient,
  directory: string,
  engine: string,
  stack: StackContext,
): Promise<void> {
  const handshake = new AnalyzerHandshakeRequest()
    .setEngineAddress(engine)
    .setRootDirectory(directory)
    .setProgramDirectory(directory);
  await tell(client.handshake.bind(client), handshake);
  await configureStack(client, stack);
}

async function configureStack(client: AnalyzerClient, stack: StackContext): Promise<void> {
  const context = new AnalyzerStackConfigureRequest()
    .setOrganization(stack.organization)
    .setProject(stack.project)
    .setStack(stack.stack)
    .setDryRun(stack.dryRun)
    .setConfigSecretKeysList([...stack.secretKeys]);
  for (const [key, value] of stack.config) context.getConfigMap().set(key, value);
  await tell(client.configureStack.bind(client), context);
}

/** Answers the levels that the policies are left at. */
async function configure(
  client: AnalyzerClient,
  info: AnalyzerInfo,
  policies: readonly Policy[],
  { configFile, directory }: PackOptions,
): Promise<Set<Level>> {
  const given = configFile === undefined ? new Map() : readPackConfig(configFile);
  const initial = new Map(
    [...info.getInitialconfigMap().entries()].map(([name, config]) => [name, settingsOf(config)]),
  );
  const settings = reconcile(policies, initial, given, configFile ?? directory);
  const message = new ConfigureAnalyzerRequest();
  for (const [name, { level, options }] of settings) {
    const config = new PolicyConfig()
      .setEnforcementlevel(toWireLevel(level))
      .setProperties(toStruct(options));
    message.getPolicyconfigMap().set(name, config);
  }
  try {
    await call(client.configure.bind(client) as Method<ConfigureAnalyzerRequest, Empty>, message);
  } catch (error) {
    throw new CannotRun(`${configFile ?? directory}: ${(error as ServiceError).details}`);
  }
  return new Set([...settings.values()].map(({ level }) => level));
}
