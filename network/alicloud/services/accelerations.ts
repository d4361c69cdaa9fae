import { ALL_PORTS } from "../../../algebra/ports";
import { ALL_PROTOCOLS } from "../../../algebra/protocols";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { certainResource, resourcesBehind } from "../../references";
import type { Acceleration } from "../../services/acceleration";
import { INSTANCE, NETWORK_INTERFACES } from "../types";
import { CLASSIC_BALANCERS, NETWORK_BALANCER } from "./balancer-types";

const RELATION = "alicloud:ga/basicAccelerateIpEndpointRelation:BasicAccelerateIpEndpointRelation";
const ENDPOINT = "alicloud:ga/basicEndpoint:BasicEndpoint";
const ACCELERATOR = "alicloud:ga/basicAccelerator:BasicAccelerator";
const ENDPOINTS = [INSTANCE, ...NETWORK_INTERFACES, ...CLASSIC_BALANCERS, NETWORK_BALANCER];

/**
 * What basic Global Accelerator gives an address on the internet: every packet to that goes on to the one endpoint, over a private connection.
 * https://help.aliyun.com/en/ga/user-guide/basic-ga-instances/
 */
export function readAccelerations({ stack }: { readonly stack: Stack }): Acceleration[] {
  return stack.ofType(RELATION).flatMap((relation): Acceleration[] => {
    const endpoint = endpointOf(stack, relation);
    const accelerator = certainResource(stack.references(relation, "acceleratorId", [ACCELERATOR])[0]);
    const target = endpoint && certainResource(stack.references(endpoint, "endpointAddress", ENDPOINTS)[0]);
    if (endpoint === undefined || target === undefined) return [];
    return [
      {
        endpoint: target,
        title: accelerator?.title ?? "a basic accelerator",
        by: endpoint.title,
        families: ["IPv4"],
        services: { protocols: ALL_PROTOCOLS, ports: ALL_PORTS },
        port: undefined,
      },
    ];
  });
}

function endpointOf(stack: Stack, relation: Resource): Resource | undefined {
  const property = "endpointId";
  const [named] = stack.references(relation, property, [ENDPOINT], relation.get(property), [property]);
  return certainResource(named) ?? resourcesBehind(stack, relation, property, [ENDPOINT])[0];
}
