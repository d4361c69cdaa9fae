import type { Family } from "../../../algebra/addresses";
import { ports } from "../../../algebra/ports";
import { type ProtocolSet, protocol, TCP, UDP } from "../../../algebra/protocols";
import { not } from "../../../stack/answers";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { readSwitch, valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Answer, Unknown, Value } from "../../../stack/value";
import { elements, field, integer, isGiven, text, UNKNOWN } from "../../../stack/value";
import type { Interface } from "../../attachments/interface";
import type { SecurityGroup } from "../../groups/security-group";
import { referencesBehind } from "../../references";
import type { Subnet } from "../../routing/subnet";
import type { Listener, LoadBalancer, LoadBalancerKind, Target } from "../../services/load-balancer";
import { groupAdmittingEverything } from "../../services/load-balancer";
import type { SecurityGroups } from "../groups/security-groups";
import { maySharePlace } from "../places";
import type { Subnets } from "../routing/subnets";
import { INSTANCE, NETWORK_INTERFACE, SUBNETS } from "../types";
import { DATABASES } from "./databases";

/** The tokens of a resource of Elastic Load Balancing: those that the SDK offers, and those that older programs left in states. */
const tokens = (name: string) =>
  ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"].map(
    (module) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
  );

export const LOAD_BALANCERS = tokens("LoadBalancer");
const LISTENERS = tokens("Listener");
const LISTENER_RULES = tokens("ListenerRule");
const TARGET_GROUPS = tokens("TargetGroup");
const TARGET_GROUP_ATTACHMENTS = tokens("TargetGroupAttachment");
const classic = (name: string) =>
  ["elb", "elasticloadbalancing"].map(
    (module) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
  );
const CLASSIC_LOAD_BALANCERS = classic("LoadBalancer");
const CLASSIC_ATTACHMENTS = classic("Attachment");
const REGISTRIES = [...TARGET_GROUPS, ...CLASSIC_LOAD_BALANCERS];

const AUTOSCALING_GROUP = "aws:autoscaling/group:Group";
const TARGETS = [
  INSTANCE,
  NETWORK_INTERFACE,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:lambda/function:Function",
  "aws:lambda/alias:Alias",
  AUTOSCALING_GROUP,
  ...LOAD_BALANCERS,
  ...DATABASES,
];

/** How a resource registers itself or others: where it names the registry and, unless it is the target itself, the target. */
interface Form {
  readonly registries: readonly (readonly string[])[];
  readonly target?: { readonly property: string; readonly types: readonly string[] };
  readonly port?: readonly string[];
}

const ECS: Form = {
  registries: [
    ["loadBalancers", "targetGroupArn"],
    ["loadBalancers", "elbName"],
  ],
  port: ["loadBalancers", "containerPort"],
};

const FORMS: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(
    TARGET_GROUP_ATTACHMENTS.map((type): [string, Form] => [
      type,
      {
        registries: [["targetGroupArn"]],
        target: { property: "targetId", types: TARGETS },
        port: ["port"],
      },
    ]),
  ),
  ...Object.fromEntries(
    CLASSIC_ATTACHMENTS.map((type): [string, Form] => [
      type,
      { registries: [["elb"]], target: { property: "instance", types: TARGETS } },
    ]),
  ),
  [AUTOSCALING_GROUP]: {
    registries: [["targetGroupArns"], ["loadBalancers"], ["trafficSources", "identifier"]],
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": { registries: [["targetGroupArns"], ["loadBalancers"]] },
  "aws:autoscaling/attachment:Attachment": {
    registries: [["lbTargetGroupArn"], ["elb"]],
    target: { property: "autoscalingGroupName", types: [AUTOSCALING_GROUP] },
  },
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": {
    registries: [["trafficSource", "identifier"]],
    target: { property: "autoscalingGroupName", types: [AUTOSCALING_GROUP] },
  },
  "aws:ecs/service:Service": ECS,
  "aws:ecs/taskSet:TaskSet": ECS,
};

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
  readonly subnets: Subnets;
  readonly securityGroups: SecurityGroups;
}

/** A target of one registry. */
interface Registration {
  readonly target: Resource;
  /** Undefined where the registry's own holds. */
  readonly port: number | Unknown | undefined;
}

