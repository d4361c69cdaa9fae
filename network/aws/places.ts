import type { Resource } from "../../stack/resource";
import {
  type Answer,
  elements,
  field,
  isText,
  text,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../../stack/value";

/** The region that a resource or its provider tells; undefined where neither does, or it is not known yet. */
export function regionOf(resource: Resource): string | undefined {
  const { region } = resource.provider;
  // An audit shows the region that AWS settled, which a resource may have for its own beside its provider's.
  const own = isText(region) ? resource.getDeclared("region") : resource.declared?.region;
  if (isText(own)) return own;
  return isText(region) && !isPlaceUnknown(resource) ? region : undefined;
}

/** Whether the region of a resource, its own or its provider's, is not known yet. */
export function isPlaceUnknown({ declared, provider }: Resource): boolean {
  const own = field(declared, "region");
  return own === UNKNOWN || (own === undefined && provider.region === UNKNOWN);
}

/** Whether two resources lie in one region of one account; those that tell none share one. Of IAM the account alone counts. */
export function sharesPlace(one: Resource, other: Resource): Answer {
  const isGlobal = [one, other].some(({ type }) => GLOBAL.test(type));
  return both(isGlobal || sharesRegion(one, other), sharesAccount(one, other));
}

/** One text for all resources that tell the same place. */
export function placeKey(resource: Resource): string {
  const account = accountOf(resource.provider);
  const region = regionOf(resource) ?? text(resource.getSettled("region"));
  return [region, account, ...CREDENTIALS.map((key) => resource.provider[key])].map(String).join(" ");
}

/** Whether two resources may lie in one place, as far as they or their providers tell. */
export function maySharePlace(one: Resource, other: Resource): boolean {
  return sharesPlace(one, other) !== false;
}

/** Whether a text is an ARN or an id that AWS makes, such as `vpc-0123456789abcdef0`: it names one thing wherever it stands. */
export function isUniqueId(id: string): boolean {
  return /^arn:|^[a-z]+-[0-9a-f]{8}$|^[a-z]+(-[a-z]+)*-[0-9a-f]{17}$|^Z[0-9A-Z]{9,31}$/.test(id);
}

/** By what a provider is let into an account, of which it does not tell which that is. */
const CREDENTIALS = ["profile", "accessKey"];

const ACCOUNT_WIDE = /^aws:s3\/accountPublicAccessBlock:/;
const GLOBAL = new RegExp(
  `^aws:(iam|route53|globalaccelerator|cloudfront|organizations)/|^aws:cloudtrail/trail:|${ACCOUNT_WIDE.source}`,
);

function sharesRegion(one: Resource, other: Resource): Answer {
  const [region, others] = [regionOf(one), regionOf(other)];
  if (region !== undefined && others !== undefined) return region === others;
  if (region !== undefined || others !== undefined || [one, other].some(isPlaceUnknown)) return UNKNOWN;
  const settled = [one, other].map((resource) => resource.getSettled("region"));
  return !settled.every(isText) || settled[0] === settled[1];
}

function sharesAccount(one: Resource, other: Resource): Answer {
  const [account, others] = [one, other].map(
    (resource) => accountNamedBy(resource) ?? accountOf(resource.provider),
  );
  if (account === UNKNOWN || others === UNKNOWN) return UNKNOWN;
  if (account !== undefined && others !== undefined) return account === others;
  if (account !== undefined || others !== undefined) return UNKNOWN;
  return CREDENTIALS.every((key) => one.provider[key] === other.provider[key]) || UNKNOWN;
}

/** The account that a setting of a whole account names for itself. */
function accountNamedBy({ type, declared }: Resource): string | Unknown | undefined {
  const account = ACCOUNT_WIDE.test(type) ? field(declared, "accountId") : undefined;
  return account === undefined || isText(account) ? account : UNKNOWN;
}

/** The account of a provider: that of the last role it assumes, else the only one that it allows. */
export function accountOf(provider: Resource["provider"]): string | Unknown | undefined {
  for (const property of ["assumeRoles", "assumeRole", "assumeRoleWithWebIdentity"]) {
    const role = elements(opened(provider[property])).at(-1);
    if (role === undefined) continue;
    const arn = field(role, "roleArn");
    const [, account] = typeof arn === "string" ? (/^arn:[\w-]+:iam::(\d{12}):/.exec(arn) ?? []) : [];
    return account ?? UNKNOWN;
  }
  const allowed = elements(opened(provider.allowedAccountIds));
  const [only] = allowed;
  if (allowed.length !== 1) return undefined;
  return typeof only === "string" ? only : UNKNOWN;
}

/** What a provider holds as an object or list or, as the engine passes it, as JSON. */
function opened(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return UNKNOWN;
  }
}

function both(one: Answer, other: Answer): Answer {
  if (one === false || other === false) return false;
  return one === UNKNOWN || other === UNKNOWN ? UNKNOWN : true;
}
