import { type PortSet, portRange, ports } from "../../../algebra/ports";
import { type ProtocolSet, protocol, TCP, UDP } from "../../../algebra/protocols";
import { groupBy, push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  field,
  integer,
  isGiven,
  UNKNOWN,
  type Value,
  word,
} from "../../../stack/value";
import { certainResource } from "../../references";
import type { Listener, Target } from "../../services/load-balancer";
import { AccessLists } from "./access-lists";
import { APPLICATION_BALANCER, CLASSIC_BALANCERS, NETWORK_BALANCER, SERVER_GROUPS } from "./balancer-types";
import type { Server, Servers } from "./servers";

const CLASSIC = "alicloud:slb/listener:Listener";
const CLASSIC_RULE = "alicloud:slb/rule:Rule";
const APPLICATION = "alicloud:alb/listener:Listener";
const APPLICATION_RULE = "alicloud:alb/rule:Rule";
const NETWORK = "alicloud:nlb/listener:Listener";

const TRANSPORTS: Readonly<Record<string, ProtocolSet>> = {
  tcp: protocol(TCP),
  http: protocol(TCP),
  https: protocol(TCP),
  grpc: protocol(TCP),
  tcpssl: protocol(TCP),
  udp: protocol(UDP),
  quic: protocol(UDP),
  tcp_udp: protocol(TCP).union(protocol(UDP)),
};
const NO_PROTOCOL = protocol(TCP).subtract(protocol(TCP));

/** What says of a listener, or of a classic balancer with all of its own, that it takes nothing. */
const STOPPED = new Set<unknown>(["stopped", "inactive"]);

/** Those whose clients a classic balancer sends on under their own addresses. */
const TRANSPARENT = ["tcp", "udp"];

/** What balancers listen for, and to whom they send that. */
export class Listeners {
  private readonly lists: AccessLists;
  private readonly byBalancer = new Map<Resource, Listener[]>();

  constructor(
    private readonly stack: Stack,
    private readonly servers: Servers,
  ) {
    this.lists = new AccessLists(stack);
    const classicRules = groupBy(stack.ofType(CLASSIC_RULE), (rule) =>
      this.named(rule, "loadBalancerId", CLASSIC_BALANCERS),
    );
    for (const resource of stack.ofType(CLASSIC)) {
      this.add(resource, CLASSIC_BALANCERS, (balancer) =>
        this.classic(resource, balancer, classicRules.get(balancer) ?? []),
      );
    }
    const rules = groupBy(stack.ofType(APPLICATION_RULE), (rule) =>
      this.named(rule, "listenerId", [APPLICATION]),
    );
    for (const resource of stack.ofType(APPLICATION)) {
      this.add(resource, [APPLICATION_BALANCER], () => this.application(resource, rules.get(resource) ?? []));
    }
    for (const resource of stack.ofType(NETWORK)) {
      this.add(resource, [NETWORK_BALANCER], () => this.network(resource));
    }
  }

  of(balancer: Resource): readonly Listener[] {
    return this.byBalancer.get(balancer) ?? [];
  }

  private add(resource: Resource, types: readonly string[], read: (balancer: Resource) => Listener): void {
    const balancer = this.named(resource, "loadBalancerId", types);
    const isStopped = [resource, balancer].some((one) => STOPPED.has(word(one?.getDeclared("status"))));
    if (balancer !== undefined && !isStopped) push(this.byBalancer, balancer, read(balancer));
  }

  private named(resource: Resource, property: string, types: readonly string[]): Resource | undefined {
    const references = this.stack.references(resource, property, types);
    return references.length === 1 ? certainResource(references[0]) : undefined;
  }

  /** A listener that names no server group sends to the servers of its balancer, all on one port; one that redirects sends to none. */
  private classic(resource: Resource, balancer: Resource, rules: readonly Resource[]): Listener {
    const name = word(resource.get("protocol"));
    const protocols = transportsOf(name);
    const port = integer(resource.get("frontendPort"));
    const own = [resource, ...rules.filter((rule) => integer(rule.get("frontendPort")) === port)];
    const groups = own.flatMap((one) => this.groupsAt(one, ["serverGroupId", "masterSlaveServerGroupId"]));
    const isDefault = !["serverGroupId", "masterSlaveServerGroupId"].some((property) =>
      isGiven(resource.getDeclared(property)),
    );
    const inside = integer(resource.get("backendPort"));
    const targets = [
      ...groups.flatMap((group) => this.servers.of(group).map((server) => targetOf(server, group))),
      ...(isDefault ? this.servers.of(balancer) : []).map((server) => targetOf({ ...server, port: inside })),
    ].map((target) => ({ ...target, protocols, keepsClients: TRANSPARENT.includes(String(name)) }));
    const redirects = word(resource.getDeclared("listenerForward"));
    return {
      title: resource.title,
      services: { protocols, ports: portsAt(port) },
      clients: this.lists.ofClassic(resource),
      targets: redirects === undefined || redirects === "off" ? targets : [],
    };
  }

