import { type Answer, UNKNOWN } from "../../stack/value";
import type { Condition } from "./document";

/** The claims of a job's token that tell whose it is: an audience is what whoever asks says it is, and everyone has a branch or environment of a name. */
const OWNERS =
  /^sub$|^(?!repository_visibility$).*(actor|repository|owner|enterprise|organization|namespace|project|pipeline|workspace|user|workflow_ref)/;

/** Those who give tokens to everyone, and the claims that tell whose a token is. */
const SHARED: Readonly<Record<string, RegExp>> = {
  "token.actions.githubusercontent.com": OWNERS,
  "gitlab.com": OWNERS,
  "app.terraform.io": OWNERS,
  "agent.buildkite.com": OWNERS,
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
  // ForAllValues holds as well where a claim is missing, which none of these is.
  if (!isAbout || !/^(For(Any|All)Values?:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator))
    return false;
  return values === UNKNOWN ? UNKNOWN : values.every((value) => isSomebodys(value, claim));
}

/** Without wildcards or, with some, behind a name that is whole, such as `repo:my-org/*` as a subject and `my-org/*` as a repository. */
function isSomebodys(value: string, claim: string): boolean {
  const [fixed = "", ...others] = value.split(/[*?]|\$\{/);
  return others.length === 0 || (claim === "sub" ? /^\w+:[^:/]+[:/]/ : /^[^:/]+[:/]/).test(fixed);
}
