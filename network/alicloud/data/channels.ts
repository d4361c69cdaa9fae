import { allOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { type Read, readSwitch, type Setting, settingAt, settingsAt } from "../../../stack/setting";
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
const ACCELERATOR_LISTENER = "alicloud:ga/listener:Listener";

/** The names of policies that take TLS 1.0 or 1.1: https://help.aliyun.com/en/slb/application-load-balancer/user-guide/tls-security-policies */
const OLD = ["tls_cipher_policy_1_0", "tls_cipher_policy_1_0_to_1_3", "tls_cipher_policy_1_1"];
const OLD_VERSIONS = ["tlsv1.0", "tlsv1.1"];

/** What takes plain HTTP where it says nothing: of Serverless App Engine, and of edge nodes, where it sends nobody on. */
const PLAIN_BY_ITSELF = [
  "alicloud:sae/ingress:Ingress",
  "alicloud:ens/loadBalancerHttpListener:LoadBalancerHttpListener",
];

/** Where a type says that it takes what is not encrypted, or older versions of TLS, and the words for it, in lower case. */
const ROWS: readonly (readonly [type: string, path: string, ...plain: string[]])[] = [
  [CLASSIC_LISTENER, "protocol", "http"],
  ["alicloud:sae/loadBalancerInternet:LoadBalancerInternet", "internets.protocol", "http"],
  ["alicloud:sae/loadBalancerIntranet:LoadBalancerIntranet", "intranets.protocol", "http"],
  ["alicloud:sae/ingress:Ingress", "listenerProtocol", "http"],
  ["alicloud:ens/loadBalancerHttpListener:LoadBalancerHttpListener", "listenerForward", "off"],
  ["alicloud:edas/k8sApplication:K8sApplication", "internetSlbProtocol", "http"],
  ["alicloud:edas/k8sSlbAttachment:K8sSlbAttachment", "slbConfigs.portMappings.loadbalancerProtocol", "http"],
  ["alicloud:dcdn/domain:Domain", "sslProtocol", "off"],
  ["alicloud:esa/httpsBasicConfiguration:HttpsBasicConfiguration", "tls10", "on"],
  ["alicloud:esa/httpsBasicConfiguration:HttpsBasicConfiguration", "tls11", "on"],
  ["alicloud:ddos/domainResource:DomainResource", "sslProtocols", "tls1.0", "tls1.1"],
  ["alicloud:wafv3/domain:Domain", "listen.tlsVersion", "tlsv1", "tlsv1.1"],
  ["alicloud:amqp/instance:Instance", "listenerMode", "tcpandssl"],
  [ACCELERATOR_LISTENER, "securityPolicyId", ...OLD],
  ["alicloud:apig/domain:Domain", "protocol", "http"],
  ["alicloud:apig/domain:Domain", "tlsMin", "tls 1.0", "tls 1.1"],
  ["alicloud:apig/httpApi:HttpApi", "protocols", "http"],
  ["alicloud:apigateway/api:Api", "requestConfig.protocol", "http", "http,https"],
  ["alicloud:apigateway/instance:Instance", "httpsPolicy", "https1_1_tls1_0", "https2_tls1_0"],
  ["alicloud:fc/customDomain:CustomDomain", "protocol", "http", "http,https"],
  ["alicloud:fc/v3CustomDomain:V3CustomDomain", "protocol", "http", "http,https"],
  ["alicloud:fc/v3CustomDomain:V3CustomDomain", "tlsConfig.minVersion", ...OLD_VERSIONS],
  ["alicloud:elasticsearch/instance:Instance", "protocol", "http"],
  ["alicloud:rds/aiInstance:AiInstance", "sslEnabled", "0"],
  ["alicloud:rds/instance:Instance", "sslAction", "close"],
  ["alicloud:rds/ddrInstance:DdrInstance", "sslAction", "close"],
  ["alicloud:rds/readOnlyInstance:ReadOnlyInstance", "sslEnabled", "0"],
  ["alicloud:rds/rdsCloneDbInstance:RdsCloneDbInstance", "sslEnabled", "0"],
  ["alicloud:rds/rdsUpgradeDbInstance:RdsUpgradeDbInstance", "sslEnabled", "0"],
  ["alicloud:rds/rdsDbProxy:RdsDbProxy", "dbProxySslEnabled", "close"],
  ["alicloud:adb/cluster:Cluster", "enableSsl", "false"],
  ["alicloud:adb/dBCluster:DBCluster", "enableSsl", "false"],
  ["alicloud:adb/dBClusterLakeVersion:DBClusterLakeVersion", "enableSsl", "false"],
  ["alicloud:gpdb/instance:Instance", "sslEnabled", "0"],
  ["alicloud:hologram/instance:Instance", "enableSsl", "false"],
  ["alicloud:mongodb/instance:Instance", "sslAction", "close"],
  ["alicloud:mongodb/shardingInstance:ShardingInstance", "sslAction", "close"],
  ["alicloud:kvstore/instance:Instance", "sslEnable", "disable"],
  ["alicloud:redis/tairInstance:TairInstance", "sslEnabled", "disable"],
  ["alicloud:polardb/primaryEndpoint:PrimaryEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/clusterEndpoint:ClusterEndpoint", "sslEnabled", "disable"],
  ["alicloud:polardb/endpoint:Endpoint", "sslEnabled", "disable"],
];

/** Firewalls before a site: where one says that it takes plain HTTP, and where that it sends that on to HTTPS. */
interface Firewall {
  readonly type: string;
  readonly plain: readonly string[];
  readonly isProtected: Read<boolean>;
  readonly redirect: readonly string[];
}

/** Whether a list of ports has none: what is left out is none either. */
const hasNone: Read<boolean> = (value) =>
  value === UNKNOWN ? UNKNOWN : elements(value).length === 0 ? undefined : false;

const FIREWALLS: readonly Firewall[] = [
  {
    type: "alicloud:wafv3/domain:Domain",
    plain: ["listen", "httpPorts"],
    isProtected: hasNone,
    redirect: ["listen", "focusHttps"],
  },
  {
    type: "alicloud:waf/domain:Domain",
    plain: ["httpPorts"],
    isProtected: hasNone,
    redirect: ["httpsRedirect"],
  },
  {
    type: "alicloud:ddos/domainResource:DomainResource",
    plain: ["proxyTypes", "proxyType"],
    isProtected: isNoneOf(["http"]),
    redirect: ["httpsExt", "Http2https"],
  },
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
    ...FIREWALLS.flatMap((firewall) =>
      stack.ofType(firewall.type).flatMap((resource) => firewallChannels(resource, firewall)),
    ),
    ...RULED_LISTENERS.flatMap((listener) => ruledListeners(stack, listener)),
    ...TLS_LISTENERS.flatMap(([type, ...row]) =>
      stack.ofType(type).flatMap((resource) => policyOf(resource, ...row)),
    ),
    ...stack.ofType(...OWN_POLICIES).flatMap(versionsOf),
  ];
}

