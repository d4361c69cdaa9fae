import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Session } from "../network/session";
import { type Breach, Judging } from "../pack/judging";
import { OwnService } from "../pack/own";
import { readAnalyzeRequest, readAnalyzeStackRequest } from "../pack/requests";
import { shownInputs, shownOutputs } from "../pack/shown";
import type { Policy } from "../policies/kit/policy";
import { VERSION } from "../policies/kit/version";
import type { ResourceFacts } from "../stack/resource";
import { readUrn } from "../stack/urn";
import { PlainStruct } from "./plain-struct";
import { type Phase, type ProgramOptions, type Registered, runProgram, type Subject } from "./program";

type Rpc = (
  call: { request: analyzer.AnalyzeRequest | analyzer.AnalyzeStackRequest },
  callback: (error: unknown, response: unknown) => void,
) => Promise<void>;
type MakeRpc = (pack: string, version: string, level: string, policies: readonly SdkPolicy[]) => Rpc;

/** What the SDK itself serves to the engine; internal to it. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = server as unknown as {
  makeAnalyzeRpcFun: MakeRpc;
  makeAnalyzeStackRpcFun: MakeRpc;
};

type SdkPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** How the engine shows the resources to the policies. */
export interface Showing {
  /**
   * `sdk`: in messages, which the SDK copies for each policy. `door`: in bytes, which this package's own service reads once. By default without
   * either where all policies are this package's, which says the same; else by the SDK.
   */
  readonly through?: "sdk" | "door";
  /** Outputs alone, as an audit of what exists may. */
  readonly outputsAlone?: boolean;
}

/** One violation that is reported to the engine. */
export interface Violation {
  readonly policy: string;
  /** The logical name of the resource it is about. */
  readonly resource: string;
  readonly urn: string;
  readonly message: string;
  readonly level: "advisory" | "mandatory";
  /** Whether one resource's inputs decided it, or the stack. */
  readonly by: "resource" | "stack";
}

/** What is wrong, between the policy's description and its remediation steps. */
export function told(violation: Pick<Violation, "message"> | undefined): string {
  return violation?.message.split("\n").slice(1, -1).join("\n") ?? "";
}

/** What policies say of a program or of resources, in the order in which the engine asks them; after those that are asked of already. */
export function judgeProgram(
  policies: readonly SdkPolicy[],
  program: Subject,
  phase: Phase,
  options?: ProgramOptions,
): Promise<Violation[]> {
  const judged = last.then(async () => judge(policies, await runProgram(program, phase, options)));
  last = judged.catch(() => undefined);
  return judged;
}

/** The SDK runs one program at a time in a process. */
let last: Promise<unknown> = Promise.resolve();

/** The answers of the protocol: to the inputs of each resource, then to the outputs of all. */
export async function judgedWhole(
  policies: readonly SdkPolicy[],
  resources: readonly Registered[],
  { through }: Showing,
): Promise<analyzer.AnalyzeResponse[]> {
  Session.begin(new Map());
  const { analyze, analyzeStack } = serviceOf(policies, through);
  const answers: analyzer.AnalyzeResponse[] = [];
  for (const resource of resources) answers.push(await answerOf(analyze, inputsOf(resource, resources)));
  return [...answers, await answerOf(analyzeStack, outputsOf(resources))];
}

/** What policies say of resources: of the inputs of each, then of the outputs of all. */
export async function judge(
  policies: readonly SdkPolicy[],
  resources: readonly Registered[],
  { through, outputsAlone = false }: Showing = {},
): Promise<Violation[]> {
  const shown = outputsAlone ? [] : resources;
  if (through === undefined && areOwn(policies)) return judgePlainly(policies, shown, resources);
  const violations: Violation[] = [];
  if (through === "door" || outputsAlone) Session.begin(new Map());
  for (const resource of shown)
    violations.push(...(await judgeInputs(policies, resource, resources, through)));
  return [...violations, ...(await judgeOutputs(policies, resources, through))];
}

