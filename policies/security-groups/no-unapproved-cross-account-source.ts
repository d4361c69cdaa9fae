import { isPermission } from "../../network/groups/rule";
import { UNKNOWN } from "../../stack/value";
import { textList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A rule must not name a security group of an account that nobody approved.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Name a group of your own, or add the account to approvedAccounts.",
  options: { approvedAccounts: textList([], "The ids of the accounts whose groups may be named.") },

  *check(network, { approvedAccounts }) {
    for (const rule of network.securityGroups.flatMap(({ rules }) => rules.filter(isPermission))) {
      const own = network.accountOf(rule.resource);
      const accounts = rule.sources.flatMap((source) =>
        source.kind === "group" ? (source.account ?? []) : [],
      );
      // An account that is not known yet may be the one that is named.
      if (own === UNKNOWN) continue;
      const unapproved = accounts.filter((account) => account !== own && !approvedAccounts.includes(account));
      if (unapproved.length === 0) continue;
      const title = rule.path || "it";
      yield finding(
        rule.resource,
        `${title} names a group of ${listText([...new Set(unapproved)])}, which approvedAccounts does not have.`,
      );
    }
  },
});