function ownChannels(stack: Stack): Channel[] {
  return ROWS.flatMap(([type, path, ...plain]) =>
    stack.ofType(type).flatMap((resource): Channel[] => {
      const steps = path.split(".");
      const written = settingsAt(resource, steps, isNoneOf(plain));
      const isLeftPlain = PLAIN_BY_ITSELF.includes(type) && written.length === 0;
      const left: Setting = { value: false, resource, path: steps, written: undefined };
      if (redirects(resource)) return [];
      return (isLeftPlain ? [left] : written).map((isProtected) => ({
        resource,
        isProtected,
        meaning: isLeftPlain ? "HTTP" : "plain",
      }));
    }),
  );
}

function firewallChannels(resource: Resource, { plain, isProtected, redirect }: Firewall): Channel[] {
  const sendsOn = settingAt(resource, redirect, readForward)?.value ?? false;
  if (sendsOn === true) return [];
  return settingsAt(resource, plain, isProtected)
    .filter(({ value }) => value !== true)
    .map((setting) => ({
      resource,
      isProtected: sendsOn === UNKNOWN ? { ...setting, value: UNKNOWN } : setting,
      meaning: "HTTP",
    }));
}

/** A switch, which may be a number or `On` as well. */
function readForward(value: Value): Answer | undefined {
  const said = typeof value === "number" ? String(value) : word(value);
  if (said === "on" || said === "1") return true;
  return said === "off" || said === "0" ? false : readSwitch(value);
}