/** @throws Error where something is no policy, such as what a module does not export by the name that is imported */
function areOwn(policies: readonly SdkPolicy[]): policies is readonly Policy[] {
  const stranger = policies.findIndex((policy) => (policy as SdkPolicy | undefined)?.name === undefined);
  if (stranger >= 0) throw new Error(`policies[${stranger}] is no policy: is it exported by that name?`);
  return policies.every((policy) => (policy as Partial<Policy>).judge !== undefined);
}

const judgings = new WeakMap<readonly Policy[], Judging>();

/** @param shown the resources whose inputs are shown */
function judgePlainly(
  policies: readonly Policy[],
  shown: readonly Registered[],
  resources: readonly Registered[],
): Violation[] {
  const judging = judgings.get(policies) ?? new Judging(policies, new Map());
  judgings.set(policies, judging);
  const session = Session.begin(new Map());
  const ofResources = shown.flatMap((resource) => {
    session.noteFilledIn(resource.urn, resource.inputs.__defaults as readonly string[] | undefined);
    const { breaches } = judging.judgeResource(inputFacts(resource, behind(resource, resources)));
    return breaches.map((breach) => violationOf(breach, "resource", resource));
  });
  const facts = resources.map((resource) => outputFacts(resource, behind(resource, resources)));
  const ofStack = judging.judgeStack(facts).map((breach) => violationOf(breach, "stack", STACK));
  return [...ofResources, ...ofStack];
}

function violationOf(
  { policy, level, urn, message }: Breach,
  by: Violation["by"],
  resource: Pick<Registered, "urn" | "name">,
): Violation {
  const { name, description } = policy;
  return {
    policy: name,
    ...(by === "resource"
      ? { resource: resource.name, urn: resource.urn }
      : { resource: readUrn(urn).name || resource.name, urn: urn || resource.urn }),
    ...{ message: `${description}\n${message}`, level, by },
  };
}

const inputFacts = remembered(shownInputs);
const outputFacts = remembered(shownOutputs);

/** What is told of a resource, once of the same one beside the same provider. */
function remembered(tell: typeof shownInputs): typeof shownInputs {
  const told = new WeakMap<
    object,
    { readonly provider: object | undefined; readonly facts: ResourceFacts }
  >();
  return (resource, provider) => {
    const known = told.get(resource);
    if (known !== undefined && known.provider === provider) return known.facts;
    const facts = tell(resource, provider);
    told.set(resource, { provider, facts });
    return facts;
  };
}

/** Its provider, if that is among the resources. */
function behind({ provider }: Registered, all: readonly Registered[]): Registered | undefined {
  return provider === "" ? undefined : all.find(({ urn }) => urn === provider);
}

/** What policies say of the inputs of one resource of a stack. */
export async function judgeInputs(
  policies: readonly SdkPolicy[],
  resource: Registered,
  all: readonly Registered[] = [resource],
  through?: Showing["through"],
): Promise<Violation[]> {
  return call(serviceOf(policies, through).analyze, inputsOf(resource, all), "resource", resource);
}

function inputsOf(resource: Registered, all: readonly Registered[]): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  describe(request, resource, resource.inputs, all);
  return request;
}

/** What policies say of the outputs of all resources, which alone an audit shows them. */
export async function judgeOutputs(
  policies: readonly SdkPolicy[],
  resources: readonly Registered[],
  through?: Showing["through"],
): Promise<Violation[]> {
  return call(serviceOf(policies, through).analyzeStack, outputsOf(resources), "stack", STACK);
}

const STACK = { urn: "", name: "" };

function outputsOf(resources: readonly Registered[]): analyzer.AnalyzeStackRequest {
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(resources.map((resource) => stackResource(resource, resources)));
  return request;
}

/** What a pack of the policies serves. */
function serviceOf(
  policies: readonly SdkPolicy[],
  through: Showing["through"] = "sdk",
): { analyze: Rpc; analyzeStack: Rpc } {
  if (through === "door") return atTheDoorOf(policies as readonly Policy[]);
  const pack = ["test-pack", VERSION, "advisory", policies] as const;
  return { analyze: makeAnalyzeRpcFun(...pack), analyzeStack: makeAnalyzeStackRpcFun(...pack) };
}

