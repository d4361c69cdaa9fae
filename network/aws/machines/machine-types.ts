import type { Resource } from "../../../stack/resource";
import { type Found, type Path, valueAt, valuesNamed } from "../../../stack/setting";
import type { Value } from "../../../stack/value";
import { elements, field, flag, UNKNOWN, word } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import { INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, SPOT_INSTANCE } from "../types";

/** The properties that lead to a value; lists on the way are read element by element. */
export type Steps = readonly string[];

/** Where something stands: at the end of steps, or wherever a search finds it. */
export type Where = Steps | Search;

export type Search = (description: Value, path: Path) => Iterable<Found>;

/** Where a resource names a template to launch from. */
export interface Launching {
  /** Where the configurations lie of which each names one; without it, the resource is the configuration. */
  readonly within?: Steps;
  /** Within a configuration: by id or name in an object, or by name in a string. Overrides beside it may name their own. */
  readonly template: Steps;
  /** By which overrides name a subnet, if they may. */
  readonly subnet?: string;
}

/** What one resource type says of the machines or tasks that it launches, or describes for others to launch. */
export interface MachineType {
  readonly kind: Instance["kind"];
  /** Those of the type that launch any. */
  readonly when?: (resource: Resource) => boolean;
  /** Where in the resource the descriptions lie; without it, the resource is the description, as for the paths that follow. */
  readonly within?: Where;
  readonly publicAddress?: Where;
  /** Whether the provider replaces the resource when that changes. */
  readonly publicAddressReplaces?: true;
  readonly subnets?: readonly Steps[] | Search;
  /** Whether AWS makes groups for it where it names none, in place of its VPC's default one. */
  readonly makesGroups?: true;
  /** Whether the service has a place for it where it names no subnets; others then lie in the default VPC. */
  readonly isPlacedByService?: true;
  /** The tags of what is launched, where they are not the resource's own. */
  readonly tags?: (description: Value) => readonly Value[];
  /** The tags that it gives what it launches from a template, over the template's. */
  readonly given?: (description: Value) => readonly Value[];
  /** Where its task definition is named, and where it is said whether tasks get the definition's tags. */
  readonly definition?: { readonly name: Steps; readonly propagation: Steps };
  /** Where JSON and settings name groups; properties that do so themselves are found without. */
  readonly groups?: Search;
  readonly launching?: readonly Launching[];
  /** Where the instance profile is named, by name or ARN. */
  readonly profiles?: readonly Steps[];
  /** Whether its machines run without one where it names none. */
  readonly runsWithoutProfile?: true;
  /** Where the role is named, for machines whose profile nobody names. */
  readonly role?: Steps;
  /** How many machines it launches; others launch one. */
  readonly capacity?: readonly Steps[];
  /** What its capacity counts, if not machines: of processors or memory, one machine may have all. */
  readonly capacityUnit?: Steps;
  /** Where the image is named. */
  readonly image?: Steps;
  /** Where it says how the metadata service answers; empty where it cannot say. */
  readonly metadata?: Steps;
  /** Whether the provider replaces the resource when that changes. */
  readonly metadataReplaces?: true;
  /** Whether the provider says that the service is on wherever the program says anything of it but that. */
  readonly metadataTurnsOn?: true;
  /** Whether the provider sends the rest of that only beside a `httpEndpoint` that says `enabled`. */
  readonly metadataNeedsEndpoint?: true;
  /** Where its block devices lie. */
  readonly blockDevices?: readonly Steps[];
}

const ECS_NETWORK = {
  publicAddress: ["networkConfiguration", "assignPublicIp"],
  subnets: [["networkConfiguration", "subnets"]],
};

const EC2_BLOCK_DEVICES = [["rootBlockDevice"], ["ebsBlockDevices"]];

const EC2_INSTANCE: MachineType = {
  kind: "machine",
  publicAddress: ["associatePublicIpAddress"],
  publicAddressReplaces: true,
  subnets: [["subnetId"]],
  launching: [{ template: ["launchTemplate"] }],
  profiles: [["iamInstanceProfile"]],
  runsWithoutProfile: true,
  image: ["ami"],
  metadata: ["metadataOptions"],
  metadataTurnsOn: true,
  blockDevices: EC2_BLOCK_DEVICES,
};

const MANAGED_INSTANCES = ["managedInstancesProvider", "instanceLaunchTemplate"];

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
const BEANSTALK: MachineType = {
  kind: "machine",
  publicAddress: option("aws:ec2:vpc", "AssociatePublicIpAddress"),
  subnets: option("aws:ec2:vpc", "Subnets"),
  groups: option("aws:autoscaling:launchconfiguration", "SecurityGroups"),
  makesGroups: true,
};

/** https://docs.aws.amazon.com/appstream2/latest/developerguide/default-internet-access.html */
const DESKTOPS: MachineType = {
  kind: "machine",
  publicAddress: ["enableDefaultInternetAccess"],
  subnets: [["vpcConfig", "subnetIds"]],
  isPlacedByService: true,
};

