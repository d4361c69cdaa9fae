import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import type { Property, Shape, Typings } from "../../testing/typings";

/** The types whose tokens readers put together, in the order in which they came. */
const PUT_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...["alb/targetGroup:TargetGroup", "alb/targetGroupAttachment:TargetGroupAttachment"],
    ...["lb/targetGroupAttachment:TargetGroupAttachment", "elb/attachment:Attachment"],
    ...["elb/listenerPolicy:ListenerPolicy", "rds/snapshot:Snapshot", "rds/snapshotCopy:SnapshotCopy"],
    ...["rds/clusterSnapshot:ClusterSnapshot", "rds/clusterSnapshotCopy:ClusterSnapshotCopy"],
    ...["s3/bucketAcl:BucketAcl", "s3/bucketAclV2:BucketAclV2", "s3/bucketObject:BucketObject"],
    ...["s3/bucketObjectv2:BucketObjectv2", "s3/objectCopy:ObjectCopy"],
  ],
};
const OF_ALB = ["aws:alb/listener:Listener", "aws:alb/listenerRule:ListenerRule"];

/** The types that the readers of a cloud name, of those that its SDK has. */
export function typesOf(cloud: string): string[] {
  const folder = join(__dirname, "../../network", cloud);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const token = new RegExp(`(?<=")(${cloud}:)?[\\w-]+/\\w+:\\w+(?=")`, "g");
  const named = files.flatMap((file) => readFileSync(join(folder, file), "utf8").match(token) ?? []);
  const tokens = named.map((type) => (type.startsWith(`${cloud}:`) ? type : `${cloud}:${type}`));
  const written = new Set([...tokens, ...(cloud === "aws" ? OF_ALB : [])]);
  return [...written].sort().concat(PUT_TOGETHER[cloud]?.map((type) => `${cloud}:${type}`) ?? []);
}

/** What every text of a resource says, and is the id, ARN and name of all that stands around it. */
export const ID = "thing";

/** What a resource may name, in a stack with one of each. */
export const AROUND: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...["ec2/vpc:Vpc", "ec2/subnet:Subnet", "ec2/routeTable:RouteTable", "ec2/networkAcl:NetworkAcl"],
    ...["ec2/securityGroup:SecurityGroup", "ec2/instance:Instance", "ec2/launchTemplate:LaunchTemplate"],
    ...[
      "ec2/networkInterface:NetworkInterface",
      "ec2/eip:Eip",
      "ec2/natGateway:NatGateway",
      "ebs/volume:Volume",
    ],
    ...["lb/loadBalancer:LoadBalancer", "lb/targetGroup:TargetGroup", "rds/subnetGroup:SubnetGroup"],
    ...["rds/cluster:Cluster", "s3/bucket:Bucket", "kms/key:Key", "iam/role:Role", "cloudtrail/trail:Trail"],
    ...["iam/instanceProfile:InstanceProfile", "iam/policy:Policy", "ecs/taskDefinition:TaskDefinition"],
  ],
  alicloud: [
    ...["vpc/network:Network", "vpc/switch:Switch", "vpc/routeTable:RouteTable", "vpc/networkAcl:NetworkAcl"],
    ...[
      "ecs/securityGroup:SecurityGroup",
      "ecs/instance:Instance",
      "ecs/ecsNetworkInterface:EcsNetworkInterface",
    ],
    ...["ecs/eipAddress:EipAddress", "vpc/natGateway:NatGateway", "ecs/ecsDisk:EcsDisk", "oss/bucket:Bucket"],
    ...[
      "slb/applicationLoadBalancer:ApplicationLoadBalancer",
      "alb/serverGroup:ServerGroup",
      "rds/instance:Instance",
    ],
    ...[
      "kms/key:Key",
      "ram/role:Role",
      "ess/scalingGroup:ScalingGroup",
      "cs/managedKubernetes:ManagedKubernetes",
    ],
  ],
};

export function resource(
  type: string,
  name: string,
  declared: Values,
  settled: Values = declared,
): ResourceFacts {
  return { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared, settled };
}

/** How deep objects are filled. */
const DEPTH = 4;

/** What stands for a text, a number and a switch. */
export type Scalars = readonly [text: Value, number: Value, flag: Value];
export const FULL: Scalars = [ID, 1, true];
export const EMPTY: Scalars = ["", 0, false];
export const LATER: Scalars = [UNKNOWN, UNKNOWN, UNKNOWN];
export const POINTING: Scalars = [UNKNOWN, 1, true];

/** In what a resource differs from one that is given everything. */
export interface Change {
  /** Whether a property is given at all, by its path. */
  readonly has?: (path: string) => boolean;
  /** What a property is as a whole. */
  readonly whole?: readonly [path: string, value: Value];
  /** What a text, number or switch is, in a list or not. */
  readonly scalar?: readonly [path: string, value: Value];
}

/** Properties that are all given, lists with one element; and which of them are read by name. */
export class Given {
  readonly read = new Map<string, Property>();
  constructor(
    private readonly typings: Typings,
    private readonly scalars: Scalars,
    private readonly change: Change = {},
  ) {}

  object(shape: Shape, path = ""): Values {
    const own: Record<string, unknown> = {};
    const pathOf = (name: string) => (path === "" ? name : `${path}.${name}`);
    const { has = () => true } = this.change;
    const names = [...shape.keys()].filter((name) => has(pathOf(name)));
    const given = new Set<string | symbol>(names);
    const at = (name: string | symbol) => {
      const property = shape.get(String(name));
      if (property === undefined || !given.has(name)) return undefined;
      own[String(name)] ??= this.value(property.type, pathOf(String(name)));
      return own[String(name)];
    };
    // What goes through all that there is reads them in order.
    let upcoming: string[] = [];
    return new Proxy(own, {
      get: (_, name) => {
        const property = shape.get(String(name));
        if (name === upcoming[0]) upcoming.shift();
        else if (property !== undefined) {
          upcoming = [];
          this.read.set(pathOf(String(name)), property);
        }
        return at(name);
      },
      has: (_, name) => given.has(name),
      ownKeys: () => {
        upcoming = [...names];
        return names;
      },
      getOwnPropertyDescriptor: (_, name) => {
        const value = at(name);
        return value === undefined ? value : { value, enumerable: true, configurable: true, writable: true };
      },
    }) as Values;
  }

  private value(written: string, path: string): unknown {
    const { whole, scalar } = this.change;
    if (whole?.[0] === path) return whole[1];
    const type = plain(written);
    if (type.endsWith("[]")) return [this.value(elementOf(type), path)];
    const shape = path.split(".").length > DEPTH ? undefined : this.typings.nestedShape(type);
    if (shape !== undefined) return this.object(shape, path);
    const [text, number, flag] = this.scalars;
    const given = scalar?.[0] === path ? scalar[1] : undefined;
    if (type.startsWith("boolean")) return given ?? flag;
    if (type.startsWith("number")) return given ?? number;
    return type.startsWith("{") ? { Name: text } : (given ?? text);
  }
}

/** What a property's type is, whether its value may be waited for or not. */
export const plain = (written: string): string =>
  written
    .replace(/pulumi\.Input<(.*)>$/s, "$1")
    .replace(/pulumi\.Input<([^<>]*)>/g, "$1")
    .replace(/ \| undefined$/, "");

/** The type of what a list holds. */
export const elementOf = (type: string): string => type.slice(0, -2).replace(/^\((.*)\)$/, "$1");
