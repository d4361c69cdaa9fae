import { Language, LanguageTooLarge } from "../../algebra/language";
import type { Resource } from "../../stack/resource";
import { UNKNOWN, type Unknown } from "../../stack/value";
import { type Condition, type Permissions, type PolicyDocument, type Statement, without } from "./document";
import type { Grantee, HeldDocument } from "./grantee";

const LETTERS = new Set("abcdefghijklmnopqrstuvwxyz");
const NAME = new Set([...LETTERS, ..."0123456789-"]);
const literal = (text: string) => [...text].map((letter) => ({ letters: new Set(letter) }));
const word = (letters: ReadonlySet<string>) => ({ letters, repeats: true as const });

/** Such as `s3:getobject`. */
const EVERY_ACTION = Language.of([
  { letters: LETTERS },
  word(NAME),
  ...literal(":"),
  { letters: LETTERS },
  word(NAME),
]);

/** An account names its resources with one prefix, such as `arn:aws-cn` or `acs`. */
function everyResourceOf(prefix: string): Language {
  const known = everyResource.get(prefix) ?? Language.of(stepsOf(prefix));
  everyResource.set(prefix, known);
  return known;
}

/** By prefix, of which there are few. */
const everyResource = new Map<string, Language>();

const stepsOf = (prefix: string) => [
  ...literal(`${prefix}:`),
  { letters: LETTERS },
  ...["", ":", ":"].flatMap((separator) => [...literal(separator), word(NAME)]),
  ...literal(":"),
  {},
  { repeats: true } as const,
];

/**
 * The statements of some documents that together allow every action on every resource, whatever is unknown; undefined where they do not. A Deny
 * takes that back if it takes most of it, or the ways in which an administrator could lift it.
 */
export function administratorStatements(
  documents: readonly PolicyDocument[],
): readonly Statement[] | undefined {
  if (documents.some(({ mayHaveMore }) => mayHaveMore)) return undefined;
  const statements = documents.flatMap((document) => document.statements);
  const allowing = statements.filter((one) => one.effect === "Allow" && !narrows(one));
  const denying = statements.filter((one) => one.effect !== "Allow" && !isConditional(one));
  if (!mayBeEverything(allowing) || isTakenBack(denying)) return undefined;
  try {
    if (!areEverything(allowing)) return undefined;
    return allowing.reduce<readonly Statement[]>((needed, one) => {
      const others = needed.filter((other) => other !== one);
      return areEverything(others) ? others : needed;
    }, allowing);
  } catch (error) {
    if (error instanceof LanguageTooLarge) return undefined;
    throw error;
  }
}

/** The documents of a grantee, with such of their statements, that no one of its documents holds all of. */
export function administratorTogether({ documents, mayHaveMore }: Grantee): readonly HeldDocument[] {
  const holders = [...new Set(documents.map(({ resource }) => resource))];
  if (mayHaveMore || holders.length < 2) return [];
  const neededOf = (held: readonly HeldDocument[]) =>
    administratorStatements(held.map(({ document }) => document));
  const needed = neededOf(documents) ?? [];
  const isByOne = (holder: Resource) =>
    neededOf(documents.filter(({ resource }) => resource === holder)) !== undefined;
  if (needed.length === 0 || holders.some(isByOne)) return [];
  return documents.filter(({ document }) => document.statements.some((one) => needed.includes(one)));
}

function areEverything(statements: readonly Statement[]): boolean {
  const allowed = statements.map(({ actions, resources }) => ({
    actions: actions.certain,
    resources: resources.certain,
  }));
  return prefixesIn(statements).some((prefix) => {
    const left = allowed.reduce<Permissions[]>(
      (rest, taken) => rest.flatMap((one) => without(one, taken)),
      [{ actions: EVERY_ACTION, resources: everyResourceOf(prefix) }],
    );
    return left.length === 0;
  });
}

/** Nobody names these, so that what selects them selects most of what there is. */
const UNNAMED_ACTION = "q0q0:q0q0";
const UNNAMED_ACTIONS = [...LETTERS].map((letter) => letter + UNNAMED_ACTION);
const UNNAMED_RESOURCE = "q0q0:q0q0:000000000000:q0q0";