  /** It answers its clients itself and asks the servers anew, over TCP. */
  private application(resource: Resource, rules: readonly Resource[]): Listener {
    const groups = [
      ...this.forwardedTo(resource, "defaultActions"),
      ...rules.flatMap((rule) => this.forwardedTo(rule, "ruleActions")),
    ];
    return {
      title: resource.title,
      services: {
        protocols: transportsOf(word(resource.get("listenerProtocol"))),
        ports: portsAt(integer(resource.get("listenerPort"))),
      },
      clients: this.lists.ofApplication(resource),
      targets: [...new Set(groups)].flatMap((group) =>
        this.servers.of(group).map((server) => ({
          ...targetOf(server, group),
          protocols: protocol(TCP),
          over: TCP,
          keepsClients: false,
        })),
      ),
    };
  }

  private network(resource: Resource): Listener {
    const port = integer(resource.get("listenerPort"));
    const [first, last] = ["startPort", "endPort"].map((property) => integer(resource.get(property)));
    const isRange = port === 0 && typeof first === "number" && typeof last === "number";
    const name = word(resource.get("listenerProtocol"));
    const protocols = transportsOf(name);
    return {
      title: resource.title,
      services: { protocols, ports: isRange ? portRange(first, last) : portsAt(port === 0 ? UNKNOWN : port) },
      targets: this.groupsAt(resource, ["serverGroupId"]).flatMap((group) => {
        const keepsPorts = readSwitch(group.get("anyPortEnabled")) === true;
        return this.servers.of(group).map((server) => ({
          ...targetOf(keepsPorts ? { ...server, port: undefined } : server, group),
          keepsPorts,
          protocols,
          keepsClients: name === "tcpssl" ? false : keepsClientsOf(group),
        }));
      }),
    };
  }

  /** The server groups that actions forward to, but those of weight 0. */
  private forwardedTo(resource: Resource, property: string): Resource[] {
    const tuples = elements(resource.get(property)).flatMap((action): readonly Value[] =>
      word(field(action, "type")) === "forwardgroup"
        ? elements(field(field(action, "forwardGroupConfig"), "serverGroupTuples"))
        : [],
    );
    const idOf = (tuple: Value) => field(tuple, "serverGroupId");
    const isSent = (tuple: Value) => ![0, UNKNOWN].includes(integer(field(tuple, "weight")) ?? 1);
    // Of what is not known yet, nobody can say which of them gets something where others get nothing.
    const isMixed = tuples.some((tuple) => idOf(tuple) === UNKNOWN && !isSent(tuple));
    const ids = tuples
      .filter(isSent)
      .map(idOf)
      .filter((id) => !(isMixed && id === UNKNOWN));
    return this.stack
      .references(resource, property, SERVER_GROUPS, ids)
      .flatMap((one) => certainResource(one) ?? []);
  }

  private groupsAt(resource: Resource, properties: readonly string[]): Resource[] {
    return properties.flatMap((property) => this.named(resource, property, SERVER_GROUPS) ?? []);
  }
}

/** The documents contradict each other on what holds where nothing is said; servers by address see none of their clients'. */
function keepsClientsOf(group: Resource): Answer {
  if (word(group.getDeclared("serverGroupType")) === "ip") return false;
  return readSwitch(group.get("preserveClientIpEnabled")) ?? UNKNOWN;
}

function targetOf(
  { resource, port }: Server,
  group?: Resource,
): Pick<Target, "resource" | "group" | "port" | "family"> {
  return {
    resource,
    group: group?.title ?? "",
    port: typeof port === "number" && port > 0 ? port : undefined,
    family: "IPv4",
  };
}

function transportsOf(name: ReturnType<typeof word>): ProtocolSet {
  return (typeof name === "string" ? TRANSPORTS[name] : undefined) ?? NO_PROTOCOL;
}

function portsAt(port: ReturnType<typeof integer>): PortSet {
  return ports(typeof port === "number" ? [port] : []);
}
