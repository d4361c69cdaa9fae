import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import { readUrn, STACK_TYPE } from "../stack/urn";
import { CannotRun } from "./cannot-run";
import type { Coverage } from "./coverage";
import { resourceOf } from "./entry";
import { defaultProvider, providerPrefix } from "./program/providers";
import { isObject, type Properties, type PropertyValue, secret, unknown } from "./properties";
import type { RegisteredResource } from "./resource";

const command = "pulumi preview --json --show-sames";

/** What the CLI shows in place of a secret. */
const blinded = "[secret]";

/** Steps whose resource is in the stack afterwards. */
const staying = new Set([
  ...["same", "create", "update", "import", "replace", "create-replacement", "import-replacement"],
  ...["read", "read-replacement"],
]);

/** Steps after which a URN is in the stack no more, but for what had waited for its deletion: it had been replaced, and lives on under its URN. */
const leaving = new Set(["delete", "discard"]);

/** Steps beside which another one tells what becomes of their resource. */
const passing = new Set([
  ...["refresh", "diff", "delete-replaced", "discard-replaced", "remove-pending-replace"],
]);

/** Of a program that made nothing a preview has no steps, but what was said. */
export function isPreview(content: Record<string, unknown>): boolean {
  const { steps, changeSummary, diagnostics } = content;
  return Array.isArray(steps) || isObject(changeSummary) || Array.isArray(diagnostics);
}

interface Preview {
  resources: RegisteredResource[];
  config: Record<string, string>;
}

/**
 * The stack that a preview plans, as what `pulumi preview --json` prints tells of it: each resource with its inputs, whether the program
 * is Node.js or not.
 * @throws CannotRun where the preview does not show every resource
 */
export function previewIn(content: Record<string, unknown>, coverage: Coverage): Preview {
  refuseFailed(content.diagnostics);
  const steps = Array.isArray(content.steps) ? content.steps : [];
  refuseEmpty(steps, content.changeSummary);
  refuseRefresh(steps);
  refuseHidden(content.changeSummary, steps);
  const planned = new Map<string, RegisteredResource>();
  for (const [position, step] of steps.entries()) {
    const place = `steps[${position}]`;
    if (!isObject(step) || typeof step.op !== "string") throw new CannotRun(`${place} has no text "op"`);
    const wasWaiting = isObject(step.oldState) && step.oldState.delete === true;
    if (leaving.has(step.op) && !wasWaiting) planned.delete(String(step.urn));
    if (leaving.has(step.op) || passing.has(step.op)) continue;
    if (!staying.has(step.op))
      throw new CannotRun(`${place}: network-guard does not know what "${step.op}" does`);
    const resource = plannedBy(step, place);
    planned.set(resource.urn, resource);
  }
  const config = configIn(content.config);
  const resources = [...planned.values()];
  if (resources.some(({ type }) => type === STACK_TYPE))
    coverage.assumed("what the stack exports, which previews do not show");
  return { resources: [...defaultProviders(resources, config), ...resources], config };
}

function refuseFailed(diagnostics: unknown): void {
  const failed = (Array.isArray(diagnostics) ? diagnostics : []).filter(isObject).find(isFailure);
  if (failed !== undefined)
    throw new CannotRun(
      `the preview failed, and does not show the whole stack\n${stripVTControlCharacters(String(failed.message)).trimEnd()}`,
    );
}

/** What fails a preview; the host of YAML programs writes it, in red, where others write what programs print. */
function isFailure({ severity, message }: Record<string, unknown>): boolean {
  return severity === "error" || (severity === "info#err" && String(message).startsWith(YAML_ERROR));
}

const YAML_ERROR = "\u001b[31mError\u001b[0m: ";

function refuseEmpty(steps: readonly unknown[], summary: unknown): void {
  if (steps.length === 0 && !isObject(summary))
    throw new CannotRun("the preview shows no resource, not even the stack: its program has ended before it");
}