/** The balancers of a stack, with what is registered to get their traffic. */
export class LoadBalancers {
  readonly all: readonly LoadBalancer[];
  private readonly registrations = new Map<Resource, Registration[]>();
  private readonly registered = new Map<Resource, Answer>();
  /** What registers something that cannot be known: a resource of its place, for all that is known. */
  private readonly registeringUnknown: Resource[] = [];
  /** Whether something may turn out to be registered elsewhere than is known. */
  private mayRegisterMore = false;
  private readonly interfacesOf = new Map<Resource, Interface[]>();
  private readonly listenersOf = new Map<Resource, Listener[]>();

  constructor(private readonly sources: Sources) {
    const { stack } = sources;
    for (const one of sources.interfaces) {
      if (one.attachments.length === 0 && !one.mayHaveMore) continue;
      const known = this.interfacesOf.get(one.resource);
      if (known === undefined) this.interfacesOf.set(one.resource, [one]);
      else known.push(one);
    }
    for (const resource of stack.ofType(...Object.keys(FORMS))) this.register(resource);
    for (const resource of stack.ofType(...CLASSIC_LOAD_BALANCERS)) this.registerInstances(resource);
    const rules = this.rulesByListener();
    for (const resource of stack.ofType(...LISTENERS)) this.readListener(resource, rules.get(resource) ?? []);
    this.all = [
      ...stack.ofType(...LOAD_BALANCERS).map((resource) => this.read(resource, kindOf(resource))),
      ...stack.ofType(...CLASSIC_LOAD_BALANCERS).map((resource) => this.read(resource, "classic")),
    ];
  }

  /** Whether a balancer or target group, of the stack or outside it, has a resource among its targets; UNKNOWN while that may be. */
  isTarget(resource: Resource): Answer {
    const known = this.registered.get(resource);
    if (known !== undefined) return known;
    return this.registeringUnknown.some((one) => maySharePlace(one, resource)) ? UNKNOWN : false;
  }

  private register(resource: Resource): void {
    const { registries, target, port: portAt } = FORMS[resource.type] as Form;
    const { stack } = this.sources;
    const named = registries.flatMap((path) => this.referencesAt(resource, path, REGISTRIES));
    if (named.length === 0) return;
    const targets: readonly Reference[] = target
      ? referencesBehind(stack, resource, target.property, target.types)
      : [{ kind: "resource", resource, certain: true }];
    const [port, ...otherPorts] = portsAt(resource, portAt).map((value) => integer(value));
    for (const one of targets) {
      if (one.kind === "resource") this.record(one, named, otherPorts.length === 0 ? port : UNKNOWN);
      else if (one.kind !== "outside") this.registeringUnknown.push(resource);
    }
  }

  private registerInstances(resource: Resource): void {
    for (const target of referencesBehind(this.sources.stack, resource, "instances", TARGETS)) {
      if (target.kind === "resource") this.record(target, [itself(resource)], undefined);
      else if (target.kind !== "outside") this.registeringUnknown.push(resource);
    }
  }

  private record(
    target: Extract<Reference, { kind: "resource" }>,
    registries: readonly Reference[],
    port: Registration["port"],
  ): void {
    if (this.registered.get(target.resource) !== true) {
      this.registered.set(target.resource, target.certain ? true : UNKNOWN);
    }
    if (!target.certain) this.mayRegisterMore = true;
    if (!target.certain) return;
    for (const registry of registries) {
      if (isOpen(registry)) this.mayRegisterMore = true;
      if (registry.kind !== "resource" || !registry.certain) continue;
      push(this.registrations, registry.resource, { target: target.resource, port });
    }
  }

  private rulesByListener(): Map<Resource, Resource[]> {
    const { stack } = this.sources;
    const rules = new Map<Resource, Resource[]>();
    for (const rule of stack.ofType(...LISTENER_RULES)) {
      for (const listener of referencesBehind(stack, rule, "listenerArn", LISTENERS)) {
        if (isOpen(listener)) this.mayRegisterMore = true;
        if (listener.kind !== "resource" || !listener.certain) continue;
        push(rules, listener.resource, rule);
      }
    }
    return rules;
  }

  private readListener(resource: Resource, rules: readonly Resource[]): void {
    const { stack } = this.sources;
    const forwards = [resource, ...rules].flatMap((one) => this.forwardsOf(one));
    const groups = new Set(
      forwards.flatMap((one) => (one.kind === "resource" && one.certain ? [one.resource] : [])),
    );
    const [balancer] = referencesBehind(stack, resource, "loadBalancerArn", LOAD_BALANCERS);
    if (balancer?.kind !== "resource" || !balancer.certain) return;
    const number = integer(resource.get("port"));
    const kind = kindOf(balancer.resource);
    const protocols = transportsOf(resource, kind);
    const listener: Listener = {
      title: resource.title,
      services: { protocols, ports: ports(typeof number === "number" ? [number] : []) },
      targets: [...groups].flatMap((group) => this.targetsOf(group, kind)),
      mayHaveMoreTargets: this.mayHaveMoreTargets || forwards.some(isOpen),
    };
    push(this.listenersOf, balancer.resource, listener);
  }

