import type { SilentDefault } from "../../defaults/provider-defaults";

const TYPINGS = "https://www.pulumi.com/registry/packages/alicloud/api-docs";

/** By hand, for the typings of @pulumi/alicloud word their defaults in too many ways. */
export const DOCUMENTED: readonly SilentDefault[] = [
  ...[
    "ecs/instance:Instance",
    "ecs/ecsLaunchTemplate:EcsLaunchTemplate",
    "ecs/launchTemplate:LaunchTemplate",
  ].map((type) => ({
    type: `alicloud:${type}`,
    property: "httpTokens",
    value: "optional",
    source: `${TYPINGS}/ecs/instance/`,
  })),
  {
    type: "alicloud:cs/nodePool:NodePool",
    property: "instanceMetadataOptions.httpTokens",
    value: "optional",
    source: `${TYPINGS}/cs/nodepool/`,
  },
  ...Object.entries({ policy: "accept", portRange: "-1/-1", priority: 1 }).map(([property, value]) => ({
    type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
    property,
    value,
    source: `${TYPINGS}/ecs/securitygrouprule/`,
  })),
];
