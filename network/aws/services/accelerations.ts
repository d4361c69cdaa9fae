import type { Family } from "../../../algebra/addresses";
import { type PortSet, portRange, ports } from "../../../algebra/ports";
import { protocol, TCP, UDP } from "../../../algebra/protocols";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, integer, text, UNKNOWN, type Value } from "../../../stack/value";
import { referencesBehind } from "../../references";
import type { Acceleration } from "../../services/acceleration";
import { INSTANCE } from "../types";
import { kindOf, LOAD_BALANCERS } from "./load-balancers";

const ENDPOINT_GROUP = "aws:globalaccelerator/endpointGroup:EndpointGroup";
const LISTENER = "aws:globalaccelerator/listener:Listener";
const ACCELERATOR = "aws:globalaccelerator/accelerator:Accelerator";

/**
 * The endpoints of Global Accelerator that see their clients' addresses. Traffic to other endpoints comes from the accelerator's public addresses and needs
 * all that other traffic from the internet needs. A custom routing accelerator lets nothing through until an API call opens it, which no resource makes.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.html
 */
export function readAccelerations({ stack }: { readonly stack: Stack }): Acceleration[] {
  return stack.ofType(ENDPOINT_GROUP).flatMap((group) => {
    const listener = only(stack, group, "listenerArn", LISTENER);
    const accelerator = listener && only(stack, listener, "acceleratorArn", ACCELERATOR);
    if (listener === undefined || accelerator === undefined) return [];
    const isOn = (readSwitch(accelerator.getDeclared("enabled")) ?? true) === true;
    if (!isOn || !getsSome(group.getDeclared("trafficDialPercentage"))) return [];
    const families: Family[] =
      text(accelerator.getDeclared("ipAddressType")) === "DUAL_STACK" ? ["IPv4", "IPv6"] : ["IPv4"];
    const doors = doorsOf(listener, group);
    return endpointsOf(stack, group).flatMap((endpoint) =>
      doors.map((door) => ({
        endpoint,
        title: accelerator.title,
        by: listener.title,
        families,
        ...door,
      })),
    );
  });
}

/** What a listener takes, on the port where an endpoint group's endpoints get it. */
function doorsOf(listener: Resource, group: Resource): Pick<Acceleration, "services" | "port">[] {
  const name = text(listener.get("protocol"));
  if (typeof name !== "string") return [];
  const protocols = protocol(name.toUpperCase() === "UDP" ? UDP : TCP);
  const taken = unionAll(
    elements(listener.get("portRanges")).map((range) => {
      const [from, to] = [integer(field(range, "fromPort")), integer(field(range, "toPort"))];
      return typeof from === "number" && typeof to === "number" ? portRange(from, to) : ports([]);
    }),
    ports([]),
  );
  const overrides = elements(group.getDeclared("portOverrides")).map(
    (override): Readonly<Record<"from" | "to", Value>> => ({
      from: integer(field(override, "listenerPort")),
      to: integer(field(override, "endpointPort")),
    }),
  );
  // An override not known yet may take any port elsewhere.
  if (overrides.some(({ from, to }) => typeof from !== "number" || typeof to !== "number")) return [];
  const door = (own: PortSet, port?: Value) => ({
    services: { protocols, ports: taken.intersect(own) },
    port: typeof port === "number" ? port : undefined,
  });
  const overridden = ports(overrides.map(({ from }) => from as number));
  return [
    door(taken.subtract(overridden)),
    ...overrides.map(({ from, to }) => door(ports([from as number]), to)),
  ].filter(({ services }) => !services.ports.isEmpty);
}

/** The endpoints that see their clients' addresses for certain. */
function endpointsOf(stack: Stack, group: Resource): Resource[] {
  const configurations = elements(group.getDeclared("endpointConfigurations")).filter((one) =>
    getsSome(field(one, "weight")),
  );
  const isUnknown = (one: Value) => field(one, "endpointId") === UNKNOWN;
  const known = configurations.filter((one) => !isUnknown(one)).map((one): Value[] => [one]);
  const unknown = configurations.filter(isUnknown);
  return [...known, ...(unknown.length > 0 ? [unknown] : [])].flatMap((some) => {
    const ids = some.map((one): Value => field(one, "endpointId"));
    const preserves = some.every((one) => readSwitch(field(one, "clientIpPreservationEnabled")) === true);
    return stack
      .references(group, "endpointConfigurations", ENDPOINTS, ids, ["id", "arn"])
      .flatMap((reference) =>
        reference.kind === "resource" && reference.certain && seesClients(reference.resource, preserves)
          ? [reference.resource]
          : [],
      );
  });
}

const ENDPOINTS = [INSTANCE, ...LOAD_BALANCERS];

/** An instance and an internal application balancer always do; others where they are told to, a network balancer only with groups. */
function seesClients(endpoint: Resource, isToldTo: boolean): boolean {
  if (endpoint.type === INSTANCE) return true;
  if (kindOf(endpoint) === "application") return isToldTo || readSwitch(endpoint.get("internal")) === true;
  return isToldTo && kindOf(endpoint) === "network" && elements(endpoint.get("securityGroups")).length > 0;
}

/** A weight or share of 0 gets nothing. */
function getsSome(share: Value): boolean {
  return share !== UNKNOWN && Number(share ?? 1) > 0;
}

function only(stack: Stack, resource: Resource, property: string, type: string): Resource | undefined {
  const [reference, ...others] = referencesBehind(stack, resource, property, [type]);
  return reference?.kind === "resource" && reference.certain && others.length === 0
    ? reference.resource
    : undefined;
}
