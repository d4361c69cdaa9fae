import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { type Shape, Typings } from "../../testing/typings";
import { WrittenDown } from "../harness/written-down";
import { folded, NOUNS, toldNouns, toldParts } from "./told-network";

/** The types that the readers of a cloud name, of those that its SDK has. */
function typesOf(cloud: string): string[] {
  const folder = join(__dirname, "../../network", cloud);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const token = new RegExp(`(?<=")(${cloud}:)?[\\w-]+/\\w+:\\w+(?=")`, "g");
  const named = files.flatMap((file) => readFileSync(join(folder, file), "utf8").match(token) ?? []);
  return [...new Set(named.map((type) => (type.startsWith(`${cloud}:`) ? type : `${cloud}:${type}`)))].sort();
}

/** What every text of a resource says, and is the id, ARN and name of all that stands around it. */
const ID = "thing";

/** What a resource may name, in a stack with one of each. */
const AROUND: Readonly<Record<string, readonly string[]>> = {
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

function resource(type: string, name: string, declared: Values, settled: Values = declared): ResourceFacts {
  return { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared, settled };
}

/** How deep objects are filled. */
const DEPTH = 4;

/** What stands for a text, a number and a switch. */
type Scalars = readonly [text: Value, number: Value, flag: Value];
const FULL: Scalars = [ID, 1, true];
const EMPTY: Scalars = ["", 0, false];
const LATER: Scalars = [UNKNOWN, UNKNOWN, UNKNOWN];
const POINTING: Scalars = [UNKNOWN, 1, true];

/** Properties that are all given, lists with one element; and which of them are read by name. */
class Given {
  readonly read = new Set<string>();
  private readonly readWhole = new Set<object>();

  constructor(
    private readonly typings: Typings,
    private readonly scalars: Scalars,
  ) {}

  /** Forgets what has been read. */
  forget(): void {
    this.read.clear();
    this.readWhole.clear();
  }

  object(shape: Shape, path: readonly string[] = []): Values {
    const own: Record<string, unknown> = {};
    const at = (name: string | symbol) => {
      const property = shape.get(String(name));
      if (property === undefined) return undefined;
      const steps = [...path, String(name)];
      if (!this.readWhole.has(own)) this.read.add(steps.join("."));
      own[String(name)] ??= this.value(property.type, steps);
      return own[String(name)];
    };
    return new Proxy(own, {
      get: (_, name) => at(name),
      has: (_, name) => shape.has(String(name)),
      ownKeys: () => {
        this.readWhole.add(own);
        return [...shape.keys()];
      },
      getOwnPropertyDescriptor: (_, name) => {
        const value = at(name);
        return value === undefined ? value : { value, enumerable: true, configurable: true, writable: true };
      },
    }) as Values;
  }

  private value(written: string, path: readonly string[]): unknown {
    const type = written
      .replace(/pulumi\.Input<(.*)>$/s, "$1")
      .replace(/pulumi\.Input<([^<>]*)>/g, "$1")
      .replace(/ \| undefined$/, "");
    if (type.endsWith("[]")) return [this.value(type.slice(0, -2).replace(/^\((.*)\)$/, "$1"), path)];
    const shape = path.length > DEPTH ? undefined : this.typings.nestedShape(type);
    if (shape !== undefined) return this.object(shape, path);
    const [text, number, flag] = this.scalars;
    if (type.startsWith("boolean")) return flag;
    if (type.startsWith("number")) return number;
    return type.startsWith("{") ? { Name: text } : text;
  }
}

/** Read of whatever names groups or holds texts, whatever its type. */
const OF_ANY_TYPE = ["interfaces", "writtenTexts"] as const;

const tellingOf = (network: Network) => [
  ...NOUNS.filter((kind) => kind !== "writtenTexts").flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
];

/** The names of all properties that hold a text, at whatever depth. */
function namesOfTexts(value: unknown, name: string): string[] {
  if (typeof value === "string") return [name];
  if (Array.isArray(value)) return value.flatMap((one) => namesOfTexts(one, name));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => namesOfTexts(one, key));
}

/** What keeps texts that nobody searches for credentials. */
function keptIn(network: Network, { urn, declared }: ResourceFacts): string[] {
  const searched = network.writtenTexts.filter(({ resource }) => resource.urn === urn);
  const names = new Set(searched.map(({ path }) => path.findLast((step) => typeof step === "string")));
  const kept = namesOfTexts(declared, "").filter((name) => !names.has(name));
  return kept.length === 0 ? [] : [`not searched for credentials: ${[...new Set(kept)].sort().join(", ")}`];
}

// UPDATE_GOLDEN=1 writes the lists anew.
for (const [cloud, types] of Object.entries(AROUND)) {
  describe(`what a network reads of ${cloud}, by type`, () => {
    const typings = Typings.installed(cloud);
    const expected = new WrittenDown(join(__dirname, `every-type-of-${cloud}.txt`));
    const around = types.map((type) =>
      resource(`${cloud}:${type}`, "around", {}, { id: ID, arn: ID, name: ID }),
    );
    const without = new Set(tellingOf(Session.networkOf(around)));

    const toldOf = (one: ResourceFacts, given?: Given): string[] => {
      const network = Session.networkOf([...around, one]);
      for (const kind of OF_ANY_TYPE) void network[kind];
      given?.forget();
      const nouns = tellingOf(network).filter((line) => !without.has(line));
      const kept = given === undefined ? [] : keptIn(network, one);
      const by =
        given === undefined || given.read.size === 0 ? [] : [`by ${[...given.read].sort().join(", ")}`];
      return [...by, ...kept, ...nouns].flatMap(folded);
    };

    for (const type of typesOf(cloud)) {
      const shape = typings.inputsOf(type);
      if (shape === undefined) continue;
      it(`of ${type}, given, given empty, not known yet in part and as a whole, pointing at others, and left out`, () => {
        const given = new Given(typings, FULL);
        const [empty, later, pointing] = [EMPTY, LATER, POINTING].map((one) =>
          resource(type, ID, new Given(typings, one).object(shape)),
        ) as [ResourceFacts, ResourceFacts, ResourceFacts];
        const dependencies = new Map([...shape.keys()].map((name) => [name, around.map(({ urn }) => urn)]));
        const unknown: Values = Object.fromEntries([...shape.keys()].map((name) => [name, UNKNOWN as Value]));
        expected.holds(type, [
          ...toldOf(resource(type, ID, given.object(shape)), given),
          "given empty:",
          ...toldOf(empty),
          "not known yet in part:",
          ...toldOf(later),
          "pointing at what is not made yet:",
          ...toldOf({ ...pointing, dependencies }),
          "not known yet:",
          ...toldOf(resource(type, ID, unknown)),
          "left out:",
          ...toldOf(resource(type, ID, {}, { id: ID })),
        ]);
      });
    }
  });
}
