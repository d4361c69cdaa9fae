import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Language, LanguageTooLarge } from "../../algebra/language";
import { unionAll } from "../../algebra/set";
import { anyOf } from "../../stack/answers";
import { type Answer, UNKNOWN } from "../../stack/value";
import { type Condition, type PolicyDocument, type Statement, without } from "./document";
import { narrowsIssuer } from "./issuers";
import { narrowsSubscribers } from "./subscribers";

/** The ARNs by which a policy can name what has it. */
export interface Own {
  /** The thing itself has one of these. */
  readonly itself: Language;
  /** What lies in it, such as the objects of a bucket, has all of these. */
  readonly within: Language;
}

/**
 * The statements of a resource's policy that allow something to everyone, or to all who have a token of those that give one to everyone, on no
 * condition that narrows that, and that no Deny takes back. Empty while what is unknown could leave nobody.
 * @param ownOf what names the resource itself, asked where a Deny stands
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function statementsForEveryone(
  { statements, mayHaveMore }: PolicyDocument,
  ownOf?: () => Own | undefined,
): Statement[] {
  if (mayHaveMore) return [];
  const denying = statements.filter(
    ({ effect, principals, conditions }) =>
      effect !== "Allow" &&
      principals.areEveryone !== false &&
      (conditions === UNKNOWN || conditions.every(leavesFew)),
  );
  return statements.flatMap((statement) => {
    const { effect, principals, conditions, title } = statement;
    if (effect !== "Allow" || conditions === UNKNOWN) return [];
    if (!conditions.every((condition) => narrows(condition, conditions) === false)) return [];
    const isFree = (issuer: string) => conditions.every((one) => narrowsIssuer(issuer, one) === false);
    const issuers = principals.areEveryone === true ? [] : principals.issuers.filter(isFree);
    if (principals.areEveryone !== true && issuers.length === 0) return [];
    if (isTakenBack(statement, denying, ownOf)) return [];
    return issuers.length === 0
      ? [statement]
      : [{ ...statement, title: `${title} (by ${issuers.join(", ")})` }];
  });
}

/** A statement that allows something to everyone at some addresses. */
export interface StatementByAddress {
  readonly title: string;
  readonly addresses: AddressSet;
}

/** The same with conditions on addresses left out, which say where everyone may come from; nowhere for certain while they are not known. */
export function statementsByAddress({ statements, mayHaveMore }: PolicyDocument): StatementByAddress[] {
  const addressesOf = new Map<Statement, AddressSet>();
  const freed = statements.map((statement): Statement => {
    const { conditions, effect } = statement;
    if (conditions === UNKNOWN || effect !== "Allow") return statement;
    const principals = { ...statement.principals, issuers: [] };
    const free = { ...statement, principals, conditions: conditions.filter((one) => !isAboutAddress(one)) };
    const from = conditions.filter(isAboutAddress).map(blocksOf);
    addressesOf.set(
      free,
      from.reduce((all, one) => all.intersect(one), AddressSet.all),
    );
    return free;
  });
  return statementsForEveryone({ statements: freed, mayHaveMore }).map((statement) => ({
    title: statement.title,
    addresses: addressesOf.get(statement) ?? AddressSet.all,
  }));
}

function isAboutAddress({ operator, key }: Condition): boolean {
  return ADDRESSES.has(key) && /^(ForAnyValue:)?IpAddress$/i.test(operator);
}

function blocksOf({ values }: Condition): AddressSet {
  return values === UNKNOWN ? AddressSet.empty : addressesIn(values);
}

function isTakenBack(
  allowed: Pick<Statement, "actions" | "resources">,
  denying: readonly Statement[],
  ownOf: (() => Own | undefined) | undefined,
): boolean {
  if (denying.length === 0) return false;
  try {
    const own = ownOf?.();
    const named = ownOr(allowed.resources.possible);
    const reached = own === undefined ? named : reachedIn(own, named);
    const start = { actions: allowed.actions.possible, resources: reached.isEmpty ? named : reached };
    const left = denying.reduce(
      (rest, { actions, resources }) => {
        const denied = ownOr(resources.possible);
        const taken = own === undefined ? denied : denied.union(reachedIn(own, denied));
        return rest.flatMap((one) => without(one, { actions: actions.possible, resources: taken }));
      },
      [start],
    );
    return left.length === 0;
  } catch (error) {
    if (error instanceof LanguageTooLarge) return true;
    throw error;
  }
}

