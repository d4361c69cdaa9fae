import { AddressSet, type Family } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import { type Path, pathText, valueAt, valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import type { Unknown, Value } from "../../../stack/value";
import { elements, field, integer, UNKNOWN } from "../../../stack/value";
import type { Attachment, Interface } from "../../attachments/interface";
import type { SecurityGroup } from "../../groups/security-group";
import type { Instance } from "../../machines/instance";
import type { Placement, PublicAddress } from "../../machines/placement";
import { Tags } from "../../names/tags";
import type { Subnet } from "../../routing/subnet";
import type { SecurityGroups } from "../groups/security-groups";
import { AWS_NAMING } from "../names/naming";
import type { Subnets } from "../routing/subnets";
import { INSTANCE, NETWORK_INTERFACE, SUBNETS } from "../types";
import { ElasticIps } from "./elastic-ips";

const INTERFACE_ATTACHMENT = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment";
const TEMPLATES = [
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
] as const;

/** How a resource that launches instances from a template names the template and the subnets. */
interface Launcher {
  /** Where the template is named: by id or name in an object, or by name in a string. */
  readonly templates: readonly (readonly string[])[];
  readonly subnets?: readonly string[];
}

const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  [INSTANCE]: { templates: [["launchTemplate"]] },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { templates: [["launchTemplate"]] },
  "aws:autoscaling/group:Group": {
    templates: [
      ["launchTemplate"],
      ["launchConfiguration"],
      ["mixedInstancesPolicy", "launchTemplate", "launchTemplateSpecification"],
    ],
    subnets: ["vpcZoneIdentifiers"],
  },
  "aws:ec2/fleet:Fleet": {
    templates: [["launchTemplateConfigs", "launchTemplateSpecification"]],
    subnets: ["launchTemplateConfigs", "overrides", "subnetId"],
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    templates: [["launchTemplateConfigs", "launchTemplateSpecification"]],
    subnets: ["launchTemplateConfigs", "overrides", "subnetId"],
  },
  "aws:eks/nodeGroup:NodeGroup": { templates: [["launchTemplate"]], subnets: ["subnetIds"] },
};

const TEMPLATE_NAMES = ["id", "name", "launchTemplateId", "launchTemplateName"];

interface Sources {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
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
  private readonly elasticIps: ElasticIps;
  private readonly interfacesOf = new Map<Resource, Interface[]>();
  private readonly templates = new Map<Resource, Instance>();
  private readonly attached = new Map<Resource, Set<Resource>>();
  /** The network interface that an instance starts with in place of one of its own. */
  private readonly primary = new Map<Resource, Resource>();
  private readonly instances: readonly Instance[];

  constructor({ stack, instances, interfaces, subnets, securityGroups }: Sources) {
    this.stack = stack;
    this.subnets = subnets;
    this.groups = securityGroups;
    this.instances = instances;
    this.elasticIps = new ElasticIps(stack);
    for (const one of interfaces) {
      const known = this.interfacesOf.get(one.resource);
      if (known === undefined) this.interfacesOf.set(one.resource, [one]);
      else known.push(one);
    }
    for (const instance of instances) {
      if (instance.kind === "template") this.templates.set(instance.resource, instance);
    }
    this.readAttachments();
  }

  read(): Placement[] {
    const launched = this.instances.filter(({ kind }) => kind !== "template");
    const described = new Set(launched.map(({ resource }) => resource));
    const launchers = this.stack
      .ofType(...Object.keys(LAUNCHERS))
      .filter((resource) => !described.has(resource))
      .flatMap((resource) => this.launchedFromTemplate(resource));
    return [...launched, ...launchers].flatMap((instance) => this.placementsOf(instance));
  }

  /** What a resource such as an autoscaling group launches: as its template describes it, with the tags of both. */
  private launchedFromTemplate(resource: Resource): Instance[] {
    const template = this.templateOf(resource);
    if (template === undefined) return [];
    return [
      {
        resource,
        path: "",
        kind: "machine",
        publicAddressSettings: [],
        tags: template.tags.with(Tags.own(resource, AWS_NAMING)),
        subnets: this.referencesAt(resource, LAUNCHERS[resource.type]?.subnets ?? [], SUBNETS),
      },
    ];
  }

  private placementsOf(instance: Instance): Placement[] {
    const { resource } = instance;
    const attached = [...(this.attached.get(resource) ?? [])];
    const placements = attached.flatMap((one) => this.placeNetworkInterface(instance, one));
    return bringsItsOwnInterface(resource) ? placements : [...this.placePrimary(instance), ...placements];
  }