  /** The target groups that a listener or a rule of one forwards to. A weight of 0 gets nothing, and one that is not known perhaps. */
  private forwardsOf(resource: Resource): Reference[] {
    const property = resource.getDeclared("defaultActions") === undefined ? "actions" : "defaultActions";
    const forwards = elements(resource.getDeclared(property)).flatMap(forwardsIn);
    // Of what is not known yet, nobody can say which of them gets something where others get nothing.
    const isMixed = forwards.some(({ arn, isSent }) => arn === UNKNOWN && isSent !== true);
    const isCertain = ({ arn, isSent }: Forward) => isSent === true && !(isMixed && arn === UNKNOWN);
    const referencesTo = (some: readonly Forward[]) => {
      const arns = some.map(({ arn }) => arn);
      if (arns.length === 0) return [];
      return referencesBehind(this.sources.stack, resource, property, TARGET_GROUPS, arns);
    };
    const possible = forwards.filter((one) => one.isSent !== false && !isCertain(one));
    return [
      ...referencesTo(forwards.filter(isCertain)),
      ...referencesTo(possible).map((one) => (one.kind === "resource" ? { ...one, certain: false } : one)),
    ];
  }

  private get mayHaveMoreTargets(): boolean {
    return this.mayRegisterMore || this.registeringUnknown.length > 0;
  }

  private targetsOf(group: Resource, kind: LoadBalancer["kind"]): Target[] {
    const type = text(group.get("targetType")) ?? "instance";
    const own = integer(group.get("port"));
    const addressType = text(group.getDeclared("ipAddressType"));
    const family: Family = addressType === "ipv6" ? "IPv6" : "IPv4";
    const keepsClients = addressType === UNKNOWN ? UNKNOWN : keepsClientsIn(group, kind, type);
    return (this.registrations.get(group) ?? []).map(({ target, port = own }) => ({
      resource: target,
      group: group.title,
      protocols: transportsOf(group, kind),
      port: type !== "lambda" && typeof port === "number" && port > 0 ? port : undefined,
      family,
      keepsClients,
    }));
  }

  private read(resource: Resource, kind: LoadBalancer["kind"]): LoadBalancer {
    const isInternal = readSwitch(resource.get("internal")) ?? false;
    const isInternetFacing = not(isInternal);
    const subnets = this.subnetsOf(resource);
    return {
      resource,
      title: resource.title,
      kind,
      isInternetFacing,
      families: isInternetFacing === true ? familiesOf(resource) : [],
      subnets,
      groups: this.groupsOf(resource, kind, subnets),
      groupsNameClients: true,
      listeners:
        kind === "classic" ? this.classicListeners(resource) : (this.listenersOf.get(resource) ?? []),
    };
  }

  private classicListeners(resource: Resource): Listener[] {
    const registrations = this.registrations.get(resource) ?? [];
    return elements(resource.get("listeners")).flatMap((listener, i): Listener[] => {
      const port = integer(field(listener, "lbPort"));
      const instancePort = integer(field(listener, "instancePort"));
      if (typeof port !== "number") return [];
      return [
        {
          title: `listeners[${i}]`,
          services: { protocols: protocol(TCP), ports: ports([port]) },
          targets: registrations.map(({ target }) => ({
            resource: target,
            group: "",
            protocols: protocol(TCP),
            port: typeof instancePort === "number" ? instancePort : undefined,
            family: "IPv4" as const,
            keepsClients: false,
          })),
          mayHaveMoreTargets: this.mayHaveMoreTargets,
        },
      ];
    });
  }

  private subnetsOf(resource: Resource): readonly Subnet[] {
    const references = [
      ...this.referencesAt(resource, ["subnets"], SUBNETS),
      ...this.referencesAt(resource, ["subnetMappings", "subnetId"], SUBNETS),
    ];
    const named = this.sources.subnets.among(references);
    // One that names zones in place of subnets lies in the default VPC.
    const isByZone = resource.getDeclared("availabilityZones") !== undefined && references.length === 0;
    const made = isByZone ? this.sources.subnets.defaultOf(resource) : undefined;
    return made !== undefined ? [made] : named === UNKNOWN ? [] : named;
  }

