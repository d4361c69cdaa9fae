import { Databases } from "./aws/databases";
import { readEndpoints } from "./aws/endpoints";
import { GroupUses } from "./aws/group-uses";
import { readInstances } from "./aws/instances";
import { readInterfaces } from "./aws/interfaces";
import { LoadBalancers } from "./aws/load-balancers";
import { readMembers } from "./aws/members";
import { NetworkAcls } from "./aws/network-acls";
import { readPlacements } from "./aws/placements";
import { PrefixLists } from "./aws/prefix-lists";
import { subnetsClosedToInternet } from "./aws/public-access-blocks";
import { Roles } from "./aws/roles";
import { RouteTables } from "./aws/route-tables";
import { SecurityGroups } from "./aws/security-groups";
import { Subnets } from "./aws/subnets";
import { readUnnamedInterfaces } from "./aws/unnamed-interfaces";
import { Vpcs } from "./aws/vpcs";
import { type BalancedPath, BalancerPaths, type TargetDestination } from "./balancer-paths";
import type { Database, SubnetGroup } from "./database";
import type { Endpoint } from "./endpoint";
import { InsidePaths } from "./inside";
import type { Instance } from "./instance";
import type { Interface, UnnamedInterface } from "./interface";
import type { LoadBalancer } from "./load-balancer";
import type { Member } from "./member";
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
import type { Answer, Unknown } from "./value";
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
  private readonly unnamedInterfacesRead = once(() =>
    readUnnamedInterfaces({
      stack: this.stack,
      vpcs: this.vpcsRead(),
      subnets: this.subnetsRead(),
      interfaces: this.interfaces,
      placements: this.placements,
      databases: this.databases,
    }),
  );
  private readonly membersRead = once(() =>
    readMembers({ interfaces: this.interfaces, instances: this.instances, placements: this.placements }),
  );
  private readonly groupUsesRead = once(
    () => new GroupUses({ stack: this.stack, groups: this.securityGroups, interfaces: this.interfaces }),
  );
  private readonly rolesRead = once(() => new Roles(this.stack));
  private readonly loadBalancersRead = once(
    () =>
      new LoadBalancers({
        stack: this.stack,
        interfaces: this.interfaces,
        subnets: this.subnetsRead(),
        groups: this.securityGroupsRead(),
      }),
  );
  private readonly balancedPathsRead = once(() => this.findBalancedPaths());
  /** Which packets from the internet get where. */
  readonly internetPaths = new InternetPaths(
    once(() => subnetsClosedToInternet(this.stack, this.subnetsRead().all)),
  );
  /** Which packets from inside a VPC get where. */
  readonly insidePaths = new InsidePaths();
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

  /** The default group of a VPC as the stack adopts it; undefined where it does not, UNKNOWN where that is not to be known. */
  adoptedDefaultGroupOf(vpc: Vpc): SecurityGroup | Unknown | undefined {
    return this.securityGroupsRead().adoptedDefaultGroupOf(vpc);
  }

  /** Whether something in the stack or outside it refers to a group of the stack, apart from its own rules; UNKNOWN while that may be. */
  isUsed(group: SecurityGroup): Answer {
    return this.groupUsesRead().isUsed(group);
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

  /** The interfaces for which the program names no group, where their VPC is known. */
  get unnamedInterfaces(): UnnamedInterface[] {
    return this.unnamedInterfacesRead();
  }

  /** What has interfaces on security groups. */
  get members(): Member[] {
    return this.membersRead();
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

  get loadBalancers(): readonly LoadBalancer[] {
    return this.loadBalancersRead().all;
  }

  /** Whether a balancer or target group, of the stack or outside it, has a resource among its targets; UNKNOWN while that may be. */
  isBalanced(resource: Resource): Answer {
    return this.loadBalancersRead().isTarget(resource);
  }

  /** The ways from the internet through balancers to instances, tasks and databases. */
  get balancedPaths(): readonly BalancedPath[] {
    return this.balancedPathsRead();
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

  private findBalancedPaths(): BalancedPath[] {
    const destinations = new Map<Resource, TargetDestination[]>();
    const add = (key: Resource, destination: TargetDestination) => {
      const known = destinations.get(key);
      if (known === undefined) destinations.set(key, [destination]);
      else known.push(destination);
    };
    for (const placement of this.placements) {
      const { instance, resource } = placement;
      add(resource, placement);
      if (resource !== instance.resource) add(instance.resource, placement);
    }
    for (const { resource, title, groups, subnets } of this.databases) {
      for (const subnet of subnets) add(resource, { resource, title, groups, subnet });
    }
    const paths = new BalancerPaths(this.internetPaths);
    return this.loadBalancers.flatMap((balancer) => [
      ...paths.through(balancer, (target) => destinations.get(target) ?? []),
    ]);
  }
}

function once<T>(read: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: read() };
    return result.value;
  };
}
