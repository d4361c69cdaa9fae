import { groupBy } from "../stack/multimap";
import type { FindingLevel } from "./finding";
import { shortName } from "./message";
import type { Finding, Report } from "./report";

/**
 * The report as commands of a GitHub workflow, which annotates the lines of the program; "" without findings.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function toGithub({ findings, differences, failures }: Report): string {
  const kinds = Object.entries(COMMANDS).map(([level, kind]) =>
    commandsOf(level as FindingLevel, kind, [...differences, ...findings]),
  );
  const unjudged = failures.map((failure) => `::error title=network-guard::${data(failure)}`);
  return [...unjudged, ...kinds.flat()].map((command) => `${command}\n`).join("");
}

const COMMANDS: Readonly<Record<FindingLevel, string>> = {
  mandatory: "error",
  advisory: "warning",
  remediated: "notice",
};

/** A step annotates no more of one kind; all of them stand in its log. */
const MOST_SHOWN = 10;

function commandsOf(level: FindingLevel, kind: string, findings: readonly Finding[]): string[] {
  const commands = atOneLine(findings.filter((finding) => finding.level === level)).map((group) =>
    command(kind, group),
  );
  if (commands.length <= MOST_SHOWN) return commands;
  const shown = commands.slice(0, MOST_SHOWN - 1);
  const rest = commands.slice(MOST_SHOWN - 1);
  return [
    ...shown,
    `::${kind} title=network-guard::${rest.length} more ${level} findings stand in the log of this step.`,
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
  return `::${kind} ${properties.join(",")}::${data([...texts, remediationSteps ?? ""].filter(Boolean).join("\n"))}`;
}

const data = (text: string) => text.replace(/%/g, "%25").replace(/\n/g, "%0A");

const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