/** What of a thing is named: what touches the thing itself names all of that. */
function reachedIn({ itself, within }: Own, named: Language): Language {
  const isNamed = !itself.intersect(named).isEmpty;
  return within.intersect(named).union(isNamed ? itself : Language.none);
}

/** A policy that names no resource is about the one that has it. */
function ownOr(resources: Language): Language {
  return resources.isEmpty ? Language.all : resources;
}

/** What is one account's, organization's, network's or resource's. Compared with a value that is fixed, it leaves few. */
const FEW = new RegExp(
  `^(${[
    /aws:(principal(arn|account|orgid|orgpaths|servicename|servicenameslist)|userid)|kms:calleraccount|sts:externalid/,
    /aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce|vpcarn)|vpce(account|orgid|orgpaths)|ec2instancesourcevpc)/,
    // https://www.alibabacloud.com/help/en/oss/user-guide/oss-bucket-policy/
    /acs:(sourcevpc|accessid)/,
    /s3:(dataaccesspoint(arn|account)|x-amz-server-side-encryption-aws-kms-key-id)/,
  ]
    .map(({ source }) => source)
    .join("|")})$`,
);

const ADDRESSES = new Set(["aws:sourceip", "acs:sourceip"]);

const SWITCHES = new Set(["elasticfilesystem:accessedviamounttarget", "aws:principalisawsservice"]);

/** Whether a condition that must hold leaves few of everyone; UNKNOWN while its values are not known. */
function narrows(condition: Condition, all: readonly Condition[]): Answer {
  const { operator, key, values } = condition;
  const test = operator.replace(/^ForAnyValue:/i, "").toLowerCase();
  return anyOf([leaves(test, key, values), narrowsSubscribers(condition, all)]);
}

/** Whether a Deny on the condition leaves few: those for whom it does not hold. */
function leavesFew({ operator, key, values }: Condition): boolean {
  // Of all values, it holds for those without the key too.
  const test = operator.toLowerCase().replace(/^forallvalues:|ifexists$/g, "");
  if (!/^(string|arn)not|^notip/.test(test)) return test === "bool" && leavesFewBySwitch(key, values);
  return leaves(test.replace("not", ""), key, values) !== false;
}

function leavesFewBySwitch(key: string, values: Condition["values"]): boolean {
  return (
    SWITCHES.has(key) && (values === UNKNOWN || values.every((value) => value.toLowerCase() === "false"))
  );
}

function leaves(test: string, key: string, values: Condition["values"]): Answer {
  const isAbout =
    test === "ipaddress" ? ADDRESSES.has(key) : test === "bool" ? SWITCHES.has(key) : FEW.test(key);
  if (!isAbout || !/^(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress|bool)$/.test(test))
    return false;
  if (values === UNKNOWN) return UNKNOWN;
  if (test === "ipaddress") return areFewAddresses(values);
  return test === "bool" ? values.every((value) => value.toLowerCase() === "true") : values.every(isFixed);
}

/** Without wildcards and variables or, with some, still of one account, bucket, organization or role. */
function isFixed(value: string): boolean {
  if (!/[*?]|\$\{/.test(value)) return true;
  const [arn, , service, , account = "", ...resource] = value.split(":");
  if (arn === "arn") {
    return /^\d{12}$/.test(account) || (service === "s3" && /^[\w.-]+(\/|$)/.test(resource.join(":")));
  }
  return /^o-\w+\/|^A[A-Z]{3}[A-Z0-9]{12,}:/.test(value);
}

/** As Amazon S3 counts them: wider than /8, or /32 of IPv6, is everyone. */
function areFewAddresses(blocks: readonly string[]): boolean {
  const open = addressesIn(blocks).intersect(PUBLIC_ADDRESSES);
  return open.count("IPv4") <= 1n << 24n && open.count("IPv6") <= 1n << 96n;
}

function addressesIn(blocks: readonly string[]): AddressSet {
  const parsed = blocks.flatMap(
    (block) =>
      AddressSet.parse(block) ?? AddressSet.parse(`${block}/${block.includes(":") ? 128 : 32}`) ?? [],
  );
  return unionAll(parsed, AddressSet.empty);
}
