import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { readSwitch, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { ServiceEndpoint } from "../../services/service-endpoint";
import { readPublicConnections } from "./public-connections";
import { DATABASES, whitelistsOf } from "./whitelists";

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
  const lists = Object.keys(DATABASES)
    .flatMap((type) => stack.ofType(type))
    .map((resource) => {
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
  readonly property: string;
  readonly otherwise: boolean;
}

const SEARCH = "alicloud:elasticsearch/instance:Instance";
const SERVICES: readonly Service[] = [
  ...["managedKubernetes:ManagedKubernetes", "kubernetes:Kubernetes", "edgeKubernetes:EdgeKubernetes"].map(
    (name) => ({ type: `alicloud:cs/${name}`, property: "slbInternetEnabled", otherwise: true }),
  ),
  {
    type: "alicloud:cs/serverlessKubernetes:ServerlessKubernetes",
    property: "endpointPublicAccessEnabled",
    otherwise: false,
  },
  { type: SEARCH, property: "enablePublic", otherwise: false },
  { type: SEARCH, property: "enableKibanaPublicNetwork", otherwise: false },
];

function servicesOf(stack: Stack, { type, property, otherwise }: Service): ServiceEndpoint[] {
  return stack.ofType(type).map((resource) => {
    const path = [property];
    const setting = settingAt(resource, path, readSwitch) ?? {
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