  private groupsOf(
    resource: Resource,
    kind: LoadBalancer["kind"],
    subnets: readonly Subnet[],
  ): readonly SecurityGroup[] {
    const interfaces = this.interfacesOf.get(resource) ?? [];
    if (kind === "network" && interfaces.length === 0) return [groupAdmittingEverything(resource)];
    const vpc = subnets[0]?.vpc;
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html: one of its own in the default VPC.
    if (kind === "classic" && vpc?.isDefault === true && interfaces.length === 0) {
      return [groupAdmittingEverything(resource, "the group that AWS makes for it")];
    }
    return this.sources.securityGroups.named(interfaces, vpc);
  }

  private referencesAt(
    resource: Resource,
    [property, ...steps]: readonly string[],
    types: readonly string[],
  ): Reference[] {
    if (property === undefined) return [];
    const value = valueAt(resource.get(property), steps);
    return referencesBehind(this.sources.stack, resource, property, types, value);
  }
}

/** A target group that an action names, and whether packets are sent there. */
interface Forward {
  readonly arn: Value;
  readonly isSent: Answer;
}

/** What an action forwards to. What is not known yet as a whole may forward nothing, and neither does a weight of 0. */
function forwardsIn(action: Value): Forward[] {
  const type = text(field(action, "type"));
  if (action === UNKNOWN) return [{ arn: UNKNOWN, isSent: UNKNOWN }];
  if (typeof type === "string" && type.toLowerCase() !== "forward") return [];
  const isSent = type === UNKNOWN ? UNKNOWN : true;
  const single = field(action, "targetGroupArn");
  if (isGiven(single)) return [{ arn: single, isSent }];
  return elements(field(field(action, "forward"), "targetGroups")).map((group): Forward => {
    const weight = integer(field(group, "weight"));
    return { arn: field(group, "arn"), isSent: weight === 0 ? false : weight === UNKNOWN ? UNKNOWN : isSent };
  });
}

/** Whether it is open what a reference points at, of what lies in the stack. */
function isOpen(reference: Reference): boolean {
  return reference.kind === "resource" ? !reference.certain : reference.kind !== "outside";
}

function portsAt(resource: Resource, [property, ...steps]: readonly string[] = []): Value[] {
  if (property === undefined) return [];
  return valuesAt(resource.getDeclared(property), steps).map(({ value }) => value);
}

function itself(resource: Resource): Reference {
  return { kind: "resource", resource, certain: true };
}

export function kindOf(resource: Resource): LoadBalancerKind | Unknown {
  const type = text(resource.get("loadBalancerType"));
  if (type === UNKNOWN) return UNKNOWN;
  return type === "network" || type === "gateway" ? type : "application";
}

function familiesOf(resource: Resource): Family[] {
  switch (text(resource.getDeclared("ipAddressType"))) {
    case UNKNOWN:
      return [];
    case "dualstack":
      return ["IPv4", "IPv6"];
    case "dualstack-without-public-ipv4":
      return ["IPv6"];
    default:
      return ["IPv4"];
  }
}

const TRANSPORTS: Readonly<Record<string, ProtocolSet>> = {
  UDP: protocol(UDP),
  QUIC: protocol(UDP),
  TCP_UDP: protocol(TCP).union(protocol(UDP)),
  TCP_QUIC: protocol(TCP).union(protocol(UDP)),
};

/** What a listener's or target group's protocol goes over. All but those above go over TCP, and so does all of an application balancer. */
function transportsOf(resource: Resource, kind: LoadBalancer["kind"]): ProtocolSet {
  const name = kind === "application" ? "HTTP" : (text(resource.get("protocol")) ?? "HTTP");
  if (name === UNKNOWN) return protocol(TCP).subtract(protocol(TCP));
  return TRANSPORTS[name.toUpperCase()] ?? protocol(TCP);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
function keepsClientsIn(group: Resource, kind: LoadBalancer["kind"], targetType: string | Unknown): Answer {
  if (kind === UNKNOWN || targetType === UNKNOWN) return UNKNOWN;
  if (kind !== "network") return false;
  const protocolName = text(group.get("protocol"));
  const written = readSwitch(group.getDeclared("preserveClientIp"));
  if (protocolName === UNKNOWN || written === UNKNOWN) return UNKNOWN;
  const isForced = (protocolName ?? "").toUpperCase() in TRANSPORTS;
  return isForced || (written ?? targetType !== "ip");
}
