import { type Answer, UNKNOWN } from "../../stack/value";
import type { Condition } from "./document";

/**
 * Whether a condition leaves few of those who may subscribe to a topic: a message goes where the subscription says, whoever asked for it. UNKNOWN while
 * its values are not known.
 * @param all what else must hold
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
export function narrowsSubscribers({ operator, key, values }: Condition, all: readonly Condition[]): Answer {
  if (key !== "sns:endpoint" || !COMPARES.test(operator)) return false;
  if (values === UNKNOWN) return UNKNOWN;
  if (values.every((value) => WHOLE.test(value))) return true;
  return values.every((value) => WHOLE.test(value) || MAILBOXES.test(value)) ? isOnlyMail(all) : false;
}

function isOnlyMail(conditions: readonly Condition[]): Answer {
  const protocols = conditions.filter(
    ({ operator, key }) => key === "sns:protocol" && COMPARES.test(operator),
  );
  if (protocols.some(({ values }) => values === UNKNOWN)) return UNKNOWN;
  return protocols.some(
    ({ values }) => values !== UNKNOWN && values.every((value) => /^email(-json)?$/i.test(value)),
  );
}

const COMPARES = /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i;

/** An address without wildcards and variables or, with some, behind a whole host or account. */
const WHOLE = /^[^*?$]+$|^https?:\/\/[^*?$/]+\/|^arn:[^*?$]*:\d{12}:/i;

/** The mailboxes of a domain; as a web address it would end with what anybody may write. */
const MAILBOXES = /@[^*?$@]+$/;
