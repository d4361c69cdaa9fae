import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { type Path, type Setting, settingAt, settingsAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  field,
  flag,
  text,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../../../stack/value";
import type { Channel } from "../../data/channel";

const MODULES = ["lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2"];
const LISTENERS = MODULES.map((module) => `aws:${module}/listener:Listener`);
const LISTENER_RULES = MODULES.map((module) => `aws:${module}/listenerRule:ListenerRule`);
const classic = (name: string) => ["elb", "elasticloadbalancing"].map((module) => `aws:${module}/${name}`);
const CLASSIC = classic("loadBalancer:LoadBalancer");
/** What tells how the ports of classic balancers encrypt, and the properties that name the balancer and its port. */
const CLASSIC_PORTS: readonly (readonly [type: string, balancer: string, port: string])[] = [
  ["sslNegotiationPolicy:SslNegotiationPolicy", "loadBalancer", "lbPort"],
  ["listenerPolicy:ListenerPolicy", "loadBalancerName", "loadBalancerPort"],
];
const CLASSIC_POLICIES: Readonly<Record<string, string>> = {
  "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy": "attributes",
  "aws:elasticloadbalancing/sslNegotiationPolicy:SslNegotiationPolicy": "attributes",
  "aws:elb/loadBalancerPolicy:LoadBalancerPolicy": "policyAttributes",
  "aws:elasticloadbalancing/loadBalancerPolicy:LoadBalancerPolicy": "policyAttributes",
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html: those that take TLS 1.2 and newer alone. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;
const OLD_DEFAULT = "ELBSecurityPolicy-2016-08, which takes TLS 1.0";
const OLD_PROTOCOL = /^Protocol-(SSLv[23]|TLSv1(\.1)?)$/;

/** What balancers listen for. */
export function listenerChannels(stack: Stack): Channel[] {
  return [
    ...stack.ofType(...LISTENERS).flatMap(ofListener),
    ...forwardingRules(stack),
    ...stack.ofType(...CLASSIC).flatMap((resource) =>
      settingsAt(resource, ["listeners", "lbProtocol"], (value) => {
        const protocol = upper(value);
        return protocol === UNKNOWN ? UNKNOWN : protocol !== "HTTP";
      }).map((isProtected) => ({ resource, isProtected, meaning: "" })),
    ),
    ...unnamedPolicies(stack),
    ...stack.rowsOf(CLASSIC_POLICIES).flatMap(([resource, property]) => ofClassicPolicy(resource, property)),
  ];
}

function upper(value: Value): string | Unknown | undefined {
  const said = text(value);
  return typeof said === "string" ? said.toUpperCase() : said;
}

/**
 * The encrypting listeners of classic balancers that nothing gives a policy, so that AWS does:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-config-update.html
 */
function unnamedPolicies(stack: Stack): Channel[] {
  const settingPorts = CLASSIC_PORTS.map(([name, balancer, port]) => {
    return { port, of: stack.about(classic(name), balancer, CLASSIC, ["id", "name"]) };
  });
  return stack.ofType(...CLASSIC).flatMap((resource) => {
    const ports = settingPorts.flatMap(({ port, of }) => {
      const { certain, possible } = of(resource);
      return [...certain, ...possible].map((one) => one.get(port));
    });
    return elements(resource.getDeclared("listeners")).flatMap((listener, i): Channel[] => {
      const lbPort = field(listener, "lbPort");
      const isEncrypting = ["HTTPS", "SSL"].includes(String(upper(field(listener, "lbProtocol"))));
      const isNamed =
        lbPort === UNKNOWN || ports.some((port) => port === UNKNOWN || Number(port) === Number(lbPort));
      if (!isEncrypting || isNamed) return [];
      const path: Path = ["the SslNegotiationPolicy of listeners", i];
      const isProtected: Setting = { value: false, resource, path, written: undefined };
      return [{ resource, isProtected, mayBeProtected: true, meaning: OLD_DEFAULT }];
    });
  });
}

/** The rules that forward what comes by plain HTTP, of listeners that redirect the rest. */
function forwardingRules(stack: Stack): Channel[] {
  const rulesOf = stack.about(LISTENER_RULES, "listenerArn", LISTENERS, ["id", "arn"]);
  return stack
    .ofType(...LISTENERS)
    .filter((listener) => isHttp(listener) && redirectsOf(listener) === true)
    .flatMap((listener) => rulesOf(listener).certain)
    .flatMap((resource) =>
      settingsAt(resource, ["actions", "type"], (type) =>
        type === UNKNOWN ? UNKNOWN : upper(type) !== "FORWARD",
      ).map((isProtected) => ({ resource, isProtected, meaning: "" })),
    );
}

/** A gateway balancer's listener has neither protocol nor port. */
function isHttp(listener: Resource): boolean {
  const protocol = protocolOf(listener);
  return protocol === "HTTP" || (protocol === undefined && listener.getDeclared("port") !== undefined);
}

function protocolOf(listener: Resource): string | Unknown | undefined {
  return upper(listener.getDeclared("protocol")) || undefined;
}

function ofListener(resource: Resource): Channel[] {
  const protocol = protocolOf(resource);
  if (isHttp(resource) || protocol === UNKNOWN) {
    const redirects = redirectsOf(resource);
    const value = protocol === UNKNOWN && redirects === false ? UNKNOWN : redirects;
    const isProtected: Setting = {
      value,
      resource,
      path: ["protocol"],
      written: resource.getDeclared("protocol"),
    };
    return [{ resource, isProtected, meaning: "HTTP" }];
  }
  if (protocol !== "HTTPS" && protocol !== "TLS") return [];
  const said = settingAt(resource, ["sslPolicy"], (value) =>
    value === UNKNOWN ? UNKNOWN : MODERN.test(String(text(value) ?? "")),
  );
  const left: Setting = { value: false, resource, path: ["sslPolicy"], written: undefined };
  return [{ resource, isProtected: said ?? left, meaning: OLD_DEFAULT }];
}

/** Whether all that a listener answers is to come back over HTTPS. */
function redirectsOf(resource: Resource): Answer {
  const answers = elements(resource.getDeclared("defaultActions")).map((action): Answer => {
    const type = text(field(action, "type"));
    const protocol = upper(field(field(action, "redirect"), "protocol"));
    if (type === UNKNOWN || (type === "redirect" && protocol === UNKNOWN)) return UNKNOWN;
    return type === "redirect" && protocol === "HTTPS";
  });
  return anyOf(answers);
}

function ofClassicPolicy(resource: Resource, property: string): Channel[] {
  return elements(resource.getDeclared(property)).flatMap((attribute, i): Channel[] => {
    const name = text(field(attribute, "name"));
    const value = field(attribute, "value");
    const path: Path = [property, i, "value"];
    const found = (isModern: Answer, meaning = ""): Channel[] => [
      { resource, isProtected: { value: isModern, resource, path, written: value }, meaning },
    ];
    if (value === UNKNOWN || name === UNKNOWN) return found(UNKNOWN);
    if (name === "Reference-Security-Policy")
      return found(MODERN.test(String(value)), value === undefined ? OLD_DEFAULT : "");
    return name !== undefined && OLD_PROTOCOL.test(name) ? found(flag(value) !== true) : [];
  });
}
