import type { Direction } from "../../network/filters/entry";
import type { Idle } from "../../network/filters/idle";
import { type RulePart, redundantParts } from "../../network/groups/redundancy";
import { type Rule, sourceText } from "../../network/groups/rule";
import { groupBy } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { titleOn } from "../questions/admission-text";

export default policy(__filename, {
  description: "A security group's rule must admit something that its others do not.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Remove what lies inside: the others decide the same.",

  *check(network) {
    for (const group of network.securityGroups) {
      const byResource = new Map<Resource, string[]>();
      for (const direction of ["ingress", "egress"] as const) {
        for (const [rule, parts] of groupBy(redundantParts(group, direction), ({ entry }) => entry)) {
          const texts = byResource.get(rule.resource) ?? [];
          byResource.set(rule.resource, [...texts, redundancyText(rule, parts, direction)]);
        }
      }
      for (const [resource, texts] of byResource) yield finding(resource, `${shortened(texts)}.`);
    }
  },
});

type Parts = readonly Idle<RulePart>[];

/** Such as `ingress[1] (tcp 22 from 10.1.0.0/16) lies inside ingress[0] (tcp 22 from 10.0.0.0/8)`. */
function redundancyText(rule: Rule, parts: Parts, direction: Direction): string {
  const covers = [...new Set(parts.flatMap((part) => part.covers))];
  const shown = covers.map(
    (cover) => `${titleOf(cover.entry, rule.resource)} (${trafficText([cover], direction)})`,
  );
  const together = parts.length === 1 && covers.length > 1 ? " together" : "";
  return `${titleOf(rule, rule.resource)} (${trafficText(parts, direction)}) lies inside ${listText(shown)}${together}`;
}

function titleOf(rule: Rule, from: Resource): string {
  if (rule.resource === from || rule.path === "") return titleOn(from, rule);
  return `${rule.path} of ${rule.resource.title}`;
}

function trafficText(parts: readonly RulePart[], direction: Direction): string {
  const services = parts[0]?.entry.everyProtocol ? "every protocol" : parts[0]?.possible.servicesText();
  const sources = parts.map(({ source }) => sourceText(source));
  return `${services} ${direction === "egress" ? "to" : "from"} ${listText(sources)}`;
}

/** The first texts, and how many more there are. */
function shortened(texts: readonly string[], most = 3): string {
  const rest = texts.length - most;
  return rest > 0 ? `${texts.slice(0, most).join("; ")}; and so do ${rest} more` : texts.join("; ");
}
