import { namedSecurityGroups } from "../../network/groups/security-group";
import { nameText } from "../../network/names/tags";
import { tokensBesideEnvironment, type Vocabulary } from "../../network/names/vocabulary";
import { rememberedOf } from "../../stack/remembered";
import { UNKNOWN } from "../../stack/value";
import { textList, vocabulary } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "The name of a security group must say what it is for.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Name the group after what it protects, such as prod-web or prod-orders-database.",
  options: {
    vocabulary,
    fillers: textList(
      [
        ...[
          "sg",
          "sgs",
          "sec",
          "grp",
          "secgrp",
          "secgroup",
          "security",
          "group",
          "groups",
          "securitygroup",
          "securitygroups",
        ],
        ...["default", "launch", "wizard", "test", "new", "old", "my", "the", "temp", "tmp", "untitled"],
        ...["foo", "bar", "example", "sample", "demo"],
        ...["セキュリティグループ", "グループ", "デフォルト", "サンプル", "環境", "用"],
      ],
      "The words that say nothing of a purpose, compared case-blind; numbers and the words of environments never do.",
    ),
  },

  *check(network, options) {
    const words = wordsOf(options);
    for (const { resource } of namedSecurityGroups(network.securityGroups)) {
      const names = network.namesOf(resource);
      if (names.some(({ value }) => value === UNKNOWN || hasPurpose(value, words))) continue;
      yield finding(
        resource,
        `${listText(names.map((name) => nameText(name, resource)))} ${names.length === 1 ? "says" : "say"} nothing of its purpose.`,
      );
    }
  },
});

interface Words {
  readonly vocabulary: Vocabulary;
  readonly fillers: readonly string[];
}

const wordsOf = rememberedOf(
  ({ vocabulary: words, fillers }: Words): Vocabulary => ({ ...words, "": fillers }),
);

/** Whether a name has a word that is neither an environment's nor a filler, with a number behind it or not. */
function hasPurpose(name: string, words: Vocabulary): boolean {
  return tokensBesideEnvironment(name, words)
    .map((token) => token.replace(/\p{N}+$/u, ""))
    .some((word) => tokensBesideEnvironment(word, words).length > 0);
}
