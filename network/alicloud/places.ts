import type { Resource } from "../../stack/resource";
import { opened } from "../../stack/setting";
import { type Answer, elements, field, UNKNOWN, type Unknown } from "../../stack/value";

/** Whether two resources lie in one region of one account, as their providers tell; those that tell none share one. */
export function sharesPlace(one: Resource, other: Resource): Answer {
  const answers = [
    compared(field(one.provider, "region"), field(other.provider, "region")),
    compared(accountOf(one), accountOf(other)),
    one.type.startsWith("alicloud:ram/") || compared(profileOf(one), profileOf(other)),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}

/** The account of a resource: that of the role its provider assumes, else the one that the provider names. */
export function accountOf({ provider }: Resource): string | Unknown | undefined {
  const role = elements(opened(field(provider, "assumeRole"))).at(-1);
  const arn = field(role, "roleArn");
  if (typeof arn === "string") return /^acs:ram::(\d+):/.exec(arn)?.[1] ?? UNKNOWN;
  if (arn === UNKNOWN) return UNKNOWN;
  const account = field(provider, "accountId");
  return typeof account === "string" && account !== "" ? account : undefined;
}

/** Whether a text is an id that Alibaba Cloud makes, such as `sg-bp1hv6wvmegs036abcde`, or an ARN: it names one thing wherever it stands. */
export function isUniqueId(text: string): boolean {
  return /^acs:|^[a-z][a-z0-9]*-[a-z0-9]{15,}$/.test(text);
}

function profileOf({ provider }: Resource): unknown {
  return field(provider, "profile");
}

/** Two texts that are told are compared; one told beside one untold is undecided. */
function compared(one: unknown, other: unknown): Answer {
  if (one === undefined && other === undefined) return true;
  if (typeof one === "string" && typeof other === "string") return one === other;
  return UNKNOWN;
}
