import { type Answer, UNKNOWN } from "../../stack/value";
import type { Condition } from "./document";

/** Those who give tokens to everyone, and the claims that tell whose a token is. */
const SHARED: Readonly<Record<string, RegExp>> = {
  // An audience is what whoever asks for a token says it is.
  "token.actions.githubusercontent.com": /^(?!aud$)/,
  "gitlab.com": /^(?!aud$)/,
  "app.terraform.io": /^(?!aud$)/,
  "agent.buildkite.com": /^(?!aud$)/,
  "accounts.google.com": /./,
  "cognito-identity.amazonaws.com": /^(aud|sub)$/,
  "graph.facebook.com": /./,
  "www.amazon.com": /./,
};

/**
 * The one of them that a principal names, by itself or as a provider of an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function sharedIssuerOf(principal: string): string | undefined {
  const host = principal.replace(/^arn:[\w-]+:iam::\d+:oidc-provider\//, "");
  return Object.hasOwn(SHARED, host) ? host : undefined;
}

/** Whether a condition leaves few of those who have tokens of an issuer; UNKNOWN while its values are not known. */
export function narrowsIssuer(issuer: string, { operator, key, values }: Condition): Answer {
  const claim = key.startsWith(`${issuer}:`) ? key.slice(issuer.length + 1) : "";
  const isAbout = claim !== "" && SHARED[issuer]?.test(claim) === true;
  if (!isAbout || !/^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator)) return false;
  return values === UNKNOWN ? UNKNOWN : values.every(isSomebodys);
}

/** Without wildcards or, with some, behind a name that is whole, such as `repo:my-org/*`. */
function isSomebodys(value: string): boolean {
  const [fixed = "", ...others] = value.split(/[*?]|\$\{/);
  return others.length === 0 || /^\w+:[^:/]+[:/]/.test(fixed);
}
