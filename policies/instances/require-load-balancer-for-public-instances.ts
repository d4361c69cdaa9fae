import type { Instance } from "../../network/machines/instance";
import { isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import { groupBy } from "../../stack/multimap";
import { byUrn, type Resource } from "../../stack/resource";
import { packageOf } from "../../stack/type-token";
import { UNKNOWN } from "../../stack/value";
import { exposure, textList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { balancedIn, machinesOf } from "../questions/machines";

export default policy(__filename, {
  description: "Public instances of one application must stand behind a load balancer.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Register them with a load balancer in the public subnets, and move them to private ones.",
  options: {
    exposure,
    applicationTags: textList(
      ["Application", "App", "Service"],
      "The tags that name an instance's application, the first one set counts; compared case-blind.",
    ),
    directValues: textList(
      ["bastion"],
      "Values of the exposure tags by which people reach one host by itself: such instances need no balancer.",
    ),
  },

  *check(network, { exposure: words, applicationTags, directValues }) {
    const direct = { ...words, values: directValues };
    const candidates = machinesOf(network).filter(
      ({ tags }) => isDeclaredPublic(tags, words) === true && isDeclaredPublic(tags, direct) === false,
    );
    const balanced = balancedIn(network);
    for (const instances of byApplication(candidates, applicationTags)) {
      const resources = [...new Set(instances.map(({ resource }) => resource))].sort(byUrn);
      const [first, ...others] = resources;
      if (first === undefined || !areSeveral(resources, network)) continue;
      if (instances.some((instance) => balanced(instance) !== false)) continue;
      const who =
        others.length > 0
          ? `it and ${listText(others.map(({ title }) => title))} are public instances of one application`
          : "it launches several public instances";
      yield finding(first, `${who}, with no load balancer before them.`);
    }
  },
});

/** The machines that one resource launches are of one application, tagged or not; those of several resources only by their tags. */
function byApplication(instances: readonly Instance[], keys: readonly string[]): Iterable<Instance[]> {
  const applicationOf = ({ tags, resource }: Instance) => {
    const [tag] = tags.among(keys);
    if (tag?.value === UNKNOWN || (tag === undefined && tags.mayHaveMore)) return undefined;
    const name = tag?.value.trim().toLowerCase() ?? "";
    // No balancer stands before machines of two clouds.
    return name === "" ? `untagged ${resource.urn}` : `tagged ${name} of ${packageOf(resource.type)}`;
  };
  const applications = groupBy(instances, applicationOf);
  applications.delete(undefined);
  return applications.values();
}

/** Whether resources launch two machines or more for certain. */
function areSeveral(resources: readonly Resource[], network: Network): boolean {
  const counts = resources
    .map((resource) => network.capacityOf(resource))
    .filter((count) => count !== UNKNOWN);
  return counts.reduce((sum, count) => sum + count, 0) >= 2;
}
