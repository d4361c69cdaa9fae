import { SCALING_GROUP } from "../types";

/** How a type puts servers behind a balancer or into a server group. What an entry does not say, the resource says for all. */
export interface Form {
  /** Where its entries are; the resource is one where this is left out. */
  readonly entries?: readonly string[];
  /** What names the balancer or server group: itself where this is left out. */
  readonly registry?: string;
  /** What names the servers: itself where this is left out. */
  readonly servers?: string;
  /** The weight of who says none, where that is not the usual one. */
  readonly weight?: number;
}

/** Each way in which servers are put behind balancers; a type may have several. */
export const FORMS: readonly (readonly [type: string, form: Form])[] = [
  [
    "alicloud:slb/backendServer:BackendServer",
    { entries: ["backendServers"], registry: "loadBalancerId", servers: "serverId" },
  ],
  ["alicloud:slb/attachment:Attachment", { registry: "loadBalancerId", servers: "instanceIds" }],
  ["alicloud:slb/serverGroup:ServerGroup", { entries: ["servers"], servers: "serverIds" }],
  [
    "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
    { registry: "serverGroupId", servers: "serverId" },
  ],
  [
    "alicloud:slb/masterSlaveServerGroup:MasterSlaveServerGroup",
    { entries: ["servers"], servers: "serverId" },
  ],
  // https://www.pulumi.com/registry/packages/alicloud/api-docs/alb/servergroup/: the weight is 0 where nothing is said.
  ["alicloud:alb/serverGroup:ServerGroup", { entries: ["servers"], servers: "serverId", weight: 0 }],
  [
    "alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment",
    { registry: "serverGroupId", servers: "serverId" },
  ],
  [
    "alicloud:ess/albServerGroupAttachment:AlbServerGroupAttachment",
    { registry: "albServerGroupId", servers: "scalingGroupId" },
  ],
  [
    "alicloud:ess/serverGroupAttachment:ServerGroupAttachment",
    { registry: "serverGroupId", servers: "scalingGroupId" },
  ],
  [
    "alicloud:ess/scalingGroupVServerGroups:ScalingGroupVServerGroups",
    {
      entries: ["vserverGroups", "vserverAttributes"],
      registry: "vserverGroupId",
      servers: "scalingGroupId",
    },
  ],
  [SCALING_GROUP, { registry: "loadbalancerIds" }],
  [SCALING_GROUP, { entries: ["albServerGroups"], registry: "albServerGroupId" }],
];
