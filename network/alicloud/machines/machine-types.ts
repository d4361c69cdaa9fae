import type { Steps } from "../../../stack/setting";
import type { Instance } from "../../machines/instance";
import {
  CONTAINER_SCALING,
  EDGE_INSTANCE,
  INSTANCE,
  INSTANCE_SET,
  LAUNCH_TEMPLATES,
  NODE_POOL,
  SCALING_CONFIGURATION,
  SCALING_GROUP,
} from "../types";

/** What one resource type says of the machines that it launches, or describes for others to launch. */
export interface MachineType {
  readonly kind: Instance["kind"];
  /** Where it says how much its machines may send to the internet: they have a public address where that is more than nothing. */
  readonly bandwidth?: Steps;
  /** Where it asks for a public address in words. */
  readonly publicAddress?: Steps;
  /** Where it says whether what it asks for there takes effect at all, if it does. */
  readonly publicAddressNeeds?: Steps;
  /** Whether it has one where it says nothing. */
  readonly hasPublicAddress?: true;
  /** Whether the provider replaces the resource when that changes. */
  readonly publicAddressReplaces?: true;
  readonly vswitches: readonly Steps[];
  /** Where it may name a network interface that is there already, for its first. */
  readonly networkInterfaces?: readonly Steps[];
  /** Where it names a template to launch from. */
  readonly templates?: readonly string[];
  /** Where it names the RAM role of its machines. */
  readonly role?: Steps;
  /** How many machines it launches; others launch one. */
  readonly capacity?: readonly string[];
  /** Whether it launches machines only from a template. */
  readonly needsTemplate?: true;
  /** Whether its cluster, or the edge that it is at, gives its machines the groups, vSwitches and role that it does not name. */
  readonly isOfCluster?: true;
}

const BANDWIDTH: Steps = ["internetMaxBandwidthOut"];
const BY_TEMPLATE = ["launchTemplateId", "launchTemplateName"];

const TEMPLATE: MachineType = {
  kind: "template",
  bandwidth: BANDWIDTH,
  vswitches: [["vswitchId"], ["networkInterfaces", "vswitchId"]],
  role: ["ramRoleName"],
};

export const MACHINE_TYPES: Readonly<Record<string, MachineType>> = {
  [INSTANCE]: {
    kind: "machine",
    bandwidth: BANDWIDTH,
    publicAddress: ["allocatePublicIp"],
    vswitches: [["vswitchId"], ["networkInterfaces", "vswitchId"]],
    networkInterfaces: [["networkInterfaces", "networkInterfaceId"], ["networkInterfaceId"]],
    templates: BY_TEMPLATE,
    role: ["roleName"],
  },
  [INSTANCE_SET]: {
    kind: "machine",
    bandwidth: BANDWIDTH,
    vswitches: [["vswitchId"], ["networkInterfaces", "vswitchId"]],
    templates: BY_TEMPLATE,
    role: ["ramRoleName"],
    capacity: ["amount"],
  },
  // Its vSwitches are those of its scaling group.
  [SCALING_CONFIGURATION]: {
    kind: "machine",
    bandwidth: BANDWIDTH,
    vswitches: [],
    role: ["roleName"],
  },
  [SCALING_GROUP]: {
    kind: "machine",
    vswitches: [["vswitchIds"], ["vswitchId"]],
    templates: ["launchTemplateId"],
    capacity: ["desiredCapacity", "minSize"],
    needsTemplate: true,
  },
  "alicloud:ecs/autoProvisioningGroup:AutoProvisioningGroup": {
    kind: "machine",
    vswitches: [["launchTemplateConfigs", "vswitchId"]],
    templates: ["launchTemplateId"],
    capacity: ["totalTargetCapacity"],
    needsTemplate: true,
  },
  [NODE_POOL]: {
    kind: "machine",
    bandwidth: BANDWIDTH,
    publicAddress: ["scalingConfig", "isBondEip"],
    // https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/developer-reference/api-create-node-pools (auto_scaling)
    publicAddressNeeds: ["scalingConfig", "enable"],
    vswitches: [["vswitchIds"]],
    role: ["ramRoleName"],
    capacity: ["desiredSize"],
    isOfCluster: true,
  },
  "alicloud:eci/containerGroup:ContainerGroup": {
    kind: "task",
    publicAddress: ["autoCreateEip"],
    publicAddressReplaces: true,
    vswitches: [["vswitchId"]],
  },
  "alicloud:eci/virtualNode:VirtualNode": {
    kind: "task",
    publicAddress: ["enablePublicNetwork"],
    publicAddressReplaces: true,
    vswitches: [["vswitchId"]],
  },
  [EDGE_INSTANCE]: {
    kind: "machine",
    publicAddress: ["publicIpIdentification"],
    hasPublicAddress: true,
    publicAddressReplaces: true,
    vswitches: [],
    capacity: ["amount"],
    isOfCluster: true,
  },
  // A telephone that runs at the edge of a VPC.
  "alicloud:ecp/instance:Instance": {
    kind: "machine",
    bandwidth: ["eipBandwidth"],
    vswitches: [["vswitchId"]],
  },
  // The hosts of databases that their users log in to.
  "alicloud:rds/custom:Custom": { kind: "machine", bandwidth: BANDWIDTH, vswitches: [["vswitchId"]] },
  "alicloud:cddc/dedicatedPropreHost:DedicatedPropreHost": {
    kind: "machine",
    bandwidth: BANDWIDTH,
    vswitches: [["vswitchId"]],
  },
  // On which groups its machines are nobody tells.
  "alicloud:ecs/ecsImagePipeline:EcsImagePipeline": {
    kind: "template",
    bandwidth: BANDWIDTH,
    vswitches: [["vswitchId"]],
  },
  // As for a scaling configuration of machines.
  [CONTAINER_SCALING]: { kind: "task", publicAddress: ["autoCreateEip"], vswitches: [] },
  "alicloud:emr/cluster:Cluster": {
    kind: "machine",
    publicAddress: ["isOpenPublicIp"],
    publicAddressReplaces: true,
    vswitches: [["vswitchId"]],
    isOfCluster: true,
  },
  "alicloud:emrv2/cluster:Cluster": {
    kind: "machine",
    publicAddress: ["nodeGroups", "withPublicIp"],
    vswitches: [["nodeGroups", "vswitchIds"]],
    isOfCluster: true,
  },
  [LAUNCH_TEMPLATES[0]]: TEMPLATE,
  [LAUNCH_TEMPLATES[1]]: TEMPLATE,
};
