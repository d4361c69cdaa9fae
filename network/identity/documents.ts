import {
  elements,
  field,
  isObject,
  isText,
  text,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../../stack/value";
import type { Condition, PolicyDocument, Principals, Statement } from "./document";
import { sharedIssuerOf } from "./issuers";
import { Selection } from "./selection";

/**
 * A policy document, as an object or its JSON. Of what is none, nothing is known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readDocument(value: Value): PolicyDocument {
  const document = readJson(value);
  if (!isObject(document)) return { statements: [], mayHaveMore: true };
  const statements = elements(field(document, "Statement"));
  return {
    statements: statements.flatMap((one, i) => readStatement(one, `Statement[${i}]`) ?? []),
    mayHaveMore: statements.includes(UNKNOWN),
  };
}

/** What a text of JSON says; other values as they are, and nothing of a text that is none. */
export function readJson(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

function readStatement(statement: Value, place: string): Statement | undefined {
  const effect = field(statement, "Effect");
  const sid = field(statement, "Sid");
  if (!isObject(statement) || (effect !== "Allow" && effect !== "Deny" && effect !== UNKNOWN))
    return undefined;
  return {
    title: isText(sid) ? `${place} (${sid})` : place,
    effect,
    actions: selection(statement, "Action", (pattern) => pattern.toLowerCase()),
    resources: selection(statement, "Resource"),
    principals: readPrincipals(statement),
    conditions: readConditions(field(statement, "Condition")),
  };
}

function selection(statement: Value, name: string, read = (pattern: string) => pattern): Selection {
  const named = field(statement, name);
  const excepted = field(statement, `Not${name}`);
  const patterns = elements(named ?? excepted);
  return new Selection(
    patterns.filter((pattern) => typeof pattern === "string").map((pattern) => read(pattern)),
    named === undefined && excepted !== undefined,
    patterns.includes(UNKNOWN),
  );
}

/** Everyone is `*`, whatever it is among; the rest are somebody, however many. */
function readPrincipals(statement: Value): Principals {
  const named = field(statement, "Principal");
  if (named === undefined)
    return { areEveryone: field(statement, "NotPrincipal") !== undefined, issuers: [] };
  const texts = isObject(named) ? Object.values(named).flatMap((of) => elements(of)) : elements(named);
  const issuers = texts.flatMap((text) => (typeof text === "string" && sharedIssuerOf(text)) || []);
  return { areEveryone: texts.includes("*") || (texts.includes(UNKNOWN) ? UNKNOWN : false), issuers };
}

function readConditions(value: Value): readonly Condition[] | Unknown {
  if (value === UNKNOWN) return UNKNOWN;
  if (!isObject(value)) return [];
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (keys === UNKNOWN) return UNKNOWN;
    for (const [key, values] of Object.entries(isObject(keys) ? keys : {})) {
      conditions.push({ operator, key: key.toLowerCase(), values: textsOf(values) });
    }
  }
  return conditions;
}

function textsOf(value: Value): readonly string[] | Unknown {
  const texts = elements(value).map((one) => (typeof one === "boolean" ? String(one) : text(one)));
  return texts.includes(UNKNOWN) ? UNKNOWN : texts.filter((one) => typeof one === "string");
}
