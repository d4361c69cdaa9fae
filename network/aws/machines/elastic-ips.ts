import type { Resource } from "../../../stack/resource";
import { type Steps, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { STACK_TYPE } from "../../../stack/urn";
import { type Answer, elements, isKnown, isObject, isText, UNKNOWN, type Value } from "../../../stack/value";
import type { ElasticIp } from "../../machines/elastic-ip";
import { toldAddresses } from "../../machines/told-addresses";
import { resourcesBehind } from "../../references";
import { ELASTIC_IP, INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, SPOT_INSTANCE } from "../types";

/** What the cloud calls one, and what it tells of what one is on. */
const NAMES = ["id", "allocationId", "publicIp"];
const ATTACHMENTS = ["instance", "networkInterface"];

const SUBNET_MAPPINGS: readonly Steps[] = [["subnetMappings", "allocationId"]];

/** What takes Elastic IPs, and where it names them. */
const TAKERS: Readonly<Record<string, readonly Steps[]>> = {
  "aws:ec2/eipAssociation:EipAssociation": [["allocationId"], ["publicIp"]],
  "aws:ec2/natGateway:NatGateway": [
    ["allocationId"],
    ["secondaryAllocationIds"],
    ["availabilityZoneAddresses", "allocationIds"],
  ],
  "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation": [["allocationId"]],
  "aws:lb/loadBalancer:LoadBalancer": SUBNET_MAPPINGS,
  "aws:alb/loadBalancer:LoadBalancer": SUBNET_MAPPINGS,
  "aws:applicationloadbalancing/loadBalancer:LoadBalancer": SUBNET_MAPPINGS,
  "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": SUBNET_MAPPINGS,
  "aws:transfer/server:Server": [["endpointDetails", "addressAllocationIds"]],
  "aws:redshift/cluster:Cluster": [["elasticIp"]],
  "aws:medialive/channel:Channel": [["vpc", "publicAddressAllocationIds"]],
};

/** What runs a program that may put an address on a machine, or keeps its id for one, and where it is told that. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  [INSTANCE]: ["userData", "userDataBase64"],
  [SPOT_INSTANCE]: ["userData", "userDataBase64"],
  [LAUNCH_TEMPLATE]: ["userData"],
  [LAUNCH_CONFIGURATION]: ["userData", "userDataBase64"],
  "aws:lambda/function:Function": ["environment"],
  "aws:ecs/taskDefinition:TaskDefinition": ["containerDefinitions"],
  "aws:ssm/parameter:Parameter": ["value"],
  "aws:cloudformation/stack:Stack": ["parameters", "templateBody"],
};

/** The Elastic IPs of a stack, and whether anything has them. */
export function readElasticIps(stack: Stack): ElasticIp[] {
  const addresses = stack.ofType(ELASTIC_IP);
  if (addresses.length === 0) return [];
  const uses = new Uses(stack, addresses);
  return addresses.map((resource) => ({ resource, isAttached: uses.isAttached(resource) }));
}

class Uses {
  private readonly taken = new Set<Resource>();
  private readonly told: ReadonlySet<Resource>;
  /** Whether something takes one that cannot be known. */
  private mayTakeAnother = false;
  private readonly byName = new Map<string, Resource>();

  constructor(stack: Stack, addresses: readonly Resource[]) {
    for (const resource of addresses) {
      for (const name of NAMES.map((property) => resource.getSettled(property))) {
        if (isText(name)) this.byName.set(name, resource);
      }
    }
    for (const [taker, places] of stack.rowsOf(TAKERS)) {
      for (const [property, ...steps] of places) {
        this.take(stack, taker, property, valueAt(taker.get(property), steps));
      }
    }
    const ids = new Map([...this.byName].filter(([name]) => name.startsWith("eipalloc-")));
    this.told = toldAddresses(stack, { types: [ELASTIC_IP], ids, listeners: TOLD, cloud: "aws:" });
    for (const { settled } of stack.ofType(STACK_TYPE)) this.takeNamed(settled);
  }

  isAttached(resource: Resource): Answer {
    const attachments = ATTACHMENTS.map((property) => resource.get(property));
    if (this.taken.has(resource) || attachments.some((value) => value === UNKNOWN || isText(value)))
      return true;
    return this.mayTakeAnother || this.told.has(resource) ? UNKNOWN : false;
  }

  private take(stack: Stack, taker: Resource, property: string, value: Value): void {
    const known = elements(value).filter(isText);
    for (const name of known) {
      const address = this.byName.get(name);
      if (address !== undefined) this.taken.add(address);
    }
    const behind = resourcesBehind(stack, taker, property, [ELASTIC_IP]);
    for (const address of behind) this.taken.add(address);
    if (elements(value).includes(UNKNOWN) && behind.length === 0) this.mayTakeAnother = true;
  }

  /** What the stack exports may be on something of another one. */
  private takeNamed(exported: Value): void {
    if (!isKnown(exported)) this.mayTakeAnother = true;
    if (typeof exported === "string") {
      const address = this.byName.get(exported);
      if (address !== undefined) this.taken.add(address);
    } else if (Array.isArray(exported)) for (const one of exported) this.takeNamed(one as Value);
    else if (isObject(exported)) for (const one of Object.values(exported)) this.takeNamed(one);
  }
}
