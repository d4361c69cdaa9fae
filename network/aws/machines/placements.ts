import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import { pathText } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, flag, integer, isGiven, UNKNOWN } from "../../../stack/value";
import { type Interface, namesGroup } from "../../attachments/interface";
import type { SecurityGroup } from "../../groups/security-group";
import type { Instance } from "../../machines/instance";
import type { Launch } from "../../machines/launch";
import type { Placement, PublicAddress } from "../../machines/placement";
import { isWithin, type Place } from "../../machines/places";
import { certainResource } from "../../references";
import type { Subnet } from "../../routing/subnet";
import type { SecurityGroups } from "../groups/security-groups";
import type { Subnets } from "../routing/subnets";
import { NETWORK_INTERFACE, SUBNETS } from "../types";
import type { Attachments } from "./attachments";
import { ElasticIpOwners } from "./elastic-ip-owners";
import { ipv6Of } from "./ipv6";
import type { Launches } from "./launches";
import { MACHINE_TYPES } from "./machine-types";

interface Sources {
  readonly stack: Stack;
  readonly launches: Launches;
  readonly attachments: Attachments;
  readonly interfaces: readonly Interface[];
  readonly subnets: Subnets;
  readonly securityGroups: SecurityGroups;
}

/** Where the instances of a stack are: each of their interfaces, in each subnet where it may be. */
export function readPlacements(sources: Sources): Placement[] {
  return new Placements(sources).read();
}

class Placements {
  private readonly stack: Stack;
  private readonly subnets: Subnets;
  private readonly groups: SecurityGroups;
  private readonly elasticIps: ElasticIpOwners;
  private readonly launches: Launches;
  private readonly attachments: Attachments;
  private readonly interfacesOf = new Map<Resource, Interface[]>();

  constructor({ stack, launches, attachments, interfaces, subnets, securityGroups }: Sources) {
    this.stack = stack;
    this.subnets = subnets;
    this.groups = securityGroups;
    this.elasticIps = new ElasticIpOwners(stack);
    this.attachments = attachments;
    this.launches = launches;
    for (const one of interfaces) {
      const known = this.interfacesOf.get(one.resource);
      if (known === undefined) this.interfacesOf.set(one.resource, [one]);
      else known.push(one);
    }
  }

  read(): Placement[] {
    return this.launches.all.flatMap((launch) => this.placementsOf(launch));
  }

  private placementsOf(launch: Launch): Placement[] {
    const { resource } = launch.instance;
    const first = this.attachments.firstOf(resource);
    const attached = this.attachments
      .attachedTo(resource)
      .map((one) => this.placeNetworkInterface(launch, one, one === first));
    if (this.attachments.bringsItsOwn(resource)) return attached;
    return [...this.cardsOf(launch).flatMap((card) => this.placeCard(launch, card)), ...attached];
  }

  /** The interfaces that a launch makes or takes: those that its template describes, else the one that every machine starts with. */
  private cardsOf({ template }: Launch): Card[] {
    const described = knownTemplate(template)?.resource.getDeclared("networkInterfaces");
    const cards = elements(described);
    if (cards.length === 0 || cards.includes(UNKNOWN)) return [{ path: "", isFirst: true, isOnly: true }];
    return cards.map((value, i) => ({
      path: pathText(["networkInterfaces", i]),
      value,
      isFirst: cards.length === 1 || (integer(field(value, "deviceIndex")) ?? i) === 0,
      isOnly: cards.length === 1,
    }));
  }

  private placeCard(launch: Launch, card: Card): Placement[] {
    const template = knownTemplate(launch.template);
    if (template !== undefined && field(card.value, "networkInterfaceId") !== undefined) {
      return this.bringNetworkInterface(launch, card, template.resource);
    }
    const places = this.placesOf(launch, card);
    return places.map((subnet) => this.place(launch, card, subnet));
  }