/** A tag of an autoscaling group as its instances get it. */
function propagated(tag: Value): Value[] {
  const is = flag(field(tag, "propagateAtLaunch"));
  if (is === UNKNOWN) return [{ key: field(tag, "key"), value: UNKNOWN }];
  return is === false ? [] : [tag];
}

const FLEET: Launching = {
  within: ["launchTemplateConfigs"],
  template: ["launchTemplateSpecification"],
  subnet: "subnetId",
};

export const MACHINE_TYPES: Readonly<Record<string, MachineType>> = {
  [INSTANCE]: EC2_INSTANCE,
  [SPOT_INSTANCE]: { ...EC2_INSTANCE, metadataReplaces: true },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    kind: "machine",
    within: ["launchSpecifications"],
    publicAddress: ["associatePublicIpAddress"],
    publicAddressReplaces: true,
    subnets: [["subnetId"]],
    tags: tagsIn("tags"),
    launching: [FLEET],
    profiles: [["iamInstanceProfile"], ["iamInstanceProfileArn"]],
    runsWithoutProfile: true,
    capacity: [["targetCapacity"]],
    capacityUnit: ["targetCapacityUnitType"],
    image: ["ami"],
    metadata: [],
    blockDevices: [["rootBlockDevices"], ["ebsBlockDevices"]],
  },
  "aws:ec2/fleet:Fleet": {
    kind: "machine",
    launching: [FLEET],
    capacity: [["targetCapacitySpecification", "totalTargetCapacity"]],
    capacityUnit: ["targetCapacitySpecification", "targetCapacityUnitType"],
  },
  "aws:autoscaling/group:Group": {
    kind: "machine",
    subnets: [["vpcZoneIdentifiers"]],
    given: (group) => [elements(field(group, "tags")).flatMap(propagated)],
    launching: [
      { template: ["launchTemplate"] },
      { template: ["launchConfiguration"] },
      { within: ["mixedInstancesPolicy", "launchTemplate"], template: ["launchTemplateSpecification"] },
    ],
    capacity: [["desiredCapacity"], ["minSize"]],
  },
  "aws:eks/nodeGroup:NodeGroup": {
    kind: "machine",
    subnets: [["subnetIds"]],
    launching: [{ template: ["launchTemplate"] }],
    role: ["nodeRoleArn"],
    makesGroups: true,
    capacity: [
      ["scalingConfig", "desiredSize"],
      ["scalingConfig", "minSize"],
    ],
  },
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    kind: "machine",
    when: runsOnMachines,
    subnets: [["computeResources", "subnets"]],
    tags: (environment) => [valueAt(environment, ["computeResources", "tags"])],
    given: (environment) => [valueAt(environment, ["computeResources", "tags"])],
    launching: [{ template: ["computeResources", "launchTemplate"] }],
    profiles: [["computeResources", "instanceRole"]],
  },
  "aws:emr/cluster:Cluster": {
    kind: "machine",
    subnets: [
      ["ec2Attributes", "subnetId"],
      ["ec2Attributes", "subnetIds"],
    ],
    profiles: [["ec2Attributes", "instanceProfile"]],
    makesGroups: true,
  },
  "aws:ecs/capacityProvider:CapacityProvider": {
    kind: "machine",
    when: (resource) => resource.getDeclared("managedInstancesProvider") !== undefined,
    subnets: [[...MANAGED_INSTANCES, "networkConfiguration", "subnets"]],
    profiles: [[...MANAGED_INSTANCES, "ec2InstanceProfileArn"]],
  },
  "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": {
    kind: "machine",
    subnets: [["subnetId"]],
    tags: tagsIn("resourceTags"),
    profiles: [["instanceProfileName"]],
    metadata: ["instanceMetadataOptions"],
  },
  "aws:gamelift/gameServerGroup:GameServerGroup": {
    kind: "machine",
    subnets: [["vpcSubnets"]],
    launching: [{ template: ["launchTemplate"] }],
    capacity: [["minSize"]],
  },
  "aws:lambda/capacityProvider:CapacityProvider": { kind: "machine", subnets: [["vpcConfig", "subnetIds"]] },
  "aws:appstream/fleet:Fleet": DESKTOPS,
  "aws:appstream/imageBuilder:ImageBuilder": DESKTOPS,
  "aws:workspaces/directory:Directory": {
    kind: "machine",
    publicAddress: ["workspaceCreationProperties", "enableInternetAccess"],
    subnets: [["subnetIds"]],
    isPlacedByService: true,
    makesGroups: true,
  },
  "aws:cloud9/environmentEC2:EnvironmentEC2": { kind: "machine", subnets: [["subnetId"]], makesGroups: true },
  "aws:elasticbeanstalk/environment:Environment": BEANSTALK,
  "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": { ...BEANSTALK, kind: "template" },
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": {
    kind: "machine",
    publicAddress: ["createPublicIp"],
    subnets: [["stagingAreaSubnetId"]],
    tags: tagsIn("stagingAreaTags"),
  },
  [LAUNCH_TEMPLATE]: {
    kind: "template",
    publicAddress: ["networkInterfaces", "associatePublicIpAddress"],
    subnets: [["networkInterfaces", "subnetId"]],
    tags: (template) =>
      elements(field(template, "tagSpecifications")).flatMap((specification) => {
        const type = field(specification, "resourceType");
        if (type === UNKNOWN) return [UNKNOWN];
        return type === "instance" ? [field(specification, "tags")] : [];
      }),
    profiles: [
      ["iamInstanceProfile", "arn"],
      ["iamInstanceProfile", "name"],
    ],
    runsWithoutProfile: true,
    image: ["imageId"],
    metadata: ["metadataOptions"],
    blockDevices: [["blockDeviceMappings", "ebs"]],
  },
  [LAUNCH_CONFIGURATION]: {
    kind: "template",
    publicAddress: ["associatePublicIpAddress"],
    publicAddressReplaces: true,
    profiles: [["iamInstanceProfile"]],
    runsWithoutProfile: true,
    image: ["imageId"],
    metadata: ["metadataOptions"],
    metadataReplaces: true,
    metadataNeedsEndpoint: true,
    blockDevices: EC2_BLOCK_DEVICES,
  },
  "aws:ecs/service:Service": {
    kind: "task",
    ...ECS_NETWORK,
    definition: { name: ["taskDefinition"], propagation: ["propagateTags"] },
  },
  "aws:ecs/taskSet:TaskSet": { kind: "task", ...ECS_NETWORK, publicAddressReplaces: true },
  "aws:cloudwatch/eventTarget:EventTarget": {
    kind: "task",
    within: ["ecsTarget"],
    ...ECS_NETWORK,
    tags: tagsIn("tags"),
    definition: { name: ["taskDefinitionArn"], propagation: ["propagateTags"] },
  },
  "aws:scheduler/schedule:Schedule": {
    kind: "task",
    within: ["target"],
    when: startsTasks,
    publicAddress: named("assignPublicIp"),
    subnets: named("subnets"),
    groups: named("securityGroups", "input"),
    tags: (target) => [valueAt(target, ["ecsParameters", "tags"])],
    definition: {
      name: ["ecsParameters", "taskDefinitionArn"],
      propagation: ["ecsParameters", "propagateTags"],
    },
  },
  "aws:batch/jobDefinition:JobDefinition": {
    kind: "task",
    publicAddress: named("assignPublicIp", "containerProperties", "ecsProperties", "nodeProperties"),
  },
  "aws:sfn/stateMachine:StateMachine": {
    kind: "task",
    within: named("awsvpcConfiguration", "definition"),
    publicAddress: named("assignPublicIp"),
    subnets: named("subnets"),
    groups: named("securityGroups"),
  },
  "aws:pipes/pipe:Pipe": {
    kind: "task",
    within: ["targetParameters", "ecsTaskParameters"],
    publicAddress: ["networkConfiguration", "awsVpcConfiguration", "assignPublicIp"],
    subnets: [["networkConfiguration", "awsVpcConfiguration", "subnets"]],
    tags: tagsIn("tags"),
    definition: { name: ["taskDefinitionArn"], propagation: ["propagateTags"] },
  },
};

