import { AddressSet } from "../../../algebra/addresses";
import { groupBy } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { pathText, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, isGiven, isText, text, UNKNOWN, type Unknown } from "../../../stack/value";
import type { Interface } from "../../attachments/interface";
import { namesGroup } from "../../attachments/interface";
import type { SecurityGroup } from "../../groups/security-group";
import type { Launch } from "../../machines/launch";
import type { Placement, PublicAddress } from "../../machines/placement";
import { certainResource } from "../../references";
import type { Subnet } from "../../routing/subnet";
import { defaultGroupFor } from "../groups/default-group";
import type { VSwitches } from "../routing/vswitches";
import { NETWORK_INTERFACES } from "../types";
import type { Attachments } from "./attachments";
import { MACHINE_TYPES } from "./machine-types";
import { PublicAddresses } from "./public-addresses";

interface Sources {
  readonly stack: Stack;
  readonly launches: readonly Launch[];
  readonly attachments: Attachments;
  readonly interfaces: readonly Interface[];
  readonly subnets: VSwitches;
}

/** Where the machines of a stack are: each of their interfaces, in each vSwitch where it may be. */
export function readPlacements(sources: Sources): Placement[] {
  const placements = new Placements(sources);
  return sources.launches.flatMap((launch) => placements.of(launch));
}

class Placements {
  private readonly addresses: PublicAddresses;
  private readonly interfacesOf: ReadonlyMap<Resource, readonly Interface[]>;

  constructor(private readonly sources: Sources) {
    this.addresses = new PublicAddresses(sources.stack);
    this.interfacesOf = groupBy(sources.interfaces, ({ resource }) => resource);
  }

  of(launch: Launch): Placement[] {
    const { instance } = launch;
    const given = this.givenInterface(instance.resource);
    const further = this.sources.attachments.attachedTo(instance.resource);
    const own =
      given === undefined
        ? this.vswitchesOf(launch).map((subnet) => this.place(launch, subnet))
        : given === UNKNOWN
          ? [{ ...this.place(launch, undefined), groups: [], mayHaveMoreGroups: true }]
          : [this.placeInterface(launch, given, this.addressesOf(launch))];
    return [...own, ...further.map((card) => this.placeInterface(launch, card, []))];
  }

  /** The interface that a machine takes for its first, in place of a new one; UNKNOWN for one outside the stack, or not known yet. */
  private givenInterface(resource: Resource): Resource | Unknown | undefined {
    const { stack } = this.sources;
    for (const [property, ...steps] of MACHINE_TYPES[resource.type]?.networkInterfaces ?? []) {
      if (!isGiven(valueAt(resource.getDeclared(property), steps))) continue;
      const named = valueAt(resource.get(property), steps);
      const given = certainResource(stack.references(resource, property, NETWORK_INTERFACES, named)[0]);
      // An audit shows the interface that the cloud made as well.
      return given ?? (resource.declared === undefined ? undefined : UNKNOWN);
    }
    return undefined;
  }

  /** The vSwitches where a machine may be; undefined for one that cannot be known. */
  private vswitchesOf({ subnets, template }: Launch): readonly (Subnet | undefined)[] {
    if (subnets === UNKNOWN || template === UNKNOWN) return subnets === UNKNOWN ? [undefined] : subnets;
    return subnets.length > 0 ? subnets : [this.sources.subnets.inDefaultVpc];
  }

  private place(launch: Launch, subnet: Subnet | undefined): Placement {
    const { instance, template } = launch;
    const { resource } = instance;
    const descriptions = [resource, ...(template && template !== UNKNOWN ? [template.resource] : [])];
    return {
      instance,
      template: template === UNKNOWN ? UNKNOWN : template?.resource,
      resource,
      title: resource.title,
      subnet,
      ...this.groupsOf(
        descriptions,
        template === UNKNOWN || MACHINE_TYPES[resource.type]?.isOfCluster === true,
      ),
      addresses: privateAddresses(resource, subnet),
      publicAddresses: this.addressesOf(launch),
    };
  }

  private placeInterface(launch: Launch, card: Resource, own: readonly PublicAddress[]): Placement {
    const { instance, template } = launch;
    const references = this.sources.subnets.of(card);
    const { resource } = instance;
    return {
      instance,
      template: template === UNKNOWN ? UNKNOWN : template?.resource,
      resource: card,
      title: `${resource.title} by ${card.title}`,
      subnet: references,
      ...this.groupsOf([card], false),
      addresses: privateAddresses(card, references),
      publicAddresses: [...own, ...this.addresses.of(card)],
    };
  }

  /** The first of the descriptions that names groups decides; who names none gets a group that Alibaba Cloud makes. */
  private groupsOf(
    descriptions: readonly Resource[],
    mayInherit: boolean,
  ): { readonly groups: readonly SecurityGroup[]; readonly mayHaveMoreGroups: boolean } {
    for (const resource of descriptions) {
      const named = (this.interfacesOf.get(resource) ?? []).filter(
        (one) => namesGroup(one) && one.namesGroups,
      );
      if (named.length === 0) continue;
      const attachments = named.flatMap((one) => one.attachments);
      return {
        groups: attachments.filter(({ certain }) => certain).map(({ group }) => group),
        mayHaveMoreGroups:
          attachments.some(({ certain }) => !certain) || named.some(({ mayHaveMore }) => mayHaveMore),
      };
    }
    const [first] = descriptions;
    if (mayInherit || first === undefined) return { groups: [], mayHaveMoreGroups: true };
    return { groups: [defaultGroupFor(first)], mayHaveMoreGroups: false };
  }

  private addressesOf(launch: Launch): PublicAddress[] {
    return [...this.ownAddresses(launch), ...this.addresses.of(launch.instance.resource)];
  }

  /** The address that comes with a machine's bandwidth, its own or its template's. */
  private ownAddresses({ instance, template }: Launch): PublicAddress[] {
    const inherited = template && template !== UNKNOWN ? template.publicAddressSettings : [];
    const own = instance.publicAddressSettings;
    const settings = own.length > 0 ? own : inherited;
    return settings
      .filter(({ value }) => value === true)
      .slice(0, 1)
      .map(({ path, resource }): PublicAddress => ({ family: "IPv4", by: pathText(path), resource }));
  }
}

/** Where an interface's own addresses lie: those that it names, else any of its vSwitch. */
function privateAddresses(resource: Resource, subnet: Subnet | undefined): AddressSet {
  const named = ["privateIp", "primaryIpAddress"].flatMap((property) =>
    elements(resource.declared?.[property]).map((value) => text(value)),
  );
  const [address] = named.filter(isText);
  const known = typeof address === "string" ? AddressSet.parse(`${address}/32`) : undefined;
  return known ?? subnet?.addresses ?? AddressSet.empty;
}
