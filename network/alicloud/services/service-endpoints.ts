import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
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
  return [...connections, ...lists];
}