/** Whether a text, or each of a list, is none of some words. */
function isNoneOf(words: readonly string[]): Read<boolean> {
  return (value: Value): Answer | undefined => {
    const answers = elements(value).flatMap((one): Answer[] => {
      const said = typeof one === "boolean" ? String(one) : word(one);
      return said === undefined ? [] : [said === UNKNOWN ? UNKNOWN : !words.includes(said)];
    });
    return answers.length === 0 ? undefined : allOf(answers);
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
  // A bucket's versions hold only where it says so, for certain.
  if ([false, UNKNOWN].includes(flag(resource.getDeclared("enable")) ?? true)) return [];
  const isProtected = settingAt(resource, ["tlsVersions"], isNoneOf(OLD_VERSIONS));
  return isProtected === undefined ? [] : [{ resource, isProtected, meaning: "" }];
}

/** A listener that sends its clients on to HTTPS. */
function redirects(resource: Resource): boolean {
  const forward = word(resource.getDeclared("listenerForward"));
  return forward === UNKNOWN || forward === "on";
}

/** Listeners that redirect by rules of their own alone: where they say the protocol, the type of the rules, and how to read one. */
interface RuledListener {
  readonly type: string;
  readonly protocol: string;
  readonly rule: string;
  readonly redirectsToHttps: (action: Value) => boolean;
  readonly isEveryPath: (condition: Value) => boolean;
}

const pathsOf = (condition: Value) => elements(field(field(condition, "pathConfig"), "values"));

const RULED_LISTENERS: readonly RuledListener[] = [
  {
    type: APPLICATION_LISTENER,
    protocol: "listenerProtocol",
    rule: "alicloud:alb/rule:Rule",
    redirectsToHttps: (action) =>
      word(field(action, "type")) === "redirect" &&
      word(field(field(action, "redirectConfig"), "protocol")) === "https",
    isEveryPath: (condition) => pathsOf(condition).includes("/*"),
  },
  {
    type: ACCELERATOR_LISTENER,
    protocol: "protocol",
    rule: "alicloud:ga/forwardingRule:ForwardingRule",
    // https://www.alibabacloud.com/help/en/global-accelerator/latest/api-ga-2019-11-20-createforwardingrules
    redirectsToHttps: (action) =>
      word(field(action, "ruleActionType")) === "redirect" &&
      /"https"/i.test(String(text(field(action, "ruleActionValue")))),
    isEveryPath: (condition) =>
      pathsOf(condition).includes("/*") ||
      String(text(field(condition, "ruleConditionValue"))).includes('"/*"'),
  },
];

/** A listener for HTTP, unless one of its rules sends every path on to HTTPS. */
function ruledListeners(stack: Stack, listener: RuledListener): Channel[] {
  const { type, protocol } = listener;
  const rulesOf = stack.about([listener.rule], "listenerId", [type]);
  return stack.ofType(type).flatMap((resource): Channel[] => {
    const written = resource.getDeclared(protocol);
    const name = word(written);
    if (name !== UNKNOWN && name !== "http") return [];
    const { certain, possible } = rulesOf(resource);
    const answers = [
      ...certain.map((rule) => redirectsAll(rule, listener)),
      ...possible.map((): Answer => UNKNOWN),
    ];
    const isRedirected: Answer = answers.includes(true) || (answers.includes(UNKNOWN) && UNKNOWN);
    const value = name === UNKNOWN && isRedirected === false ? UNKNOWN : isRedirected;
    const isProtected: Setting = { value, resource, path: [protocol], written };
    return [{ resource, isProtected, mayBeProtected: true, meaning: "HTTP" }];
  });
}

function redirectsAll(rule: Resource, { redirectsToHttps, isEveryPath }: RuledListener): Answer {
  const actions = rule.get("ruleActions");
  const conditions = rule.get("ruleConditions");
  if (!isKnown(actions) || !isKnown(conditions)) return UNKNOWN;
  return elements(actions).some(redirectsToHttps) && elements(conditions).every(isEveryPath);
}