  /** The subnets where an interface may be; undefined for one that cannot be known. */
  private placesOf({ instance, template, subnets }: Launch, card: Card): readonly (Subnet | undefined)[] {
    const { resource } = instance;
    const own =
      card.isFirst && (subnets === UNKNOWN || subnets.length > 0)
        ? subnets
        : this.describedPlaces(resource, template, card);
    if (own === UNKNOWN) return [undefined];
    if (own.length > 0) return own;
    const isLeftToAws =
      instance.kind === "machine" && MACHINE_TYPES[resource.type]?.isPlacedByService !== true;
    return isLeftToAws ? [this.subnets.defaultOf(resource)] : [undefined];
  }

  /** The subnets that a template names for an interface. */
  private describedPlaces(resource: Resource, template: Launch["template"], card: Card): Launch["subnets"] {
    if (template === UNKNOWN) return isConfigured(resource) ? [] : UNKNOWN;
    const named = field(card.value, "subnetId");
    if (template === undefined || named === undefined) return [];
    return this.subnets.among(this.stack.references(template.resource, "networkInterfaces", SUBNETS, named));
  }

  private place(launch: Launch, card: Card, subnet: Subnet | undefined): Placement {
    const { instance, template: named } = launch;
    const template = knownTemplate(named);
    // A template that cannot be known may say otherwise than what holds where nobody says anything.
    const standards = named === UNKNOWN ? undefined : subnet;
    const descriptions = [
      ...(card.isFirst ? [{ resource: instance.resource, path: instance.path }] : []),
      ...(template ? [{ resource: template.resource, path: card.path }] : []),
    ];
    const ipv6 = ipv6Of(descriptions, standards);
    return {
      instance,
      template: named === UNKNOWN ? UNKNOWN : template?.resource,
      resource: instance.resource,
      title: instance.resource.title,
      subnet,
      groups: this.groupsOf(descriptions, standards),
      addresses: ownAddresses(instance.resource, subnet, ipv6),
      publicAddresses: [
        ...this.ownIpv4(launch, card, standards),
        ...(card.isFirst ? this.elasticAddresses(instance.resource) : []),
        ...ipv6,
      ],
    };
  }

  private ownIpv4({ instance, template }: Launch, card: Card, subnet: Subnet | undefined): PublicAddress[] {
    const { resource, kind, publicAddressSettings } = instance;
    const own = card.isFirst ? publicAddressSettings : [];
    const inherited = (knownTemplate(template)?.publicAddressSettings ?? []).filter(({ path }) =>
      isWithin(pathText(path), card.path),
    );
    const settings = own.length > 0 ? own : inherited;
    const on = settings.find(({ value }) => value === true);
    if (on !== undefined) return [{ family: "IPv4", by: pathText(on.path), resource: on.resource }];
    if (settings.length > 0) return [];
    if (card.isFirst && this.hasSettledIpv4(resource, subnet)) {
      return [{ family: "IPv4", by: "associatePublicIpAddress", resource }];
    }
    // A task gets one only where it asks for it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
    if (kind === "task" || subnet?.givesIpv4 !== true) return [];
    // With several interfaces AWS gives none: https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html
    if (!card.isOnly) return [];
    return [
      { family: "IPv4", by: `mapPublicIpOnLaunch of ${subnet.title}`, resource: subnet.resource ?? resource },
    ];
  }

  /** What the provider says so of may be the address of a customer, which leads to an Outpost. */
  private hasSettledIpv4(resource: Resource, subnet: Subnet | undefined): boolean {
    return (
      resource.getSettled("associatePublicIpAddress") === true &&
      flag(subnet?.resource?.get("mapCustomerOwnedIpOnLaunch")) !== true &&
      !this.elasticIps.hasCustomerOwned(resource)
    );
  }

  private elasticAddresses(owner: Resource): PublicAddress[] {
    return this.elasticIps.ownedBy(owner).map((eip) => ({ family: "IPv4", by: eip.title, resource: eip }));
  }