const services = new WeakMap<readonly Policy[], OwnService>();

/** What the pack's own door serves, request and answer in bytes as they travel. */
function atTheDoorOf(policies: readonly Policy[]): { analyze: Rpc; analyzeStack: Rpc } {
  const service = services.get(policies) ?? new OwnService({ name: "test-pack", policies });
  services.set(policies, service);
  const rpc =
    (handle: unknown, read: (bytes: Uint8Array) => unknown): Rpc =>
    async ({ request }, callback) =>
      (handle as (...call: unknown[]) => void)(
        { request: read(request.serializeBinary()) },
        (failure: unknown, answer: Uint8Array) =>
          callback(failure, failure ? undefined : analyzer.AnalyzeResponse.deserializeBinary(answer)),
      );
  const { analyze, analyzeStack } = service.handlers;
  return {
    analyze: rpc(analyze, readAnalyzeRequest),
    analyzeStack: rpc(analyzeStack, readAnalyzeStackRequest),
  };
}

/**
 * Which policies speak, and of which resources, such as `no-public-ssh-rdp: web`, sorted.
 * @throws AssertionError where a first preview, at which ids are unknown, and the update differ
 */
export async function verdict(
  policies: readonly SdkPolicy[],
  program: Subject,
  options?: ProgramOptions,
): Promise<string[]> {
  const [preview, update] = [
    summary(await judgeProgram(policies, program, "preview", options)),
    summary(await judgeProgram(policies, program, "update", options)),
  ];
  assert.deepEqual(update, preview, "the update's verdict differs from the preview's");
  return preview;
}

/** Such as `no-public-ssh-rdp: web`, each once, sorted. */
export function summary(violations: readonly Violation[]): string[] {
  return [...new Set(violations.map(({ policy, resource }) => `${policy}: ${resource}`))].sort();
}

function stackResource(resource: Registered, all: readonly Registered[]): analyzer.AnalyzerResource {
  const message = new analyzer.AnalyzerResource();
  describe(message, resource, resource.outputs, all);
  message.setParent(resource.parent);
  message.setDependenciesList([...new Set(Object.values(resource.dependencies).flat())]);
  for (const [property, urns] of Object.entries(resource.dependencies)) {
    const stood = new analyzer.AnalyzerPropertyDependencies();
    stood.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, stood);
  }
  return message;
}

function describe(
  message: analyzer.AnalyzeRequest | analyzer.AnalyzerResource,
  resource: Registered,
  properties: Registered["inputs"],
  all: readonly Registered[],
): void {
  const { urn, type, name, parent } = resource;
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setProperties(new PlainStruct(properties));
  const options = new analyzer.AnalyzerResourceOptions();
  options.setParent(parent);
  message.setOptions(options);
  const provider = behind(resource, all);
  if (provider === undefined) return;
  const providerResource = new analyzer.AnalyzerProviderResource();
  providerResource.setUrn(provider.urn);
  providerResource.setType(provider.type);
  providerResource.setName(provider.name);
  providerResource.setProperties(new PlainStruct(provider.inputs));
  message.setProvider(providerResource);
}

function answerOf(rpc: Rpc, request: Parameters<Rpc>[0]["request"]): Promise<analyzer.AnalyzeResponse> {
  return new Promise((resolve, reject) => {
    void rpc({ request }, (error, answer) => {
      if (error) reject(error);
      else resolve(answer as analyzer.AnalyzeResponse);
    });
  });
}

async function call(
  rpc: Rpc,
  request: Parameters<Rpc>[0]["request"],
  by: Violation["by"],
  { urn, name }: Pick<Registered, "urn" | "name">,
): Promise<Violation[]> {
  const response = await answerOf(rpc, request);
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    resource: readUrn(diagnostic.getUrn()).name || name,
    urn: diagnostic.getUrn() || urn,
    message: diagnostic.getMessage(),
    level:
      diagnostic.getEnforcementlevel() === analyzer.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    by,
  }));
}
