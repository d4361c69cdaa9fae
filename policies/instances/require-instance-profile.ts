import type { Instance } from "../../network/machines/instance";
import type { Launch } from "../../network/machines/launch";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A machine must be given a role.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps:
    "Name a profile or role that allows what the machine needs, and no keys need to be put on it.",
  controls: ["CIS AWS Foundations Benchmark v5.0.0 1.17", "AWS Config ec2-instance-profile-attached"],
  stricterThanControls: "Launch templates and launch configurations are judged as well as instances.",
  looserThanControls:
    "What the role allows is for other policies, and so are credentials that a program puts on the instance.",

  *check(network) {
    const bare = network.instances.filter(({ profile }) => profile === "none");
    if (bare.length === 0) return;
    const { templates, covered, mayCover } = launchesIn(network);
    for (const instance of bare) {
      const { resource, path, kind, profileWord } = instance;
      if (instance.mayGetProfile && !network.isWhole) continue;
      const template = kind === "template" ? undefined : templates.get(keyOf(instance));
      // Those that are launched from a template may name one themselves: the stack tells.
      const isGiven = kind === "template" && (!network.isWhole || (covered.get(resource) ?? mayCover));
      if (isGiven || template === UNKNOWN || template?.profile === "named") continue;
      const nor = template === undefined ? "" : `, nor does ${template.resource.title}`;
      yield finding(resource, `${path || "it"} names no ${profileWord}${nor}.`);
    }
  },
});

interface Launches {
  /** The template of each instance that names one. */
  readonly templates: Map<string, Launch["template"]>;
  /** Whether all machines from a template name a profile themselves, or their service gives them a role. */
  readonly covered: Map<Resource, boolean>;
  /** Whether machines that have one may be from any template. */
  mayCover: boolean;
}

function launchesIn({ launches }: Network): Launches {
  const found: Launches = { templates: new Map(), covered: new Map(), mayCover: false };
  for (const { instance, template, mayBeAnyTemplate } of launches) {
    if (template === undefined) continue;
    found.templates.set(keyOf(instance), template);
    if (template === UNKNOWN) {
      found.mayCover ||= mayBeAnyTemplate === true && instance.profile === "named";
      continue;
    }
    const isCovered = found.covered.get(template.resource) ?? true;
    found.covered.set(template.resource, isCovered && instance.profile === "named");
  }
  return found;
}

function keyOf({ resource, path }: Instance): string {
  return `${resource.urn} ${path}`;
}
