import { MEANINGS, type Meaning } from "./alicloud-meanings";
import type { PolicyFile } from "./policy-files";

/** `docs/alicloud.md`: what each policy means on Alibaba Cloud. */
export function alicloudPage(files: readonly PolicyFile[]): string {
  const rows = files.map(({ name, page }) => `- **[${name}](../${page})**: ${meaningText(MEANINGS[name])}`);
  return [
    "# The policies on Alibaba Cloud",
    "Written by `npm run generate`. The same policies, by the same names and options, judge the typed resources of `@pulumi/alicloud`.",
    "A lower priority goes first, a drop before an accept of the same one, over all groups of an interface together. Policies of groups ask each group alone: " +
      "a drop in another group of the same machine closes nothing for the next machine that takes the group without it.",
    rows.join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

/** What a policy judges on Alibaba Cloud, or why it is silent there. */
export function meaningText(meaning: Meaning | undefined): string {
  if (meaning === undefined) return "‹What it judges there: scripts/alicloud-meanings.ts.›";
  return "judges" in meaning ? meaning.judges : `No meaning: silent. ${meaning.silent}`;
}
