import { groupBy } from "../stack/multimap";
import { cut } from "./cut";
import { type FindingLevel, levels } from "./finding";
import { shortName } from "./message";
import type { Finding, Report } from "./report";

/**
 * The report as commands of a GitHub workflow, which annotates the lines of the program; "" where there is nothing to find, and all was judged.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function toGithub({ findings, differences, failures, unjudged, verdict }: Report): string {
  const unheard: Partial<Record<FindingLevel, string[]>> = {
    mandatory: failures.map((failure) => `::error ${OWN}::${data(failure)}`),
    remediated: unjudged === undefined ? [] : [`::notice ${OWN}::${data(noteOf(unjudged, verdict.notes))}`],
  };
  const all = [...differences, ...findings];
  const kinds = levels.map((level) => {
    const found = atOneLine(all.filter((finding) => finding.level === level));
    const commands = found.map((group) => command(COMMANDS[level], group));
    return shown(level, [...(unheard[level] ?? []), ...commands]);
  });
  return kinds
    .flat()
    .map((command) => `${command}\n`)
    .join("");
}

const COMMANDS: Readonly<Record<FindingLevel, string>> = {
  mandatory: "error",
  advisory: "warning",
  remediated: "notice",
};

const OWN = "title=network-guard";

/** A runner cuts what is longer than 4,096 characters: https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs */
const LONGEST = 4_000;

const noteOf = (unjudged: string, notes: readonly string[]) => cut([unjudged, ...notes].join("\n"), LONGEST);

/** A step annotates no more of one kind; all of them stand in its log. */
const MOST_SHOWN = 10;

function shown(level: FindingLevel, commands: readonly string[]): string[] {
  if (commands.length <= MOST_SHOWN) return [...commands];
  const rest = commands.slice(MOST_SHOWN - 1);
  return [
    ...commands.slice(0, MOST_SHOWN - 1),
    `::${COMMANDS[level]} ${OWN}::${rest.length} more ${level} findings stand in the log of this step.`,
    ...rest,
  ];
}

/** What one policy says of the resources that one line declares, as in a loop. */
function atOneLine(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups = groupBy(findings, ({ policy, place, urn, target }) =>
    JSON.stringify([policy, target, place ? [place.path, place.line] : urn]),
  );
  return [...groups.values()];
}

/** `::error file=index.ts,line=7,col=15,title=no-x::SecurityGroup web: ingress[0] …` */
function command(kind: string, group: readonly [Finding, ...Finding[]]): string {
  const [{ policy, place, home, remediationSteps }] = group;
  const position = place
    ? { file: place.path, line: place.line, col: place.column }
    : home === undefined
      ? {}
      : { file: home };
  const properties = Object.entries({ ...position, title: policy }).map(
    ([key, value]) => `${key}=${property(String(value))}`,
  );
  const texts = [...new Set(group.map(({ urn, text }) => `${shortName(urn)}: ${text}`))];
  return `::${kind} ${properties.join(",")}::${data(messageOf(texts, remediationSteps))}`;
}

/** As many of the texts as a runner takes, the others counted, and then the steps to mend what they say. */
function messageOf(texts: readonly string[], steps = ""): string {
  const end = steps === "" ? [] : [cut(steps, LONGEST / 2)];
  const room = LONGEST - end.join().length - "\nand 1000000 more".length;
  const told: string[] = [];
  let left = room;
  for (const text of texts) {
    left -= text.length + 1;
    if (left < 0) break;
    told.push(text);
  }
  const [first = ""] = texts;
  if (told.length === 0) told.push(cut(first, room));
  const others = texts.length - told.length;
  return [...told, ...(others === 0 ? [] : [`and ${others} more`]), ...end].join("\n");
}

const data = (text: string) => text.replace(/%/g, "%25").replace(/\n/g, "%0A");

const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