/** Whatever stands under a name, in the whole description or in some of its properties. */
function named(name: string, ...properties: readonly string[]): Search {
  return function* (description, path) {
    const parts: readonly Found[] =
      properties.length === 0
        ? [{ path, value: description }]
        : properties.map((property) => ({ path: [...path, property], value: field(description, property) }));
    for (const part of parts) yield* valuesNamed(part.value, name, part.path);
  };
}

/** The value of an option among the settings of Elastic Beanstalk; UNKNOWN where a setting that is not known yet may be it, and no other one is. */
export function option(namespace: string, name: string): Search {
  return function* (description, path) {
    const settings = [...elements(field(description, "settings")).entries()].filter(
      ([, one]) => mayBe(field(one, "namespace"), namespace) && mayBe(field(one, "name"), name),
    );
    const certain = settings.filter(
      ([, one]) => field(one, "namespace") === namespace && field(one, "name") === name,
    );
    for (const [i, one] of certain.length > 0 ? certain : settings) {
      const value = certain.length > 0 ? field(one, "value") : UNKNOWN;
      yield { path: [...path, "settings", i, "value"], value };
    }
  };
}

const mayBe = (value: Value, wanted: string) => value === UNKNOWN || value === wanted;

/** Tasks on Fargate say for themselves what they are given, and are launched from no template. */
function runsOnMachines(environment: Resource): boolean {
  const resources = valueAt(environment.declared ?? environment.settled, ["computeResources"]);
  const type = field(resources, "type");
  if (type === UNKNOWN) return field(resources, "launchTemplate") !== undefined;
  return typeof type === "string" && !type.toUpperCase().startsWith("FARGATE");
}

function startsTasks(schedule: Resource): boolean {
  const target = valueAt(schedule.declared ?? schedule.settled, ["target"]);
  return (
    field(target, "ecsParameters") !== undefined ||
    String(word(field(target, "arn"))).endsWith(":ecs:runtask")
  );
}

function tagsIn(property: string): (description: Value) => Value[] {
  return (description) => [field(description, property)];
}
