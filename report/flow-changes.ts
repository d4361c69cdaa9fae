import pc from "picocolors";
import { arrivalText } from "../network/paths/packet";
import { visible, visibleName } from "./visible";

/** What a change does to the flows that a file records. */
export interface RecordedFlows {
  /** The file, as it was named. */
  file: string;
  /** Which of several targets they are of. */
  target?: string;
  /** Not in the file, each with a packet and its way. */
  opened: { flow: string; packet: string; hops: readonly string[] }[];
  /** In the file and gone. */
  closed: string[];
}

/** The same in texts that hold nothing unseen. */
export function shownFlows({ file, opened, closed, ...rest }: RecordedFlows): RecordedFlows {
  return {
    file: visibleName(file),
    ...rest,
    opened: opened.map(({ flow, packet, hops }) => ({
      flow: visible(flow),
      packet: visible(packet),
      hops: hops.map(visible),
    })),
    closed: closed.map(visible),
  };
}

export function hasChanges({ opened, closed }: RecordedFlows): boolean {
  return opened.length > 0 || closed.length > 0;
}

/** The difference as a diff: `+` for what is opened, `-` for what is closed. */
export function diffOf({ opened, closed }: RecordedFlows): string[] {
  return [...closed.map((flow) => `- ${flow}`), ...opened.map(({ flow }) => `+ ${flow}`)];
}

/** The difference for a terminal, empty where there is none: what is closed, and what is opened with the packet and its way. */
export function flowsText(changes: RecordedFlows, { colour }: { colour: boolean }): string {
  const { bold, red, green, dim } = pc.createColors(colour);
  const title = changesText(changes);
  if (title === undefined) return "";
  const closed = changes.closed.map((flow) => green(`  - ${flow}`));
  const opened = waysOf(changes).flatMap((way) => way.map((line, i) => (i === 0 ? red : dim)(`  ${line}`)));
  return `${[bold(title), ...closed, ...opened].join("\n")}\n`;
}

/** What lets each opened flow through: the packet, then its hops, a line each. */
export function waysOf({ opened }: RecordedFlows): string[][] {
  return opened.map(({ flow, packet, hops }) => [
    `+ ${flow}`,
    ...(packet === "" ? [] : [`    ${arrivalText(packet)}:`]),
    ...hops.map((hop) => `      ${hop}`),
  ]);
}

/** `2 flows opened and 1 closed since exposures/prod.txt`, or undefined where nothing differs. */
export function changesText(changes: RecordedFlows): string | undefined {
  if (!hasChanges(changes)) return undefined;
  const { opened, closed, file } = changes;
  return `${opened.length} ${opened.length === 1 ? "flow" : "flows"} opened and ${closed.length} closed since ${file}`;
}
