import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, text, UNKNOWN, type Value } from "../../../stack/value";
import { declaredGroups, type Interface } from "../../attachments/interface";
import type { LoadBalancer, LoadBalancerKind } from "../../services/load-balancer";
import { INSTANCE, INSTANCE_SET, NETWORK_INTERFACES, SCALING_CONFIGURATION, SCALING_GROUP } from "../types";

const BALANCERS: Readonly<Record<string, LoadBalancerKind>> = {
  "alicloud:alb/loadBalancer:LoadBalancer": "application",
  "alicloud:nlb/loadBalancer:LoadBalancer": "network",
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": "classic",
  "alicloud:slb/loadBalancer:LoadBalancer": "classic",
};

/** Where backends are named. */
const BACKENDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "alicloud:slb/backendServer:BackendServer": [["backendServers", "serverId"]],
  "alicloud:slb/attachment:Attachment": [["instanceIds"]],
  "alicloud:slb/serverGroup:ServerGroup": [["servers", "serverIds"]],
  "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment": [["serverId"]],
  "alicloud:slb/masterSlaveServerGroup:MasterSlaveServerGroup": [["servers", "serverId"]],
  "alicloud:alb/serverGroup:ServerGroup": [["servers", "serverId"]],
  "alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment": [["serverId"]],
  "alicloud:ess/albServerGroupAttachment:AlbServerGroupAttachment": [["scalingGroupId"]],
  "alicloud:ess/serverGroupAttachment:ServerGroupAttachment": [["scalingGroupId"]],
  "alicloud:ess/scalingGroupVServerGroups:ScalingGroupVServerGroups": [["scalingGroupId"]],
};

const TARGETS = [INSTANCE, INSTANCE_SET, ...NETWORK_INTERFACES, SCALING_GROUP];

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
}

/** The balancers of a stack, and what stands behind some. They are the way meant to what stands behind them. */
export class LoadBalancers {
  readonly all: readonly LoadBalancer[];
  private readonly targets = new Set<Resource>();
  private mayHaveMore = false;

  constructor({ stack, interfaces }: Sources) {
    const interfacesOf = groupBy(interfaces, ({ resource }) => resource);
    this.all = Object.entries(BALANCERS).flatMap(([type, kind]) =>
      stack.ofType(type).map(
        (resource): LoadBalancer => ({
          resource,
          title: resource.title,
          kind,
          isInternetFacing: isInternetFacing(resource, kind),
          families: [],
          subnets: [],
          groups: (interfacesOf.get(resource) ?? []).flatMap(declaredGroups),
          listeners: [],
        }),
      ),
    );
    for (const [type, places] of Object.entries(BACKENDS)) {
      for (const resource of stack.ofType(type)) {
        for (const steps of places) this.readTargets(stack, resource, steps);
      }
    }
    for (const group of stack.ofType(SCALING_GROUP)) {
      const names = ["loadbalancerIds", "albServerGroups"].map((property) => group.getDeclared(property));
      if (names.some((value) => value !== undefined && !(Array.isArray(value) && value.length === 0))) {
        this.targets.add(group);
      }
    }
    for (const configuration of stack.ofType(SCALING_CONFIGURATION)) {
      const [group] = stack.references(configuration, "scalingGroupId", [SCALING_GROUP]);
      if (group?.kind === "resource" && this.targets.has(group.resource)) this.targets.add(configuration);
    }
  }

  /** Whether a balancer has a resource among its targets; UNKNOWN while that may be. */
  isTarget(resource: Resource): Answer {
    return this.targets.has(resource) || (this.mayHaveMore ? UNKNOWN : false);
  }

  private readTargets(stack: Stack, resource: Resource, [property = "", ...steps]: readonly string[]): void {
    const whole: Value = resource.get(property);
    const within = steps.length === 0 ? [] : [...valuesAt(whole, steps)].map(({ value }): Value => value);
    const found: readonly Value[] = steps.length === 0 ? [whole] : within;
    for (const value of found) {
      for (const reference of stack.references(resource, property, TARGETS, value)) {
        if (reference.kind === "resource") this.targets.add(reference.resource);
        else if (reference.kind !== "outside") this.mayHaveMore = true;
      }
    }
  }
}

/** A classic balancer in a vSwitch has no address of the internet unless it says so. */
function isInternetFacing(resource: Resource, kind: LoadBalancerKind): Answer {
  const type = text(resource.getDeclared("addressType"));
  if (type === UNKNOWN) return UNKNOWN;
  if (type !== undefined && type !== "") return type.toLowerCase() === "internet";
  return kind === "classic" && resource.getDeclared("vswitchId") === undefined;
}
