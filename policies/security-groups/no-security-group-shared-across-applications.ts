import type { Member } from "../../network/attachments/member";
import { UNKNOWN } from "../../stack/value";
import { textList } from "../kit/options";
import { policy } from "../kit/policy";
import { sharedGroups } from "../questions/sharing";

export default policy(__filename, {
  description: "Applications, and hosts of different operating systems, must not share a security group.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Give each application, and each operating system, groups of its own.",
  options: {
    applicationTags: textList(
      ["Application", "App", "Service"],
      "The tags that name the application, compared case-blind; the first that is set counts.",
    ),
  },

  check: (network, { applicationTags }) =>
    sharedGroups(network, (member) => applicationOf(member, applicationTags), operatingSystemOf),
});

/** The application that a member's tags name, in lower case; undefined where they name none, or may name another. */
function applicationOf({ tags }: Member, keys: readonly string[]): string | undefined {
  const [tag] = tags.among(keys);
  if (tag === undefined || tag.value === UNKNOWN || tags.mayHaveMore) return undefined;
  return tag.value.trim().toLowerCase() || undefined;
}

function operatingSystemOf({ operatingSystem }: Member): string | undefined {
  return operatingSystem === UNKNOWN ? undefined : operatingSystem;
}