  private placePrimary(instance: Instance): Placement[] {
    const template = this.templateOf(instance.resource);
    const references = instance.subnets.length > 0 ? instance.subnets : (template?.subnets ?? []);
    const known = references.flatMap((reference) => this.subnets.at(reference) ?? []);
    const subnets: (Subnet | undefined)[] = known.length > 0 ? known : [undefined];
    const flags =
      instance.publicAddressSettings.length > 0
        ? instance.publicAddressSettings
        : (template?.publicAddressSettings ?? []);
    const named = this.templateNamedBy(instance.resource);
    return subnets.map((subnet) => {
      // A template that cannot be known may say otherwise than what holds where nobody says anything.
      const standards = named === UNKNOWN ? undefined : subnet;
      const ipv6 = ipv6Of([instance.resource, ...(template ? [template.resource] : [])], standards);
      return {
        instance,
        template: named,
        resource: instance.resource,
        title: instance.resource.title,
        subnet,
        groups: this.groupsOf(instance, template, standards),
        addresses: ownAddresses(instance.resource, subnet, ipv6),
        publicAddresses: [
          ...this.ownIpv4(instance, template, flags, standards),
          ...this.elasticAddresses(instance.resource),
          ...ipv6,
        ],
      };
    });
  }

  private ownIpv4(
    { resource, kind }: Instance,
    template: Instance | undefined,
    flags: Instance["publicAddressSettings"],
    subnet: Subnet | undefined,
  ): PublicAddress[] {
    const on = flags.find(({ value }) => value === true);
    if (on !== undefined) {
      const by =
        resource.getDeclared(String(on.path[0])) === undefined ? (template?.resource ?? resource) : resource;
      return [{ family: "IPv4", by: pathText(on.path), resource: by }];
    }
    if (flags.length > 0) return [];
    if (resource.getSettled("associatePublicIpAddress") === true) {
      return [{ family: "IPv4", by: "associatePublicIpAddress", resource }];
    }
    // A task gets one only where it asks for it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
    if (kind === "task" || subnet?.publicAddressSetting?.value !== true) return [];
    // With several interfaces AWS gives none: https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html
    if (elements(template?.resource.getDeclared("networkInterfaces")).length > 1) return [];
    return [{ family: "IPv4", by: `mapPublicIpOnLaunch of ${subnet.title}`, resource: subnet.resource }];
  }

  private elasticAddresses(owner: Resource): PublicAddress[] {
    return this.elasticIps.of(owner).map((eip) => ({ family: "IPv4", by: eip.title, resource: eip }));
  }

  private placeNetworkInterface(instance: Instance, resource: Resource): Placement[] {
    const [reference] = this.stack.references(resource, "subnetId", SUBNETS);
    const subnet = reference && this.subnets.at(reference);
    const isPrimary = this.primary.get(instance.resource) === resource;
    const ipv6 = ipv6Of([resource], subnet);
    return [
      {
        instance,
        template: this.templateNamedBy(instance.resource),
        resource,
        title: `${instance.resource.title} by ${resource.title}`,
        subnet,
        groups: this.groupsNamedBy(this.interfacesOf.get(resource) ?? [], subnet),
        addresses: ownAddresses(resource, subnet, ipv6),
        publicAddresses: [
          ...this.elasticAddresses(resource),
          ...(isPrimary ? this.elasticAddresses(instance.resource) : []),
          ...ipv6,
        ],
      },
    ];
  }

  private groupsOf(
    { resource, path }: Instance,
    template: Instance | undefined,
    subnet: Subnet | undefined,
  ): SecurityGroup[] {
    const own = (this.interfacesOf.get(resource) ?? []).filter(
      (one) => isWithin(one.path, path) && namesGroup(one),
    );
    if (own.length > 0) return this.groupsNamedBy(own, subnet);
    // Interfaces that are not known yet may name groups.
    if ([resource, template?.resource].some((one) => one?.getDeclared("networkInterfaces") === UNKNOWN))
      return [];
    return this.groupsNamedBy((template && this.interfacesOf.get(template.resource)) ?? [], subnet);
  }

  /** The groups that interfaces name; who names none gets its VPC's default one. */
  private groupsNamedBy(interfaces: readonly Interface[], subnet: Subnet | undefined): SecurityGroup[] {
    if (interfaces.some(namesGroup)) return interfaces.flatMap(({ attachments }) => certain(attachments));
    return subnet?.vpc?.resource === undefined ? [] : [this.groups.defaultGroupOf(subnet.vpc.resource)];
  }

  private templateOf(resource: Resource): Instance | undefined {
    for (const path of LAUNCHERS[resource.type]?.templates ?? []) {
      const references = [
        ...this.referencesAt(resource, path, TEMPLATES),
        ...TEMPLATE_NAMES.flatMap((name) => this.referencesAt(resource, [...path, name], TEMPLATES)),
      ];
      for (const reference of references) {
        if (reference.kind === "resource" && reference.certain) return this.templates.get(reference.resource);
      }
    }
    return undefined;
  }

  private templateNamedBy(resource: Resource): Resource | Unknown | undefined {
    const namesOne = (LAUNCHERS[resource.type]?.templates ?? []).some(([property = "", ...steps]) =>
      [...valuesAt(resource.getDeclared(property), steps)].some(({ value }) => value !== undefined),
    );
    return this.templateOf(resource)?.resource ?? (namesOne ? UNKNOWN : undefined);
  }

  private referencesAt(resource: Resource, path: readonly string[], types: readonly string[]): Reference[] {
    const [property, ...steps] = path;
    if (property === undefined) return [];
    const value = valueAt(resource.get(property), steps);
    return this.stack.references(resource, property, types, value, ["id", "name"]);
  }

