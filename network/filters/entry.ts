import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import type { Unknown } from "../../stack/value";

export type Direction = "ingress" | "egress";

export type Action = "allow" | "deny";

/** Something that the cloud would not take. */
export interface Problem {
  /** Such as `ingress[0].cidrBlocks[1]`; empty for a resource as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Something that the cloud would not take of a resource, though it can be read and is judged all the same. */
export interface Refusal extends Problem {
  readonly resource: Resource;
}

/** What decides about some packets: a rule of a security group or an entry of a network ACL. */
export interface Entry {
  /** The resource that declares it; undefined for what the cloud itself puts in. */
  readonly resource: Resource | undefined;
  /** Where in that resource, such as `ingress[0]`; empty for a resource that is one entry. */
  readonly path: string;
  /** Undefined where it says neither. */
  readonly direction: Direction | Unknown | undefined;
  /** The entry of the lowest rank that matches a packet decides. Undefined where what is written is no rank. */
  readonly rank: number | Unknown | undefined;
  /** Undefined where it says neither. */
  readonly action: Action | Unknown | undefined;
  /** The packets that it decides whatever its unknown values turn out to be. */
  readonly certain: Traffic<Peers>;
  /** Those that it may decide, once its unknown values are known. */
  readonly possible: Traffic<Peers>;
  readonly problems: readonly Problem[];
}

/** How a cloud orders entries. */
export interface Order {
  /** The lowest and the highest rank that one which is not known yet may turn out to be. */
  readonly lowest: number;
  readonly highest: number;
  /** Which of several entries of one rank decide: those that deny, or any of them, for no two may share a rank. */
  readonly tie: "deny" | "any";
  /** Whether entries may deny, those too that are not there to be seen. */
  readonly hasDenials: boolean;
}

/** That of a cloud whose rules only allow. */
export const ONE_RANK: Order = { lowest: 0, highest: 0, tie: "any", hasDenials: false };

export function mayDeny({ action }: Entry): boolean {
  return action !== "allow";
}

export function isRanked({ rank }: Entry): boolean {
  return typeof rank === "number";
}
