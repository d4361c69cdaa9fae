import { Databases } from "./aws/databases";
import { readEndpoints } from "./aws/endpoints";
import { readInstances } from "./aws/instances";
import { readInterfaces } from "./aws/interfaces";
import { NetworkAcls } from "./aws/network-acls";
import { readPlacements } from "./aws/placements";
import { PrefixLists } from "./aws/prefix-lists";
import { Roles } from "./aws/roles";
import { RouteTables } from "./aws/route-tables";
import { SecurityGroups } from "./aws/security-groups";
import { Subnets } from "./aws/subnets";
import { Vpcs } from "./aws/vpcs";
import type { Database, SubnetGroup } from "./database";
import type { Endpoint } from "./endpoint";
import type { Instance } from "./instance";
import type { Interface } from "./interface";
import type { NetworkAcl } from "./network-acl";
import type { Placement } from "./placement";
import type { PrefixList, PrefixListEntry } from "./prefix-list";
import { InternetPaths } from "./reachability";
import type { Resource } from "./resource";
import type { Role } from "./role";
import type { RouteTable } from "./route-table";
import type { SecurityGroup } from "./security-group";
import { Stack } from "./stack";
import type { Subnet } from "./subnet";
import type { Unknown } from "./value";
import type { Vpc } from "./vpc";

/**
 * The network that a stack declares: the nouns that policies ask about, linked by reference. Immutable; each kind of noun is read once,
 * when a policy first asks for it.
 */
export class Network {
  private readonly prefixListsRead = once(() => new PrefixLists(this.stack));
  private readonly securityGroupsRead = once(() => new SecurityGroups(this.stack, this.prefixListsRead()));
  private readonly interfacesRead = once(() => readInterfaces(this.stack, this.securityGroupsRead()));
  private readonly instancesRead = once(() => readInstances(this.stack));
  private readonly vpcsRead = once(() => new Vpcs(this.stack));
  private readonly routeTablesRead = once(
    () => new RouteTables(this.stack, this.vpcsRead(), this.prefixListsRead()),
  );
  private readonly networkAclsRead = once(() => new NetworkAcls(this.stack, this.vpcsRead()));
  private readonly subnetsRead = once(
    () => new Subnets(this.stack, this.vpcsRead(), this.routeTablesRead(), this.networkAclsRead()),
  );
  private readonly placementsRead = once(() =>
    readPlacements({
      stack: this.stack,
      instances: this.instances,
      interfaces: this.interfaces,
      subnets: this.subnetsRead(),
      groups: this.securityGroupsRead(),
    }),
  );
  private readonly databasesRead = once(
    () =>
      new Databases({
        stack: this.stack,
        interfaces: this.interfaces,
        subnets: this.subnetsRead(),
        groups: this.securityGroupsRead(),
      }),
  );
  private readonly endpointsRead = once(() =>
    readEndpoints({
      stack: this.stack,
      vpcs: this.vpcsRead(),
      routeTables: this.routeTablesRead(),
      securityGroups: this.securityGroupsRead(),
      interfaces: this.interfaces,
    }),
  );
  private readonly rolesRead = once(() => new Roles(this.stack));
  /** Which packets from the internet get where. */
  readonly internetPaths = new InternetPaths();
  private readonly networksOfOne = new Map<Resource, Network>();

  /** @param isWhole whether the stack is there whole, or one resource alone, as a resource policy sees it */
  private constructor(
    readonly stack: Stack,
    readonly isWhole: boolean,
  ) {}

  static ofStack(resources: readonly Resource[]): Network {
    return new Network(new Stack(resources), true);
  }

  static ofResource(resource: Resource): Network {
    return new Network(new Stack([resource]), false);
  }

  /**
   * What a resource policy saw of a resource: its inputs and nothing else. Undefined where the engine did not show them, so that no
   * resource policy has spoken.
   */
  alone(resource: Resource): Network | undefined {
    if (!this.isWhole || resource.declared === undefined) return undefined;
    let network = this.networksOfOne.get(resource);
    if (network === undefined) {
      network = Network.ofResource(resource.alone());
      this.networksOfOne.set(resource, network);
    }
    return network;
  }

  get resources(): readonly Resource[] {
    return this.stack.resources;
  }

  get securityGroups(): SecurityGroup[] {
    return this.securityGroupsRead().all;
  }

  get prefixLists(): PrefixList[] {
    return this.prefixListsRead().all;
  }

  /** The entries of prefix lists outside the stack. */
  get strayPrefixListEntries(): readonly PrefixListEntry[] {
    return this.prefixListsRead().strayEntries;
  }

  get interfaces(): Interface[] {
    return this.interfacesRead();
  }

  get instances(): Instance[] {
    return this.instancesRead();
  }

  get placements(): Placement[] {
    return this.placementsRead();
  }

  get databases(): readonly Database[] {
    return this.databasesRead().all;
  }

  /** The groups of subnets for databases, in use or not. */
  get subnetGroups(): SubnetGroup[] {
    return this.databasesRead().subnetGroups;
  }

  get endpoints(): readonly Endpoint[] {
    return this.endpointsRead();
  }

  get roles(): Role[] {
    return this.rolesRead().all;
  }

  /** The role that a placed instance has; undefined for none, UNKNOWN where it is not to be known. */
  roleOf(placement: Placement): Role | Unknown | undefined {
    return this.rolesRead().of(placement);
  }

  get vpcs(): Vpc[] {
    return this.vpcsRead().all;
  }

  get routeTables(): RouteTable[] {
    return this.routeTablesRead().all;
  }

  get networkAcls(): NetworkAcl[] {
    return this.networkAclsRead().all;
  }

  get subnets(): Subnet[] {
    return this.subnetsRead().all;
  }
}

function once<T>(read: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: read() };
    return result.value;
  };
}
