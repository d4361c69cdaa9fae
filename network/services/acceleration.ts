import type { Family } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Services } from "../groups/rule";

/**
 * A way from the internet to one endpoint of an accelerator, which sees its clients by their own addresses. It needs no public address and no route,
 * and no network ACL is asked.
 */
export interface Acceleration {
  /** The instance or balancer that is the endpoint. */
  readonly endpoint: Resource;
  /** Such as `Accelerator shop`. */
  readonly title: string;
  /** Such as `Listener https`. */
  readonly by: string;
  readonly families: readonly Family[];
  /** What clients may ask for. */
  readonly services: Services;
  /** The port on which the endpoint gets it; undefined where that is the one that was asked for. */
  readonly port: number | undefined;
}