  private placeNetworkInterface(
    { instance, template }: Launch,
    resource: Resource,
    isFirst: boolean,
  ): Placement {
    const named = this.subnets.among(this.stack.references(resource, "subnetId", SUBNETS));
    const subnet = named === UNKNOWN ? undefined : named[0];
    const ipv6 = ipv6Of([{ resource, path: "" }], subnet);
    return {
      instance,
      template: template === UNKNOWN ? UNKNOWN : template?.resource,
      resource,
      title: `${instance.resource.title} by ${resource.title}`,
      subnet,
      groups: this.groupsOf([{ resource, path: "" }], subnet),
      addresses: ownAddresses(resource, subnet, ipv6),
      publicAddresses: [
        ...this.elasticAddresses(resource),
        ...(isFirst ? this.elasticAddresses(instance.resource) : []),
        ...ipv6,
      ],
    };
  }

  /** An interface that is there already has its own groups and addresses: AWS gives a public one to new ones alone. */
  private bringNetworkInterface(launch: Launch, { value, isFirst }: Card, template: Resource): Placement[] {
    const id = field(value, "networkInterfaceId");
    const [reference] = this.stack.references(template, "networkInterfaces", [NETWORK_INTERFACE], id);
    const resource = certainResource(reference);
    return resource === undefined ? [] : [this.placeNetworkInterface(launch, resource, isFirst)];
  }

  /** The groups that the first of the descriptions names that names any, beside what services make; who has none gets its VPC's default one. */
  private groupsOf(descriptions: readonly Place[], subnet: Subnet | undefined): readonly SecurityGroup[] {
    const made = descriptions.flatMap(({ resource }) => this.groups.madeFor(resource) ?? []);
    for (const { resource, path } of descriptions) {
      const all = this.interfacesOf.get(resource) ?? [];
      const within = all.filter((one) => isWithin(one.path, path) && namesGroup(one));
      const own = within.length > 0 ? within : all.filter((one) => one.path === "" && namesGroup(one));
      if (own.length > 0) return [...this.groups.named(own, subnet?.vpc), ...made];
      // Interfaces that are not known yet may name groups.
      if (resource.getDeclared("networkInterfaces") === UNKNOWN) return [];
    }
    const [first] = descriptions;
    const makesGroups = first !== undefined && MACHINE_TYPES[first.resource.type]?.makesGroups === true;
    return makesGroups ? made : this.groups.named([], subnet?.vpc);
  }
}

/** One interface of what is launched. */
interface Card {
  /** Where its template describes it; empty for the one that every machine starts with. */
  readonly path: string;
  readonly value?: Value;
  readonly isFirst: boolean;
  readonly isOnly: boolean;
}

/** Whether a launch configuration describes what it launches, which names no subnet wherever it lies: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateLaunchConfiguration.html */
function isConfigured(resource: Resource): boolean {
  return isGiven(resource.getDeclared("launchConfiguration"));
}

function knownTemplate(template: Launch["template"]): Instance | undefined {
  return template === UNKNOWN ? undefined : template;
}

/** Where an interface's addresses in its VPC lie: the IPv4 ones that it names, else any of its subnet; IPv6 only if it has some. */
function ownAddresses(
  resource: Resource,
  subnet: Subnet | undefined,
  ipv6: readonly PublicAddress[],
): AddressSet {
  const within = subnet?.addresses ?? AddressSet.empty;
  const named = ["privateIp", "privateIps"].flatMap((property) =>
    elements(field(resource.declared, property)),
  );
  const known = named.flatMap((address) =>
    typeof address === "string" ? (AddressSet.parse(`${address}/32`) ?? []) : [],
  );
  const isNamed = known.length > 0 && known.length === named.length;
  return unionAll(isNamed ? known : [within.inFamily("IPv4")], AddressSet.empty).union(
    ipv6.length > 0 ? within.inFamily("IPv6") : AddressSet.empty,
  );
}
