import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import { type Read, readSwitch, type Steps, settingAt, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, integer, UNKNOWN, type Unknown, word } from "../../../stack/value";
import { certainResource, resourcesBehind } from "../../references";
import type { ServiceEndpoint } from "../../services/service-endpoint";
import { blockOf } from "../groups/blocks";
import { EIPS } from "../types";
import { readPublicConnections } from "./public-connections";
import { WHITELISTED, whitelistsOf } from "./whitelists";

/** The doors of databases to the internet: addresses there, and whitelists that may let it in. */
export function readServiceEndpoints(stack: Stack): ServiceEndpoint[] {
  const door = { kind: "database", isPublic: true, setting: undefined } as const;
  const connections = readPublicConnections(stack).map(({ resource, database }) => ({
    ...door,
    resource,
    admits: AddressSet.all,
    statements: [
      database === resource
        ? "it asks for an address on the internet"
        : "it gives a database an address on the internet",
    ],
  }));
  const lists = stack.ofType(...WHITELISTED).map((resource) => {
    const whitelists = whitelistsOf(resource);
    const admits = unionAll(
      whitelists.map(({ addresses }) => addresses),
      AddressSet.empty,
    );
    const paths = whitelists.filter(({ addresses }) => !addresses.isEmpty).map(({ path }) => path);
    const statements = [`${paths.join(", ")} lets in ${admits.texts().join(", ")}`];
    return { ...door, resource, admits, statements };
  });
  return [...connections, ...lists, ...SERVICES.flatMap((row) => servicesOf(stack, row))];
}

/** What opens a service to the internet, and whether it does where nothing is said. */
interface Service {
  readonly type: string;
  readonly path: readonly string[];
  readonly read?: Read<boolean>;
  readonly otherwise: boolean;
  /** What the setting names, which opens it: while its id is not known yet, it is named all the same. */
  readonly names?: readonly string[];
  /** What that means, where it is not the same in words. */
  readonly meaning?: string;
  /** What may add such blocks apart: where any does, it is not known whether one without is open. */
  readonly apart?: string;
  /** Where the blocks stand that it is open to, and where older programs have them; without any it is open to everyone. */
  readonly blocks?: Steps;
  readonly olderBlocks?: Steps;
  /** What has these blocks, where that is another resource: the property that names it, and its type. */
  readonly blocksOf?: readonly [property: string, type: string];
}

/** Whether a word, or a number, is one of those that open it. */
function oneOf(...words: readonly string[]): Read<boolean> {
  return (value) => {
    const said = typeof value === "number" ? String(value) : word(value);
    return said === undefined || said === UNKNOWN ? said : words.includes(said);
  };
}

const isAboveNothing: Read<boolean> = (value) => {
  const number = integer(value);
  return typeof number === "number" ? number > 0 : number;
};

/** Whether anything is named, such as what has the address. */
const isNamed: Read<boolean> = (value) =>
  value === UNKNOWN || value === undefined || value === null ? (value ?? undefined) : value !== "";

const isPublicType = oneOf("public");

