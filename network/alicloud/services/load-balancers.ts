import type { Family } from "../../../algebra/addresses";
import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { valueAt } from "../../../stack/setting";
import type { About, Stack } from "../../../stack/stack";
import { type Answer, UNKNOWN, word } from "../../../stack/value";
import { declaredGroups, type Interface } from "../../attachments/interface";
import type { Subnet } from "../../routing/subnet";
import type { LoadBalancer, LoadBalancerKind, Standing } from "../../services/load-balancer";
import { doorFor, managedGroupOf, openGroupOf, sendingGroupOf } from "../groups/balancer-groups";
import { SERVICE_ADDRESSES } from "../groups/security-groups";
import { NO_ACL } from "../routing/network-acls";
import type { VSwitches } from "../routing/vswitches";
import { EIP_ASSOCIATION, VSWITCHES } from "../types";
import { APPLICATION_BALANCER, CLASSIC_BALANCERS, NETWORK_BALANCER } from "./balancer-types";
import { Listeners } from "./listeners";
import { Servers } from "./servers";

const KINDS: readonly (readonly [kind: LoadBalancerKind, types: readonly string[]])[] = [
  ["application", [APPLICATION_BALANCER]],
  ["network", [NETWORK_BALANCER]],
  ["classic", CLASSIC_BALANCERS],
];

/**
 * Where classic balancers are, whatever vSwitch has their address: no network ACL filters what comes to them.
 * https://www.alibabacloud.com/help/en/vpc/network-acl-overview
 */
const CLASSIC_NETWORK: Subnet = {
  resource: undefined,
  key: "network of classic balancers",
  title: "the network of classic balancers",
  addresses: SERVICE_ADDRESSES,
  givesIpv4: false,
  givesIpv6: false,
  vpc: undefined,
  routeTable: undefined,
  networkAcl: NO_ACL,
  isClosedToInternet: false,
  unroutedFamilies: ["IPv4", "IPv6"],
};

const GROUP_ATTACHMENTS = ["alb", "nlb"].map(
  (module) => `alicloud:${module}/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment`,
);

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
  readonly subnets: VSwitches;
}

/** The balancers of a stack, and what stands behind some. They are the way meant to what stands behind them. */
export class LoadBalancers {
  readonly all: readonly LoadBalancer[];
  private readonly servers: Servers;
  private readonly listeners: Listeners;
  private readonly interfacesOf: ReadonlyMap<Resource, readonly Interface[]>;
  private readonly addresses: (balancer: Resource) => About;
  private readonly attachments: (balancer: Resource) => About;

  constructor(private readonly sources: Sources) {
    const { stack, interfaces } = sources;
    this.servers = new Servers(stack);
    this.listeners = new Listeners(stack, this.servers);
    this.interfacesOf = groupBy(interfaces, ({ resource }) => resource);
    this.addresses = stack.about([EIP_ASSOCIATION], "instanceId", CLASSIC_BALANCERS);
    this.attachments = stack.about(GROUP_ATTACHMENTS, "loadBalancerId", [
      APPLICATION_BALANCER,
      NETWORK_BALANCER,
    ]);
    this.all = KINDS.flatMap(([kind, types]) =>
      stack.ofType(...types).map((resource) => this.read(resource, kind)),
    );
  }

  /** Whether a balancer has a resource among its targets; UNKNOWN while that may be. */
  isTarget(resource: Resource): Answer {
    return this.servers.isTarget(resource);
  }

  private read(resource: Resource, kind: LoadBalancerKind): LoadBalancer {
    const hasAddress = kind === "classic" && this.addresses(resource).certain.length > 0;
    const isInternetFacing: Answer = hasAddress ? true : isOfInternet(resource, kind);
    const shared: Omit<LoadBalancer, "subnets" | "groups"> = {
      resource,
      title: resource.title,
      kind,
      isInternetFacing,
      families: isInternetFacing === true ? familiesOf(resource) : [],
      groupsNameClients: false,
      listeners: this.listeners.of(resource),
    };
    if (kind === "classic") {
      const own = this.sources.subnets.of(resource);
      const subnets = isOfInternet(resource, kind) === true || own === undefined ? [] : [own];
      return { ...shared, subnets, groups: [openGroupOf(resource)], standing: standingOf(resource) };
    }
    const interfaces = this.interfacesOf.get(resource) ?? [];
    return {
      ...shared,
      subnets: this.vswitchesOf(resource),
      groups: [...interfaces.flatMap(declaredGroups), managedGroupOf(resource)],
      mayHaveMoreGroups: this.attachments(resource).possible.length > 0 || interfaces.some(isOpen),
    };
  }

  private vswitchesOf(resource: Resource): readonly Subnet[] {
    const ids = valueAt(resource.get("zoneMappings"), ["vswitchId"]);
    const named = this.sources.subnets.among(
      this.sources.stack.references(resource, "zoneMappings", VSWITCHES, ids),
    );
    return named === UNKNOWN ? [] : named;
  }
}

/** Whether groups could be among an interface's unknown values. */
function isOpen({ mayHaveMore, attachments }: Interface): boolean {
  return mayHaveMore || attachments.some(({ certain }) => !certain);
}

function standingOf(resource: Resource): Standing {
  return { subnet: CLASSIC_NETWORK, groups: [sendingGroupOf(resource)], letInBy: doorFor(resource) };
}

/** A classic balancer in a vSwitch has no address of the internet unless it says so. */
function isOfInternet(resource: Resource, kind: LoadBalancerKind): Answer {
  const type = word(resource.getDeclared("addressType"));
  if (type === UNKNOWN) return UNKNOWN;
  if (type !== undefined) return type === "internet";
  return kind === "classic" && resource.getDeclared("vswitchId") === undefined;
}

/** A classic balancer has addresses of one family; of the others one that has both says apart whether the second is public. */
function familiesOf(resource: Resource): Family[] {
  const [version, second] = ["addressIpVersion", "ipv6AddressType"].map((property) =>
    word(resource.getDeclared(property)),
  );
  if (version === UNKNOWN) return [];
  if (version === "ipv6") return ["IPv6"];
  return version === "dualstack" && second === "internet" ? ["IPv4", "IPv6"] : ["IPv4"];
}
