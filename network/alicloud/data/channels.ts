import type { Resource } from "../../../stack/resource";
import { type Read, type Setting, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, isKnown, text, UNKNOWN, type Value, word } from "../../../stack/value";
import type { Channel } from "../../data/channel";

const APPLICATION_LISTENER = "alicloud:alb/listener:Listener";
const APPLICATION_RULE = "alicloud:alb/rule:Rule";

/** The names of policies that take TLS 1.0 or 1.1. */
const OLD = ["tls_cipher_policy_1_0", "tls_cipher_policy_1_1"];

/** Where a type says that it takes what is not encrypted, and the words for it, in lower case. */
const ROWS: readonly (readonly [type: string, property: string, ...plain: string[]])[] = [
  ["alicloud:slb/listener:Listener", "protocol", "http"],
  ["alicloud:slb/listener:Listener", "tlsCipherPolicy", ...OLD],
  [APPLICATION_LISTENER, "securityPolicyId", ...OLD],
  ["alicloud:nlb/listener:Listener", "securityPolicyId", ...OLD],
  ["alicloud:rds/instance:Instance", "sslAction", "close"],
  ["alicloud:mongodb/instance:Instance", "sslAction", "close"],
  ["alicloud:mongodb/shardingInstance:ShardingInstance", "sslAction", "close"],
  ["alicloud:kvstore/instance:Instance", "sslEnable", "disable"],
  ["alicloud:redis/tairInstance:TairInstance", "sslEnabled", "disable"],
  ["alicloud:polardb/primaryEndpoint:PrimaryEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/clusterEndpoint:ClusterEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/endpoint:Endpoint", "sslEnabled", "disable"],
];

/** What data goes through that says whether it is encrypted. */
export function readChannels(stack: Stack): Channel[] {
  return [...ownChannels(stack), ...applicationListeners(stack)];
}

function ownChannels(stack: Stack): Channel[] {
  return ROWS.flatMap(([type, property, ...plain]) =>
    stack.ofType(type).flatMap((resource): Channel[] => {
      const read: Read<boolean> = (value: Value): Answer | undefined => {
        const said = text(value);
        return said === undefined || said === UNKNOWN ? said : !plain.includes(said.toLowerCase());
      };
      const isProtected = settingAt(resource, [property], read);
      return isProtected === undefined || redirects(resource)
        ? []
        : [{ resource, isProtected, meaning: "plain" }];
    }),
  );
}

/** A listener that sends its clients on to HTTPS. */
function redirects(resource: Resource): boolean {
  const forward = text(resource.getDeclared("listenerForward"));
  return forward === UNKNOWN || forward?.toLowerCase() === "on";
}

/** An application balancer's listener redirects by rules of its own alone: one that is for every path. */
function applicationListeners(stack: Stack): Channel[] {
  const rulesOf = stack.about([APPLICATION_RULE], "listenerId", [APPLICATION_LISTENER]);
  return stack.ofType(APPLICATION_LISTENER).flatMap((resource): Channel[] => {
    const written = resource.getDeclared("listenerProtocol");
    const name = word(written);
    if (name !== UNKNOWN && name !== "http") return [];
    const { certain, possible } = rulesOf(resource);
    const answers = [...certain.map(redirectsAll), ...possible.map((): Answer => UNKNOWN)];
    const isRedirected: Answer = answers.includes(true) || (answers.includes(UNKNOWN) && UNKNOWN);
    const value = name === UNKNOWN && isRedirected === false ? UNKNOWN : isRedirected;
    const isProtected: Setting = { value, resource, path: ["listenerProtocol"], written };
    return [{ resource, isProtected, mayBeProtected: true, meaning: "HTTP" }];
  });
}

function redirectsAll(rule: Resource): Answer {
  const actions = rule.get("ruleActions");
  const conditions = rule.get("ruleConditions");
  if (!isKnown(actions) || !isKnown(conditions)) return UNKNOWN;
  const isToHttps = elements(actions).some(
    (action) =>
      word(field(action, "type")) === "redirect" &&
      word(field(field(action, "redirectConfig"), "protocol")) === "https",
  );
  const isForAll = elements(conditions).every((condition) =>
    elements(field(field(condition, "pathConfig"), "values")).includes("/*"),
  );
  return isToHttps && isForAll;
}