  private primaryInterfaces(instance: Resource): Reference[] {
    const first = elements(instance.getDeclared("networkInterfaces")).filter(
      (one) => integer(field(one, "deviceIndex")) === 0,
    );
    return [
      ...this.referencesAt(instance, ["primaryNetworkInterface", "networkInterfaceId"], [NETWORK_INTERFACE]),
      ...first.flatMap((one) =>
        this.stack.references(
          instance,
          "networkInterfaces",
          [NETWORK_INTERFACE],
          field(one, "networkInterfaceId"),
        ),
      ),
    ];
  }

  private readAttachments(): void {
    const attach = (instances: readonly Reference[], interfaces: readonly Reference[]) => {
      for (const instance of instances) {
        for (const one of interfaces) {
          if (instance.kind !== "resource" || one.kind !== "resource" || !instance.certain || !one.certain)
            continue;
          const attached = this.attached.get(instance.resource) ?? new Set();
          this.attached.set(instance.resource, attached.add(one.resource));
        }
      }
    };
    const itself = (resource: Resource): Reference[] => [{ kind: "resource", resource, certain: true }];
    for (const resource of this.stack.ofType(INSTANCE)) {
      for (const property of INTERFACE_PROPERTIES) {
        attach(
          itself(resource),
          this.referencesAt(resource, [property, "networkInterfaceId"], [NETWORK_INTERFACE]),
        );
      }
      // The cloud answers the same one in two properties.
      const [primary, ...others] = new Set(this.primaryInterfaces(resource).flatMap(certainResource));
      if (primary !== undefined && others.length === 0) this.primary.set(resource, primary);
    }
    for (const resource of this.stack.ofType(INTERFACE_ATTACHMENT)) {
      attach(
        this.stack.references(resource, "instanceId", [INSTANCE]),
        this.stack.references(resource, "networkInterfaceId", [NETWORK_INTERFACE]),
      );
    }
    for (const resource of this.stack.ofType(NETWORK_INTERFACE)) {
      attach(this.referencesAt(resource, ["attachments", "instance"], [INSTANCE]), itself(resource));
    }
  }
}

/** Whether a path such as `launchSpecifications[1].networkInterfaces[0]` lies within another; every one lies within the resource itself. */
function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer || path.startsWith(`${outer}.`);
}

/** An empty list names none, as the provider takes it. */
function namesGroup({ attachments, mayHaveMore }: Interface): boolean {
  return attachments.length > 0 || mayHaveMore;
}

const INTERFACE_PROPERTIES = ["networkInterfaces", "primaryNetworkInterface", "secondaryNetworkInterfaces"];

/** An instance given an interface to start with gets no other, and that one gets no address of its own accord. */
function bringsItsOwnInterface(resource: Resource): boolean {
  if (resource.type !== INSTANCE) return false;
  const isGiven = (value: Value) => elements(value).length > 0;
  return (
    isGiven(resource.getDeclared("primaryNetworkInterface")) ||
    isGiven(resource.getDeclared("networkInterfaces"))
  );
}

/** What gives an interface an IPv6 address: the first of its descriptions that says anything of one, else its subnet. */
function ipv6Of(descriptions: readonly Resource[], subnet: Subnet | undefined): PublicAddress[] {
  const family: Family = "IPv6";
  for (const resource of descriptions) {
    for (const { path, value } of ipv6Holders(resource)) {
      const addresses = elements(field(value, "ipv6Addresses"));
      const count = integer(field(value, "ipv6AddressCount"));
      if (addresses.length === 0 && count === undefined) continue;
      if (addresses.includes(UNKNOWN) || count === UNKNOWN) return [];
      const name = addresses.length > 0 ? "ipv6Addresses" : "ipv6AddressCount";
      return count === 0 && addresses.length === 0
        ? []
        : [{ family, by: pathText([...path, name]), resource }];
    }
  }
  return subnet?.ipv6AddressSetting?.value === true
    ? [{ family, by: `assignIpv6AddressOnCreation of ${subnet.title}`, resource: subnet.resource }]
    : [];
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
  return unionAll(isNamed ? known : [within.of("IPv4")], AddressSet.empty).union(
    ipv6.length > 0 ? within.of("IPv6") : AddressSet.empty,
  );
}

/** Where IPv6 addresses are asked for: in the resource itself or, in templates, in its network interfaces. */
function ipv6Holders(resource: Resource): { readonly path: Path; readonly value: Value }[] {
  const inputs = resource.declared ?? resource.settled;
  const inside = elements(field(inputs, "networkInterfaces"));
  return [
    { path: [], value: inputs },
    ...inside.map((value, i): { path: Path; value: Value } => ({ path: ["networkInterfaces", i], value })),
  ];
}

function certain(attachments: readonly Attachment[]): SecurityGroup[] {
  return attachments.filter((attachment) => attachment.certain).map(({ group }) => group);
}

function certainResource(reference: Reference): Resource[] {
  return reference.kind === "resource" && reference.certain ? [reference.resource] : [];
}
