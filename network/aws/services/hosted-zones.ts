import { anyOf } from "../../../stack/answers";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { type Answer, elements, field, text, UNKNOWN, type Unknown } from "../../../stack/value";
import { certainResource, resourcesBehind } from "../../references";
import { VPC_ENDPOINT, VPCS } from "../types";

const ZONE = "aws:route53/zone:Zone";
const ZONE_ASSOCIATION = "aws:route53/zoneAssociation:ZoneAssociation";
const RECORD = "aws:route53/record:Record";
const PROFILE = "aws:route53/profilesProfile:ProfilesProfile";
/** What a profile is for, and what it holds. */
const PROFILE_USE = "aws:route53/profilesAssociation:ProfilesAssociation";
const PROFILE_CONTENT = "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation";

interface Zone {
  readonly name: string | Unknown | undefined;
  readonly vpcs: readonly Resource[];
  /** Whether it could be of other VPCs. */
  readonly mayHaveMore: boolean;
  /** The endpoints that its records lead to. */
  readonly endpoints: readonly Resource[];
}

/** An AWS service, such as `ssm` or `ecr.api`, and its region where that is known. */
interface Service {
  readonly name: string;
  readonly region: string | undefined;
}

/** Whether a private hosted zone of a VPC has the name of an endpoint's service. */
export type HasHostedZone = (vpc: Resource | undefined, service: Service, endpoint: Resource) => Answer;

export function readHostedZones(stack: Stack): HasHostedZone {
  const associations = stack.about([ZONE_ASSOCIATION], "zoneId", [ZONE], ["id"]);
  const associationsOf = byZone(stack, ZONE_ASSOCIATION, (one) => [one]);
  const profiles = new Profiles(stack);
  const endpointsOf = byZone(stack, RECORD, (record) =>
    ["aliases", "records"].flatMap((property) => resourcesBehind(stack, record, property, [VPC_ENDPOINT])),
  );
  const zones = stack.ofType(ZONE).map((resource): Zone => {
    const inline = elements(resource.get("vpcs")).map((vpc) =>
      vpc === UNKNOWN ? UNKNOWN : field(vpc, "vpcId"),
    );
    const { certain, possible } = associations(resource);
    const associated = new Set([...certain, ...associationsOf(resource)]);
    const byProfile = profiles.vpcsOf(resource);
    const references = [
      ...stack.references(resource, "vpcs", VPCS, inline),
      ...[...associated].flatMap((association) => stack.references(association, "vpcId", VPCS)),
      ...byProfile.vpcs,
    ];
    const name: string | Unknown | undefined = text(resource.get("name"));
    return {
      name,
      vpcs: references.flatMap((reference) => (reference.kind === "resource" ? [reference.resource] : [])),
      mayHaveMore:
        possible.length > 0 || byProfile.mayHaveMore || references.some(({ kind }) => kind === "opaque"),
      endpoints: endpointsOf(resource),
    };
  });
  return (vpc, service, endpoint) => {
    if (vpc === undefined) return false;
    const answers = zones.map((zone) => hasName(zone, vpc, service, endpoint));
    return anyOf([...answers, profiles.mayHoldOthersFor(vpc) ? UNKNOWN : false]);
  };
}

/** Whether a zone is one of a VPC and has the name of an endpoint's service. */
function hasName(zone: Zone, vpc: Resource, service: Service, endpoint: Resource): Answer {
  const { name, vpcs, mayHaveMore, endpoints } = zone;
  if (!vpcs.includes(vpc) && !mayHaveMore) return false;
  if (name === UNKNOWN) return UNKNOWN;
  // Some services have another name, as kinesis-firehose has: who leads that to the endpoint knows.
  const isItsName = name !== undefined && (isNameOf(service.name, name) || endpoints.includes(endpoint));
  if (!isItsName || !OF_AWS.test(name) || isOfAnotherRegion(name, service)) return false;
  return vpcs.includes(vpc) || UNKNOWN;
}

const OF_AWS = /(^|\.)amazonaws\.com(\.cn)?\.?$/i;

/** Whether a zone holds the names of another region, which a service does not have. */
function isOfAnotherRegion(zone: string, { region }: Service): boolean {
  const own = REGION_OF_ZONE.exec(zone)?.[1]?.toLowerCase();
  return own !== undefined && region !== undefined && own !== region;
}

const REGION_OF_ZONE = /(?:^|\.)([a-z]+(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?\.?$/i;

/** What the resources of a type that were computed from a zone tell of it. */
function byZone(
  stack: Stack,
  type: string,
  told: (resource: Resource) => readonly Resource[],
): (zone: Resource) => readonly Resource[] {
  const all = new Map<Resource, Resource[]>();
  for (const resource of stack.ofType(type))
    for (const one of told(resource))
      for (const zone of resourcesBehind(stack, resource, "zoneId", [ZONE])) push(all, zone, one);
  return (zone) => all.get(zone) ?? [];
}

/** What Route 53 Profiles hand on to VPCs: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profile-associate-private-hz.html */
class Profiles {
  private readonly contents: ReturnType<Stack["about"]>;
  private readonly uses: ReturnType<Stack["about"]>;
  private readonly strangers: ReadonlySet<Resource | undefined>;

  constructor(private readonly stack: Stack) {
    this.contents = stack.about([PROFILE_CONTENT], "resourceArn", [ZONE], ["arn"]);
    this.uses = stack.about([PROFILE_USE], "profileId", [PROFILE]);
    const ofStrangers = stack.ofType(PROFILE_USE).filter((use) => this.profileOf(use) === undefined);
    this.strangers = new Set(ofStrangers.flatMap((use) => this.vpcsNamedBy(use)).map(certainResource));
  }

  /** Whether a VPC has a profile that is not in the stack, or not known yet, which may hold any zone. */
  mayHoldOthersFor(vpc: Resource): boolean {
    return this.strangers.has(vpc);
  }

  vpcsOf(zone: Resource): { readonly vpcs: readonly Reference[]; readonly mayHaveMore: boolean } {
    const contents = this.contents(zone);
    const profiles = contents.certain.flatMap((content) => this.profileOf(content) ?? []);
    const uses = profiles.map((profile) => this.uses(profile));
    return {
      vpcs: uses.flatMap(({ certain }) => certain).flatMap((use) => this.vpcsNamedBy(use)),
      mayHaveMore: [contents, ...uses].some(({ possible }) => possible.length > 0),
    };
  }

  private profileOf(association: Resource): Resource | undefined {
    return certainResource(this.stack.references(association, "profileId", [PROFILE])[0]);
  }

  private vpcsNamedBy(use: Resource): readonly Reference[] {
    return this.stack.references(use, "resourceId", VPCS);
  }
}

/** `api.ecr.eu-west-1.amazonaws.com` is the name of `ecr.api`. */
function isNameOf(service: string, zone: string): boolean {
  const own = `${service.split(".").toReversed().join(".")}.`;
  const name = zone.toLowerCase();
  return name.startsWith(own) && /^[a-z0-9-]+\.amazonaws\.com(\.cn)?\.?$/.test(name.slice(own.length));
}
