import type { Peers } from "../../algebra/peers";
import { type Traffic, united } from "../../algebra/traffic";
import type { Direction } from "../../network/filters/entry";
import { NO_TRAFFIC } from "../../network/filters/filter";
import type { Rule } from "../../network/groups/rule";
import { rulesOf, type SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import type { Finding } from "../kit/policy";
import { admissionText } from "./admission-text";
import { type BreachText, breachFinding } from "./breaches";
import { type IsExempt, judgedTogether } from "./judged-rules";

interface Asked {
  /** Whether a rule is asked about at all. */
  readonly counts?: (rule: Rule) => boolean;
  /** What counts of a rule; without it, what it admits whatever its unknown values turn out to be. */
  readonly trafficOf?: (rule: Rule) => Traffic<Peers>;
  readonly textOf?: BreachText<Rule>;
}

/**
 * For each group, the part of what its rules admit together, where packets of the internet meet them, that `breach` picks out. Where rules may deny, none
 * has been reported by itself before: each that is enough alone is named, and of what they admit together what is left.
 */
export function* admissions(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  breach: (admitted: Traffic<Peers>, group: SecurityGroup) => Traffic<Peers>,
  { counts, trafficOf = ({ certain }) => certain, textOf = admissionText }: Asked = {},
): Iterable<Finding> {
  for (const { group, filter } of judgedTogether({ network, direction, isExempt, ofInternet: true })) {
    const foundBy = (isAsked: Asked["counts"]) => {
      const decisions =
        isAsked === undefined
          ? filter.allowed()
          : filter.allowedOf((rule) => (isAsked(rule) ? trafficOf(rule) : NO_TRAFFIC));
      if (decisions.length === 0) return undefined;
      const together = isAsked === undefined ? filter.admitted : united(decisions);
      return breachFinding(decisions, group.resource, breach(together, group), textOf);
    };
    const found = foundBy(counts);
    if (found?.breach === undefined) continue;
    const alone = group.order.hasDenials
      ? [...rulesOf(group, direction), ...group.defaults]
          .filter((rule) => counts?.(rule) !== false && !breach(trafficOf(rule), group).isEmpty)
          .flatMap((rule) => foundBy((one) => one === rule) ?? [])
      : [];
    yield* alone;
    const rest = found.breach.without(alone.flatMap((one) => one.breach ?? []));
    if (rest !== undefined) yield rest;
  }
}
