import type { Resource } from "../../../stack/resource";
import { valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { STACK_TYPE } from "../../../stack/urn";
import { isKnown, isObject, isText, UNKNOWN, type Value } from "../../../stack/value";
import type { ElasticIp } from "../../machines/elastic-ip";
import { toldAddresses } from "../../machines/told-addresses";
import { resourcesBehind } from "../../references";
import {
  EIP_ASSOCIATION,
  EIPS,
  INSTANCE,
  INSTANCE_SET,
  LAUNCH_TEMPLATES,
  SCALING_CONFIGURATION,
} from "../types";

/** One that is announced from several regions. */
const ANYCAST_EIP = "alicloud:eipanycast/anycastEipAddress:AnycastEipAddress";
/** One at the edge. */
const EDGE_EIP = "alicloud:ens/eip:Eip";
const ADDRESSES = [...EIPS, ANYCAST_EIP, EDGE_EIP];

/** What takes Elastic IPs, and where it names them. */
const TAKERS: readonly (readonly [type: string, property: string, ...steps: string[]])[] = [
  [EIP_ASSOCIATION, "allocationId"],
  ["alicloud:eipanycast/anycastEipAddressAttachment:AnycastEipAddressAttachment", "anycastId"],
  ["alicloud:ens/eipInstanceAttachment:EipInstanceAttachment", "allocationId"],
  ["alicloud:alb/loadBalancer:LoadBalancer", "zoneMappings", "allocationId"],
  ["alicloud:alb/loadBalancer:LoadBalancer", "zoneMappings", "loadBalancerAddresses", "allocationId"],
  ["alicloud:nlb/loadBalancer:LoadBalancer", "zoneMappings", "allocationId"],
  ["alicloud:servicemesh/serviceMesh:ServiceMesh", "loadBalancer", "pilotPublicEipId"],
  ["alicloud:eci/containerGroup:ContainerGroup", "eipInstanceId"],
  ["alicloud:eci/imageCache:ImageCache", "eipInstanceId"],
  ["alicloud:eci/openApiImageCache:OpenApiImageCache", "eipInstanceId"],
  ["alicloud:eci/virtualNode:VirtualNode", "eipInstanceId"],
];

/** What runs a program that may put an address on a machine, or keeps its id for one, and where it is told that. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  [INSTANCE]: ["userData"],
  [INSTANCE_SET]: ["userData"],
  [SCALING_CONFIGURATION]: ["userData"],
  [LAUNCH_TEMPLATES[0]]: ["userData"],
  [LAUNCH_TEMPLATES[1]]: ["userData"],
  "alicloud:fc/function:Function": ["environmentVariables"],
  "alicloud:fc/v3Function:V3Function": ["environmentVariables"],
  "alicloud:oos/parameter:Parameter": ["value"],
  "alicloud:ros/stack:Stack": ["parameters", "templateBody"],
};

/** The Elastic IPs of a stack, and whether anything has them; what is exported may be on something of another stack. */
export function readElasticIps(stack: Stack): ElasticIp[] {
  const addresses = stack.ofType(...ADDRESSES);
  if (addresses.length === 0) return [];
  const taken = new Set<Resource>();
  let mayTakeAnother = false;
  for (const [type, property, ...steps] of TAKERS) {
    for (const taker of stack.ofType(type)) {
      const value = valueAt(taker.get(property), steps);
      for (const reference of stack.references(taker, property, ADDRESSES, value)) {
        if (reference.kind === "resource") taken.add(reference.resource);
        else if (reference.kind !== "outside") mayTakeAnother = true;
      }
      for (const address of resourcesBehind(stack, taker, property, ADDRESSES)) taken.add(address);
    }
  }
  const exported = stack.ofType(STACK_TYPE).map(({ settled }): Value => settled);
  const texts = new Set(exported.flatMap((value) => [...textsIn(value)]));
  if (!exported.every(isKnown)) mayTakeAnother = true;
  const ids = new Map(
    addresses.flatMap((resource): [string, Resource][] => {
      const id = resource.getSettled("id");
      return isText(id) ? [[id, resource]] : [];
    }),
  );
  const told = toldAddresses(stack, { types: ADDRESSES, ids, listeners: TOLD, cloud: "alicloud:" });
  return addresses.map((resource) => {
    const isExported = ["id", "ipAddress"].some((name) => texts.has(String(resource.getSettled(name))));
    return {
      resource,
      isAttached:
        taken.has(resource) || isExported || (mayTakeAnother || told.has(resource) ? UNKNOWN : false),
    };
  });
}

function* textsIn(value: Value): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one as Value);
  else if (isObject(value)) for (const one of Object.values(value)) yield* textsIn(one);
}
