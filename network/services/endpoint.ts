import type { AddressSet } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Answer, Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { RouteTable } from "../routing/route-table";
import type { Vpc } from "../routing/vpc";

export type EndpointKind = "interface" | "gateway" | "gateway-load-balancer" | "resource" | "service-network";

/** A VPC endpoint: where a VPC reaches a service without a way to the internet. */
export interface Endpoint {
  readonly resource: Resource;
  readonly title: string;
  /** Undefined for what AWS does not offer. */
  readonly kind: EndpointKind | Unknown | undefined;
  /** The AWS service without its region, such as `ssm` or `ecr.dkr`; undefined for what is not AWS's own. */
  readonly service: string | Unknown | undefined;
  /** Whether the service is that of another region, whose names nothing in the VPC asks for. */
  readonly isOfAnotherRegion: boolean;
  /** Undefined where it cannot be known. */
  readonly vpc: Vpc | undefined;
  /** Whether it is in a VPC, or could turn out to be. */
  readonly mayBeIn: (vpc: Vpc) => boolean;
  /** The tables that a gateway endpoint is put into for certain. */
  readonly routeTables: readonly RouteTable[];
  /** Whether tables could be among unknown values that nothing points at yet. */
  readonly mayHaveMoreRouteTables: boolean;
  /** The groups on its interfaces for certain: its VPC's default one where it names none. */
  readonly groups: readonly SecurityGroup[];
  /** Whether groups could be among unknown values. */
  readonly mayHaveMoreGroups: boolean;
  /** Where the addresses of its interfaces lie. */
  readonly addresses: AddressSet;
  /** Whether its service's own names lead to it inside the VPC; undefined where nothing says so, which AWS takes for no. */
  readonly privateDns: Answer | undefined;
  /** Whether a private hosted zone of its VPC has its service's name, and leads where the program wants. */
  readonly hasHostedZone: Answer;
}

/** Those of the endpoints that could turn out to be of a kind and in a VPC, once their unknown values are known. */
export function candidates(endpoints: readonly Endpoint[], kind: EndpointKind, vpc: Vpc): Endpoint[] {
  return endpoints.filter(
    (endpoint) =>
      (endpoint.kind === kind || endpoint.kind === UNKNOWN) &&
      !endpoint.isOfAnotherRegion &&
      endpoint.mayBeIn(vpc),
  );
}

/** Whether the service's name certainly leads past an endpoint, and no other one of its VPC or hosted zone has it. */
export function lacksItsName(endpoint: Endpoint, all: readonly Endpoint[]): boolean {
  if (endpoint.privateDns === true || endpoint.privateDns === UNKNOWN || endpoint.hasHostedZone !== false)
    return false;
  return !all.some(
    (other) =>
      other !== endpoint &&
      (other.service === endpoint.service || other.service === UNKNOWN) &&
      other.privateDns !== false &&
      other.privateDns !== undefined &&
      other.isOfAnotherRegion === endpoint.isOfAnotherRegion &&
      (endpoint.vpc === undefined ? other.vpc === undefined : other.mayBeIn(endpoint.vpc)),
  );
}

/** Turns private DNS on in the inputs of an endpoint. */
export function enablePrivateDns(inputs: Record<string, unknown>): void {
  inputs.privateDnsEnabled = true;
}
