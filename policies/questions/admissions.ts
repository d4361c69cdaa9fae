import type { Peers } from "../../algebra/peers";
import { Traffic, united } from "../../algebra/traffic";
import type { Direction } from "../../network/filters/entry";
import type { Rule } from "../../network/groups/rule";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import type { Finding } from "../kit/policy";
import { admissionText } from "./admission-text";
import { type BreachText, breachFinding } from "./breaches";
import { type IsExempt, judgedTogether } from "./judged-rules";

interface Asked {
  /** Whether a rule is asked about at all. */
  readonly counts?: (rule: Rule) => boolean;
  readonly textOf?: BreachText<Rule>;
}

/** For each group, the part of what its rules admit together, where packets of the internet meet them, that `breach` picks out. */
export function* admissions(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  breach: (admitted: Traffic<Peers>, group: SecurityGroup) => Traffic<Peers>,
  { counts = () => true, textOf = admissionText }: Asked = {},
): Iterable<Finding> {
  for (const { group, filter } of judgedTogether({ network, direction, isExempt, ofInternet: true })) {
    const decisions = filter.allowed((rule) => (counts(rule) ? rule.certain : Traffic.empty<Peers>()));
    const found = breachFinding(decisions, group.resource, breach(united(decisions), group), textOf);
    if (found !== undefined) yield found;
  }
}