/** The preview of a refresh alone: the CLI prints its steps before the cloud has answered. */
function refuseRefresh(steps: readonly unknown[]): void {
  if (steps.length === 0 || !steps.every((step) => isObject(step) && step.op === "refresh")) return;
  throw new CannotRun(
    "the preview of a refresh does not show what it would find: make one of the program by\n" +
      `  ${command} --refresh > preview.json`,
  );
}

/** Without its flag the command leaves out what does not change, and counts it all the same. */
function refuseHidden(summary: unknown, steps: readonly unknown[]): void {
  const same = isObject(summary) && typeof summary.same === "number" ? summary.same : 0;
  const shown = steps.filter((step) => isObject(step) && step.op === "same").length;
  if (same <= shown) return;
  const isImport = steps.some((step) => isObject(step) && step.op === "import");
  const way = isImport
    ? ", as one of `pulumi import` always does: make one of the program by"
    : ": make it by";
  throw new CannotRun(
    `the preview leaves out ${same - shown} resources that do not change${way}\n  ${command} > preview.json`,
  );
}

function plannedBy({ op, oldState, newState }: Record<string, unknown>, place: string): RegisteredResource {
  const resource = resourceOf(newState, `${place}.newState`, withoutBlinded);
  const isRead = resource.external || op === "read" || op === "read-replacement";
  const old = isObject(oldState) ? resourceOf(oldState, `${place}.oldState`, withoutBlinded) : undefined;
  // What is replaced starts anew.
  const keeps = op === "same" || op === "update" || isRead;
  const { id, importID } = newState as { id?: unknown; importID?: unknown };
  const isImport = op === "import" || op === "import-replacement";
  const outputs = outputsOf(resource, isImport ? importID : id, keeps ? old : undefined);
  return { ...resource, external: isRead, outputs };
}

/** What the engine would show: the CLI prints steps before the provider has planned their outputs. */
function outputsOf(
  { type, provider, inputs, outputs }: RegisteredResource,
  id: unknown,
  old?: RegisteredResource,
): Properties {
  if (type === STACK_TYPE) return { ...old?.outputs, ...outputs, "what previews do not show": unknown };
  if (Object.keys(outputs).length > 0) return outputs;
  if (provider === "") return old?.outputs ?? {};
  if (old === undefined) return { id: typeof id === "string" && id !== "" ? id : unknown, ...inputs };
  const dropped = Object.keys(old.inputs).filter((name) => !(name in inputs));
  const kept = Object.entries(old.outputs).filter(([name]) => !dropped.includes(name));
  const changed = Object.entries(inputs).filter(
    ([name, value]) => !isDeepStrictEqual(value, old.inputs[name]),
  );
  return Object.fromEntries([...kept, ...changed]);
}

function withoutBlinded(properties: Properties): Properties {
  const open = (value: PropertyValue): PropertyValue => {
    if (value === blinded) return secret(unknown);
    if (Array.isArray(value)) return value.map(open);
    return isObject(value) ? openAll(value as Properties) : value;
  };
  const openAll = (all: Properties): Properties =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, open(value)]));
  return openAll(properties);
}

/** The stack's configuration; what is secret is not known. */
function configIn(config: unknown): Record<string, string> {
  const entries = Object.entries(isObject(config) ? config : {});
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value === blinded ? unknown : String(value)]),
  );
}

/** The providers that the engine makes by itself have no steps. */
function defaultProviders(
  resources: readonly RegisteredResource[],
  config: Record<string, string>,
): RegisteredResource[] {
  const shown = new Set(resources.map(({ urn }) => urn));
  const urns = new Set(resources.map(({ provider }) => provider).filter((urn) => urn && !shown.has(urn)));
  const settings = { values: new Map(Object.entries(config)), secretKeys: new Set<string>() };
  return [...urns].map((urn) => {
    const { project, stack, type } = readUrn(urn);
    const packageName = type.slice(providerPrefix.length);
    const name = { organization: "organization", project, stack };
    return { ...defaultProvider(name, settings, packageName, ""), urn };
  });
}
