/** A small VPC in plain data: what the oracle judges, and what the renderings turn into resources. Numbers are positions in its lists. */
export interface Description {
  readonly blocks: readonly string[];
  /** Managed prefix lists, each of one family. */
  readonly lists: readonly (readonly string[])[];
  readonly tables: readonly (readonly Route[])[];
  readonly acls: readonly (readonly Entry[])[];
  readonly groups: readonly Group[];
  /** The adopted default group; undefined where nothing adopts it. */
  readonly defaultGroup: Group | undefined;
  readonly mainTable: number | undefined;
  readonly defaultAcl: number | undefined;
  readonly subnets: readonly Subnet[];
  readonly machines: readonly Machine[];
  /** The subnet of the NAT gateway, which is then public; a private one where that is left out. */
  readonly nat?: number;
}

export type Target = "internet" | "nat" | "peering" | "egress-only";

export interface Route {
  readonly destination: { readonly block: string } | { readonly list: number };
  readonly target: Target;
}

/** `protocol` -1 is every one. `from` and `to` are ports or, for ICMP, type and code; -1 is every one of these. */
export interface Services {
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
}

export interface Entry {
  readonly number: number;
  readonly egress: boolean;
  readonly allows: boolean;
  readonly services: Services;
  readonly block: string;
}

export type Source =
  | { readonly block: string }
  | { readonly list: number }
  | { readonly group: number }
  | { readonly self: true };

export interface Rule {
  readonly services: Services;
  readonly sources: readonly Source[];
}

export interface Group {
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

export interface Subnet {
  readonly block: string;
  readonly ipv6Block: string;
  readonly mapsPublicAddress: boolean;
  readonly assignsIpv6: boolean;
  readonly table: number | undefined;
  readonly acl: number | undefined;
}

export interface Machine {
  /** What makes its interface: itself, with or without a template, an autoscaling group, or a network interface of its own. */
  readonly form: "instance" | "template" | "autoscaling" | "interface";
  /** One, but for an autoscaling group. */
  readonly subnets: readonly number[];
  /** None is the default group. */
  readonly groups: readonly number[];
  readonly publicAddress: boolean | undefined;
  readonly ipv6: boolean | undefined;
  readonly elasticIp: boolean;
}
