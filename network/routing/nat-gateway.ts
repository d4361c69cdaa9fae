import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import type { Placement } from "../machines/placement";
import type { Subnet } from "./subnet";

/** What sends packets of a VPC on under an address of its own. */
export interface NatGateway {
  readonly resource: Resource;
  readonly title: string;
  /** Whether that is a public address; UNKNOWN where it cannot be known. */
  readonly isPublic: Answer;
  /** Where it lies, whose routes its packets take; undefined where that cannot be known, or it lies in none. */
  readonly subnet: Subnet | undefined;
  /** Whether it sends on the packets of an interface that a route leads to it, whatever address of its own that gets. */
  readonly serves: (placement: Placement) => Answer;
}
