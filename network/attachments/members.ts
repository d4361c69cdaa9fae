import { groupBy } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { Answer, Value } from "../../stack/value";
import { UNKNOWN, type Unknown } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { Instance } from "../machines/instance";
import type { Placement } from "../machines/placement";
import { isWithin, valueIn } from "../machines/places";
import type { Tags } from "../names/tags";
import type { LoadBalancer } from "../services/load-balancer";
import { declaredGroups, type Interface } from "./interface";
import type { Member, OperatingSystem } from "./member";

interface Sources {
  readonly interfaces: readonly Interface[];
  readonly instances: readonly Instance[];
  readonly placements: readonly Placement[];
  readonly loadBalancers: { readonly all: readonly LoadBalancer[] };
}

/** How a cloud reads a resource's tags, and the system that tags and descriptions show. */
interface Readings {
  tagsOf(resource: Resource): Tags;
  operatingSystemOf(tags: Tags, descriptions: readonly Value[]): OperatingSystem | Unknown | undefined;
  /** Whether a machine that is not known yet has a network interface, or may have it, and tells what it is. */
  mayBeTaken(networkInterface: Resource): boolean;
}

/** Everything in a stack that has interfaces on security groups. A balancer that faces the internet is public, whatever it is called. */
export function readMembers(sources: Sources, readings: Readings): Member[] {
  const balancers = sources.loadBalancers.all.filter(({ isInternetFacing }) => isInternetFacing !== false);
  const facing = new Map<Resource, Answer>(
    balancers.map(({ resource, isInternetFacing }) => [resource, isInternetFacing]),
  );
  return membersByTags(sources, readings).map((member) => {
    const facesInternet =
      facing.get(member.resource) ?? (readings.mayBeTaken(member.resource) ? UNKNOWN : undefined);
    return facesInternet === undefined ? member : { ...member, facesInternet };
  });
}

/** What an instance is attached to or launched from counts as the instance. */
function membersByTags(
  { interfaces, instances, placements }: Sources,
  { tagsOf, operatingSystemOf }: Readings,
): Member[] {
  const member = (
    resource: Resource,
    tags: Tags,
    groups: ReadonlySet<SecurityGroup>,
    descriptions: readonly Value[],
  ): Member => {
    const operatingSystem = operatingSystemOf(tags, descriptions);
    return { resource, title: resource.title, tags, groups: [...groups], operatingSystem };
  };
  const interfacesOf = groupBy(interfaces, ({ resource }) => resource);
  const spokenFor = new Set<Resource>();
  const members: Member[] = [];
  for (const [instance, places] of groupBy(placements, (placement) => placement.instance)) {
    const { groups, templates } = launchedFrom(instance, places, interfacesOf);
    for (const resource of [instance.resource, ...places.map(({ resource }) => resource), ...templates])
      spokenFor.add(resource);
    const descriptions: Value[] = [
      valueIn(instance),
      ...[...templates].map((resource) => valueIn({ resource, path: "" })),
    ];
    members.push(member(instance.resource, instance.tags, groups, descriptions));
  }
  const templateTags = new Map(
    instances.flatMap(({ kind, resource, tags }) => (kind === "template" ? [[resource, tags]] : [])),
  );
  for (const [resource, own] of interfacesOf) {
    if (spokenFor.has(resource)) continue;
    const tags = templateTags.get(resource) ?? tagsOf(resource);
    members.push(
      member(resource, tags, new Set(own.flatMap(declaredGroups)), [valueIn({ resource, path: "" })]),
    );
  }
  return members;
}

/** The groups of an instance, over all places that it is launched in, and the templates that it is launched from there. */
function launchedFrom(
  instance: Instance,
  places: readonly Placement[],
  interfacesOf: ReadonlyMap<Resource, readonly Interface[]>,
) {
  const groups = new Set<SecurityGroup>();
  const templates = new Set<Resource>();
  for (const { resource, template } of places) {
    if (template !== undefined && template !== UNKNOWN) templates.add(template);
    for (const group of groupsOf({ instance, resource, template }, interfacesOf)) groups.add(group);
  }
  return { groups, templates };
}

/** What one interface is on: the groups that its resource names, else those that its template does. */
function groupsOf(
  { instance, resource, template }: Pick<Placement, "instance" | "resource" | "template">,
  interfacesOf: ReadonlyMap<Resource, readonly Interface[]>,
): SecurityGroup[] {
  const own = (interfacesOf.get(resource) ?? []).filter(
    ({ path }) => resource !== instance.resource || isWithin(path, instance.path),
  );
  const groups = own.flatMap(declaredGroups);
  const inherits = resource === instance.resource && !own.some(({ namesGroups }) => namesGroups);
  if (!inherits || template === undefined || template === UNKNOWN) return groups;
  return [...groups, ...(interfacesOf.get(template) ?? []).flatMap(declaredGroups)];
}