/** A first look that costs little: whether some actions, one by each letter and one by each pattern, are allowed on what nobody names. */
function mayBeEverything(statements: readonly Statement[]): boolean {
  return prefixesIn(statements).some((prefix) => {
    const wide = statements.filter(
      ({ resources }) => resources.includes(`${prefix}:${UNNAMED_RESOURCE}`) === true,
    );
    return (
      wide.length > 0 &&
      samplesOf(statements).every((action) => wide.some(({ actions }) => actions.includes(action) === true))
    );
  });
}

function samplesOf(statements: readonly Statement[]): string[] {
  const named = statements.flatMap(({ actions }) =>
    actions.patterns.map((pattern) => pattern.replace(/\*/g, "q0q0").replace(/\?/g, "q")),
  );
  return [...UNNAMED_ACTIONS, ...named.filter(isAction)];
}

function isAction(text: string): boolean {
  return /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/.test(text);
}

function prefixesIn(statements: readonly Statement[]): readonly string[] {
  const named = statements.flatMap(({ resources }) =>
    resources.patterns.flatMap((pattern) => pattern.match(/^(arn:[a-z-]+|acs)(?=:)/)?.[0] ?? []),
  );
  return named.length > 0 ? [...new Set(named)] : ["arn:aws"];
}

/** What gives its caller permissions that it did not have, with the kind of what is changed. */
const SELF_GRANTS = [
  ["iam:attachuserpolicy", "user"],
  ["iam:attachgrouppolicy", "group"],
  ["iam:attachrolepolicy", "role"],
  ["iam:putuserpolicy", "user"],
  ["iam:putgrouppolicy", "group"],
  ["iam:putrolepolicy", "role"],
  ["iam:createpolicyversion", "policy"],
] as const;

function isTakenBack(denying: readonly Statement[]): boolean {
  const mayDeny = (action: string, resource: string) =>
    denying.some(
      ({ actions, resources }) =>
        actions.includes(action) !== false && resources.includes(resource) !== false,
    );
  const accounts = denying.flatMap(({ resources }) =>
    resources.patterns.flatMap((pattern) => [...pattern.matchAll(/(?<=:iam::)\d{12}(?=:)/g)].flat()),
  );
  return prefixesIn(denying).some(
    (prefix) =>
      mayDeny(UNNAMED_ACTION, `${prefix}:${UNNAMED_RESOURCE}`) ||
      [...accounts, "000000000000"].some((account) =>
        SELF_GRANTS.every(([action, kind]) => mayDeny(action, `${prefix}:iam::${account}:${kind}/q0q0`)),
      ),
  );
}

function isConditional({ conditions }: Statement): boolean {
  return conditions !== UNKNOWN && conditions.length > 0;
}

/** Whether conditions may leave something out of what a statement allows, and not only say who may do it, when and from where. */
function narrows({ conditions }: Statement): boolean {
  return conditions === UNKNOWN || !conditions.every(isAboutCaller);
}

const ABOUT_CALLER = new RegExp(
  `^(${[
    /ec2:(sourceinstancearn|roledelivery)|lambda:sourcefunctionarn|aws:ec2instancesource\w+/,
    /aws:(principal\w+(\/.*)?|userid|username|useragent|referer|federatedprovider|sourceidentity)/,
    /aws:(multifactorauth(present|age)|currenttime|epochtime|tokenissuetime|securetransport)/,
    /aws:(sourceip|vpcsourceip|sourcevpc(e|arn)?|vpce(account|orgid|orgpaths))/,
  ]
    .map(({ source }) => source)
    .join("|")})$`,
);

function isAboutCaller({ key, operator, values }: Condition): boolean {
  // With neither of these, a `*` leaves out requests that lack the key, such as those about what has no tag.
  const isMet = /^forallvalues:|ifexists$/i.test(operator) || key === "aws:requestedregion";
  const isLike = /^(\w+:)?(string|arn)like(ifexists)?$/i.test(operator);
  const isAnything = isMet && isLike && values !== UNKNOWN && values.includes("*");
  const isDirect = key === "aws:viaawsservice" && values !== UNKNOWN && !values.includes("true");
  return isAnything || isDirect || ABOUT_CALLER.test(key);
}

/** Whether an ARN certainly is that of AWS's own policy that allows everything, in whatever partition. */
export function isAdministratorAccess(arn: string | Unknown): boolean {
  return arn !== UNKNOWN && /^(arn:[\w-]+:iam::aws|acs:ram::system):policy\/AdministratorAccess$/.test(arn);
}
