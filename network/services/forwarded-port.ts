import type { Resource } from "../../stack/resource";
import type { Services } from "../groups/rule";
import type { Location } from "../paths/from-internet";

/** A way by which a NAT gateway sends packets of the internet on to an interface inside, under their own addresses. */
export interface ForwardedPort {
  /** The instance or network interface that gets them. */
  readonly target: Resource;
  /** Such as `NatGateway main`. */
  readonly title: string;
  /** Such as `ForwardEntry ssh`. */
  readonly by: string;
  /** What clients may ask for. */
  readonly services: Services;
  /** The port inside; undefined where that is the one that was asked for. */
  readonly port: number | undefined;
  /** Where the gateway lies, whose packets come and go by its routes; undefined where that cannot be known. */
  readonly location: Location | undefined;
}
