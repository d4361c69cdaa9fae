import { AddressSet, PRIVATE_ADDRESSES } from "../../../algebra/addresses";
import { ALL_PORTS, type PortSet, portRange } from "../../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../../../algebra/protocols";
import { isSubset } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, field, text, UNKNOWN, type Value } from "../../../stack/value";
import { certainResource, resourcesBehind } from "../../references";
import type { ForwardedPort } from "../../services/forwarded-port";
import { gatewayNamed, isOfInternet } from "../routing/nat-gateways";
import type { VSwitches } from "../routing/vswitches";
import { INSTANCE, NETWORK_INTERFACES } from "../types";

const ENTRY = "alicloud:vpc/forwardEntry:ForwardEntry";

const OWNERS = [INSTANCE, ...NETWORK_INTERFACES];
/** What an instance or interface calls its addresses in the VPC. */
const ADDRESSES = [
  ...["primaryIpAddress", "privateIp"],
  ...["privateIpAddresses", "privateIps", "secondaryPrivateIps"],
];
const ANY = "any";

interface Sources {
  readonly stack: Stack;
  readonly subnets: VSwitches;
}

/** The entries of Internet NAT gateways that send packets on, to machines that are known. One of a VPC NAT gateway is no way in. */
export function readForwardedPorts({ stack, subnets }: Sources): ForwardedPort[] {
  return stack.ofType(ENTRY).flatMap((entry): ForwardedPort[] => {
    const gateway = gatewayNamed(stack, entry, "forwardTableId", "forwardTableIds");
    const isPublic = gateway === undefined || isOfInternet(gateway) === true;
    const location = gateway && subnets.of(gateway);
    const isNear = (one: Resource) => location?.vpc === undefined || subnets.of(one)?.vpc === location.vpc;
    const target = targetOf(stack, entry, isNear);
    const door = doorOf(entry);
    if (!isPublic || isPrivate(entry.get("externalIp")) || target === undefined || door === undefined) {
      return [];
    }
    return [{ target, title: gateway?.title ?? "a NAT gateway", by: entry.title, location, ...door }];
  });
}

/** @param isNear whether a resource may lie in the gateway's VPC, for two VPCs may have one address each */
function targetOf(stack: Stack, entry: Resource, isNear: (one: Resource) => boolean): Resource | undefined {
  const property = "internalIp";
  const references = stack.references(entry, property, OWNERS, entry.get(property), ADDRESSES);
  const named = references.flatMap((one) => (one.kind === "resource" ? one.resource : []));
  const near = named.filter(isNear);
  if (entry.get(property) !== UNKNOWN && named.length > 1) return near.length === 1 ? near[0] : undefined;
  const found = references.map(certainResource).find((one) => one !== undefined);
  if (found !== undefined) return found;
  const behind = resourcesBehind(stack, entry, property, OWNERS);
  if (behind.length === 1) return behind[0];
  const isKnown = references.some((one: Reference) => one.kind === "outside");
  return isKnown ? declaredOwner(stack, entry.get(property), isNear) : undefined;
}

/** What the program itself gives an address, before the cloud tells it. */
function declaredOwner(
  stack: Stack,
  address: Value,
  isNear: (one: Resource) => boolean,
): Resource | undefined {
  const owners = stack
    .ofType(...OWNERS)
    .filter(isNear)
    .filter(({ declared }) => ADDRESSES.some((name) => elements(field(declared, name)).includes(address)));
  return owners.length === 1 ? owners[0] : undefined;
}

/** What an entry takes, and the port inside; undefined for what is not known, or is none. */
function doorOf(entry: Resource): Pick<ForwardedPort, "services" | "port"> | undefined {
  const [name, outside, inside] = ["ipProtocol", "externalPort", "internalPort"].map((one) =>
    text(entry.get(one)),
  );
  if (typeof name !== "string" || typeof outside !== "string" || typeof inside !== "string") return undefined;
  const [protocols] = [name.toLowerCase()].map((word) =>
    word === "tcp"
      ? protocol(TCP)
      : word === "udp"
        ? protocol(UDP)
        : word === ANY
          ? ALL_PROTOCOLS
          : undefined,
  );
  const [taken, given] = [portsOf(outside), portsOf(inside)];
  if (protocols === undefined || taken === undefined || given === undefined) return undefined;
  if (taken.equals(given)) return { services: { protocols, ports: taken }, port: undefined };
  const [range] = given.intervals;
  const isOne = range !== undefined && range.end - range.start === 1;
  return isOne ? { services: { protocols, ports: taken }, port: range.start } : undefined;
}

function portsOf(written: string): PortSet | undefined {
  if (written.toLowerCase() === ANY) return ALL_PORTS;
  const [, first, last = first] = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(written.trim()) ?? [];
  return first === undefined ? undefined : portRange(Number(first), Number(last));
}

function isPrivate(address: Value): boolean {
  const known = typeof address === "string" ? AddressSet.parse(`${address}/32`) : undefined;
  return known !== undefined && isSubset(known, PRIVATE_ADDRESSES);
}
