import type { AddressSet } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Answer } from "../../stack/value";
import { type Openness, openAddresses } from "../paths/internet";

/** A door of a service's own, which the service may open to the internet whatever a VPC's routes and groups say. */
export interface ServiceEndpoint {
  readonly resource: Resource;
  readonly kind: "database" | "service";
  /** Whether it stands on the internet; it may still admit nobody from there. */
  readonly isPublic: Answer;
  /** Whether other resources of the stack may keep it from being open. */
  readonly mayBeNarrowed?: boolean;
  /** What opens it; undefined where `statements` say that, as of what lies outside a VPC. */
  readonly setting: Setting<boolean | string> | undefined;
  /** Whom it admits for certain once it is public. */
  readonly admits: AddressSet;
  /** What lets others in where no setting says it: of a service the places, such as `accessPolicies Statement[0]`, of a database sentences. */
  readonly statements: readonly string[];
}

/** Whether it is open to the internet for certain: public, and to more addresses than may be. */
export function isOpenToInternet({ isPublic, admits }: ServiceEndpoint, openness: Openness): boolean {
  return isPublic === true && !openAddresses(admits, openness).isEmpty;
}
