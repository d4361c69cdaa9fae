import { anyOf } from "../../../stack/answers";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { type Answer, elements, field, text, UNKNOWN, type Unknown } from "../../../stack/value";
import { resourcesBehind } from "../../references";
import { VPCS } from "../types";

const ZONE = "aws:route53/zone:Zone";
const ZONE_ASSOCIATION = "aws:route53/zoneAssociation:ZoneAssociation";

interface Zone {
  readonly name: string | Unknown | undefined;
  readonly vpcs: readonly Resource[];
  /** Whether it could be of other VPCs. */
  readonly mayHaveMore: boolean;
}

/** Whether a private hosted zone of a VPC has the name of an AWS service, such as `ssm` or `ecr.api`. */
export type HasHostedZone = (vpc: Resource | undefined, service: string) => Answer;

export function readHostedZones(stack: Stack): HasHostedZone {
  const associations = stack.about([ZONE_ASSOCIATION], "zoneId", [ZONE], ["id"]);
  const zones = stack.ofType(ZONE).map((resource): Zone => {
    const inline = elements(resource.get("vpcs")).map((vpc) =>
      vpc === UNKNOWN ? UNKNOWN : field(vpc, "vpcId"),
    );
    const { possible } = associations(resource);
    const certain = stack
      .ofType(ZONE_ASSOCIATION)
      .filter(
        (one) =>
          associations(resource).certain.includes(one) ||
          resourcesBehind(stack, one, "zoneId", [ZONE]).includes(resource),
      );
    const references = [
      ...stack.references(resource, "vpcs", VPCS, inline),
      ...certain.flatMap((association) => stack.references(association, "vpcId", VPCS)),
    ];
    const name: string | Unknown | undefined = text(resource.get("name"));
    return {
      name,
      vpcs: references.flatMap((reference) => (reference.kind === "resource" ? [reference.resource] : [])),
      mayHaveMore: possible.length > 0 || references.some(({ kind }) => kind === "opaque"),
    };
  });
  return (vpc, service) => {
    const answers = zones.map(({ name, vpcs, mayHaveMore }): Answer => {
      if (vpc === undefined || (!vpcs.includes(vpc) && !mayHaveMore)) return false;
      if (name === UNKNOWN) return UNKNOWN;
      if (name === undefined || !isNameOf(service, name)) return false;
      return vpcs.includes(vpc) || UNKNOWN;
    });
    return anyOf(answers);
  };
}

/** `api.ecr.eu-west-1.amazonaws.com` is the name of `ecr.api`. */
function isNameOf(service: string, zone: string): boolean {
  const own = `${service.split(".").toReversed().join(".")}.`;
  const name = zone.toLowerCase();
  return name.startsWith(own) && /^[a-z0-9-]+\.amazonaws\.com(\.cn)?\.?$/.test(name.slice(own.length));
}
