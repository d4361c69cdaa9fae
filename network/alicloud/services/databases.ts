import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { groupBy } from "../../../stack/multimap";
import type { Stack } from "../../../stack/stack";
import { integer } from "../../../stack/value";
import { declaredGroups, type Interface } from "../../attachments/interface";
import type { Database, SubnetGroup } from "../../services/database";
import type { VSwitches } from "../routing/vswitches";
import { readPublicConnections } from "./public-connections";
import { admissions, DATABASES } from "./whitelists";

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
  readonly subnets: VSwitches;
}

/** The managed databases and caches of a stack. They name vSwitches themselves, and whitelists decide who gets in. */
export class Databases {
  readonly all: readonly Database[];
  readonly subnetGroups: readonly SubnetGroup[] = [];

  constructor({ stack, interfaces, subnets }: Sources) {
    const connections = readPublicConnections(stack);
    const admissionOf = admissions(stack);
    const interfacesOf = groupBy(interfaces, ({ resource }) => resource);
    this.all = Object.keys(DATABASES).flatMap((type) =>
      stack.ofType(type).map((resource): Database => {
        const port = integer(resource.getDeclared("port"));
        const { lists, isWhole } = admissionOf(resource);
        const admits = unionAll(
          lists.map(({ addresses }) => addresses),
          AddressSet.empty,
        );
        const named = lists.filter(({ addresses }) => !addresses.isEmpty);
        return {
          resource,
          title: resource.title,
          port,
          publicAddressSetting: undefined,
          groups: (interfacesOf.get(resource) ?? []).flatMap(declaredGroups),
          subnetGroup: undefined,
          subnets: subnets.allOf(resource),
          connections: connections
            .filter(({ database }) => database === resource)
            .map((connection) => ({
              resource: connection.resource,
              title: connection.resource.title,
              port: connection.port,
              whitelist: (named.length > 0 ? named : lists).map(({ path }) => path).join(", "),
              admits,
              mayAdmit: isWhole ? admits : AddressSet.all,
            })),
        };
      }),
    );
  }
}
