import { AddressSet } from "../../../algebra/addresses";
import { isSubset } from "../../../algebra/set";
import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, idsIn, text, UNKNOWN, word } from "../../../stack/value";
import type { Placement } from "../../machines/placement";
import { certainResource, resourcesBehind } from "../../references";
import type { NatGateway } from "../../routing/nat-gateway";
import type { Subnet } from "../../routing/subnet";
import { blockOf } from "../groups/blocks";
import { EIP_ASSOCIATION, EIPS, NAT_GATEWAY, VSWITCHES } from "../types";
import type { VSwitches } from "./vswitches";

const ENTRY = "alicloud:vpc/snatEntry:SnatEntry";

interface Sources {
  readonly stack: Stack;
  readonly subnets: VSwitches;
}

/** The NAT gateways of a stack, each with the machines that its SNAT entries name. */
export function readNatGateways({ stack, subnets }: Sources): NatGateway[] {
  const entries = stack.ofType(ENTRY).map((entry) => readEntry(entry, stack, subnets));
  return stack.ofType(NAT_GATEWAY).map((resource): NatGateway => {
    const subnet = subnets.of(resource);
    const own = entries.filter(({ gateway }) => gateway === resource || gateway === undefined);
    return {
      resource,
      title: resource.title,
      isPublic: isPublic(resource, subnet),
      subnet,
      serves: (placement) => anyOf(own.map((entry) => serves(entry, resource, placement))),
    };
  });
}

/** Whether a gateway is one of the internet, which is what it is when that is left out. */
export function isOfInternet(gateway: Resource): Answer {
  const type = word(gateway.getDeclared("networkType"));
  return type === UNKNOWN ? UNKNOWN : type === undefined || type === "internet";
}

/** Beside an active IPv4 gateway its addresses must be bound in the mode that is compatible with that. */
function isPublic(gateway: Resource, subnet: Subnet | undefined): Answer {
  const answer = isOfInternet(gateway);
  return answer === true && needsRoute(subnet) && text(gateway.getDeclared("eipBindMode")) !== "NAT"
    ? UNKNOWN
    : answer;
}

function needsRoute(subnet: Subnet | undefined): boolean {
  return subnet?.unroutedFamilies?.includes("IPv4") !== true;
}

/** An entry of the table of a gateway. A gateway tells the ids of its tables in one text, between commas. */
export function gatewayNamed(
  stack: Stack,
  entry: Resource,
  property: string,
  tableIds: string,
): Resource | undefined {
  const id = entry.get(property);
  if (typeof id === "string") {
    const named = stack
      .ofType(NAT_GATEWAY)
      .find((one) => String(one.getSettled(tableIds)).split(",").includes(id));
    if (named !== undefined) return named;
  }
  const [behind, ...others] = resourcesBehind(stack, entry, property, [NAT_GATEWAY]);
  if (others.length > 0) return undefined;
  return behind ?? certainResource(stack.references(entry, property, [NAT_GATEWAY])[0]);
}

interface Entry {
  /** Undefined where it may be that of any. */
  readonly gateway: Resource | undefined;
  /** The gateways that have every address under which it sends packets on. */
  readonly bound: readonly Resource[];
  covers(placement: Placement): Answer;
}

function readEntry(entry: Resource, stack: Stack, subnets: VSwitches): Entry {
  return {
    gateway: gatewayNamed(stack, entry, "snatTableId", "snatTableIds"),
    bound: gatewaysWith(addressesOf(entry, stack), stack),
    covers: coverage(entry, stack, subnets),
  };
}

function serves(entry: Entry, gateway: Resource, placement: Placement): Answer {
  const covers = entry.covers(placement);
  if (covers !== true) return covers;
  const hasOwn = placement.publicAddresses.some(({ family }) => family === "IPv4");
  // A machine uses an address of its own before SNAT, and that needs a route beside an active IPv4 gateway.
  const isSure = entry.gateway === gateway && entry.bound.includes(gateway);
  return isSure && !(hasOwn && needsRoute(placement.subnet)) ? true : UNKNOWN;
}

/** The Elastic IPs that an entry names, between commas; empty where one is not of the stack, or that cannot be known. */
function addressesOf(entry: Resource, stack: Stack): readonly Resource[] {
  const value = text(entry.get("snatIp"));
  if (typeof value !== "string") return resourcesBehind(stack, entry, "snatIp", EIPS);
  const parts = elements(idsIn(value));
  const named = stack.references(entry, "snatIp", EIPS, parts, ["ipAddress"]).map(certainResource);
  const known = named.filter((one) => one !== undefined);
  if (known.length === parts.length) return known;
  const behind = resourcesBehind(stack, entry, "snatIp", EIPS);
  return behind.length === parts.length ? behind : [];
}

function gatewaysWith(addresses: readonly Resource[], stack: Stack): readonly Resource[] {
  if (addresses.length === 0) return [];
  const associations = stack.ofType(EIP_ASSOCIATION).map((one) => ({
    address: certainResource(stack.references(one, "allocationId", EIPS)[0]),
    gateway: certainResource(stack.references(one, "instanceId", [NAT_GATEWAY])[0]),
  }));
  return stack
    .ofType(NAT_GATEWAY)
    .filter((gateway) =>
      addresses.every((address) =>
        associations.some((one) => one.address === address && one.gateway === gateway),
      ),
    );
}

/** An entry names a vSwitch or a block, and never both. */
function coverage(entry: Resource, stack: Stack, subnets: VSwitches): Entry["covers"] {
  const references = stack.references(entry, "sourceVswitchId", VSWITCHES);
  const block = text(entry.get("sourceCidr"));
  if (references.length > 0) {
    const [reference] = references;
    const vswitch = reference && subnets.behind(reference);
    const isOutside = reference?.kind === "outside";
    return ({ subnet }) =>
      subnet === undefined || (vswitch === undefined && !isOutside) ? UNKNOWN : subnet === vswitch;
  }
  if (block === undefined || block === "") return () => false;
  const named = block === UNKNOWN ? undefined : blockOf(block.trim());
  if (named === undefined) return () => (block === UNKNOWN ? UNKNOWN : false);
  return ({ addresses }) => {
    const its = addresses.intersect(AddressSet.ipv4);
    if (its.isEmpty) return UNKNOWN;
    return isSubset(its, named) ? true : its.intersect(named).isEmpty ? false : UNKNOWN;
  };
}