const MESH = "alicloud:servicemesh/serviceMesh:ServiceMesh";
const SEARCH = "alicloud:elasticsearch/instance:Instance";
/** Nacos, ZooKeeper and Eureka. */
const REGISTRY = "alicloud:mse/cluster:Cluster";
/** One block that a registry of images takes clients from. */
const IMAGES_FROM = "alicloud:cr/endpointAclPolicy:EndpointAclPolicy";
const SERVICES: readonly Service[] = [
  ...["managedKubernetes:ManagedKubernetes", "kubernetes:Kubernetes", "edgeKubernetes:EdgeKubernetes"].map(
    (name) => ({ type: `alicloud:cs/${name}`, path: ["slbInternetEnabled"], otherwise: true }),
  ),
  // The balancers that it is given for its API.
  {
    type: "alicloud:cs/managedKubernetes:ManagedKubernetes",
    path: ["controlPlaneEndpointsConfig", "loadBalancersConfigs"],
    read: (value) => anyOf(elements(value).map((one) => isPublicType(field(one, "endpointType")) ?? false)),
    otherwise: false,
  },
  {
    type: "alicloud:cs/serverlessKubernetes:ServerlessKubernetes",
    path: ["endpointPublicAccessEnabled"],
    otherwise: false,
  },
  { type: SEARCH, path: ["enablePublic"], otherwise: false, blocks: ["publicWhitelists"] },
  { type: SEARCH, path: ["enableKibanaPublicNetwork"], otherwise: false, blocks: ["kibanaWhitelists"] },
  {
    type: REGISTRY,
    path: ["netType"],
    read: oneOf("pubnet", "both"),
    otherwise: false,
    blocks: ["aclEntryLists"],
  },
  {
    type: REGISTRY,
    path: ["pubNetworkFlow"],
    read: isAboveNothing,
    otherwise: false,
    blocks: ["aclEntryLists"],
  },
  ...["bastionhost/instance:Instance", "yundun/bastionHostInstance:BastionHostInstance"].map((name) => ({
    type: `alicloud:${name}`,
    path: ["enablePublicAccess"],
    otherwise: false,
    blocks: ["publicWhiteLists"],
  })),
  { type: MESH, path: ["loadBalancer", "apiServerPublicEip"], otherwise: false },
  { type: MESH, path: ["loadBalancer", "pilotPublicEip"], otherwise: false },
  { type: MESH, path: ["loadBalancer", "pilotPublicEipId"], read: isNamed, otherwise: false, names: EIPS },
  // It is there for this alone, and an endpoint without entries takes everyone.
  {
    type: "alicloud:cr/internetEndpoint:InternetEndpoint",
    path: ["entries"],
    read: (value) => (value === UNKNOWN || value === undefined ? value : true),
    otherwise: true,
    meaning: "everyone",
    apart: IMAGES_FROM,
    blocks: ["entries", "entry"],
  },
  // Each lets a block in through the door that a registry of images, a Kafka or queues have on the internet.
  {
    type: IMAGES_FROM,
    path: ["endpointType"],
    read: oneOf("internet"),
    otherwise: false,
    blocks: ["entry"],
  },
  {
    type: "alicloud:alikafka/instanceAllowedIpAttachment:InstanceAllowedIpAttachment",
    path: ["allowedType"],
    read: oneOf("internet"),
    otherwise: false,
    blocks: ["allowedIp"],
  },
  {
    type: "alicloud:message/serviceEndpointAcl:ServiceEndpointAcl",
    path: ["endpointType"],
    read: oneOf("public"),
    otherwise: false,
    blocks: ["cidr"],
  },
  {
    type: "alicloud:polardb/applicationEndpoint:ApplicationEndpoint",
    path: ["netType"],
    read: oneOf("public"),
    otherwise: false,
    blocks: ["securityIpLists"],
    blocksOf: ["applicationId", "alicloud:polardb/application:Application"],
  },
  { type: "alicloud:rds/aiInstance:AiInstance", path: ["publicEndpointEnabled"], otherwise: false },
  { type: "alicloud:amqp/instance:Instance", path: ["supportEip"], otherwise: false },
  // 5 is an instance inside a VPC alone.
  { type: "alicloud:alikafka/instance:Instance", path: ["deployType"], read: oneOf("4"), otherwise: false },
  {
    type: "alicloud:rocketmq/rocketMQInstance:RocketMQInstance",
    path: ["networkInfo", "internetInfo", "internetSpec"],
    read: oneOf("enable"),
    otherwise: false,
    blocks: ["ipWhitelists"],
    olderBlocks: ["networkInfo", "internetInfo", "ipWhitelists"],
  },
];

function servicesOf(stack: Stack, service: Service): ServiceEndpoint[] {
  const { type, path, read = readSwitch, otherwise, meaning, names = [] } = service;
  return stack.ofType(type).map((resource) => {
    const found = settingAt(resource, path, read);
    const [named] = resourcesBehind(stack, resource, String(path[0]), names);
    const isSure = named !== undefined && found?.value === UNKNOWN;
    const written = isSure ? { ...found, value: true, written: named.title } : found;
    const { admits, mayBeNarrowed, isNarrowed } = admissionOf(stack, resource, service);
    return {
      resource,
      kind: "service",
      isPublic: isNarrowed ? UNKNOWN : (written?.value ?? otherwise),
      ...(mayBeNarrowed && { mayBeNarrowed }),
      setting: written ?? { value: meaning ?? otherwise, resource, path, written: undefined },
      admits,
      statements: [],
    };
  });
}

/** Whom a service lets in, and whether what stands apart may leave fewer. */
function admissionOf(stack: Stack, resource: Resource, { apart, blocks, olderBlocks, blocksOf }: Service) {
  const holder = blocksOf === undefined ? resource : holderOf(stack, resource, blocksOf);
  const isTold = blocks !== undefined && holder !== undefined && holder !== UNKNOWN;
  const places = [blocks, olderBlocks].filter((one) => one !== undefined);
  const admits = isTold ? admittedBy(holder, places) : AddressSet.all;
  const mayBeNarrowed = (apart ?? blocksOf) !== undefined && admits.equals(AddressSet.all);
  const isNarrowedApart = apart !== undefined && mayBeNarrowed && stack.ofType(apart).length > 0;
  return { admits, mayBeNarrowed, isNarrowed: holder === UNKNOWN || isNarrowedApart };
}

/** The resource of the stack that a property names; UNKNOWN while that may be one, and undefined for one outside. */
function holderOf(
  stack: Stack,
  resource: Resource,
  [property, type]: readonly [property: string, type: string],
): Resource | Unknown | undefined {
  const [reference] = stack.references(resource, property, [type]);
  if (reference === undefined || reference.kind === "outside") return undefined;
  return certainResource(reference) ?? UNKNOWN;
}

function admittedBy(resource: Resource, places: readonly Steps[]): AddressSet {
  const named = places.flatMap(([property, ...steps]) =>
    elements(valueAt(resource.getDeclared(property), steps)),
  );
  if (named.length === 0) return AddressSet.all;
  const known = named.flatMap((block) => (typeof block === "string" ? (blockOf(block.trim()) ?? []) : []));
  return unionAll(known, AddressSet.empty);
}
