import type { Resource } from "../../../stack/resource";
import { type Read, type Setting, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  field,
  flag,
  isKnown,
  text,
  UNKNOWN,
  type Value,
  word,
} from "../../../stack/value";
import type { Channel } from "../../data/channel";

const CLASSIC_LISTENER = "alicloud:slb/listener:Listener";
const APPLICATION_LISTENER = "alicloud:alb/listener:Listener";
const APPLICATION_RULE = "alicloud:alb/rule:Rule";

/** The names of policies that take TLS 1.0 or 1.1. */
const OLD = ["tls_cipher_policy_1_0", "tls_cipher_policy_1_1"];
const OLD_VERSIONS = ["tlsv1.0", "tlsv1.1"];

/** Where a type says that it takes what is not encrypted, or older versions of TLS, and the words for it, in lower case. */
const ROWS: readonly (readonly [type: string, path: string, ...plain: string[]])[] = [
  [CLASSIC_LISTENER, "protocol", "http"],
  ["alicloud:ga/listener:Listener", "securityPolicyId", ...OLD],
  ["alicloud:apigateway/api:Api", "requestConfig.protocol", "http", "http,https"],
  ["alicloud:apigateway/instance:Instance", "httpsPolicy", "https1_1_tls1_0", "https2_tls1_0"],
  ["alicloud:fc/customDomain:CustomDomain", "protocol", "http", "http,https"],
  ["alicloud:fc/v3CustomDomain:V3CustomDomain", "protocol", "http", "http,https"],
  ["alicloud:fc/v3CustomDomain:V3CustomDomain", "tlsConfig.minVersion", ...OLD_VERSIONS],
  ["alicloud:rds/instance:Instance", "sslAction", "close"],
  ["alicloud:rds/ddrInstance:DdrInstance", "sslAction", "close"],
  ["alicloud:rds/readOnlyInstance:ReadOnlyInstance", "sslEnabled", "0"],
  ["alicloud:rds/rdsCloneDbInstance:RdsCloneDbInstance", "sslEnabled", "0"],
  ["alicloud:rds/rdsUpgradeDbInstance:RdsUpgradeDbInstance", "sslEnabled", "0"],
  ["alicloud:gpdb/instance:Instance", "sslEnabled", "0"],
  ["alicloud:mongodb/instance:Instance", "sslAction", "close"],
  ["alicloud:mongodb/shardingInstance:ShardingInstance", "sslAction", "close"],
  ["alicloud:kvstore/instance:Instance", "sslEnable", "disable"],
  ["alicloud:redis/tairInstance:TairInstance", "sslEnabled", "disable"],
  ["alicloud:polardb/primaryEndpoint:PrimaryEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/clusterEndpoint:ClusterEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/endpoint:Endpoint", "sslEnabled", "disable"],
];

/** Listeners of TLS: where they say so, the word for it, and where they name the policy. */
const TLS_LISTENERS: readonly (readonly [type: string, protocol: string, tls: string, policy: string])[] = [
  [CLASSIC_LISTENER, "protocol", "https", "tlsCipherPolicy"],
  [APPLICATION_LISTENER, "listenerProtocol", "https", "securityPolicyId"],
  ["alicloud:nlb/listener:Listener", "listenerProtocol", "tcpssl", "securityPolicyId"],
];

/** Policies of one's own, which listeners name by id, and what a bucket takes. */
const OWN_POLICIES = [
  "alicloud:slb/tlsCipherPolicy:TlsCipherPolicy",
  "alicloud:alb/securityPolicy:SecurityPolicy",
  "alicloud:nlb/securityPolicy:SecurityPolicy",
  "alicloud:oss/bucketHttpsConfig:BucketHttpsConfig",
];

/** What data goes through that says whether it is encrypted. */
export function readChannels(stack: Stack): Channel[] {
  return [
    ...ownChannels(stack),
    ...applicationListeners(stack),
    ...TLS_LISTENERS.flatMap(([type, ...row]) =>
      stack.ofType(type).flatMap((resource) => policyOf(resource, ...row)),
    ),
    ...stack.ofType(...OWN_POLICIES).flatMap(versionsOf),
  ];
}

function ownChannels(stack: Stack): Channel[] {
  return ROWS.flatMap(([type, path, ...plain]) =>
    stack.ofType(type).flatMap((resource): Channel[] => {
      const isProtected = settingAt(resource, path.split("."), isNoneOf(plain));
      return isProtected === undefined || redirects(resource)
        ? []
        : [{ resource, isProtected, meaning: "plain" }];
    }),
  );
}

function isNoneOf(words: readonly string[]): Read<boolean> {
  return (value: Value): Answer | undefined => {
    const said = word(value);
    return said === undefined || said === UNKNOWN ? said : !words.includes(said);
  };
}

/** Where the program names no policy, the cloud takes the oldest: https://www.alibabacloud.com/help/en/slb/application-load-balancer/developer-reference/api-alb-2020-06-16-createlistener. */
function policyOf(resource: Resource, protocol: string, tls: string, policy: string): Channel[] {
  if (word(resource.getDeclared(protocol)) !== tls) return [];
  const left: Setting = { value: false, resource, path: [policy], written: undefined };
  const isProtected = settingAt(resource, [policy], isNoneOf(OLD)) ?? left;
  return [{ resource, isProtected, meaning: "tls_cipher_policy_1_0, which takes TLS 1.0" }];
}

function versionsOf(resource: Resource): Channel[] {
  // A bucket's versions hold only where it says so.
  if (flag(resource.getDeclared("enable")) === false) return [];
  const isModern = isNoneOf(OLD_VERSIONS);
  const isProtected = settingAt(resource, ["tlsVersions"], (value): Answer => {
    const answers = elements(value).map(isModern);
    return answers.includes(false) ? false : !answers.includes(UNKNOWN) || UNKNOWN;
  });
  return isProtected === undefined ? [] : [{ resource, isProtected, meaning: "" }];
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
