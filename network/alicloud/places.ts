import { allOf } from "../../stack/answers";
import type { Resource } from "../../stack/resource";
import { opened } from "../../stack/setting";
import { type Answer, elements, field, isText, UNKNOWN, type Unknown } from "../../stack/value";

/** Of RAM and ActionTrail the account alone counts. */
const GLOBAL = /^alicloud:(ram|actiontrail)\//;

/** Whether two resources lie in one region of one account, as their providers tell; those that tell none share one. */
export function sharesPlace(one: Resource, other: Resource): Answer {
  const isGlobal = [one, other].some(({ type }) => GLOBAL.test(type));
  return allOf([
    isGlobal || compared(field(one.provider, "region"), field(other.provider, "region")),
    sharesAccount(one, other),
  ]);
}

/** Whether the region of a resource's provider is not known yet. */
export function isPlaceUnknown({ provider }: Resource): boolean {
  return field(provider, "region") === UNKNOWN;
}

/** Where neither tells its account, two profiles may still be of one. */
function sharesAccount(one: Resource, other: Resource): Answer {
  const [account, others] = [accountOf(one), accountOf(other)];
  const isUntold = account === undefined && others === undefined;
  return isUntold
    ? field(one.provider, "profile") === field(other.provider, "profile") || UNKNOWN
    : compared(account, others);
}

/** The account of a resource: that of the role its provider assumes, else the one that the provider names. */
export function accountOf({ provider }: Resource): string | Unknown | undefined {
  const role = elements(opened(field(provider, "assumeRole"))).at(-1);
  const arn = field(role, "roleArn");
  if (typeof arn === "string") return /^acs:ram::(\d+):/.exec(arn)?.[1] ?? UNKNOWN;
  if (arn === UNKNOWN) return UNKNOWN;
  const account = field(provider, "accountId");
  return isText(account) ? account : undefined;
}

/** Whether a text is an id that Alibaba Cloud makes, such as `sg-bp1hv6wvmegs036abcde`, or an ARN: it names one thing wherever it stands. */
export function isUniqueId(text: string): boolean {
  return /^acs:|^[a-z][a-z0-9]*-[a-z0-9]{15,}$/.test(text);
}

/** Two texts that are told are compared; one told beside one untold is undecided. */
function compared(one: unknown, other: unknown): Answer {
  if (one === undefined && other === undefined) return true;
  if (typeof one === "string" && typeof other === "string") return one === other;
  return UNKNOWN;
}
