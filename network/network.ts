import type { Resource } from "../stack/resource";
import { Stack } from "../stack/stack";
import type { Answer, Unknown } from "../stack/value";
import type { Interface, UnnamedInterface } from "./attachments/interface";
import type { Member } from "./attachments/member";
import { readInterfaces } from "./aws/attachments/interfaces";
import { readMembers } from "./aws/attachments/members";
import { readUnnamedInterfaces } from "./aws/attachments/unnamed-interfaces";
import { GroupUses } from "./aws/groups/group-uses";
import { PrefixLists } from "./aws/groups/prefix-lists";
import { SecurityGroups } from "./aws/groups/security-groups";
import { readInstances } from "./aws/machines/instances";
import { readPlacements } from "./aws/machines/placements";
import { Roles } from "./aws/machines/roles";
import { NetworkAcls } from "./aws/routing/network-acls";
import { subnetsClosedToInternet } from "./aws/routing/public-access-blocks";
import { RouteTables } from "./aws/routing/route-tables";
import { Subnets } from "./aws/routing/subnets";
import { Vpcs } from "./aws/routing/vpcs";
import { Databases } from "./aws/services/databases";
import { readEndpoints } from "./aws/services/endpoints";
import { LoadBalancers } from "./aws/services/load-balancers";
import type { PrefixList, PrefixListEntry } from "./groups/prefix-list";
import type { SecurityGroup } from "./groups/security-group";
import type { Instance } from "./machines/instance";
import type { Placement } from "./machines/placement";
import type { Role } from "./machines/role";
import { type BalancedPath, BalancerPaths, type TargetDestination } from "./paths/balancer-paths";
import { InsidePaths } from "./paths/inside";
import { InternetPaths } from "./paths/reachability";
import type { NetworkAcl } from "./routing/network-acl";
import type { RouteTable } from "./routing/route-table";
import type { Subnet } from "./routing/subnet";
import type { Vpc } from "./routing/vpc";
import type { Database, SubnetGroup } from "./services/database";
import type { Endpoint } from "./services/endpoint";
import type { LoadBalancer } from "./services/load-balancer";

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
