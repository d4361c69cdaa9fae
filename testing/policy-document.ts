import { isObject, type Properties } from "./properties";

type Texts = string | string[];

/** The elements of a statement in the order in which the provider writes them, by the names of its arguments. */
const elements: [argument: string, name: string][] = [
  ["actions", "Action"],
  ["notActions", "NotAction"],
  ["resources", "Resource"],
  ["notResources", "NotResource"],
];

interface Document {
  Version?: string;
  Id?: string;
  Statement: Properties[];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const ordered = (object: Properties): Properties =>
  Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, object[key]]),
  );

const withVariables = (text: string): string => text.replaceAll("&{", "${");

/** One text by itself, several without duplicates from the last in alphabetical order to the first. */
function setOf(value: unknown): Texts | undefined {
  const texts = [...new Set(list(value).map((text) => withVariables(String(text))))];
  return texts.length < 2 ? texts[0] : texts.sort().reverse();
}

function principalsOf(value: unknown): unknown {
  const byType: Record<string, string[]> = {};
  for (const principal of list(value)) {
    if (!isObject(principal)) continue;
    const identifiers = [setOf(principal.identifiers) ?? []].flat();
    byType[String(principal.type)] = [...(byType[String(principal.type)] ?? []), ...identifiers];
  }
  const types = Object.keys(byType);
  if (types.length === 0) return undefined;
  if (types.length === 1 && byType["*"]?.join() === "*") return "*";
  return ordered(Object.fromEntries(types.map((type) => [type, single(byType[type] ?? [])])));
}

const single = (texts: string[]): string | string[] =>
  texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;

function conditionsOf(value: unknown): unknown {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const condition of list(value)) {
    if (!isObject(condition)) continue;
    byTest[String(condition.test)] ??= {};
    const variables = byTest[String(condition.test)] ?? {};
    const values = list(condition.values).map((text) => withVariables(String(text)));
    variables[String(condition.variable)] = [...(variables[String(condition.variable)] ?? []), ...values];
  }
  if (Object.keys(byTest).length === 0) return undefined;
  const tests = Object.entries(byTest).map(([test, variables]): [string, unknown] => [
    test,
    ordered(Object.fromEntries(Object.entries(variables).map(([name, texts]) => [name, single(texts)]))),
  ]);
  return ordered(Object.fromEntries(tests));
}

const names = [
  "Sid",
  "Effect",
  ...elements.map(([, name]) => name),
  "Principal",
  "NotPrincipal",
  "Condition",
];

const inOrder = (statement: Properties): Properties =>
  Object.fromEntries(
    names.flatMap((name) => (statement[name] === undefined ? [] : [[name, statement[name]]])),
  );

function statementOf(given: unknown): Properties {
  const statement = isObject(given) ? given : {};
  const written = {
    Sid: statement.sid || undefined,
    Effect: statement.effect ?? "Allow",
    ...Object.fromEntries(elements.map(([argument, name]) => [name, setOf(statement[argument])])),
    Principal: principalsOf(statement.principals),
    NotPrincipal: principalsOf(statement.notPrincipals),
    Condition: conditionsOf(statement.conditions),
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function parsed(text: unknown, kind: string, position: number): Document {
  try {
    const document = JSON.parse(String(text)) as unknown;
    if (!isObject(document)) throw new Error("not an object");
    const statements = list(document.Statement).filter(isObject);
    return { ...document, Statement: statements.map(inOrder) };
  } catch (error) {
    throw new Error(`merging ${kind} document ${position}: ${(error as Error).message}`);
  }
}

/** A statement takes the place of one with the same Sid, and is added otherwise. */
function merge(into: Document, document: Document): void {
  if (document.Id) into.Id = document.Id;
  if (document.Version && document.Version > (into.Version ?? "")) into.Version = document.Version;
  for (const statement of document.Statement) {
    const position = statement.Sid ? into.Statement.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (position < 0) into.Statement.push(statement);
    else into.Statement[position] = statement;
  }
}

function refuseDuplicates(statements: readonly Properties[], place: string): void {
  const sids = statements.flatMap(({ Sid }) => (Sid ? [String(Sid)] : []));
  const duplicate = sids.find((sid, position) => sids.indexOf(sid) !== position);
  if (duplicate !== undefined) throw new Error(`duplicate Sid (${duplicate})${place}`);
}

/** As Go writes JSON. */
function toJson(document: Document, indent?: number): string {
  const { Version, Id, Statement } = document;
  const written = { Version, Id, Statement: Statement.length > 0 ? Statement : undefined };
  return JSON.stringify(written, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The document that aws.iam.getPolicyDocument composes, indented and minified.
 * @throws Error where the provider refuses the arguments
 */
export function policyDocument(args: Properties): { json: string; minifiedJson: string } {
  const merged: Document = { Statement: [] };
  const sources = list(args.sourcePolicyDocuments).map((text, position) => parsed(text, "source", position));
  refuseDuplicates(
    sources.flatMap(({ Statement }) => Statement),
    " in source_policy_documents",
  );
  const statements = list(args.statements).map(statementOf);
  refuseDuplicates(statements, "");
  const own: Document = {
    Version: typeof args.version === "string" ? args.version : "2012-10-17",
    ...(typeof args.policyId === "string" ? { Id: args.policyId } : {}),
    Statement: statements,
  };
  const overrides = list(args.overridePolicyDocuments).map((text, position) =>
    parsed(text, "override", position),
  );
  for (const document of [...sources, own, ...overrides]) merge(merged, document);
  return { json: toJson(merged, 2), minifiedJson: toJson(merged) };
}
