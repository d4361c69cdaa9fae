import { AddressSet } from "../../../algebra/addresses";
import { groupBy } from "../../../stack/multimap";
import type { Stack } from "../../../stack/stack";
import { declaredGroups, type Interface } from "../../attachments/interface";
import type { Endpoint } from "../../services/endpoint";
import type { Vpcs } from "../routing/vpcs";

const ENDPOINT = "alicloud:privatelink/vpcEndpoint:VpcEndpoint";

interface Sources {
  readonly stack: Stack;
  readonly vpcs: Vpcs;
  readonly interfaces: readonly Interface[];
}

/** The endpoints of PrivateLink, each for a service that somebody offers; those of Alibaba Cloud itself need none. */
export function readEndpoints({ stack, vpcs, interfaces }: Sources): Endpoint[] {
  const interfacesOf = groupBy(interfaces, ({ resource }) => resource);
  return stack.ofType(ENDPOINT).map((resource): Endpoint => {
    const own = interfacesOf.get(resource) ?? [];
    const vpc = vpcs.of(resource);
    return {
      resource,
      title: resource.title,
      kind: "interface",
      service: undefined,
      isOfAnotherRegion: false,
      vpc,
      mayBeIn: (other) => vpc === undefined || vpc === other,
      routeTables: [],
      mayHaveMoreRouteTables: false,
      groups: own.flatMap(declaredGroups),
      mayHaveMoreGroups: own.some(({ mayHaveMore }) => mayHaveMore),
      addresses: AddressSet.empty,
      privateDns: undefined,
      hasHostedZone: false,
    };
  });
}
