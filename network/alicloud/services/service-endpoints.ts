import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { type Read, readSwitch, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { UNKNOWN, word } from "../../../stack/value";
import type { ServiceEndpoint } from "../../services/service-endpoint";
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
}

/** Whether a word, or a number, is one of those that open it. */
function oneOf(...words: readonly string[]): Read<boolean> {
  return (value) => {
    const said = typeof value === "number" ? String(value) : word(value);
    return said === undefined || said === UNKNOWN ? said : words.includes(said);
  };
}

const SEARCH = "alicloud:elasticsearch/instance:Instance";
const SERVICES: readonly Service[] = [
  ...["managedKubernetes:ManagedKubernetes", "kubernetes:Kubernetes", "edgeKubernetes:EdgeKubernetes"].map(
    (name) => ({ type: `alicloud:cs/${name}`, path: ["slbInternetEnabled"], otherwise: true }),
  ),
  {
    type: "alicloud:cs/serverlessKubernetes:ServerlessKubernetes",
    path: ["endpointPublicAccessEnabled"],
    otherwise: false,
  },
  { type: SEARCH, path: ["enablePublic"], otherwise: false },
  { type: SEARCH, path: ["enableKibanaPublicNetwork"], otherwise: false },
  { type: "alicloud:amqp/instance:Instance", path: ["supportEip"], otherwise: false },
  // 5 is an instance inside a VPC alone.
  { type: "alicloud:alikafka/instance:Instance", path: ["deployType"], read: oneOf("4"), otherwise: false },
  {
    type: "alicloud:rocketmq/rocketMQInstance:RocketMQInstance",
    path: ["networkInfo", "internetInfo", "internetSpec"],
    read: oneOf("enable"),
    otherwise: false,
  },
];

function servicesOf(stack: Stack, { type, path, read = readSwitch, otherwise }: Service): ServiceEndpoint[] {
  return stack.ofType(type).map((resource) => {
    const setting = settingAt(resource, path, read) ?? {
      value: otherwise,
      resource,
      path,
      written: undefined,
    };
    return {
      resource,
      kind: "service",
      isPublic: setting.value,
      setting,
      admits: AddressSet.all,
      statements: [],
    };
  });
}
